import Calculators
import Diagnostics
import Queueing
import Tables

/// `muster staff` on a plain file.
struct StaffPlanFile {
  let plan: PlanFile
  let target: Double
  let method: VaryingMethod

  func run(format: OutputFormat) throws {
    let found = try plan.staffed(target: target, method: method)
    let columns: [(name: String, values: [String])] = [
      ("agents", found.agents.map { shortest($0) }),
      ("planned_sl", found.serviceLevel.map { shortest($0) }),
    ]
    switch format {
    case .csv: Terminal.write(plan.csv(appending: columns))
    case .json: Terminal.write(plan.json(appending: columns))
    case .table: try writeTable(found)
    }
  }

  private func writeTable(_ found: VaryingPlan) throws {
    var staffed = plan
    staffed.setAgents(found.agents.map { Int($0) })
    let truth = try staffed.transient()
    let paint = Paint(isOn: Terminal.outputIsColoured)
    var table = TextTable([
      .left("start"), .right("calls/h"), .right("load"), .right("agents"), .right("promised"),
      .right("followed"), .left(""),
    ])
    let most = found.agents.max() ?? 1
    for (k, row) in plan.rows.enumerated() {
      let level = truth?[k].serviceLevel ?? found.serviceLevel[k]
      let text = row.callsPerHour > 0 && truth != nil ? "\(fixed(level * 100, 1)) %" : "–"
      table.row(
        row.start, fixed(row.callsPerHour, 1), "\(fixed(found.load[k], 2)) erl",
        shortest(found.agents[k]),
        row.callsPerHour > 0 ? "\(fixed(found.serviceLevel[k] * 100, 1)) %" : "–",
        level < target - 0.01 ? paint.red(text) : text,
        paint.cyan(bar(found.agents[k], full: most, width: 24)))
    }
    Terminal.write(table.text(paint: paint))
    let hours = found.agents.reduce(0, +) * Double(plan.intervalSeconds) / 3600
    let misses = (truth ?? []).indices.filter {
      plan.rows[$0].callsPerHour > 0 && (truth?[$0].serviceLevel ?? 1) < target - 0.01
    }.count
    Terminal.say(
      "\(fixed(hours, 2)) agent hours; 'promised' by \(method.rawValue), 'followed' through the day"
        + (misses == 0
          ? "; every interval reaches \(fixed(target * 100, 0)) %"
          : "; \(misses) interval\(misses == 1 ? "" : "s") more than a point below "
            + "\(fixed(target * 100, 0)) %"))
  }
}
