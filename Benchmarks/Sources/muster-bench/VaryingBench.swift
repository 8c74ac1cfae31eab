import Foundation
import Queueing
import Simulation
import Tables

/// What each method promises and what a simulation of its plan shows, interval by interval.
func benchVarying() async throws {
  let folder = "\(sharedFolder)/golden/time_varying"
  guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
    print("skipped: \(folder) is absent")
    return
  }
  var table = TextTable([
    .left("scenario"), .left("method"), .right("agent hours"), .right("mean error"),
    .right("largest error"), .right("± of it"), .right("planned in"),
  ])
  for name in names.sorted() where name.hasPrefix("R") {
    let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    var lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",").map(String.init)
    }
    let header = lines.removeFirst()
    let rows = lines.filter { $0[0] == "SIPP" }
    func column(_ name: String) -> [Double] {
      guard let at = header.firstIndex(of: name) else { return [] }
      return rows.compactMap { Double($0[at]) }
    }
    let (calls, handling) = (column("calls_per_hour"), column("aht_s"))
    let (patience, threshold) = (column("patience_s"), column("T_s"))
    let seconds = name.contains("i900") ? 900.0 : 1800
    let queue = VaryingQueue(
      intervals: calls.indices.map {
        .init(
          callsPerHour: calls[$0], handlingSeconds: handling[$0], patienceSeconds: patience[$0],
          thresholdSeconds: threshold[$0])
      }, intervalSeconds: seconds)
    for method in VaryingMethod.allCases {
      var found: VaryingPlan?
      let spent = try await measure {
        found = try VaryingStaffing.plan(queue, target: 0.8, method: method)
      }
      guard let plan = found else { continue }
      let scenario = QueueScenario(
        intervals: calls.indices.map { k in
          .init(
            callsPerHour: calls[k], handling: .exponential(mean: handling[k]),
            patience: patience[k].isFinite ? .exponential(mean: patience[k]) : .never,
            thresholdSeconds: threshold[k], agents: Int(plan.agents[k]))
        }, intervalSeconds: seconds)
      let simulation = QueueSimulation(scenario, seed: 1)
      let report =
        method == .transient
        ? await simulation.run(halfWidth: 0.003, first: 4000, most: 100_000)
        : await simulation.run(replications: 4000)
      let errors = zip(plan.serviceLevel, report.intervals).map {
        abs($0 - $1.serviceLevel.value) * 100
      }
      let largest = errors.indices.max { errors[$0] < errors[$1] } ?? 0
      let hours = plan.agents.reduce(0, +) * seconds / 3600
      table.row(
        String(name.dropLast(4)), method.rawValue, fixed(hours, 1),
        fixed(errors.reduce(0, +) / Double(errors.count), 2), fixed(errors[largest], 2),
        fixed(report.intervals[largest].serviceLevel.halfWidth * 100, 2), show(spent.cpu))
    }
    table.rule()
  }
  print(table.text(), terminator: "")
  print("Errors in points: |promised - simulated| per interval; 80 % in 20 s.")
}
