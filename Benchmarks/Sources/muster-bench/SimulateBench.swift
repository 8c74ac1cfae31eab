import Foundation
import Simulation
import Tables

/// Calls per second of the simulators.
func benchSimulate() async throws {
  var table = TextTable([
    .left("simulator"), .right("calls"), .right("CPU"), .right("calls/s of CPU"),
    .right("calls/s of wall"),
  ])
  // A day of 48 intervals around 50 erlangs, as in the time-varying scenarios.
  let day = QueueScenario(
    intervals: (0..<48).map { k in
      let t = Double(k) / 4 + 8
      let load = 50 * min(1, 0.35 + 0.65 * exp(-pow((t - 10.5) / 1.4, 2)))
      return .init(
        callsPerHour: load * 12, handling: .exponential(mean: 300),
        patience: .exponential(mean: 180), agents: Int(load + 1))
    }, intervalSeconds: 900)
  let simulation = QueueSimulation(day, seed: 1)
  var calls = 0
  func row(_ name: String, _ spent: Spent) {
    table.row(
      name, "\(calls)", show(spent.cpu), String(format: "%.1f M", Double(calls) / spent.cpu / 1e6),
      String(format: "%.1f M", Double(calls) / spent.wall / 1e6))
  }
  row(
    "M/M/n(t)+M day, one core",
    await measure { calls = simulation.runAlone(replications: 3000).calls })
  row(
    "M/M/n(t)+M day, \(ProcessInfo.processInfo.activeProcessorCount) cores",
    await measure { calls = await simulation.run(replications: 3000).calls })
  var wide = day
  for k in wide.intervals.indices {
    wide.intervals[k].handling = .lognormal(mean: 300, cv: 1.5)
    wide.intervals[k].patience = .gamma(mean: 180, cv: 0.7)
  }
  let general = QueueSimulation(wide, seed: 1)
  row(
    "lognormal calls, gamma patience, one core",
    await measure { calls = general.runAlone(replications: 1000).calls })
  let handling = Distribution.exponential(mean: 180)
  var model = SkillModel(
    classes: [720.0, 720].map {
      .init(
        name: "", callsPerHour: Array(repeating: $0, count: 100),
        patience: .exponential(mean: 120))
    },
    groups: [
      .init(
        name: "1", skills: [.init(handling: handling), nil],
        agents: Array(repeating: 30, count: 100)),
      .init(
        name: "2", skills: [nil, .init(handling: handling)],
        agents: Array(repeating: 30, count: 100)),
      .init(
        name: "both",
        skills: [
          .init(handling: handling, callPreference: 1),
          .init(handling: handling, callPreference: 1),
        ], agents: Array(repeating: 12, count: 100)),
    ], intervalSeconds: 3600)
  model.warmUpIntervals = 2
  let skills = SkillSimulation(model, seed: 1)
  row(
    "two skills, three groups, all cores",
    await measure { calls = await skills.run(replications: 20).calls })
  print(table.text(), terminator: "")
}
