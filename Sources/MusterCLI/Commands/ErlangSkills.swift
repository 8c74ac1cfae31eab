import ArgumentParser
import Diagnostics
import Simulation
import Tables

struct ErlangSkills: AsyncParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "skills",
    abstract: "Two kinds of calls, a team for one and a cross-trained team for both.",
    discussion: """
      Finds the fewest agents by simulation, between teams of their own (above) and one team for \
      everything (below). Kind 1 goes to its own team first; cross-trained agents take whoever has \
      waited longest. At most --max-flexible-share of all agents are cross-trained.

        muster erlang skills --calls-per-hour-1 90 --calls-per-hour-2 30 --aht 240 --target-sl 0.8
      """)

  @Option(
    name: .customLong("calls-per-hour-1"),
    help: ArgumentHelp("Calls of kind 1 per hour.", valueName: "number"))
  var calls1: Double
  @Option(
    name: .customLong("calls-per-hour-2"),
    help: ArgumentHelp("Calls of kind 2 per hour.", valueName: "number"))
  var calls2: Double
  @Option(help: ArgumentHelp("Average handling time in seconds.", valueName: "seconds"))
  var aht: Double
  @Option(help: ArgumentHelp("Mean patience in seconds; inf without.", valueName: "seconds"))
  var patience: Double = .infinity
  @Option(help: ArgumentHelp("T of the service level in seconds.", valueName: "seconds"))
  var threshold: Double = 20
  @Option(help: ArgumentHelp("Smallest service level of each kind.", valueName: "share"))
  var targetSl: Double
  @Option(help: ArgumentHelp("Agents for kind 1 only; left out, sought too.", valueName: "n"))
  var n1Dedicated: Int?
  @Option(help: ArgumentHelp("Largest share of cross-trained agents.", valueName: "share"))
  var maxFlexibleShare: Double = 0.5
  @Option(help: ArgumentHelp("Another seed gives other runs.", valueName: "n"))
  var seed = SeedArgument(1)
  @Option(help: "What to write: table, csv or json.")
  var format: OutputFormat = .table

  static let aliases = ["--calls-per-hour-1": "--calls1", "--calls-per-hour-2": "--calls2"]

  private func check() throws {
    let limits: [(String, Double, ClosedRange<Double>)] = [
      ("--calls-per-hour-1", calls1, 0...20_000), ("--calls-per-hour-2", calls2, 0...20_000),
      ("--aht", aht, 1...7200), ("--threshold", threshold, 0...3600),
      ("--target-sl", targetSl, 0...0.999), ("--max-flexible-share", maxFlexibleShare, 0...1),
      ("--n1-dedicated", Double(n1Dedicated ?? 0), 0...2000),
    ]
    for (name, value, range) in limits where !range.contains(value) {
      throw Problem(
        .usage, subject: name,
        "is not between \(shortest(range.lowerBound)) and \(shortest(range.upperBound))",
        value: shortest(value))
    }
    guard patience > 0 else {
      throw Problem(
        .usage, subject: "--patience", "is not above 0", value: shortest(patience),
        maybe: "leave it out when nobody hangs up")
    }
    guard (calls1 + calls2) * aht / 3600 <= 500 else {
      throw Problem(
        .usage, subject: "--calls-per-hour-1", "makes more than 500 erlangs to simulate",
        maybe: "plan teams this large by one queue: sharing gains little there")
    }
  }

  func run() async throws {
    try check()
    let handling = Distribution.exponential(mean: aht)
    let hours = 44
    var model = SkillModel(
      classes: [calls1, calls2].map {
        .init(
          name: "", callsPerHour: Array(repeating: $0, count: hours),
          patience: patience.isFinite ? .exponential(mean: patience) : .never,
          thresholdSeconds: threshold)
      },
      groups: [
        .init(name: "kind 1", skills: [.init(handling: handling), nil]),
        .init(
          name: "both",
          skills: [.init(handling: handling, callPreference: 1), .init(handling: handling)]),
      ], intervalSeconds: 3600)
    model.warmUpIntervals = 2
    var question = SkillStaffing(
      model: model, targets: [targetSl, targetSl], fixed: [n1Dedicated, nil])
    question.maximumFlexibleShare = maxFlexibleShare
    question.seed = try seed.value()
    guard let answer = try await question.solve() else {
      throw Problem(
        .infeasible, subject: "--max-flexible-share", "allows no team that meets the goals",
        value: shortest(maxFlexibleShare), maybe: "raise it: only the cross-trained take kind 2")
    }
    write(answer)
  }

  private func write(_ answer: SkillStaffing.Answer) {
    let levels = answer.report.classes.map(\.calls.serviceLevel)
    let columns: [(String, Double)] = [
      ("min_agents", Double(answer.total)), ("n1_dedicated", Double(answer.agents[0])),
      ("n2_flexible", Double(answer.agents[1])), ("separate_agents", Double(answer.separate)),
      ("pooled_agents", Double(answer.pooled)), ("sl_1", levels[0].value),
      ("sl_1_ci95", levels[0].halfWidth), ("sl_2", levels[1].value),
      ("sl_2_ci95", levels[1].halfWidth),
    ]
    switch format {
    case .csv:
      var table = Table(columns.map { .number($0.0) })
      table.row(columns.map { .number($0.1) })
      Terminal.write(table.csv())
    case .json:
      Terminal.write(JSONValue.object(columns.map { .init($0.0, .number($0.1)) }).text())
    case .table:
      let paint = Paint(isOn: Terminal.outputIsColoured)
      Terminal.write(
        paint.bold(
          "\(answer.total) agents: \(answer.agents[0]) for kind 1, "
            + "\(answer.agents[1]) cross-trained\n"))
      Terminal.write(
        paint.dim(
          "separate teams need \(answer.separate), one team for everything \(answer.pooled)\n\n"))
      var table = TextTable([
        .left(""), .right("service level"), .right("±"), .right("wait"), .right("ASA"),
        .right("hang up"),
      ])
      for (k, outcome) in answer.report.classes.enumerated() {
        let calls = outcome.calls
        table.row(
          "kind \(k + 1)", "\(fixed(calls.serviceLevel.value * 100, 1)) %",
          fixed(calls.serviceLevel.halfWidth * 100, 1), "\(fixed(calls.waiting.value * 100, 1)) %",
          "\(fixed(calls.speedOfAnswer.value, 1)) s",
          "\(fixed(calls.abandonment.value * 100, 1)) %")
      }
      Terminal.write(table.text(paint: paint))
      Terminal.say("\(answer.simulated) teams simulated; seed \(seed.written)")
    }
  }
}
