import CentreModel
import CivilTime
import Diagnostics
import FloorSimulation
import RosterChecking
import Rostering
import ServiceRostering
import Testing

@Suite("A roster by promised service")
struct SolveTests {
  @Test("keeps every rule, and its promise on weeks of another family of random numbers")
  func keeps() async throws {
    let problem = try SmallCentre.problem()
    let roster = try await solveService(problem, options: ServiceOptions(seconds: 2, seed: 3))
    let findings = checkRoster(roster.segments, problem.roster.checkInput)
    let hard = findings.violations.filter { $0.isHard && $0.rule != "skill" }
    #expect(hard.isEmpty, "\(hard.prefix(3))")
    #expect(findings.paidSeconds == roster.paidSeconds)
    #expect(roster.missed.isEmpty)
    #expect(roster.boundHours > 0)
    #expect(roster.boundHours <= Double(roster.paidSeconds) / 3600)

    // The floor once more: planned from the segments that are written, on other weeks.
    let plan = problem.plan(of: roster.segments)
    let ids = problem.roster.agents.map(\.id).sorted()
    let byAgent = Dictionary(grouping: roster.segments, by: \.agent)
    let simulation = FloorSimulation(
      problem.floor, FloorStreams(problem.floor, seed: 987_654, weeks: 0..<1000))
    for day in 0..<4 {
      let tally = simulation.day(day, plan)
      for (q, queue) in problem.promise.queues.enumerated() {
        let inTime = tally.inTime[q * 96..<(q + 1) * 96].reduce(0, +)
        let offered = (0..<1000).reduce(0) {
          $0 + simulation.streams.offers.calls(week: $1, queue: q, day: day)
        }
        let level = Double(inTime) / Double(offered)
        #expect(level > queue.serviceLevel - 0.012, "\(queue.id) on day \(day): \(level)")
        // Somebody with the skill in every open interval.
        for t in day * 96 + 32..<day * 96 + 72 {
          let there = ids.indices.contains { a in
            problem.floor.agents[a].skills >> UInt64(q) & 1 == 1
              && (byAgent[ids[a]] ?? []).contains {
                $0.activity == .work && $0.start - problem.promise.start <= t * 900
                  && $0.end - problem.promise.start > t * 900
              }
          }
          #expect(there)
        }
      }
    }
  }

  @Test("nobody comes while everything is closed, but half an hour, or as long as the shift must")
  func shutHours() async throws {
    var rules = SmallCentre.rules
    // All may come at any hour, those of one contract also for longer than the ten open hours.
    rules.availability = []
    rules.contracts[0].kinds.append(
      ShiftKind(id: "long", lengthSeconds: 11 * 3600, pauses: rules.contracts[0].kinds[0].pauses))
    let agents = SmallCentre.agents.map { agent in
      var agent = agent
      agent.availability = nil
      return agent
    }
    let small = try SmallCentre.problem()
    let problem = try ServiceProblem(
      promise: small.promise, demand: small.demand, agents: agents, rules: rules, zone: .utc)
    let roster = try await solveService(problem, options: ServiceOptions(seconds: 1, seed: 7))
    let shifts = RosterShift.shifts(of: roster.segments)
    #expect(shifts.count > 20)
    for shift in shifts {
      let length = shift.end - shift.start
      let midnight = small.promise.start + (shift.start - small.promise.start) / 86_400 * 86_400
      let open = max(
        0, min(shift.end, midnight + 18 * 3600) - max(shift.start, midnight + 8 * 3600))
      #expect(length - open <= max(0, length - 10 * 3600) + 1800, "\(shift.start) to \(shift.end)")
    }
  }

  @Test("a seed gives one roster, another promise costs more")
  func seeds() async throws {
    let problem = try SmallCentre.problem()
    let options = ServiceOptions(seconds: 1, seed: 5)
    async let first = solveService(problem, options: options)
    async let second = solveService(problem, options: options)
    let (one, two) = try await (first, second)
    #expect(one.segments == two.segments)
    #expect(one.outcome.queues == two.outcome.queues)
    var easy = try ServicePromise.read(
      file: "service.toml",
      bytes: Array(
        SmallCentre.promise.replacing("service_level = 0.75", with: "service_level = 0.5")
          .utf8))
    easy.hourFloor = nil
    let cheap = try await solveService(
      ServiceProblem(
        promise: easy, demand: problem.demand, agents: SmallCentre.agents,
        rules: SmallCentre.rules, zone: .utc), options: options)
    #expect(cheap.paidSeconds < one.paidSeconds)
    #expect(cheap.boundHours < one.boundHours)
  }

  @Test("what cannot be promised is refused or named, not passed over")
  func refusals() async throws {
    var rules = SmallCentre.rules
    rules.seats = [SiteSeats(site: "here", seats: 4)]
    let problem = try SmallCentre.problem()
    #expect(throws: Problem.self) {
      try ServiceProblem(
        promise: problem.promise, demand: problem.demand, agents: SmallCentre.agents, rules: rules,
        zone: .utc)
    }
    var promise = problem.promise
    promise.queues[0].serviceLevel = 0.99
    let few = SmallCentre.agents.filter { $0.contract == "part" || $0.skills["help"] == 1 }
    let short = try await solveService(
      ServiceProblem(
        promise: promise, demand: problem.demand, agents: few, rules: SmallCentre.rules, zone: .utc),
      options: ServiceOptions(seconds: 1))
    #expect(!short.missed.isEmpty)
  }

  @Test(
    "the promise is kept by the definition it is made by",
    arguments: ServiceGoal.Definition.allCases)
  func definitions(_ definition: ServiceGoal.Definition) async throws {
    let small = try SmallCentre.problem()
    var promise = small.promise
    promise.hourFloor = nil
    for q in promise.queues.indices {
      promise.queues[q].definition = definition
      promise.queues[q].minimumAgents = 0
    }
    let problem = try ServiceProblem(
      promise: promise, demand: small.demand, agents: SmallCentre.agents,
      rules: SmallCentre.rules, zone: .utc)
    let roster = try await solveService(problem, options: ServiceOptions(seconds: 2, seed: 3))
    #expect(roster.missed.isEmpty)
    // Counted call by call on other weeks, of calls in time and calls that count.
    let simulation = FloorSimulation(
      problem.floor, FloorStreams(problem.floor, seed: 987_654, weeks: 0..<800))
    let plan = problem.plan(of: roster.segments)
    for day in 0..<4 {
      let tally = simulation.day(day, plan)
      for (q, queue) in promise.queues.enumerated() {
        let own = q * 96..<(q + 1) * 96
        let offered = (0..<800).reduce(0) {
          $0 + simulation.streams.offers.calls(week: $1, queue: q, day: day)
        }
        let leftOut = tally.leftOut[own].reduce(0, +)
        switch definition {
        case .answeredOfOffered, .virtual: #expect(leftOut == 0)
        case .answeredOfAnswered: #expect(offered - leftOut == tally.answered[q])
        case .excludingShortAbandons:
          #expect(leftOut > 0 && leftOut < offered - tally.answered[q])
        }
        let level = Double(tally.inTime[own].reduce(0, +)) / Double(offered - leftOut)
        #expect(level > queue.serviceLevel - 0.012, "\(queue.id) on day \(day): \(level)")
        // Nobody at work is no way to keep it.
        #expect(tally.answered[q] * 2 > offered)
      }
    }
    // Counting fewer misses asks for no more hours.
    if definition != .answeredOfOffered {
      var strict = promise
      for q in strict.queues.indices { strict.queues[q].definition = .answeredOfOffered }
      let dear = try await solveService(
        ServiceProblem(
          promise: strict, demand: small.demand, agents: SmallCentre.agents,
          rules: SmallCentre.rules, zone: .utc),
        options: ServiceOptions(seconds: 2, seed: 3))
      #expect(Double(roster.paidSeconds) < 1.02 * Double(dear.paidSeconds))
    }
  }

  @Test("people are busy no more of a day than is allowed, and paid no more than that takes")
  func occupancy() async throws {
    let small = try SmallCentre.problem()
    let limit = 0.53
    func solved(_ limit: Double?) async throws -> (paid: Int, busiest: Double) {
      var promise = small.promise
      for q in promise.queues.indices { promise.queues[q].maximumOccupancy = limit }
      let problem = try ServiceProblem(
        promise: promise, demand: small.demand, agents: SmallCentre.agents,
        rules: SmallCentre.rules, zone: .utc)
      let roster = try await solveService(problem, options: ServiceOptions(seconds: 2, seed: 3))
      let weeks = 600
      let simulation = FloorSimulation(
        problem.floor, FloorStreams(problem.floor, seed: 987_654, weeks: 0..<weeks))
      let plan = problem.plan(of: roster.segments)
      let busiest = (0..<4).map { day in
        let from = problem.promise.start + day * 86_400
        let work = roster.segments.filter {
          $0.activity == .work && $0.start >= from && $0.start < from + 86_400
        }
        let there = work.reduce(0) { $0 + Double($1.end - $1.start) } * 0.98 * 0.96
        return simulation.day(day, plan).busySeconds / Double(weeks) / there
      }.max()
      return (roster.paidSeconds, busiest ?? 1)
    }
    let free = try await solved(nil)
    let held = try await solved(limit)
    #expect(free.busiest > limit + 0.03, "\(free)")
    #expect(held.busiest <= limit + 0.003, "\(held)")
    // As many hours more as the busiest day was too busy, and a tenth for shifts that do not fit.
    #expect(Double(held.paid) < 1.1 * Double(free.paid) * free.busiest / limit, "\(free) \(held)")
    // What binds nowhere changes nothing.
    let wide = try await solved(0.97)
    #expect(wide.paid == free.paid && wide.busiest == free.busiest)
  }

  @Test("closed days stay free")
  func closed() async throws {
    let problem = try SmallCentre.problem()
    var demand = problem.demand
    for q in 0..<2 { for i in 2 * 96..<3 * 96 { demand.offered[q][i] = nil } }
    let roster = try await solveService(
      ServiceProblem(
        promise: problem.promise, demand: demand, agents: SmallCentre.agents,
        rules: SmallCentre.rules, zone: .utc), options: ServiceOptions(seconds: 0.5))
    let day = problem.promise.start + 2 * 86_400
    #expect(!roster.segments.contains { $0.start >= day && $0.start < day + 86_400 })
  }
}

extension ServiceProblem {
  /// Segments as the floor sees them.
  fileprivate func plan(of segments: [RosterSegment]) -> FloorPlan {
    var plan = FloorPlan(floor)
    let ids = roster.agents.map(\.id).sorted()
    let byAgent = Dictionary(grouping: segments, by: \.agent)
    for (a, id) in ids.enumerated() {
      let byDay = Dictionary(grouping: byAgent[id] ?? []) { ($0.start - promise.start) / 86_400 }
      for (day, segments) in byDay {
        let work = segments.filter { $0.activity == .work }.sorted().map {
          ($0.start - promise.start) / 900..<($0.end - promise.start) / 900
        }
        plan.set(a, day: day, work: work, isThere: true)
      }
    }
    return plan
  }
}
