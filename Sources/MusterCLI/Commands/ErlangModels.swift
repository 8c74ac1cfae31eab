import ArgumentParser
import Calculators
import Diagnostics

/// A subcommand of `muster erlang`.
protocol ErlangModel: ParsableCommand {
  static var model: String { get }
  var options: CalculatorOptions { get }
  var given: [(Input, String?)] { get }
}

extension ErlangModel {
  static func configured() -> CommandConfiguration {
    let found = calculator(named: model)
    return CommandConfiguration(
      commandName: model, abstract: found.map { "\($0.title)." } ?? "",
      discussion: found.map {
        "\($0.summary)\n\nColumns of a batch: "
          + $0.inputs.map(\.name).joined(separator: ", ") + "."
      } ?? "")
  }

  func run() throws {
    guard let calculator = calculator(named: Self.model) else {
      throw ValidationError("There is no model \(Self.model).")
    }
    try CalculatorRun(calculator: calculator, options: options, given: given).run()
  }
}

struct ErlangB: ErlangModel, RuledOptions {
  static let model = "b"
  static let configuration = configured()
  @OptionGroup var work: WorkOptions
  @Option(
    name: [.customShort("n"), .long, .customLong("lines")],
    help: ArgumentHelp("Lines; left out, the least for the target.", valueName: "n"))
  var agents: String?
  @Option(help: ArgumentHelp("Largest share lost.", valueName: "share"))
  var targetBlocking: String?
  @OptionGroup var options: CalculatorOptions
  static let aliases = ["-n": "--agents", "--lines": "--agents"]
  var given: [(Input, String?)] {
    work.given + [(.agents, agents), (.targetBlocking, targetBlocking)]
  }
}

struct ErlangC: ErlangModel {
  static let model = "c"
  static let configuration = configured()
  @OptionGroup var work: WorkOptions
  @OptionGroup var team: TeamOptions
  @OptionGroup var threshold: ThresholdOptions
  @OptionGroup var goals: GoalOptions
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] { work.given + team.given + threshold.given + goals.given }
}

struct ErlangA: ErlangModel {
  static let model = "a"
  static let configuration = configured()
  @OptionGroup var work: WorkOptions
  @OptionGroup var patience: PatienceOptions
  @OptionGroup var team: TeamOptions
  @Option(help: ArgumentHelp("Lines in all, talking and waiting.", valueName: "n"))
  var lines: String?
  @OptionGroup var threshold: ThresholdOptions
  @OptionGroup var goals: GoalOptions
  @OptionGroup var abandonment: AbandonmentOptions
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    work.given + patience.given + team.given + threshold.given + goals.given
      + abandonment.given + [(.lines, lines)]
  }
}

struct ErlangX: ErlangModel {
  static let model = "x"
  static let configuration = configured()
  @OptionGroup var work: WorkOptions
  @OptionGroup var patience: PatienceOptions
  @Option(help: ArgumentHelp("Chance to call again after hanging up.", valueName: "share"))
  var redialProb: String?
  @OptionGroup var team: TeamOptions
  @OptionGroup var threshold: ThresholdOptions
  @OptionGroup var goals: GoalOptions
  @OptionGroup var abandonment: AbandonmentOptions
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    work.given + patience.given + team.given + threshold.given + goals.given
      + abandonment.given + [(.redial, redialProb)]
  }
}

struct ErlangChat: ErlangModel {
  static let model = "chat"
  static let configuration = configured()
  @Option(help: ArgumentHelp("Chats offered per hour.", valueName: "number"))
  var chatsPerHour: String?
  @Option(
    help: ArgumentHelp(
      "Duration of a chat while its agent has 1, 2, … chats: '300|400|510'.", valueName: "list"))
  var ahtList: String?
  @Option(help: ArgumentHelp("Who gets a new chat: least, most or balanced.", valueName: "name"))
  var route: String?
  @OptionGroup var patience: PatienceOptions
  @OptionGroup var team: TeamOptions
  @OptionGroup var threshold: ThresholdOptions
  @OptionGroup var goals: GoalOptions
  @OptionGroup var abandonment: AbandonmentOptions
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    patience.given + team.given + threshold.given + goals.given + abandonment.given
      + [(.callsPerHour, chatsPerHour), (.handlingList, ahtList), (.route, route)]
  }
}

struct ErlangBlend: ErlangModel {
  static let model = "blend"
  static let configuration = configured()
  @OptionGroup var work: WorkOptions
  @Option(
    help: ArgumentHelp(
      "Outbound starts while fewer agents are busy; left out, the highest for the goals.",
      valueName: "n"))
  var busyThreshold: String?
  @Option(help: ArgumentHelp("The same as agents kept free for inbound.", valueName: "n"))
  var reservedIdle: String?
  @Option(help: ArgumentHelp("Outbound contacts wanted per hour.", valueName: "number"))
  var targetOutboundPerHour: String?
  @OptionGroup var patience: PatienceOptions
  @OptionGroup var team: TeamOptions
  @OptionGroup var threshold: ThresholdOptions
  @OptionGroup var goals: GoalOptions
  @OptionGroup var abandonment: AbandonmentOptions
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    work.given + patience.given + team.given + threshold.given + goals.given
      + abandonment.given + [
        (.busyThreshold, busyThreshold), (.reservedIdle, reservedIdle),
        (.targetOutbound, targetOutboundPerHour),
      ]
  }
}

struct ErlangNModel: ErlangModel, RuledOptions {
  static let model = "n-model"
  static let configuration = configured()
  @Option(
    name: .customLong("calls-per-hour-1"),
    help: ArgumentHelp("Class 1 calls per hour.", valueName: "number"))
  var calls1: String?
  @Option(
    name: .customLong("calls-per-hour-2"),
    help: ArgumentHelp("Class 2 calls per hour.", valueName: "number"))
  var calls2: String?
  @Option(help: ArgumentHelp("Average handling time: seconds, or 3m.", valueName: "time"))
  var aht: String?
  @Option(
    name: .customLong("n1-dedicated"),
    help: ArgumentHelp("Agents for class 1 only.", valueName: "n"))
  var dedicated: String?
  @Option(
    name: .customLong("n2-flexible"),
    help: ArgumentHelp("Agents for both classes.", valueName: "n"))
  var flexible: String?
  static let aliases = [
    "--calls-per-hour-1": "--calls1", "--calls-per-hour-2": "--calls2",
    "--n1-dedicated": "--dedicated", "--n2-flexible": "--flexible",
  ]
  @OptionGroup var patience: PatienceOptions
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    patience.given + [
      (.calls1, calls1), (.calls2, calls2), (.handling, aht), (.dedicated, dedicated),
      (.flexible, flexible),
    ]
  }
}

struct ErlangUncertain: ErlangModel {
  static let model = "uncertain"
  static let configuration = configured()
  @OptionGroup var work: WorkOptions
  @Option(help: ArgumentHelp("Coefficient of variation of the rate.", valueName: "number"))
  var cvRate: String?
  @OptionGroup var patience: PatienceOptions
  @OptionGroup var team: TeamOptions
  @OptionGroup var threshold: ThresholdOptions
  @Option(help: ArgumentHelp("Smallest service level: 0.8.", valueName: "share"))
  var targetSl: String?
  @Option(help: ArgumentHelp("Smallest share of days that reach it.", valueName: "share"))
  var targetConfidence: String?
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    work.given + patience.given + team.given + threshold.given + [
      (.variation, cvRate), (.targetServiceLevel, targetSl),
      (.targetConfidence, targetConfidence),
    ]
  }
}

struct ErlangBacklog: ErlangModel {
  static let model = "backlog"
  static let configuration = configured()
  @Option(help: ArgumentHelp("Items that arrive each hour: '100|140|160'.", valueName: "list"))
  var arrivalsPerPeriod: String?
  @Option(help: ArgumentHelp("Hours after its own in which an item is due.", valueName: "n"))
  var deadlinePeriods: String?
  @Option(help: ArgumentHelp("Average handling time: seconds, or 6m.", valueName: "time"))
  var aht: String?
  @Option(help: ArgumentHelp("In which hours work is done: '1|1|0'.", valueName: "list"))
  var openPeriods: String?
  @Option(help: ArgumentHelp("Largest occupancy.", valueName: "share"))
  var maxOccupancy: String?
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    [
      (.arrivals, arrivalsPerPeriod), (.deadline, deadlinePeriods), (.handling, aht),
      (.open, openPeriods), (.maximumOccupancy, maxOccupancy),
    ]
  }
}

struct ErlangList: ErlangModel, RuledOptions {
  static let model = "list"
  static let configuration = configured()
  @Option(help: ArgumentHelp("People on the list.", valueName: "number"))
  var records: String?
  @Option(help: ArgumentHelp("Chance that a person answers an attempt.", valueName: "share"))
  var pLiveAnswer: String?
  @Option(help: ArgumentHelp("Chance that it is the right party.", valueName: "share"))
  var rpcProb: String?
  @Option(help: ArgumentHelp("Most attempts per person.", valueName: "n"))
  var maxAttempts: String?
  @Option(help: ArgumentHelp("Handling time of a right-party contact.", valueName: "time"))
  var ahtRpc: String?
  @Option(help: ArgumentHelp("Handling time of another answer.", valueName: "time"))
  var ahtOther: String?
  @Option(
    name: .customLong("window-h"), help: ArgumentHelp("Hours in which to call.", valueName: "hours")
  )
  var window: String?
  static let aliases = ["--window-h": "--window"]
  @Option(help: ArgumentHelp("Busy share of the agents' time.", valueName: "share"))
  var maxOccupancy: String?
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    [
      (.records, records), (.live, pLiveAnswer), (.rightParty, rpcProb),
      (.maximumAttempts, maxAttempts), (.rightPartySeconds, ahtRpc), (.otherSeconds, ahtOther),
      (.windowHours, window), (.maximumOccupancy, maxOccupancy),
    ]
  }
}
