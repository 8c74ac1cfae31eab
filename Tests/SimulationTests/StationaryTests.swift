import Queueing
import Simulation
import Testing

/// Long runs in steady state, whose exact answers are known: each lies in its 99.9 % interval.
@Suite("Simulated steady states against exact answers")
struct StationaryTests {
  private static let z = 3.2905

  /// A queue in steady state: hours of the same volume, the first not counted.
  static func steady(
    calls: Double, handling: Distribution, patience: Distribution, agents: Int,
    threshold: Double = 20, hours: Int = 42
  ) -> QueueScenario {
    var scenario = QueueScenario(
      intervals: Array(
        repeating: .init(
          callsPerHour: calls, handling: handling, patience: patience,
          thresholdSeconds: threshold, agents: agents), count: hours), intervalSeconds: 3600)
    scenario.warmUpIntervals = 2
    return scenario
  }

  private func expect(_ estimate: Estimate, _ exact: Double, _ what: String) {
    let room = estimate.halfWidth(factor: Self.z)
    #expect(
      abs(estimate.value - exact) <= room, "\(what): \(estimate.value) for \(exact) ± \(room)")
    // An interval too wide to fail proves nothing.
    #expect(room <= 0.1 * max(exact, 0.05), "\(what): ± \(room)")
  }

  @Test(
    "Erlang C and A, every measure",
    arguments: [
      (200.0, 180.0, Double?.none, 12), (400, 180, nil, 24), (200, 180, 60, 10),
      (400, 180, 120, 22), (1200, 300, 120, 95), (1200, 300, 180, 104), (60, 240, 90, 5),
    ])
  func erlang(calls: Double, handling: Double, patience: Double?, agents: Int) async throws {
    let exact = try Staffing.performance(
      of: .init(callsPerHour: calls, handlingSeconds: handling, patienceSeconds: patience),
      agents: Double(agents))
    let report = await QueueSimulation(
      Self.steady(
        calls: calls, handling: .exponential(mean: handling),
        patience: patience.map { .exponential(mean: $0) } ?? .never, agents: agents), seed: 2026
    ).run(replications: 120)
    let name = "\(calls)/h on \(agents)"
    expect(report.day.serviceLevel, exact.serviceLevel.ofOffered, "\(name) service level")
    expect(report.day.waiting, exact.waitProbability, "\(name) waiting")
    expect(report.day.speedOfAnswer, exact.averageSpeedOfAnswer, "\(name) ASA")
    if patience != nil { expect(report.day.abandonment, exact.abandonment, "\(name) abandonment") }
  }

  @Test("redials after a long time are the fixed point of Erlang X")
  func redials() async throws {
    let exact = try ErlangX.performance(
      of: .init(callsPerHour: 200, handlingSeconds: 180, patienceSeconds: 60), redial: 0.5,
      agents: 10)
    var scenario = Self.steady(
      calls: 200, handling: .exponential(mean: 180), patience: .exponential(mean: 60), agents: 10,
      hours: 220)
    scenario.warmUpIntervals = 20
    scenario.redialProbability = 0.5
    scenario.redialDelaySeconds = 7200
    let report = await QueueSimulation(scenario, seed: 5).run(replications: 60)
    expect(report.day.abandonment, exact.perAttempt.abandonment, "redials")
    scenario.redialDelaySeconds = 60
    let hurried = await QueueSimulation(scenario, seed: 5).run(replications: 60)
    #expect(hurried.day.abandonment.value > exact.perAttempt.abandonment + 0.01)
  }

  @Test("chat with concurrency, both routes")
  func chat() async throws {
    for route in [ChatQuestion.Route.least, .most] {
      let exact = try Chat.performance(
        of: .init(
          chatsPerHour: 100, handlingSeconds: [300, 400, 510], patienceSeconds: 120,
          thresholdSeconds: 30, route: route), agents: 5)
      var simulation = ChatSimulation(
        chatsPerHour: 100, handlingSeconds: [300, 400, 510], agents: 5,
        patience: .exponential(mean: 120), thresholdSeconds: 30, seed: 9)
      simulation.fillsUp = route == .most
      let report = await simulation.run(replications: 60)
      expect(report.day.serviceLevel, exact.queue.serviceLevel.ofOffered, "\(route) level")
      expect(report.day.abandonment, exact.queue.abandonment, "\(route) abandonment")
      expect(report.occupancy, exact.queue.occupancy, "\(route) occupancy")
    }
  }

  @Test("blind dialling is Erlang B")
  func blindDialling() async throws {
    let exact = try ErlangB.blocking(lines: 20, load: 14.0586)
    let report = await DialerSimulation(
      .init(
        agents: 20, answerProbability: 1, answerDelay: 0, noAnswer: 0, maximumWait: 0,
        pacing: .blind(14.0586)), seed: 8
    ).run(replications: 20)
    expect(report.abandonRate, exact, "blind")
    expect(report.occupancy, 14.0586 * (1 - exact) / 20, "blind occupancy")
  }

  @Test("the N-model, both orders of service", arguments: [true, false])
  func sharedGroups(classTwoFirst: Bool) async throws {
    let exact = try SharedGroups.performance(
      of: .init(callsPerHour1: 240, callsPerHour2: 150, handlingSeconds: 60), dedicated: 3,
      flexible: 5)
    let hour = Distribution.exponential(mean: 60)
    var model = SkillModel(
      classes: [240.0, 150].map {
        .init(name: "", callsPerHour: Array(repeating: $0, count: 102))
      },
      groups: [
        .init(
          name: "one", skills: [.init(handling: hour), nil],
          agents: Array(repeating: 3, count: 102)),
        .init(
          name: "both",
          skills: [
            .init(handling: hour, callPreference: 1, agentPreference: classTwoFirst ? 1 : 0),
            .init(handling: hour),
          ], agents: Array(repeating: 5, count: 102)),
      ], intervalSeconds: 3600)
    model.warmUpIntervals = 2
    let report = await SkillSimulation(model, seed: 4).run(replications: 60)
    if classTwoFirst {
      expect(report.classes[0].calls.waiting, exact.class1.waitProbability, "delay 1")
      expect(report.classes[1].calls.waiting, exact.class2.waitProbability, "delay 2")
      expect(report.classes[0].calls.speedOfAnswer, exact.class1.meanWait, "wait 1")
      expect(report.classes[1].calls.speedOfAnswer, exact.class2.meanWait, "wait 2")
      expect(report.occupancy[0], exact.occupancy[0], "occupancy 1")
      expect(report.occupancy[1], exact.occupancy[1], "occupancy 2")
    } else {
      #expect(report.classes[0].calls.serviceLevel.value > 0.71)
      #expect(report.classes[1].calls.serviceLevel.value < 0.63)
    }
  }
}
