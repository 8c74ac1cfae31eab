import FloorSimulation
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
  func floor(_ name: String, queues: Int, agents: [(skills: UInt64, count: Int)], load: Double) {
    let model = FloorModel(
      queues: (0..<queues).map { _ in
        .init(
          offered: Array(repeating: load / 280 * 900, count: 96),
          handlingSeconds: Array(repeating: 280, count: 96), patienceSeconds: 150,
          thresholdSeconds: 20)
      }, agents: agents.flatMap { Array(repeating: .init(skills: $0.skills), count: $0.count) },
      stepSeconds: 900, dayStarts: [0, 96])
    var plan = FloorPlan(model)
    for a in model.agents.indices { plan.set(a, day: 0, work: [0..<96], isThere: true) }
    let floor = FloorSimulation(model, FloorStreams(model, seed: 1, weeks: 0..<100))
    calls = 0
    row(
      name,
      measureAlone { for _ in 0..<4 { calls += floor.day(0, plan).calls } })
  }
  floor(
    "floor, two queues, three skill sets, one core", queues: 2,
    agents: [(1, 22), (2, 22), (3, 16)], load: 28)
  floor(
    "floor, ten queues, twenty skill sets, one core", queues: 10,
    agents: (0..<10).flatMap { q in
      [(UInt64(1) << q, 12), (UInt64(1) << q | 1 << ((q + 1) % 10), 8)]
    }, load: 18)
  print(table.text(), terminator: "")
  runPython(simulationPeers, "")
}

/// The same queue in the simulation libraries of Python: 50 erlangs, 52 agents, patience 180 s.
private let simulationPeers = """
  import random, time
  def say(name, calls, spent):
      print('%s, M/M/52+M: %d calls, %.1f s of CPU, %.3f M calls/s' % (name, calls, spent, calls / spent / 1e6))
  try:
      import simpy
      def run(hours):
          env = simpy.Environment(); team = simpy.Resource(env, 52); rng = random.Random(1); calls = [0]
          def call():
              with team.request() as asked:
                  got = yield asked | env.timeout(rng.expovariate(1 / 180))
                  if asked in got: yield env.timeout(rng.expovariate(1 / 300))
          def arrive():
              while True:
                  yield env.timeout(rng.expovariate(600 / 3600)); calls[0] += 1; env.process(call())
          env.process(arrive()); t = time.process_time(); env.run(hours * 3600)
          return calls[0], time.process_time() - t
      say('simpy', *run(200))
  except ImportError:
      print('simpy is not present: no comparison (pip install simpy)')
  try:
      import ciw
      net = ciw.create_network(
          arrival_distributions=[ciw.dists.Exponential(600 / 3600)],
          service_distributions=[ciw.dists.Exponential(1 / 300)], number_of_servers=[52],
          reneging_time_distributions=[ciw.dists.Exponential(1 / 180)])
      ciw.seed(1); q = ciw.Simulation(net); t = time.process_time(); q.simulate_until_max_time(50 * 3600)
      say('ciw', len(q.get_all_records()), time.process_time() - t)
  except ImportError:
      print('ciw is not present: no comparison (pip install ciw)')
  """
