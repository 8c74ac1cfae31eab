import CentreModel
import CivilTime
import Diagnostics
import RosterChecking
import Rostering
import Testing

private let h = 3600

/// One contract of eight hours without pauses, begun on the hour.
private func rules(_ limits: [WorkRule: Int], weekStart: Weekday? = nil) -> RosterRules {
  RosterRules(
    contracts: [
      RosterContract(
        id: "A",
        kinds: [ShiftKind(id: "8h", lengthSeconds: 8 * h, startEveryMinutes: 60)])
    ], general: WorkRules(limits.mapValues { RosterLimit($0) }), weekStart: weekStart ?? .monday)
}

private func shift(_ date: CivilDate, _ hour: Int, _ agent: String = "A1") -> RosterSegment {
  let start = Zone.utc.startOfDay(date) + hour * h
  return RosterSegment(agent: agent, activity: .work, start: start, end: start + 8 * h)
}

private func problem(
  _ limits: [WorkRule: Int], previous: [RosterSegment], from: CivilDate = Small.monday,
  days: Int = 7, weekStart: Weekday? = nil, hours: Range<Int> = 0..<24, count: Int = 1,
  agents: Int = 1
) -> RosterProblem {
  let start = Zone.utc.startOfDay(from)
  let required = (0..<days * 24).map { hours.contains($0 % 24) ? count : 0 }
  return RosterProblem(
    requirement: RosterRequirement(start: start, intervalSeconds: h, required: [required]),
    agents: Small.agents(agents), rules: rules(limits, weekStart: weekStart), zone: .utc,
    horizonStart: from, days: days, previous: previous)
}

private func solved(_ problem: RosterProblem) async throws -> [RosterSegment] {
  try await solve(problem, options: RosterOptions(moves: 40_000)).segments
}

private func broken(_ segments: [RosterSegment], _ problem: RosterProblem) -> Set<String> {
  Set(checkRoster(segments, input(problem)).violations.filter(\.isHard).map(\.rule))
}

private func input(_ problem: RosterProblem) -> RosterCheckInput {
  RosterCheckInput(
    requirement: problem.requirement, agents: problem.agents, rules: problem.rules,
    zone: problem.zone, horizonStart: problem.horizonStart, days: problem.days,
    previous: problem.previous, pins: problem.pins, closedDates: problem.closedDates)
}

@Suite("Weeks that the horizon cuts") struct PastWeekTests {
  let monday = Small.monday
  /// Monday and Tuesday of the week that is planned from Wednesday on.
  var begun: [RosterSegment] { [shift(monday, 9), shift(monday + 1, 9)] }

  @Test(
    "shifts and hours of the week count from its first day",
    arguments: [WorkRule.maxShiftsPerWeek, .maxHoursPerWeek])
  func maximaOfTheWeek(rule: WorkRule) async throws {
    let limit = rule == .maxShiftsPerWeek ? 5 : 40 * h
    let problem = problem(
      [rule: limit], previous: begun, from: monday + 2, days: 5, weekStart: .monday,
      hours: 9..<17)
    let roster = try await solved(problem)
    #expect(roster.count == 3)
    let all = (2..<7).map { shift(monday + $0, 9) }
    #expect(broken(all, problem) == [rule.rawValue])
    #expect(broken(Array(all.prefix(3)), problem).isEmpty)
  }

  @Test(
    "where nobody says when weeks begin, they begin on Mondays, whichever day is the first planned")
  func mondaysByDefault() async throws {
    #expect(RosterRules().weekStart == .monday)
    let problem = problem(
      [.maxShiftsPerWeek: 5], previous: begun, from: monday + 2, days: 5, hours: 9..<17)
    #expect(try await solved(problem).count == 3)
    #expect(broken((2..<7).map { shift(monday + $0, 9) }, problem) == ["max_shifts_per_week"])
  }

  @Test("advice counts shifts of the roster before that lie inside the horizon")
  func adviceKnowsThePast() async throws {
    let problem = problem(
      [.maxShiftsPerWeek: 5], previous: begun + [shift(monday + 3, 9), shift(monday + 4, 9)],
      from: monday + 2, days: 5, hours: 9..<17, count: 2)
    let roster = try await solve(problem, options: RosterOptions(moves: 40_000))
    #expect(roster.findings.missing > 0)
    #expect(roster.segments.count == 1)
    for advice in relaxations(of: roster, problem, most: 20) { #expect(advice.closes > 0) }
  }

  @Test("weeks that begin on a Sunday, planned Monday by Monday, never hold too many shifts")
  func sundayWeeks() async throws {
    var all: [RosterSegment] = []
    for week in 0..<3 {
      all += try await solved(
        problem(
          [.maxShiftsPerWeek: 5, .rest: 11 * h], previous: all, from: monday + 7 * week,
          weekStart: .sunday, hours: 9..<17, count: 2, agents: 3))
    }
    let counts = Dictionary(
      grouping: all, by: { "\($0.agent) \((Zone.utc.date(at: $0.start) - monday + 1) / 7)" }
    ).mapValues(\.count)
    #expect(counts.values.max() == 5)
  }

  @Test("a limit that the past has broken is not broken further, and refuses nothing")
  func brokenAlready() async throws {
    let previous = (0..<4).map { shift(monday + $0, 9) }
    let problem = problem(
      [.maxShiftsPerWeek: 3, .maxDaysInRow: 2], previous: previous, from: monday + 4, days: 3,
      weekStart: .monday)
    #expect(try await solved(problem).isEmpty)
    #expect(broken([], problem).isEmpty)
    #expect(broken([shift(monday + 5, 9)], problem) == ["max_shifts_per_week"])
    #expect(
      broken([shift(monday + 4, 17)], problem) == ["max_shifts_per_week", "max_days_in_row"])
  }

  @Test("nights of the week and the spread of its starts go on")
  func nightsAndSpread() async throws {
    let nights = problem(
      [.maxNightsPerWeek: 2], previous: [shift(monday, 22), shift(monday + 1, 22)],
      from: monday + 2, days: 5, weekStart: .monday)
    #expect(broken([shift(monday + 4, 22)], nights) == ["max_nights_per_week"])
    let roster = try await solved(nights)
    #expect(!roster.isEmpty)
    #expect(
      !roster.contains { broken([$0], nights).contains("max_nights_per_week") })
    let spread = problem(
      [.maxStartSpread: 2 * h], previous: begun, from: monday + 2, days: 5, weekStart: .monday)
    #expect(broken([shift(monday + 3, 12)], spread) == ["max_start_spread"])
    #expect(broken([shift(monday + 3, 11)], spread).isEmpty)
    let starts = try await solved(spread).map { Zone.utc.local(at: $0.start).hour }
    #expect(!starts.isEmpty && starts.allSatisfy { (7...11).contains($0) })
  }

  @Test("minima hold in a week that is known from its first day, as far as its days reach")
  func minimaOfAKnownWeek() async throws {
    let known = problem(
      [.minShiftsPerWeek: 5], previous: begun, from: monday + 2, days: 5, weekStart: .monday,
      hours: 0..<0)
    #expect(try await solved(known).count == 3)
    #expect(broken([shift(monday + 3, 9)], known) == ["min_shifts_per_week"])
    // Monday is not known.
    let unknown = problem(
      [.minShiftsPerWeek: 5], previous: [begun[1]], from: monday + 2, days: 5,
      weekStart: .monday, hours: 0..<0)
    #expect(try await solved(unknown).isEmpty)
    #expect(broken([], unknown).isEmpty)
    // Two days are left for three shifts.
    let late = problem(
      [.minShiftsPerWeek: 5], previous: begun, from: monday + 5, days: 2, weekStart: .monday,
      hours: 0..<0)
    #expect(try await solved(late).count == 2)
  }

  @Test("days off together may lie before the horizon or over its beginning")
  func daysOffTogether() {
    let problem = problem(
      [.daysOffTogether: 2], previous: [shift(monday, 9)], from: monday + 3, days: 4,
      weekStart: .monday)
    let work = (3..<7).map { shift(monday + $0, 9) }
    #expect(broken(work, problem).isEmpty)
    var busy = problem
    busy.previous += [shift(monday + 2, 9)]
    #expect(broken(work, busy) == ["days_off_together"])
    #expect(broken(Array(work.prefix(2)), busy).isEmpty)
  }

  @Test("rest after a night counts when days off lie between")
  func restAfterAnEarlierNight() async throws {
    let problem = problem([.restAfterNights: 48 * h], previous: [shift(monday - 2, 22)], days: 1)
    #expect(broken([shift(monday, 6)], problem) == ["rest_after_nights"])
    #expect(broken([shift(monday, 22)], problem).isEmpty)
    let starts = try await solved(problem).map { Zone.utc.local(at: $0.start).hour }
    // Another night, which begins at 03:00 at the latest or at 17:00 at the earliest.
    #expect(starts.allSatisfy { $0 <= 3 || $0 >= 17 })
  }

  @Test("nights in a row count however many there were")
  func manyNights() async throws {
    let previous = (1...4).map { shift(monday - $0, 22) }
    let problem = problem(
      [.maxNightsInRow: 4, .rest: 8 * h], previous: previous, days: 1, hours: 22..<24)
    let roster = try await solved(problem)
    #expect(!roster.contains { Zone.utc.local(at: $0.start).hour >= 18 })
  }

  @Test("starts move no earlier than on the day before, also from the roster before")
  func earlierStart() async throws {
    let problem = problem([.maxEarlierStart: h], previous: [shift(monday - 1, 12)], days: 1)
    #expect(broken([shift(monday, 10)], problem) == ["max_earlier_start"])
    #expect(broken([shift(monday, 11)], problem).isEmpty)
    let hours = try await solved(problem).map { Zone.utc.local(at: $0.start).hour }
    #expect(hours.allSatisfy { $0 >= 11 })
  }

  @Test("a weekend that began before the horizon is one weekend")
  func weekendInTwo() async throws {
    var problem = problem(
      [.maxWeekendsPerMonth: 1], previous: [shift(monday + 5, 9)], from: monday + 6, days: 8)
    let sunday = shift(monday + 6, 9)
    #expect(broken([sunday], problem).isEmpty)
    #expect(broken([shift(monday + 12, 9)], problem) == ["max_weekends_per_month"])
    #expect(try await solved(problem).allSatisfy { Zone.utc.date(at: $0.start) < monday + 12 })
    problem.rules = rules([.wholeWeekends: 1])
    #expect(broken([shift(monday + 8, 9)], problem) == ["whole_weekends"])
    let found = try await solved(problem)
    #expect(found.contains { Zone.utc.date(at: $0.start) == monday + 6 })
  }

  @Test("a conflict with the past names it")
  func conflictNamesThePast() async {
    var problem = problem(
      [.maxShiftsPerWeek: 2], previous: begun, from: monday + 2, days: 5, weekStart: .monday)
    problem.pins = [RosterPin(agent: "A1", date: monday + 3, kind: .on)]
    await #expect {
      try await solve(problem)
    } throws: { error in
      let text = "\(error)"
      return text.contains("max_shifts_per_week 2") && text.contains("what was worked before")
    }
  }

  @Test("who is still at work is covered, present and on a seat")
  func stillAtWork() async throws {
    var problem = problem([:], previous: [shift(monday - 1, 22)], days: 1, agents: 3)
    problem.requirement.required[0] = (0..<24).map { $0 < 6 ? 1 : 0 }
    problem.agents[0].skills = ["lead": 1]
    problem.rules.presence = [
      PresenceRule(
        id: "lead", skill: "lead", minimum: 1, hours: [MinuteRange(from: 0, to: 360)])
    ]
    problem.rules.queueSkills = [QueueSkill(queue: "", skill: "lead", minimumLevel: 0)]
    let findings = checkRoster([], input(problem))
    #expect(findings.missing == 0 && findings.violations.isEmpty)
    #expect(try await solved(problem).isEmpty)
    for index in problem.agents.indices { problem.agents[index].site = "north" }
    problem.rules.seats = [SiteSeats(site: "north", seats: 1)]
    #expect(broken([shift(monday, 2, "A2")], problem) == ["seats"])
    #expect(broken([shift(monday, 6, "A2")], problem).isEmpty)
    problem.agents[1].isRemote = true
    #expect(broken([shift(monday, 2, "A2")], problem).isEmpty)
  }

  @Test("a shift of the roster before that begins inside is as it is")
  func givenShift() async throws {
    var problem = problem(
      [.maxShiftsPerWeek: 2, .rest: 11 * h], previous: [shift(monday, 3)], count: 1)
    let roster = try await solved(problem)
    #expect(roster.allSatisfy { Zone.utc.date(at: $0.start) > monday })
    #expect(roster.count == 1)
    #expect(broken([shift(monday, 20)], problem) == ["two_shifts_a_day", "rest"])
    #expect(checkRoster([], input(problem)).missing == 7 * 24 - 8)
    // Not even with a rule that it breaks.
    problem.rules = rules([.maxShiftsPerWeek: 0, .maxNights: 0])
    problem.previous = [shift(monday, 22)]
    #expect(try await solved(problem).isEmpty)
    #expect(broken([], problem).isEmpty)
  }

  @Test("the last shift before cannot end deep in the days planned")
  func misplacedShift() async {
    var problem = problem([:], previous: [])
    problem.agents[0].previousShiftEnd = Zone.utc.startOfDay(monday) + 6 * h
    #expect(problem.misplacedPreviousShifts().isEmpty)
    // One that ends before anything is required is one before, however late the first day begins.
    problem.requirement.start = Zone.utc.startOfDay(monday) + 16 * h
    problem.agents[0].previousShiftEnd = Zone.utc.startOfDay(monday) + 15 * h
    #expect(problem.misplacedPreviousShifts().isEmpty)
    problem.agents[0].previousShiftEnd = Zone.utc.startOfDay(monday) + 17 * h
    #expect(problem.misplacedPreviousShifts().count == 1)
    problem.agents[0].previousShiftEnd = Zone.utc.startOfDay(monday + 2)
    problem.agents[0].place = Place(file: "agents.csv", line: 7)
    #expect(problem.misplacedPreviousShifts().map(\.place?.line) == [7])
    await #expect {
      try await solve(problem)
    } throws: { ($0 as? Problem)?.kind == .invalidInput && "\($0)".contains("agents.csv:7") }
  }
}
