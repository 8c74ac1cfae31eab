import CentreModel
import CivilTime
import Diagnostics
import RosterChecking
import Rostering
import Testing

/// Random centres with random rules: whatever the search hands out keeps every hard rule, also on
/// days of 23 and 25 hours; and what it says about coverage is what the segments cover.
@Test(arguments: 1...30) func randomCentresGetValidRosters(seed: Int) async throws {
  var random = RandomSource(seed: UInt64(seed))
  let zones = ["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
  let name = zones[random.below(zones.count)]
  let zone = name == "UTC" ? Zone.utc : try ZoneDatabase.system.zone(name)
  let firsts = [(2027, 3, 8), (2027, 11, 1), (2026, 11, 30), (2027, 4, 1)]
  let (y, m, d) = firsts[random.below(firsts.count)]
  let first = try #require(CivilDate(year: y, month: m, day: d))
  let days = [1, 7, 10, 14][random.below(4)]
  let start = zone.startOfDay(first)
  let length = zone.startOfDay(first + days) - start
  let queues = random.below(3) == 0 ? ["billing", "sales"] : [""]
  let required = queues.map { _ in
    (0..<length / 1800).map { i in
      let hour = zone.local(at: start + i * 1800).hour
      return (7..<21).contains(hour) ? random.below(5) : 0
    }
  }
  var general = WorkRules([.rest: RosterLimit((8 + random.below(5)) * 3600)])
  let limits: [(WorkRule, Int)] = [
    (.maxShiftsPerWeek, 5), (.daysOffTogether, 2), (.maxDaysInRow, 4), (.maxStartSpread, 4 * 3600),
    (.maxEarlierStart, 3600), (.maxNightsInRow, 2), (.maxHoursPerWeek, 40 * 3600),
    (.maxWeekends, 1), (.wholeWeekends, 1), (.minDaysOffInRow, 2), (.maxNights, 3),
    (.restAfterNights, 24 * 3600),
  ]
  for (rule, limit) in limits where random.below(2) == 0 {
    general[rule] = RosterLimit(limit, weight: random.below(4) == 0 ? 200 : nil)
  }
  var rules = Small.rules(general)
  rules.contracts.append(
    RosterContract(
      id: "B",
      kinds: [
        ShiftKind(id: "early", lengthSeconds: 6 * 3600, starts: [MinuteRange(from: 360, to: 540)]),
        ShiftKind(
          id: "late", lengthSeconds: 6 * 3600, starts: [MinuteRange(from: 840, to: 1080)],
          forbiddenNext: ["early"]),
      ]))
  rules.availability = [AvailabilityClass(id: "day", hours: [MinuteRange(from: 360, to: 1140)])]
  rules.pairs = [AgentPair(first: "A1", second: "A2", kind: .apart)]
  rules.preferences = PreferenceWeights(preferredStart: 1, preferredDayOff: 10, fairNights: 5)
  let agents = (1...6 + random.below(6)).map { i in
    RosterAgent(
      id: "A\(i)", contract: random.below(2) == 0 ? "A" : "B",
      availability: random.below(3) == 0 ? "day" : nil,
      skills: queues.count > 1
        ? (random.below(2) == 0 ? ["billing": 1, "sales": 1] : ["sales": 1]) : [:],
      unavailableDates: random.below(4) == 0 ? [first + random.below(days)] : [],
      previousShiftEnd: random.below(2) == 0 ? start - random.below(12) * 3600 : nil,
      previousDaysInRow: random.below(3), preferredStart: 480,
      preferredDaysOff: [first + random.below(days)])
  }
  let problem = RosterProblem(
    requirement: RosterRequirement(
      start: start, intervalSeconds: 1800, queues: queues, required: required),
    agents: agents, rules: rules, zone: zone, horizonStart: first, days: days)
  guard queues.count == 1 || agents.contains(where: { $0.skills["billing"] != nil }) else { return }
  let roster = try await solve(problem, options: RosterOptions(moves: 60_000, seed: UInt64(seed)))
  #expect(roster.findings.isValid)
  #expect(roster.evidence.bound ?? 0 <= roster.findings.missing)
  // Somebody leaves: what the others' roster becomes keeps every rule too, and a freeze.
  var changed = problem
  changed.agents.removeLast()
  changed.published = roster.segments
  let freeze = zone.startOfDay(first + days / 2)
  let near = try await solve(
    changed.frozen(until: freeze), options: RosterOptions(moves: 20_000, seed: UInt64(seed)))
  #expect(near.findings.isValid)
  #expect(
    rosterChanges(from: changed.published, to: near.segments, zone: zone).allSatisfy {
      $0.agent == problem.agents.last?.id || $0.date >= first + days / 2
    })
  // A shift that is one step longer is noticed.
  var spoiled = roster.segments
  if !spoiled.isEmpty {
    spoiled[spoiled.count - 1].end = spoiled[spoiled.count - 1].end + 900
    let findings = checkRoster(
      spoiled,
      RosterCheckInput(
        requirement: problem.requirement, agents: agents, rules: rules, zone: zone,
        horizonStart: first, days: days))
    #expect(!findings.isValid)
  }
}
