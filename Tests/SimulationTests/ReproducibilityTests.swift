import Simulation
import Testing

@Suite("The same seed gives the same numbers, in every form of a run")
struct ReproducibilityTests {
  private var day: QueueScenario {
    var scenario = QueueScenario(
      intervals: [(120.0, 8), (300, 17), (500, 27), (200, 13), (0, 0)].map {
        .init(
          callsPerHour: $0.0, handling: .lognormal(mean: 180, cv: 1.2),
          patience: .gamma(mean: 90, cv: 0.8), agents: $0.1)
      }, intervalSeconds: 1800)
    scenario.dayVariation = 0.1
    scenario.intervalVariation = 0.05
    scenario.redialProbability = 0.3
    scenario.redialDelaySeconds = 300
    return scenario
  }

  @Test("on all cores, on one, twice")
  func cores() async {
    let simulation = QueueSimulation(day, seed: 77)
    let parallel = await simulation.run(replications: 100)
    #expect(parallel == simulation.runAlone(replications: 100))
    #expect(await simulation.run(replications: 100) == parallel)
    #expect(await QueueSimulation(day, seed: 78).run(replications: 100) != parallel)
  }

  @Test("runs that stop at a half-width reach it and equal the run of that length")
  func stopping() async {
    let simulation = QueueSimulation(day, seed: 77)
    let report = await simulation.run(halfWidth: 0.02, first: 50)
    #expect(report.intervals.allSatisfy { $0.serviceLevel.halfWidth <= 0.02 })
    #expect(report.replications < 100_000)
    #expect(await simulation.run(replications: report.replications) == report)
  }

  @Test("confidence intervals hold the truth about 95 times of 100")
  func coverage() async {
    let truth = await QueueSimulation(day, seed: 1).run(replications: 20_000)
    var inside = 0
    var all = 0
    for seed in 100..<200 {
      let report = QueueSimulation(day, seed: UInt64(seed)).runAlone(replications: 40)
      for k in 0..<4 {
        let estimate = report.intervals[k].serviceLevel
        all += 1
        if abs(estimate.value - truth.intervals[k].serviceLevel.value) <= estimate.halfWidth {
          inside += 1
        }
      }
    }
    let share = Double(inside) / Double(all)
    #expect(share > 0.91 && share < 0.98, "\(share)")
  }

  @Test("nobody there: nobody is answered, nothing hangs")
  func nobody() {
    let scenario = QueueScenario(
      intervals: [
        .init(callsPerHour: 100, handling: .exponential(mean: 100), agents: 0),
        .init(
          callsPerHour: 100, handling: .exponential(mean: 100),
          patience: .exponential(mean: 30), agents: 0),
      ], intervalSeconds: 900)
    let report = QueueSimulation(scenario, seed: 1).runAlone(replications: 10)
    #expect(report.day.serviceLevel.value == 0)
    #expect(report.day.abandonment.value == 1)
  }

  @Test("agents with breaks: the floor is what their time tables say")
  func breaks() async {
    // One agent for two hours with a break in the third quarter: calls that come then wait.
    var model = SkillModel(
      classes: [.init(name: "calls", callsPerHour: Array(repeating: 20, count: 8))],
      groups: [.init(name: "team", skills: [.init(handling: .deterministic(30))])],
      intervalSeconds: 900)
    model.agents = [.init(group: 0, present: [0..<3600, 4500..<7200])]
    let report = await SkillSimulation(model, seed: 3).run(replications: 400)
    let levels = report.intervals[0].map(\.calls.serviceLevel.value)
    #expect(levels[4] < 0.05)
    #expect(levels[2] > 0.85)
    #expect(levels[7] > 0.85)
    #expect(report.all.calls.abandonment.value < 0.05)
    // The same as a head count.
    model.agents = []
    model.groups[0].agents = [1, 1, 1, 1, 0, 1, 1, 1]
    let counted = await SkillSimulation(model, seed: 3).run(replications: 400)
    for k in levels.indices {
      #expect(abs(counted.intervals[0][k].calls.serviceLevel.value - levels[k]) < 0.03)
    }
  }

  @Test("the least occupied agent is chosen when asked for")
  func fairness() async {
    func spread(_ selection: SkillModel.Selection) async -> Double {
      var model = SkillModel(
        classes: [.init(name: "calls", callsPerHour: Array(repeating: 20, count: 8))],
        groups: [0, 1].map { _ in
          .init(name: "", skills: [.init(handling: .exponential(mean: 60))])
        }, intervalSeconds: 3600)
      model.selection = selection
      // The second agent comes late: longest-idle treats both alike from then on.
      model.agents = [
        .init(group: 0, present: [0..<28_800]), .init(group: 1, present: [14_400..<28_800]),
      ]
      let report = await SkillSimulation(model, seed: 6).run(replications: 200)
      return report.occupancy[0].value - report.occupancy[1].value
    }
    let longest = await spread(.longestIdle)
    let least = await spread(.leastOccupied)
    #expect(abs(least) < abs(longest) + 0.02)
    #expect(least < longest)
  }
}
