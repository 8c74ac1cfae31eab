import Simulation
import Testing
import Workloads

@Suite struct PacingTests {
  let pacing = Workloads.Pacing(handlingSeconds: 180, ringSeconds: 20)

  @Test(arguments: [
    (5, 0.34, 0.36), (10, 0.49, 0.53), (20, 0.62, 0.68), (40, 0.72, 0.80), (80, 0.80, 0.88),
  ])
  func occupancyAtThreePercent(agents: Int, erlangC: Double, carried: Double) {
    #expect(abs(pacing.erlangCOccupancy(agents: Double(agents)) - erlangC) < 0.006)
    // The printed line was simulated; its value for 10 agents, .53, lies below what even a system
    // without any grace carries (Erlang B: .537), so it is good to a point and a half.
    #expect(abs(pacing.predictiveOccupancy(agents: Double(agents)) - carried) < 0.015)
  }

  @Test func dialledAheadWhereThatKeepsAgentsBusier() throws {
    #expect(abs(pacing.progressiveUtilisation(contactRate: 0.15) - 0.575) < 0.001)
    #expect(pacing.best(agents: 1, contactRate: 0.15).mode == .progressive)
    #expect(pacing.best(agents: 20, contactRate: 0.15).mode == .predictive)
    let breakEven = try #require(pacing.breakEven(contactRate: 0.15))
    #expect((2...4).contains(breakEven))
  }

  /// What the simulator finds at points of no table, with the rule it chooses itself: the table is no
  /// more than two points of occupancy above it, and keeps the limit.
  @Test(arguments: [
    (6, 0.11, 210.0), (9, 0.17, 210), (10, 0.10, 180), (12, 0.2, 120), (27, 0.14, 210),
    (60, 0.09, 300),
  ])
  func theTableIsWhatTheSimulatorFinds(agents: Int, rate: Double, handling: Double) throws {
    var simulation = DialerSimulation(
      DialerScenario(
        agents: agents, answerProbability: rate, handlingSeconds: handling, pacing: .progressive),
      seed: 5)
    simulation.seconds = 40_000
    let best = try #require(simulation.choicesAlone(cap: 0.03, replications: 6).first)
    let team = Workloads.Pacing(handlingSeconds: handling, ringSeconds: 20)
    let found = team.predictive(agents: Double(agents), contactRate: rate)
    #expect(found.lost <= 0.03)
    #expect(
      abs(found.occupancy - best.report.occupancy.value) < 0.035,
      "\(found.occupancy) \(best.report.occupancy.value)")
    #expect(found.occupancy > team.predictiveOccupancy(agents: Double(agents)))
  }

  @Test func withoutASimulationPacingIsBlind() {
    let short = Workloads.Pacing(handlingSeconds: 180, ringSeconds: 20, graceSeconds: 1)
    #expect(
      short.predictive(agents: 20, contactRate: 0.15).occupancy
        == short.predictiveOccupancy(agents: 20))
    let none = pacing.predictive(agents: 20, contactRate: 0.001)
    #expect(none.occupancy == pacing.predictiveOccupancy(agents: 20))
  }

  @Test func linesForTwentyAgents() {
    let lines = pacing.lines(agents: 20, utilisation: 0.8, contactRate: 0.15)
    #expect(abs(lines.answersPerSecond - 0.089) < 0.0005)
    #expect(abs(lines.dialsPerSecond - 0.593) < 0.0005)
    #expect(abs(lines.ringing - 11.9) < 0.06)
    #expect(lines.talking == 16)
    #expect(abs(lines.total - 27.9) < 0.06)
    #expect(abs(lines.pacingRatio - 1.39) < 0.005)
  }

  @Test func lossesGrowWithTheLoadAndStayBelowTheBound() {
    var before = 0.0
    for load in stride(from: 1.0, through: 30, by: 1) {
      let lost = pacing.lost(agents: 20, load: load)
      #expect(lost >= before)
      #expect(lost <= pacing.late(agents: 20, load: load))
      before = lost
    }
    #expect(pacing.lost(agents: 20, load: 200) > 0.89)
  }

  @Test func efficiencyLiftsTheLimit() {
    var better = pacing
    better.efficiency = 0.5
    let blind = pacing.predictiveOccupancy(agents: 20)
    #expect(abs(better.predictiveOccupancy(agents: 20) - (blind + 1) / 2) < 1e-9)
  }
}
