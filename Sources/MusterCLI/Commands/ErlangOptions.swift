import ArgumentParser
import Calculators

/// How much work comes.
struct WorkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Contacts offered per hour.", valueName: "number"))
  var callsPerHour: String?
  @Option(help: ArgumentHelp("Average handling time: seconds, or 3m.", valueName: "time"))
  var aht: String?
  @Option(help: ArgumentHelp("Offered load, in place of calls and AHT.", valueName: "erlangs"))
  var load: String?

  var given: [(Input, String?)] {
    [(.callsPerHour, callsPerHour), (.handling, aht), (.load, load)]
  }
}

/// How many agents there are.
struct TeamOptions: RuledOptions {
  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp("Agents on the phone; left out, the least for the goals.", valueName: "n"))
  var agents: String?
  static let aliases = ["-n": "--agents"]
  var given: [(Input, String?)] { [(.agents, agents)] }
}

/// Within which time an answer counts.
struct ThresholdOptions: ParsableArguments {
  @Option(help: ArgumentHelp("T of the service level: seconds.", valueName: "time"))
  var threshold: String?
  var given: [(Input, String?)] { [(.threshold, threshold)] }
}

/// How long callers wait before they hang up.
struct PatienceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Mean patience: seconds, or inf.", valueName: "time"))
  var patience: String?
  var given: [(Input, String?)] { [(.patience, patience)] }
}

/// What is asked of a waiting queue; all goals given must be met.
struct GoalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Smallest service level: 0.8.", valueName: "share"))
  var targetSl: String?
  @Option(help: ArgumentHelp("Largest average speed of answer.", valueName: "time"))
  var targetAsa: String?
  @Option(help: ArgumentHelp("Largest share that waits.", valueName: "share"))
  var targetPwait: String?
  @Option(help: ArgumentHelp("Largest occupancy.", valueName: "share"))
  var maxOccupancy: String?
  var given: [(Input, String?)] {
    [
      (.targetServiceLevel, targetSl), (.targetSpeedOfAnswer, targetAsa),
      (.targetWaiting, targetPwait), (.maximumOccupancy, maxOccupancy),
    ]
  }
}

/// Goals that only patience gives a meaning.
struct AbandonmentOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Largest share that hangs up.", valueName: "share"))
  var targetAbandon: String?
  @Option(
    help: ArgumentHelp(
      "Service level meant: offered, answered, virtual, excl-short-ab, offered-plus-ab.",
      valueName: "name"))
  var slDefinition: String?
  var given: [(Input, String?)] {
    [(.targetAbandonment, targetAbandon), (.definition, slDefinition)]
  }
}
