import CentreModel
import CivilTime
import Queueing
import RosterChecking
import SitePlanning
import Testing

@Suite("Simulated service and its verdicts")
struct ServiceTests {
  private let start = Instant(seconds: 1_796_000_400)
  private let monday = CivilDate("2026-11-30") ?? CivilDate(dayNumber: 0)

  /// A long day of constant load, so that its middle is close to the steady state.
  private func service(_ queue: Queue, agents: Int, replications: Int) async -> [SimulatedService] {
    let count = 32
    let rows = (0..<count).map { i in
      RequirementRow(
        queue: queue.id, start: start + i * 1800, offered: 60, handlingSeconds: 240,
        agents: agents, scheduled: agents, boundBy: "none", serviceLevel: 1,
        averageSpeedOfAnswerSeconds: 0, abandonment: 0, occupancy: 0)
    }
    let requirement = RosterRequirement(
      start: start, intervalSeconds: 1800, queues: [queue.id],
      required: [Array(repeating: agents, count: count)])
    let segments = (0..<agents).map {
      RosterSegment(
        agent: "A\($0)", activity: .work, start: start, end: start + count * 1800, queue: queue.id)
    }
    return await ServiceSimulation(
      intervalSeconds: 1800, replications: replications, seed: 11
    ).service(queue, rows, RosterPresence(segments, over: requirement))
  }

  /// Against the exact steady state of Erlang A, which the simulator shares nothing with.
  @Test(
    "each definition of service level is what the formulas of Erlang A say",
    arguments: ServiceGoal.Definition.allCases)
  func definitions(_ definition: ServiceGoal.Definition) async throws {
    var queue = Queue(id: "q", model: .erlangA, patienceSeconds: 90)
    queue.goal = ServiceGoal(serviceLevel: 0.8, withinSeconds: 20, definition: definition)
    let rows = await service(queue, agents: 7, replications: 400)
    let total = try #require(rows.dropFirst(8).total())
    let levels = try Staffing.serviceLevels(
      of: StaffingQuestion(
        callsPerHour: 120, handlingSeconds: 240, patienceSeconds: 90, thresholdSeconds: 20),
      agents: 7)
    let exact =
      switch definition {
      case .answeredOfOffered: levels[.offered]
      case .answeredOfAnswered: levels[.answered]
      case .excludingShortAbandons: levels[.excludingShortAbandons]
      case .virtual: levels[.virtual]
      }
    let found = total.figures.serviceLevel
    #expect(
      abs(found - exact) < 2 * total.halfWidths.serviceLevel + 0.004,
      "\(definition): \(found) and \(exact)")
  }

  @Test("every goal that is set has a verdict, by whichever definition")
  func verdicts() async throws {
    for definition in ServiceGoal.Definition.allCases {
      var queue = Queue(id: "q", patienceSeconds: 90)
      queue.goal = ServiceGoal(
        serviceLevel: 0.95, withinSeconds: 20, definition: definition,
        averageSpeedOfAnswerSeconds: 5, abandonment: 0.01, maximumOccupancy: 0.8)
      let total = try #require(await service(queue, agents: 6, replications: 60).total())
      let verdicts = GoalVerdict.judge(queue, total, from: monday, days: 1)
      #expect(verdicts.count == 4)
      #expect(verdicts.allSatisfy { $0.outcome == .missed }, "\(verdicts)")
      let none = GoalVerdict.notJudged(
        queue, from: monday, days: 1, because: "of a reason")
      #expect(none.count == 4 && none.allSatisfy { $0.words.contains("of a reason") })
    }
  }

  @Test(
    "where nobody answers, goals about contacts are missed by every definition",
    arguments: ServiceGoal.Definition.allCases)
  func nobodyThere(_ definition: ServiceGoal.Definition) async throws {
    var queue = Queue(id: "q", model: .erlangA, patienceSeconds: 90)
    queue.goal = ServiceGoal(
      serviceLevel: 0.8, withinSeconds: 20, definition: definition, averageSpeedOfAnswerSeconds: 5,
      abandonment: 0.5, maximumOccupancy: 0.9)
    let total = try #require(await service(queue, agents: 0, replications: 20).total())
    let verdicts = GoalVerdict.judge(queue, total, from: monday, days: 1)
    #expect(verdicts.map(\.outcome) == [.missed, .missed, .missed, .notJudged])
  }

  @Test("two agents with a shrinkage of ten per cent are 1.8, not one")
  func partOfAnAgent() async throws {
    var queue = Queue(id: "q")
    queue.goal = ServiceGoal(serviceLevel: 0.8)
    queue.shrinkage = 0.1
    let rows = await service(queue, agents: 2, replications: 4)
    #expect(rows.allSatisfy { abs($0.agents - 1.8) < 1e-9 })
  }
}
