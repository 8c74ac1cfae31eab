import CentreModel
import CivilTime
import Diagnostics
import Planning
import PluginHost
import Publishing
import Tables

/// `muster simulate` on a centre's published plan.
struct SimulateCentre {
  let centre: String
  let name: String?
  let output: String?
  let replications: Int
  let seed: UInt64

  func run(format: OutputFormat) async throws {
    let folder = try CentreFolder.load(centre)
    let plan = try PublishedPlan(folder: folder, name: name, output: output)
    // A replay needs no plugin: the requirement and the roster stand in the plan.
    let steps = CentreSteps(
      folder: folder, period: plan.period, plugins: PlanPlugins.none(folder, plan.period),
      threads: 2)
    let service = await plan.simulated(steps, replications: replications, seed: seed)
    switch format {
    case .csv: Terminal.write(ServiceFile.write(service, zone: folder.zone))
    case .json:
      Terminal.write(jsonRows(ServiceFile.write(service, zone: folder.zone)))
    case .table: Terminal.write(table(service, plan, folder))
    }
  }

  private func table(
    _ service: [SimulatedService], _ plan: PublishedPlan, _ folder: CentreFolder
  ) -> String {
    let paint = Paint(isOn: Terminal.outputIsColoured)
    var out = "\(plan.path), \(replications) times\n\n"
    for queue in folder.centre.queues where queue.isQueueOfCallers {
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
      for verdict in GoalVerdict.judge(queue, week) {
        out += verdict.isMissedBeyondDoubt ? paint.red("missed: ") : "kept or in doubt: "
        out += verdict.words + "\n"
      }
      out += "\n"
    }
    return out
  }

  private func cells(
    _ name: String, _ sum: SimulatedService, _ rows: [SimulatedService], _ zone: Zone
  ) -> [String] {
    let busy = rows.filter { $0.offered >= 1 }
    let worst = busy.min { ($0.serviceLevel, $0.start) < ($1.serviceLevel, $1.start) }
    let clock = worst.map { row in
      let local = zone.local(at: row.start)
      return name == "all" ? "\(local.date.weekday.shortName) \(local.clock)" : local.clock
    }
    return [
      name, fixed(sum.offered, 0), "\(fixed(sum.serviceLevel * 100, 1)) %",
      fixed(sum.halfWidth * 100, 1), "\(fixed(sum.abandonment * 100, 1)) %",
      fixed(sum.averageSpeedOfAnswerSeconds, 1),
      worst.map { "\(fixed($0.serviceLevel * 100, 0)) % \(clock ?? "")" } ?? "-",
      name == "all" ? "" : sparkline(rows.map(\.serviceLevel)),
    ]
  }
}
