import Calculators
import Diagnostics
import Queueing
import Simulation
import Tables

/// `muster simulate` on a plain file.
struct SimulatePlanFile {
  let plan: PlanFile
  let replications: Int?
  let halfWidth: Double?
  let seed: UInt64

  func run(format: OutputFormat) async throws {
    let followed = try plan.transient()
    let simulation = QueueSimulation(plan.scenario, seed: seed)
    let report: QueueReport
    if let halfWidth, replications == nil {
      report = await simulation.run(halfWidth: halfWidth)
    } else {
      report = await simulation.run(replications: replications ?? 1000)
    }
    let outcomes = report.intervals
    let columns: [(name: String, values: [String])] = [
      (
        "transient_sl",
        plan.rows.indices.map { k in
          followed.map { shortest($0[k].serviceLevel) } ?? ""
        }
      ),
      ("sim_sl", outcomes.map { shortest($0.serviceLevel.value) }),
      ("sim_ci95", outcomes.map { shortest($0.serviceLevel.halfWidth) }),
      ("sim_p_abandon", outcomes.map { shortest($0.abandonment.value) }),
      ("sim_asa_s", outcomes.map { shortest($0.speedOfAnswer.value) }),
    ]
    switch format {
    case .csv: Terminal.write(plan.csv(appending: columns))
    case .json: Terminal.write(plan.json(appending: columns))
    case .table: writeTable(followed, report)
    }
  }

  private func writeTable(_ followed: [TransientInterval]?, _ report: QueueReport) {
    let paint = Paint(isOn: Terminal.outputIsColoured)
    var table = TextTable([
      .left("start"), .right("calls/h"), .right("agents"), .right("followed"),
      .right("service level"), .right("±"), .right("hang up"), .right("ASA"), .left(""),
    ])
    func percent(_ value: Double, _ digits: Int = 1) -> String {
      "\(fixed(value * 100, digits)) %"
    }
    for (k, row) in plan.rows.enumerated() {
      let outcome = report.intervals[k]
      guard row.callsPerHour > 0 else {
        table.row(row.start, "0", String(row.agents ?? 0), "–", "–", "", "–", "–")
        continue
      }
      table.row(
        row.start, fixed(row.callsPerHour, 1), String(row.agents ?? 0),
        followed.map { percent($0[k].serviceLevel) } ?? "–", percent(outcome.serviceLevel.value),
        fixed(outcome.serviceLevel.halfWidth * 100, 1), percent(outcome.abandonment.value),
        "\(fixed(outcome.speedOfAnswer.value, 1)) s",
        paint.cyan(bar(outcome.serviceLevel.value, full: 1, width: 20)))
    }
    table.rule()
    let day = report.day
    table.row(
      "day", "", "", "", percent(day.serviceLevel.value),
      fixed(day.serviceLevel.halfWidth * 100, 1), percent(day.abandonment.value),
      "\(fixed(day.speedOfAnswer.value, 1)) s")
    Terminal.write(table.text(paint: paint))
    Terminal.say(
      "\(report.replications) days, \(report.calls) calls; occupancy \(percent(report.occupancy.value));"
        + " seed \(seed)")
  }
}
