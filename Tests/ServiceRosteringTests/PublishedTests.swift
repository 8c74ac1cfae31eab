import CentreModel
import CivilTime
import Rostering
import ServiceRostering
import Testing

@Suite("A published roster and a promise")
struct PublishedTests {
  private func problem(_ published: [RosterSegment]) throws -> ServiceProblem {
    let problem = try SmallCentre.problem()
    var roster = problem.roster
    roster.published = published
    return try ServiceProblem(
      promise: problem.promise, demand: problem.demand, roster: roster, goalZone: .utc)
  }

  @Test("it stays while it keeps the promise, and changes little when it does not")
  func stays() async throws {
    let options = ServiceOptions(seconds: 1, seed: 5)
    let found = try await solveService(SmallCentre.problem(), options: options)
    #expect(!found.hasStayed)
    let again = try await solveService(try problem(found.segments), options: options)
    #expect(again.hasStayed && again.missed.isEmpty)
    #expect(again.segments == found.segments)

    // A fifth of the shifts is gone: those who are left keep nearly all of theirs.
    let shifts = RosterShift.shifts(of: found.segments)
    let left = shifts.enumerated().filter { $0.offset % 5 != 0 }.map(\.element)
    let mended = try await solveService(
      try problem(left.flatMap(\.segments)), options: options)
    #expect(!mended.hasStayed && mended.missed.isEmpty)
    let after = Set(RosterShift.shifts(of: mended.segments).map(\.segments))
    let kept = left.count { after.contains($0.segments) }
    #expect(kept * 10 >= left.count * 7, "\(kept) of \(left.count)")
  }

  @Test("work of the roster before is on the floor, and nobody is paid for it twice")
  func before() async throws {
    let empty = try SmallCentre.problem()
    let agent = try #require(empty.roster.agents.first { $0.contract == "full" })
    let start = empty.promise.start + 8 * 3600
    var roster = empty.roster
    roster.previous = [
      RosterSegment(agent: agent.id, activity: .work, start: start, end: start + 9000),
      RosterSegment(agent: agent.id, activity: .break, start: start + 9000, end: start + 9900),
      RosterSegment(agent: agent.id, activity: .work, start: start + 9900, end: start + 18_000),
      RosterSegment(agent: agent.id, activity: .meal, start: start + 18_000, end: start + 19_800),
      RosterSegment(
        agent: agent.id, activity: .work, start: start + 19_800, end: start + 28_800),
    ]
    let problem = try ServiceProblem(
      promise: empty.promise, demand: empty.demand, roster: roster, goalZone: .utc)
    let options = ServiceOptions(seconds: 1, seed: 5)
    let with = try await solveService(problem, options: options)
    let without = try await solveService(empty, options: options)
    #expect(with.missed.isEmpty)
    #expect(!with.segments.contains { $0.agent == agent.id && $0.start < start + 86_400 })
    #expect(with.boundHours < without.boundHours)
    #expect(with.paidSeconds < without.paidSeconds)
  }

  @Test("every queue has its own period, and its own floor")
  func periods() throws {
    let small = try SmallCentre.problem()
    var promise = small.promise
    promise.queues[1].scope = .week
    promise.queues[1].hourFloor = 0
    let problem = try ServiceProblem(
      promise: promise, demand: small.demand, agents: SmallCentre.agents,
      rules: SmallCentre.rules, zone: .utc)
    #expect(problem.goals.filter { $0.queue == 1 }.map(\.period) == [.week])
    #expect(problem.goals.filter { $0.queue == 0 && $0.period == .day }.count == 4)
    #expect(problem.goals.contains { $0.queue == 0 && $0.period == .hour })
  }
}
