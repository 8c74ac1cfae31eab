import Queueing
import Testing

@Suite("Staffing at the edges: the documented answer or an error with the value")
struct StaffingEdgeTests {
  private func ask(
    calls: Double = 100, handling: Double = 180, patience: Double? = nil, threshold: Double = 20,
    _ goals: StaffingGoals = .init(serviceLevel: 0.8)
  ) throws(QueueingError) -> StaffingAnswer {
    try Staffing.minimumAgents(
      for: .init(
        callsPerHour: calls, handlingSeconds: handling, patienceSeconds: patience,
        thresholdSeconds: threshold), goals: goals)
  }

  @Test("no calls need nobody; calls that take no time need one agent")
  func nothingToDo() throws {
    #expect(try ask(calls: 0).agents == 0)
    #expect(try ask(calls: 0, patience: 60).agents == 0)
    #expect(try ask(handling: 0).agents == 1)
    #expect(try ask(handling: 0).performance.serviceLevel.ofOffered == 1)
  }

  @Test("agents at or below the load, nobody hanging up: the queue grows for ever")
  func unstable() throws {
    let question = StaffingQuestion(callsPerHour: 400, handlingSeconds: 180)
    for agents in [0, 5, 19.5, 20] {
      let p = try Staffing.performance(of: question, agents: agents)
      #expect(p.waitProbability == 1)
      #expect(p.serviceLevel.ofOffered == 0)
      #expect(p.averageSpeedOfAnswer == .infinity)
    }
    #expect(try Staffing.performance(of: question, agents: 20.5).waitProbability < 1)
  }

  @Test("nobody there, callers with patience: all of them leave")
  func nobody() throws {
    let p = try Staffing.performance(
      of: .init(callsPerHour: 400, handlingSeconds: 180, patienceSeconds: 60), agents: 0)
    #expect(p.abandonment == 1)
    #expect(p.serviceLevel.ofOffered == 0)
    #expect(abs(p.queueLength - 400 / 60) < 1e-12)
  }

  @Test("NaN, negative and infinite input", arguments: [Double.nan, -1, .infinity, -.infinity])
  func nonsense(value: Double) {
    #expect(throws: QueueingError.self) { try ask(calls: value) }
    #expect(throws: QueueingError.self) { try ask(handling: value) }
    #expect(throws: QueueingError.self) { try ask(threshold: value) }
    #expect(throws: QueueingError.self) { try ask(.init(serviceLevel: value)) }
    #expect(throws: QueueingError.self) { try ask(.init(averageSpeedOfAnswerSeconds: value)) }
    #expect(throws: QueueingError.self) { try ask(.init(maximumOccupancy: value)) }
    #expect(throws: QueueingError.self) { try ask(.init(waitProbability: value)) }
    #expect(throws: QueueingError.self) { try ask(patience: 60, .init(abandonment: value)) }
    if value != .infinity {
      #expect(throws: QueueingError.self) { try ask(patience: value) }
    }
    #expect(throws: QueueingError.self) {
      try Staffing.performance(
        of: .init(callsPerHour: 10, handlingSeconds: 10), agents: value)
    }
  }

  @Test("targets nobody can meet are refused, not searched for")
  func absurd() throws {
    #expect(throws: QueueingError.self) { try ask(.init(serviceLevel: 1)) }
    #expect(throws: QueueingError.self) { try ask(.init(serviceLevel: 80)) }
    #expect(throws: QueueingError.self) { try ask(.init(averageSpeedOfAnswerSeconds: 0)) }
    #expect(throws: QueueingError.self) { try ask(calls: 1e300) }
    #expect(throws: QueueingError.self) { try ask(.init(abandonment: 0.03)) }
    let hard = try ask(.init(serviceLevel: 0.999_999_999))
    #expect(hard.agents > 5 && hard.agents < 40)
  }

  @Test("several goals at once: the hardest binds and each says what it asks")
  func together() throws {
    let answer = try ask(
      calls: 200, handling: 180,
      .init(serviceLevel: 0.8, averageSpeedOfAnswerSeconds: 5, maximumOccupancy: 0.75))
    #expect(
      answer.agents == answer.perGoal.map(\.agents).max())
    #expect(
      answer.perGoal.map(\.goal) == [
        .serviceLevel, .averageSpeedOfAnswer, .occupancy, .stability,
      ])
    let bound = try #require(answer.perGoal.first { $0.goal == answer.boundBy })
    #expect(bound.agents == answer.agents)
  }

  @Test("patience without end is Erlang C, patience = AHT is a Poisson tail")
  func limits() throws {
    let c = try Staffing.performance(
      of: .init(callsPerHour: 200, handlingSeconds: 180), agents: 14)
    for patience in [1e13, Double.infinity] {
      let same = try Staffing.performance(
        of: .init(callsPerHour: 200, handlingSeconds: 180, patienceSeconds: patience), agents: 14)
      #expect(same == c)
    }
    let near = try Staffing.performance(
      of: .init(callsPerHour: 200, handlingSeconds: 180, patienceSeconds: 1e12), agents: 14)
    #expect(abs(near.waitProbability - c.waitProbability) < 1e-9)
    // P(Poisson(10) ≥ 12), by hand.
    var term = 4.5399929762484854e-05
    var below = 0.0
    for k in 0..<12 {
      below += term
      term *= 10 / Double(k + 1)
    }
    let equal = try Staffing.performance(
      of: .init(callsPerHour: 200, handlingSeconds: 180, patienceSeconds: 180), agents: 12)
    #expect(abs(equal.waitProbability - (1 - below)) < 1e-14)
    let none = try Staffing.performance(
      of: .init(callsPerHour: 200, handlingSeconds: 180, patienceSeconds: 0), agents: 12)
    #expect(none.abandonment == (try ErlangB.blocking(lines: 12, load: 10)))
  }

  @Test("fractional agents lie between their neighbours")
  func fractional() throws {
    for (patience, low, high) in [(nil, 14.0, 15.0), (60.0 as Double?, 9, 10), (180, 300, 301)] {
      let load = low - (patience == nil ? 4 : 0.5)
      let question = StaffingQuestion(
        load: load, handlingSeconds: 180, patienceSeconds: patience)
      let at = try [low, low + 0.25, low + 0.5, high].map {
        try Staffing.performance(of: question, agents: $0).serviceLevel.ofOffered
      }
      #expect(at == at.sorted() && Set(at).count == 4, "\(at)")
    }
  }
}
