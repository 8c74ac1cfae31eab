import CentreModel
import CivilTime
import RosterChecking
import Rostering
import Tables
import Testing

/// What the rules file and `agents.csv` know beside `WorkRule`: for each a roster that breaks it and
/// nothing else, and one that satisfies it exactly at its limit.
struct PlaceCase: Sendable, CustomTestStringConvertible {
  /// A shift by agent, day of the horizon, start in minutes after midnight, length in minutes, queue.
  struct Shift: Sendable {
    var agent = "A1"
    var day: Int
    var start: Int
    var minutes = 480
    var queue = ""
  }
  var rule: String
  var adjust: @Sendable (inout RosterCheckInput) -> Void
  var broken: [Shift]
  var kept: [Shift]
  /// A wish: it costs and does not refuse.
  var isSoft = false
  /// What the kept roster may still be told, for wishes that always cost.
  var testDescription: String { rule }
}

private typealias S = PlaceCase.Shift
private let h = 3600

private let early = ShiftKind(
  id: "early", lengthSeconds: 8 * h, starts: [MinuteRange(from: 360, to: 360)],
  forbiddenNext: [])
private let late = ShiftKind(
  id: "late", lengthSeconds: 8 * h, starts: [MinuteRange(from: 840, to: 840)],
  forbiddenNext: ["early"], maxPerAgent: RosterLimit(2))

private func twoQueues(_ input: inout RosterCheckInput) {
  let zeros = Array(repeating: 0, count: 7 * 96)
  input.requirement = RosterRequirement(
    start: Zone.utc.startOfDay(Small.monday), intervalSeconds: 900, queues: ["loans", "sales"],
    required: [zeros, zeros])
  input.rules.queueSkills = [QueueSkill(queue: "loans", skill: "loans", minimumLevel: 2)]
  input.agents[0].skills = ["loans": 2, "sales": 1]
  input.agents[1].skills = ["loans": 1, "sales": 1]
}

let placeCases: [PlaceCase] = [
  PlaceCase(
    rule: "shift_length", adjust: { _ in }, broken: [S(day: 0, start: 480, minutes: 510)],
    kept: [S(day: 0, start: 480)]),
  PlaceCase(
    rule: "start_grid", adjust: { $0.rules.contracts[0].kinds[0].startEveryMinutes = 60 },
    broken: [S(day: 0, start: 510)], kept: [S(day: 0, start: 540)]),
  PlaceCase(
    rule: "start_window",
    adjust: { $0.rules.contracts[0].kinds[0].starts = [MinuteRange(from: 480, to: 600)] },
    broken: [S(day: 0, start: 630)], kept: [S(day: 0, start: 600), S(day: 1, start: 480)]),
  PlaceCase(
    rule: "start_window", adjust: { $0.agents[0].startWindow = MinuteRange(from: 480, to: 600) },
    broken: [S(day: 0, start: 450)], kept: [S(day: 0, start: 480), S(day: 1, start: 600)]),
  PlaceCase(
    rule: "shift_day", adjust: { $0.rules.contracts[0].kinds[0].days = [.monday, .tuesday] },
    broken: [S(day: 2, start: 480)], kept: [S(day: 0, start: 480), S(day: 1, start: 480)]),
  PlaceCase(
    rule: "outside_horizon", adjust: { _ in }, broken: [S(day: 7, start: 0)],
    kept: [S(day: 6, start: 1410)]),
  PlaceCase(
    rule: "two_shifts_a_day", adjust: { _ in },
    broken: [S(day: 0, start: 0), S(day: 0, start: 900)],
    kept: [S(day: 0, start: 0), S(day: 1, start: 0)]),
  PlaceCase(
    rule: "unavailable_date", adjust: { $0.agents[0].unavailableDates = [Small.monday + 1] },
    broken: [S(day: 1, start: 0)], kept: [S(day: 0, start: 1410), S(day: 2, start: 0)]),
  PlaceCase(
    rule: "availability",
    adjust: {
      $0.rules.availability = [
        AvailabilityClass(id: "day", hours: [MinuteRange(from: 360, to: 1140)])
      ]
      $0.agents[0].availability = "day"
    }, broken: [S(day: 0, start: 690)],
    kept: [S(day: 0, start: 660), S(day: 1, start: 360)]),
  PlaceCase(
    rule: "availability",
    adjust: {
      $0.rules.availability = [AvailabilityClass(id: "weekday", days: [.monday, .friday])]
      $0.agents[0].availability = "weekday"
    }, broken: [S(day: 5, start: 480)], kept: [S(day: 4, start: 480)]),
  PlaceCase(
    rule: "forbidden_next",
    adjust: { $0.rules.contracts[0].kinds = [early, late] },
    broken: [S(day: 0, start: 840), S(day: 1, start: 360)],
    kept: [S(day: 0, start: 840), S(day: 2, start: 360), S(day: 3, start: 840)]),
  PlaceCase(
    rule: "max_per_agent",
    adjust: { $0.rules.contracts[0].kinds = [early, late] },
    broken: [S(day: 0, start: 840), S(day: 1, start: 840), S(day: 2, start: 840)],
    kept: [S(day: 0, start: 840), S(day: 1, start: 840)]),
  PlaceCase(
    rule: "skill", adjust: twoQueues,
    broken: [S(agent: "A2", day: 0, start: 480, queue: "loans")],
    kept: [
      S(agent: "A1", day: 0, start: 480, queue: "loans"),
      S(agent: "A2", day: 0, start: 480, queue: "sales"),
    ]),
  PlaceCase(
    rule: "pin",
    adjust: { $0.pins = [RosterPin(agent: "A1", date: Small.monday, kind: .off)] },
    broken: [S(day: 0, start: 480)], kept: [S(day: 1, start: 480)]),
  PlaceCase(
    rule: "pin",
    adjust: { $0.pins = [RosterPin(agent: "A1", date: Small.monday, kind: .on)] },
    broken: [S(day: 1, start: 480)], kept: [S(day: 0, start: 480)]),
  PlaceCase(
    rule: "pin",
    adjust: {
      let start = Zone.utc.startOfDay(Small.monday) + 8 * h
      $0.pins = [
        RosterPin(
          agent: "A1", date: Small.monday,
          kind: .shift([
            RosterSegment(agent: "A1", activity: .work, start: start, end: start + 8 * h)
          ]))
      ]
    }, broken: [S(day: 0, start: 510)], kept: [S(day: 0, start: 480)]),
  PlaceCase(
    rule: "seats", adjust: { $0.rules.seats = [SiteSeats(site: "north", seats: 1)] },
    broken: [S(day: 0, start: 0), S(agent: "A2", day: 0, start: 450)],
    kept: [S(day: 0, start: 0), S(agent: "A2", day: 0, start: 480)]),
  PlaceCase(
    rule: "apart",
    adjust: { $0.rules.pairs = [AgentPair(first: "A1", second: "A2", kind: .apart)] },
    broken: [S(day: 0, start: 1200), S(agent: "A2", day: 1, start: 210)],
    kept: [S(day: 0, start: 1200), S(agent: "A2", day: 1, start: 240)]),
  PlaceCase(
    rule: "together",
    adjust: { $0.rules.pairs = [AgentPair(first: "A1", second: "A2", kind: .together)] },
    broken: [S(day: 0, start: 480)],
    kept: [S(day: 0, start: 480), S(agent: "A2", day: 0, start: 480)]),
  PlaceCase(
    rule: "presence lead",
    adjust: {
      $0.agents[0].skills = ["lead": 2]
      $0.agents[1].skills = ["lead": 1]
      $0.days = 1
      $0.rules.presence = [
        PresenceRule(
          id: "lead", skill: "lead", minimumLevel: 2, minimum: 1,
          hours: [MinuteRange(from: 480, to: 960)])
      ]
    }, broken: [S(day: 0, start: 510), S(agent: "A2", day: 0, start: 480)],
    kept: [S(day: 0, start: 480)]),
  // Three required ask for two leads.
  PlaceCase(
    rule: "presence lead",
    adjust: {
      for k in $0.agents.indices { $0.agents[k].skills = ["lead": 1] }
      $0.days = 1
      $0.requirement.required = [$0.requirement.required[0].map { _ in 3 }]
      $0.rules.presence = [
        PresenceRule(
          id: "lead", skill: "lead", minimum: 1, per: 2,
          hours: [MinuteRange(from: 480, to: 960)])
      ]
    }, broken: [S(day: 0, start: 480)],
    kept: [S(day: 0, start: 480), S(agent: "A2", day: 0, start: 480)]),
  PlaceCase(
    rule: "preferred_days_off",
    adjust: {
      $0.rules.preferences = PreferenceWeights(preferredDayOff: 5)
      $0.agents[0].preferredDaysOff = [Small.monday + 1]
    }, broken: [S(day: 1, start: 0)], kept: [S(day: 0, start: 1410), S(day: 2, start: 0)],
    isSoft: true),
  PlaceCase(
    rule: "preferred_start",
    adjust: {
      $0.rules.preferences = PreferenceWeights(preferredStart: 8, startToleranceSeconds: h)
      $0.agents[0].preferredStart = 480
    }, broken: [S(day: 0, start: 570)], kept: [S(day: 0, start: 540), S(day: 1, start: 420)],
    isSoft: true),
  PlaceCase(
    rule: "preferred_shifts",
    adjust: {
      $0.rules.contracts[0].kinds = [early, late]
      $0.rules.preferences = PreferenceWeights(preferredKind: 3)
      $0.agents[0].preferredKinds = ["early"]
    }, broken: [S(day: 0, start: 840)], kept: [S(day: 0, start: 360)], isSoft: true),
]

private func segments(_ shifts: [PlaceCase.Shift]) -> [RosterSegment] {
  shifts.map { shift in
    let start = Zone.utc.startOfDay(Small.monday + shift.day) + shift.start * 60
    return RosterSegment(
      agent: shift.agent, activity: .work, start: start, end: start + shift.minutes * 60,
      queue: shift.queue)
  }
}

private func input(_ one: PlaceCase) -> RosterCheckInput {
  var input = RosterCheckInput(
    requirement: Small.requirement(0),
    agents: ["A1", "A2"].map { RosterAgent(id: $0, contract: "A", site: "north") },
    rules: RosterRules(
      contracts: [
        RosterContract(id: "A", kinds: [ShiftKind(id: "8h", lengthSeconds: 8 * h)])
      ]), zone: .utc, horizonStart: Small.monday, days: 7)
  one.adjust(&input)
  return input
}

@Suite struct EveryRuleTests {
  @Test(arguments: placeCases) func brokenRuleIsTheOnlyReason(_ one: PlaceCase) {
    let findings = checkRoster(segments(one.broken), input(one))
    #expect(findings.isValid == one.isSoft)
    #expect(Set(findings.violations.map(\.rule)) == [one.rule])
    if one.isSoft { #expect(findings.violations.allSatisfy { $0.cost > 0 && $0.units > 0 }) }
  }

  @Test(arguments: placeCases) func limitItselfIsKept(_ one: PlaceCase) {
    #expect(checkRoster(segments(one.kept), input(one)).violations.isEmpty)
  }

  /// The search keeps the rule while the requirement pulls everywhere.
  @Test(arguments: placeCases) func searchKeepsTheRule(_ one: PlaceCase) async throws {
    let input = input(one)
    var requirement = input.requirement
    for queue in requirement.required.indices {
      requirement.required[queue] = Array(repeating: 1, count: requirement.required[queue].count)
    }
    var problem = RosterProblem(
      requirement: requirement, agents: input.agents, rules: input.rules, zone: input.zone,
      horizonStart: input.horizonStart, days: input.days, previous: input.previous,
      pins: input.pins)
    problem.rules.general[.rest] = RosterLimit(8 * h)
    let roster = try await solve(problem, options: RosterOptions(moves: 30_000))
    #expect(roster.findings.isValid)
    #expect(roster.findings.shifts > 0)
  }

  /// The same pairs, seats and presence as wishes: they cost and do not refuse.
  @Test func softTogetherRules() {
    for one in placeCases {
      var soft = input(one)
      for i in soft.rules.seats.indices { soft.rules.seats[i].weight = 40 }
      for i in soft.rules.pairs.indices { soft.rules.pairs[i].weight = 40 }
      for i in soft.rules.presence.indices { soft.rules.presence[i].weight = 40 }
      guard !soft.rules.seats.isEmpty || !soft.rules.pairs.isEmpty || !soft.rules.presence.isEmpty
      else { continue }
      let findings = checkRoster(segments(one.broken), soft)
      #expect(findings.isValid)
      #expect(!findings.violations.isEmpty)
      #expect(findings.violations.allSatisfy { $0.cost == 40 * $0.units })
    }
  }
}

/// Rules that reach over the beginning of the horizon and over changes of the clock.
@Suite struct CarriedRuleTests {
  private func rules(_ rule: WorkRule, _ limit: Int) -> RosterRules {
    RosterRules(
      contracts: [RosterContract(id: "A", kinds: [ShiftKind(id: "8h", lengthSeconds: 8 * h)])],
      general: WorkRules([rule: RosterLimit(limit)]))
  }

  private func broken(
    _ segments: [RosterSegment], _ rules: RosterRules, previous: [RosterSegment] = [],
    first: CivilDate = Small.monday, zone: Zone = .utc,
    agent: RosterAgent = RosterAgent(id: "A1", contract: "A")
  ) -> Set<String> {
    let input = RosterCheckInput(
      requirement: RosterRequirement(
        start: zone.startOfDay(first), intervalSeconds: 900, required: [[0]]),
      agents: [agent], rules: rules, zone: zone, horizonStart: first, days: 7, previous: previous)
    return Set(checkRoster(segments, input).violations.map(\.rule))
  }

  private func shift(_ date: CivilDate, _ hour: Int, zone: Zone = .utc) -> RosterSegment {
    let start = zone.resolve(date, secondsOfDay: hour * h).first
    return RosterSegment(agent: "A1", activity: .work, start: start, end: start + 8 * h)
  }

  @Test func restAfterLastWeeksRoster() {
    let sunday = [shift(Small.monday - 1, 14)]
    let rest = rules(.rest, 11 * h)
    #expect(broken([shift(Small.monday, 8)], rest, previous: sunday) == ["rest"])
    #expect(broken([shift(Small.monday, 9)], rest, previous: sunday).isEmpty)
  }

  @Test func runsOfDaysAndNightsGoOn() {
    let before = (1...4).map { shift(Small.monday - $0, 22) }
    let days = rules(.maxDaysInRow, 5)
    #expect(
      broken([0, 1].map { shift(Small.monday + $0, 22) }, days, previous: before)
        == ["max_days_in_row"])
    #expect(broken([shift(Small.monday, 22)], days, previous: before).isEmpty)
    let nights = rules(.maxNightsInRow, 4)
    #expect(broken([shift(Small.monday, 22)], nights, previous: before) == ["max_nights_in_row"])
    #expect(broken([shift(Small.monday, 8)], nights, previous: before).isEmpty)
  }

  @Test func restAfterLastWeeksNight() {
    let before = [shift(Small.monday - 1, 22)]
    let rest = rules(.restAfterNights, 24 * h)
    #expect(broken([shift(Small.monday + 1, 5)], rest, previous: before) == ["rest_after_nights"])
    #expect(broken([shift(Small.monday + 1, 6)], rest, previous: before).isEmpty)
    #expect(broken([shift(Small.monday, 22)], rest, previous: before).isEmpty)
  }

  /// Planned week by week, a month's weekends still count together.
  @Test func weekendsOfTheMonthGoOn() {
    // 2026-12-07 is a Monday; its weekend and the one before lie in December.
    let monday = Small.monday + 7
    let saturday = [shift(monday + 5, 8)]
    let rule = rules(.maxWeekendsPerMonth, 1)
    #expect(
      broken(saturday, rule, previous: [shift(Small.monday + 5, 8)], first: monday)
        == ["max_weekends_per_month"])
    #expect(broken(saturday, rule, previous: [shift(Small.monday + 4, 8)], first: monday).isEmpty)
    // November's weekend does not count.
    #expect(
      broken([shift(Small.monday + 5, 8)], rule, previous: [shift(Small.monday - 2, 8)]).isEmpty)
    var agent = RosterAgent(id: "A1", contract: "A")
    agent.carriedWeekendsInMonth = 1
    #expect(broken(saturday, rule, first: monday, agent: agent) == ["max_weekends_per_month"])
    #expect(broken([shift(monday, 8)], rule, first: monday, agent: agent).isEmpty)
  }

  @Test func searchCarriesWeekendsOfTheMonth() async throws {
    var problem = Small.problem(agents: 2, need: 2)
    problem.rules.general[.maxWeekendsPerMonth] = RosterLimit(1)
    problem.agents[0].carriedWeekendsInMonth = 1
    let roster = try await solve(problem, options: RosterOptions(moves: 40_000))
    let weekend = roster.segments.filter {
      Zone.utc.date(at: $0.start) >= Small.monday + 5
        && Zone.utc.date(at: $0.start) < Small.monday + 7
    }
    #expect(Set(weekend.map(\.agent)) == ["A2"])
  }

  /// The night on which the clocks go forward is an hour shorter, the other an hour longer.
  @Test func restIsElapsedTimeOverClockChanges() throws {
    let zone = try ZoneDatabase.system.zone("Europe/Berlin")
    let rest = rules(.rest, 11 * h)
    let spring = try #require(CivilDate(year: 2027, month: 3, day: 28))
    let saturday = shift(spring - 1, 14, zone: zone)
    let first = spring - 6
    #expect(
      broken([saturday, shift(spring, 9, zone: zone)], rest, first: first, zone: zone) == ["rest"])
    #expect(
      broken([saturday, shift(spring, 10, zone: zone)], rest, first: first, zone: zone).isEmpty)
    let autumn = try #require(CivilDate(year: 2027, month: 10, day: 31))
    let before = shift(autumn - 1, 14, zone: zone)
    #expect(
      broken([before, shift(autumn, 7, zone: zone)], rest, first: autumn - 6, zone: zone) == [
        "rest"
      ])
    #expect(
      broken([before, shift(autumn, 8, zone: zone)], rest, first: autumn - 6, zone: zone).isEmpty)
  }

  /// A week that the horizon cuts off is held to its maxima and not to its minima.
  @Test func weekCutOffByTheHorizon() {
    var least = rules(.minShiftsPerWeek, 5)
    least.weekStart = .thursday
    #expect(broken([], least).isEmpty)
    least.weekStart = .monday
    #expect(broken([], least) == ["min_shifts_per_week"])
    var most = rules(.maxShiftsPerWeek, 2)
    most.weekStart = .thursday
    let three = [0, 1, 2].map { shift(Small.monday + $0, 8) }
    #expect(broken(three, most) == ["max_shifts_per_week"])
    #expect(broken([1, 2, 3].map { shift(Small.monday + $0, 8) }, most).isEmpty)
  }
}

@Suite struct FairnessTests {
  /// Who had more nights before gets fewer now.
  @Test func carriedNightsAreMadeUpFor() async throws {
    var problem = Small.problem(agents: 2, need: 0)
    problem.rules.contracts[0].kinds = [
      ShiftKind(id: "night", lengthSeconds: 8 * h, starts: [MinuteRange(from: 1320, to: 1320)])
    ]
    var required = Array(repeating: 0, count: 7 * 96)
    for day in 0..<6 { for t in 88..<120 { required[day * 96 + t] = 1 } }
    problem.requirement = RosterRequirement(
      start: Zone.utc.startOfDay(Small.monday), intervalSeconds: 900, required: [required])
    problem.rules.preferences = PreferenceWeights(fairNights: 400)
    problem.agents[0].carriedNights = 4
    let roster = try await solve(problem, options: RosterOptions(moves: 80_000))
    #expect(roster.findings.missing == 0)
    let ledger = FairnessLedger(after: roster.segments, of: problem)
    #expect(ledger.rows["A1"]?.nights == 5)
    #expect(ledger.rows["A2"]?.nights == 5)
  }

  @Test func ledgerGoesThroughItsFile() throws {
    var problem = Small.problem(agents: 2, need: 0)
    problem.rules.unpopular = [
      UnpopularTime(days: [.saturday], hours: MinuteRange(from: 0, to: 1440))
    ]
    problem.agents[0].carriedWeekends = 3
    let start = Zone.utc.startOfDay(Small.monday + 5) + 23 * h
    let segments = [
      RosterSegment(agent: "A1", activity: .work, start: start, end: start + 8 * h),
      RosterSegment(
        agent: "A1", activity: .work, start: start + 86_400, end: start + 86_400 + 8 * h),
    ]
    let ledger = FairnessLedger(after: segments, of: problem)
    let row = try #require(ledger.rows["A1"])
    #expect((row.nights, row.weekends, row.unpopular, row.weekendsInMonth) == (2, 4, 1, 1))
    let read = try FairnessLedger(CSVTable(file: "ledger.csv", bytes: ledger.csv()))
    #expect(read == ledger)
    var next = Small.problem(agents: 2, need: 0)
    next.horizonStart = Small.monday + 7
    let carried = read.carried(into: next)
    #expect(carried.agents[0].carriedNights == 2)
    #expect(carried.agents[0].carriedWeekendsInMonth == 1)
    next.horizonStart = Small.monday + 35
    #expect(read.carried(into: next).agents[0].carriedWeekendsInMonth == 0)
  }
}

@Suite struct FairHoursTests {
  /// Work for two of four agents goes to all four when hours are to be fair.
  @Test func hoursSpread() async throws {
    var problem = Small.problem(agents: 4, need: 2)
    problem.rules.contracts[0].kinds[0].pauses = []
    problem.rules.surplusWeight = 20
    problem.rules.general[.maxShiftsPerWeek] = RosterLimit(7)
    problem.rules.preferences = PreferenceWeights(fairHours: 5)
    let roster = try await solve(problem, options: RosterOptions(moves: 150_000))
    #expect(roster.findings.missing == 0)
    let counts = Dictionary(grouping: roster.segments, by: \.agent).mapValues(\.count)
    #expect(counts.count == 4)
    #expect(counts.values.allSatisfy { (3...4).contains($0) }, "\(counts)")
    #expect(!rosterSummary(roster, problem).contains("Without a shift"))
  }

  @Test func whoHasNoShiftIsNamed() async throws {
    var problem = Small.problem(agents: 2, need: 0)
    problem.rules.surplusWeight = 20
    let roster = try await solve(problem, options: RosterOptions(moves: 30_000))
    #expect(rosterSummary(roster, problem).contains("Without a shift: A1, A2."))
  }
}
