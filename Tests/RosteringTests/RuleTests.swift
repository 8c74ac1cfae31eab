import CentreModel
import CivilTime
import RosterChecking
import Rostering
import Testing

/// Every rule of `WorkRule` with a roster that breaks it and nothing else, and one that meets it
/// exactly.
struct RuleCase: Sendable, CustomTestStringConvertible {
  /// A shift by day of the horizon, start in minutes after midnight and length in hours.
  typealias Shift = (day: Int, start: Int, hours: Int)
  var rule: WorkRule
  var limit: Int
  var broken: [Shift]
  var kept: [Shift]
  var days = 7
  var adjust: @Sendable (inout RosterAgent) -> Void = { _ in }
  var testDescription: String { rule.rawValue }
}

private let h = 3600

let ruleCases: [RuleCase] = [
  RuleCase(
    rule: .rest, limit: 11 * h, broken: [(0, 840, 8), (1, 510, 8)],
    kept: [(0, 840, 8), (1, 540, 8)]),
  RuleCase(
    rule: .minShiftsPerWeek, limit: 2, broken: [(0, 480, 8)], kept: [(0, 480, 8), (1, 480, 8)]),
  RuleCase(
    rule: .maxShiftsPerWeek, limit: 1, broken: [(0, 480, 8), (3, 480, 8)], kept: [(0, 480, 8)]),
  RuleCase(
    rule: .wishedShiftsPerWeek, limit: 2, broken: [(0, 480, 8)],
    kept: [(0, 480, 8), (1, 480, 8)]),
  RuleCase(
    rule: .minHoursPerWeek, limit: 12 * h, broken: [(0, 480, 8)],
    kept: [(0, 480, 8), (1, 480, 4)]),
  RuleCase(
    rule: .maxHoursPerWeek, limit: 12 * h, broken: [(0, 480, 8), (1, 480, 8)],
    kept: [(0, 480, 8), (1, 480, 4)]),
  RuleCase(rule: .minShifts, limit: 2, broken: [(0, 480, 8)], kept: [(0, 480, 8), (6, 480, 8)]),
  RuleCase(rule: .maxShifts, limit: 1, broken: [(0, 480, 8), (6, 480, 8)], kept: [(0, 480, 8)]),
  RuleCase(rule: .minHours, limit: 8 * h, broken: [(0, 480, 4)], kept: [(0, 480, 8)]),
  RuleCase(rule: .maxHours, limit: 8 * h, broken: [(0, 480, 8), (2, 480, 4)], kept: [(0, 480, 8)]),
  RuleCase(
    rule: .daysOffTogether, limit: 2,
    broken: [(1, 480, 8), (3, 480, 8), (5, 480, 8)], kept: [(1, 480, 8), (4, 480, 8), (6, 480, 8)]),
  RuleCase(
    rule: .maxDaysInRow, limit: 3, broken: [(0, 480, 8), (1, 480, 8)], kept: [(0, 480, 8)],
    adjust: { $0.previousDaysInRow = 2 }),
  RuleCase(
    rule: .minDaysInRow, limit: 2, broken: [(2, 480, 8)], kept: [(2, 480, 8), (3, 480, 8)]),
  RuleCase(
    rule: .minDaysOffInRow, limit: 2, broken: [(1, 480, 8), (3, 480, 8)],
    kept: [(1, 480, 8), (4, 480, 8)]),
  RuleCase(
    rule: .maxWeekends, limit: 1, broken: [(5, 480, 8), (13, 480, 8)],
    kept: [(5, 480, 8), (6, 480, 8)], days: 14),
  RuleCase(
    rule: .maxWeekendsPerMonth, limit: 1, broken: [(5, 480, 8), (12, 480, 8)],
    kept: [(5, 480, 8), (33, 480, 8)], days: 35),
  RuleCase(
    rule: .wholeWeekends, limit: 1, broken: [(5, 480, 8)], kept: [(5, 480, 8), (6, 480, 8)]),
  RuleCase(
    rule: .maxNightsPerWeek, limit: 1, broken: [(0, 1320, 8), (3, 1320, 8)], kept: [(0, 1320, 8)]),
  RuleCase(
    rule: .maxNightsInRow, limit: 2, broken: [(0, 1320, 8), (1, 1320, 8)], kept: [(0, 1320, 8)],
    adjust: { $0.previousNightsInRow = 1 }),
  RuleCase(
    rule: .maxNights, limit: 1, broken: [(0, 1320, 8), (8, 1320, 8)], kept: [(0, 1320, 8)], days: 14
  ),
  RuleCase(
    rule: .restAfterNights, limit: 24 * h, broken: [(0, 1320, 8), (2, 330, 8)],
    kept: [(0, 1320, 8), (2, 360, 8)]),
  RuleCase(
    rule: .maxStartSpread, limit: 2 * h, broken: [(0, 480, 8), (2, 630, 8)],
    kept: [(0, 480, 8), (2, 600, 8)]),
  RuleCase(
    rule: .maxEarlierStart, limit: 2 * h, broken: [(0, 720, 8), (1, 570, 8)],
    kept: [(0, 720, 8), (1, 600, 8)]),
]

private func segments(_ shifts: [RuleCase.Shift], agent: String = "A1") -> [RosterSegment] {
  shifts.map { shift in
    let start = Zone.utc.startOfDay(Small.monday + shift.day) + shift.start * 60
    return RosterSegment(
      agent: agent, activity: .work, start: start, end: start + shift.hours * 3600)
  }
}

private func rules(_ general: WorkRules) -> RosterRules {
  RosterRules(
    contracts: [
      RosterContract(
        id: "A",
        kinds: [8, 4].map { ShiftKind(id: "\($0)h", lengthSeconds: $0 * 3600) })
    ], general: general)
}

private func input(_ one: RuleCase, weight: Int? = nil) -> RosterCheckInput {
  var agent = RosterAgent(id: "A1", contract: "A")
  one.adjust(&agent)
  return RosterCheckInput(
    requirement: Small.requirement(0, days: one.days), agents: [agent],
    rules: rules(WorkRules([one.rule: RosterLimit(one.limit, weight: weight)])), zone: .utc,
    horizonStart: Small.monday, days: one.days)
}

@Suite struct RuleTests {
  @Test func everyRuleHasACase() {
    #expect(Set(ruleCases.map(\.rule)) == Set(WorkRule.allCases))
  }

  @Test(arguments: ruleCases) func brokenRuleIsTheOnlyReason(_ one: RuleCase) {
    let findings = checkRoster(segments(one.broken), input(one))
    #expect(!findings.isValid)
    #expect(Set(findings.violations.map(\.rule)) == [one.rule.rawValue])
  }

  @Test(arguments: ruleCases) func limitItselfIsKept(_ one: RuleCase) {
    let findings = checkRoster(segments(one.kept), input(one))
    #expect(findings.violations.isEmpty)
  }

  @Test(arguments: ruleCases) func softRuleCostsAndDoesNotRefuse(_ one: RuleCase) {
    let findings = checkRoster(segments(one.broken), input(one, weight: 30))
    #expect(findings.isValid)
    #expect(findings.violations.allSatisfy { $0.cost == 30 * $0.units && $0.units > 0 })
    #expect(!findings.violations.isEmpty)
  }

  /// The search must find its way to a roster that keeps the rule, where one must be looked for.
  @Test(arguments: ruleCases) func searchKeepsTheRule(_ one: RuleCase) async throws {
    var agent = RosterAgent(id: "A1", contract: "A")
    one.adjust(&agent)
    var limits = WorkRules([.rest: RosterLimit(10 * h)])
    limits[one.rule] = RosterLimit(one.limit)
    let start = Zone.utc.startOfDay(Small.monday)
    let problem = RosterProblem(
      requirement: RosterRequirement(
        start: start, intervalSeconds: 1800,
        required: [Array(repeating: 1, count: one.days * 48)]),
      agents: [agent], rules: rules(limits),
      zone: .utc, horizonStart: Small.monday, days: one.days)
    let roster = try await solve(problem, options: RosterOptions(moves: 60_000))
    #expect(roster.findings.isValid)
    #expect(roster.findings.shifts > 0)
  }
}

@Suite struct PlaceTests {
  private func findings(
    _ shifts: [RuleCase.Shift], agent: RosterAgent = RosterAgent(id: "A1", contract: "A"),
    _ adjust: (inout RosterCheckInput) -> Void = { _ in }
  ) -> Set<String> {
    var input = RosterCheckInput(
      requirement: Small.requirement(0), agents: [agent], rules: rules(WorkRules()), zone: .utc,
      horizonStart: Small.monday, days: 7)
    adjust(&input)
    return Set(checkRoster(segments(shifts), input).violations.map(\.rule))
  }

  @Test func shapeOfTheShift() {
    #expect(findings([(0, 480, 8)]).isEmpty)
    #expect(findings([(0, 480, 6)]) == ["shift_length"])
    #expect(findings([(0, 495, 8)]) == ["start_grid"])
    #expect(findings([(7, 480, 8)]) == ["outside_horizon"])
    #expect(findings([(0, 0, 8), (0, 720, 8)]) == ["two_shifts_a_day"])
  }

  @Test func pausesInTheirWindows() {
    let start = Zone.utc.startOfDay(Small.monday) + 8 * h
    func roster(breakAt: Int, minutes: Int) -> [RosterSegment] {
      [
        RosterSegment(agent: "A1", activity: .work, start: start, end: start + breakAt),
        RosterSegment(
          agent: "A1", activity: .break, start: start + breakAt,
          end: start + breakAt + minutes * 60),
        RosterSegment(
          agent: "A1", activity: .work, start: start + breakAt + minutes * 60, end: start + 8 * h),
      ]
    }
    let input = RosterCheckInput(
      requirement: Small.requirement(0), agents: [RosterAgent(id: "A1", contract: "A")],
      rules: Small.rules(WorkRules()), zone: .utc, horizonStart: Small.monday, days: 7)
    func rules(_ segments: [RosterSegment]) -> Set<String> {
      Set(checkRoster(segments, input).violations.map(\.rule))
    }
    #expect(rules(roster(breakAt: h, minutes: 15)).isEmpty)
    #expect(rules(roster(breakAt: 2 * h, minutes: 15)).isEmpty)
    #expect(rules(roster(breakAt: 2 * h + 900, minutes: 15)) == ["break_window"])
    #expect(rules(roster(breakAt: h, minutes: 30)) == ["break_length"])
    #expect(rules(segments([(0, 480, 8)])) == ["break_count"])
  }

  @Test func availabilityLeaveAndOwnWindow() {
    var agent = RosterAgent(id: "A1", contract: "A", availability: "day")
    let day: (inout RosterCheckInput) -> Void = {
      $0.rules.availability = [
        AvailabilityClass(id: "day", hours: [MinuteRange(from: 360, to: 1140)], days: [.monday])
      ]
    }
    #expect(findings([(0, 660, 8)], agent: agent, day).isEmpty)
    #expect(findings([(0, 690, 8)], agent: agent, day) == ["availability"])
    #expect(findings([(1, 480, 8)], agent: agent, day) == ["availability"])
    agent = RosterAgent(
      id: "A1", contract: "A", unavailableDates: [Small.monday],
      startWindow: MinuteRange(from: 480, to: 540))
    #expect(findings([(0, 480, 8)], agent: agent) == ["unavailable_date"])
    #expect(findings([(1, 540, 8)], agent: agent).isEmpty)
    #expect(findings([(1, 570, 8)], agent: agent) == ["start_window"])
  }

  @Test func previousShiftAndRest() {
    let agent = RosterAgent(
      id: "A1", contract: "A", previousShiftEnd: Zone.utc.startOfDay(Small.monday) - h)
    let rest: (inout RosterCheckInput) -> Void = {
      $0.rules.general = WorkRules([.rest: RosterLimit(11 * h)])
    }
    #expect(findings([(0, 600, 8)], agent: agent, rest).isEmpty)
    #expect(findings([(0, 570, 8)], agent: agent, rest) == ["rest"])
  }

  @Test func seatsPresenceAndPairs() {
    let agents = ["A1", "A2"].map {
      RosterAgent(id: $0, contract: "A", skills: $0 == "A1" ? ["lead": 2] : [:], site: "north")
    }
    func rulesBroken(_ one: Int, _ two: Int, _ adjust: (inout RosterRules) -> Void) -> Set<String> {
      var rules = rules(WorkRules())
      adjust(&rules)
      let input = RosterCheckInput(
        requirement: Small.requirement(0), agents: agents, rules: rules, zone: .utc,
        horizonStart: Small.monday, days: 7)
      let roster = segments([(0, one, 8)]) + segments([(0, two, 8)], agent: "A2")
      return Set(checkRoster(roster, input).violations.map(\.rule))
    }
    let seats: (inout RosterRules) -> Void = { $0.seats = [SiteSeats(site: "north", seats: 1)] }
    #expect(rulesBroken(0, 480, seats).isEmpty)
    #expect(rulesBroken(0, 450, seats) == ["seats"])
    let apart: (inout RosterRules) -> Void = {
      $0.pairs = [AgentPair(first: "A1", second: "A2", kind: .apart)]
    }
    #expect(rulesBroken(0, 480, apart).isEmpty)
    #expect(rulesBroken(0, 450, apart) == ["apart"])
    let together: (inout RosterRules) -> Void = {
      $0.pairs = [AgentPair(first: "A1", second: "A2", kind: .together)]
    }
    #expect(rulesBroken(480, 480, together).isEmpty)
    #expect(rulesBroken(480, 510, together) == ["together"])
    let lead: (Int) -> (inout RosterRules) -> Void = { from in
      {
        $0.presence = [
          PresenceRule(
            id: "lead", skill: "lead", minimumLevel: 2, minimum: 1,
            hours: [MinuteRange(from: from, to: 600)])
        ]
      }
    }
    var input = RosterCheckInput(
      requirement: Small.requirement(0, days: 1), agents: agents, rules: rules(WorkRules()),
      zone: .utc, horizonStart: Small.monday, days: 1)
    lead(480)(&input.rules)
    #expect(checkRoster(segments([(0, 480, 8)]), input).violations.isEmpty)
    lead(450)(&input.rules)
    #expect(
      Set(checkRoster(segments([(0, 480, 8)]), input).violations.map(\.rule)) == ["presence lead"])
  }
}
