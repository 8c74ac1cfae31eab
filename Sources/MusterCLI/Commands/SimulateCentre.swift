import CentreInputs
import CentreModel
import CivilTime
import Comparison
import Diagnostics
import Planning
import PluginHost
import Publishing
import SitePlanning
import Tables

/// `muster simulate` on a centre's published plan.
struct SimulateCentre {
  let centre: String
  let name: String?
  let output: String?
  let replications: Int
  /// Nil: the plan's.
  let seed: UInt64?
  let plugins: PluginSource

  func run(format: OutputFormat) async throws {
    let folder = try CentreFolder.load(centre)
    let plan = try PublishedPlan(folder: folder, name: name, output: output)
    let steps = try plan.steps(of: folder, plugins: plugins)
    let simulated = try await plan.simulated(steps, replications: replications, seed: seed)
    let goals = plan.goals(folder, simulated)
    for words in goals.leadIn { Terminal.say("warning: \(words)") }
    if format != .table { sayVerdicts(goals) }
    switch format {
    case .csv: Terminal.write(ServiceFile.write(simulated.flatMap(\.rows), zone: folder.zone))
    case .json:
      Terminal.write(
        ServiceFile.table(simulated.flatMap(\.rows), zone: folder.zone).json().text())
    case .table: Terminal.write(table(simulated, goals, plan, folder))
    }
    try steps.plugins.session.mustBeWhole()
  }

  /// The rows are for programs; whether goals are kept is said beside them.
  private func sayVerdicts(_ goals: JudgedGoals) {
    for verdict in goals.weeks() where verdict.outcome != .kept {
      Terminal.say("\(Self.word(verdict)): \(verdict.queue): \(verdict.words)")
    }
  }

  private static func word(_ verdict: GoalVerdict) -> String {
    switch verdict.outcome {
    case .kept, .missed: verdict.outcome.rawValue
    case .inDoubt: "in doubt"
    case .notJudged: "not judged"
    }
  }

  private func table(
    _ simulated: [PartService], _ goals: JudgedGoals, _ plan: PublishedPlan,
    _ folder: CentreFolder
  ) -> String {
    let paint = Paint(isOn: Terminal.outputIsColoured)
    var out = "\(plan.path), \(replications) times\n\n"
    let service = simulated.flatMap(\.rows)
    for queue in folder.centre.queues {
      let own = service.filter { $0.queue == queue.id }
      guard let week = own.total() else { continue }
      var table = TextTable([
        .left(queue.id), .right("contacts"), .right("service level"), .right("±"),
        .right("abandon"), .right("ASA s"), .right("worst interval"), .left("through the day"),
      ])
      for date in plan.period.dates {
        let rows = own.filter { folder.zone.date(at: $0.start) == date }
        guard let day = rows.total() else { continue }
        table.row(cells("\(date.weekday.shortName) \(date)", day, rows, folder.zone))
      }
      table.rule()
      table.row(cells("all", week, own, folder.zone))
      out += table.text(paint: paint)
      for verdict in goals.weeks(queue.id) + goals.daysMissed(queue.id) {
        let day = verdict.days == 1 ? "\(verdict.from.weekday.shortName) \(verdict.from): " : ""
        out += verdict.isMissedBeyondDoubt ? paint.red("missed: ") : "\(Self.word(verdict)): "
        out += day + verdict.words + "\n"
      }
      out += "\n"
    }
    for note in simulated.flatMap(\.notes) { out += note + "\n" }
    return out
  }

  private func cells(
    _ name: String, _ sum: ServiceTotal, _ rows: [SimulatedService], _ zone: Zone
  ) -> [String] {
    let busy = rows.filter { $0.offered >= 1 }
    let worst = busy.min { ($0.serviceLevel, $0.start) < ($1.serviceLevel, $1.start) }
    let clock = worst.map { row in
      let local = zone.local(at: row.start)
      return name == "all" ? "\(local.date.weekday.shortName) \(local.clock)" : local.clock
    }
    return [
      name, fixed(sum.offered, 0), "\(fixed(sum.figures.serviceLevel * 100, 1)) %",
      fixed(sum.halfWidths.serviceLevel * 100, 1),
      "\(fixed(sum.figures.abandonment * 100, 1)) %",
      fixed(sum.figures.averageSpeedOfAnswerSeconds, 1),
      worst.map { "\(fixed($0.serviceLevel * 100, 0)) % \(clock ?? "")" } ?? "-",
      name == "all" ? "" : sparkline(rows.map(\.serviceLevel)),
    ]
  }
}
