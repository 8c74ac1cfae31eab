import CentreModel
import CivilTime
import Diagnostics
import RosterChecking
import Rostering
import Testing

private let h = 3600

private func shift(_ agent: String, _ date: CivilDate, _ hour: Int) -> RosterSegment {
  let start = Zone.utc.startOfDay(date) + hour * h
  return RosterSegment(agent: agent, activity: .work, start: start, end: start + 8 * h)
}

private func input(_ problem: RosterProblem) -> RosterCheckInput {
  RosterCheckInput(
    requirement: problem.requirement, agents: problem.agents, rules: problem.rules,
    zone: problem.zone, horizonStart: problem.horizonStart, days: problem.days,
    previous: problem.previous, pins: problem.pins, closedDates: problem.closedDates)
}

/// Limits of which each is set or not.
private func limits(_ random: inout RandomSource, least: Bool) -> WorkRules {
  var all: [(WorkRule, Int)] = [
    (.maxShiftsPerWeek, 2 + random.below(4)), (.maxHoursPerWeek, (2 + random.below(4)) * 8 * h),
    (.maxNightsPerWeek, random.below(3)), (.maxNightsInRow, 1 + random.below(3)),
    (.restAfterNights, 24 * h * (1 + random.below(2))), (.maxDaysInRow, 2 + random.below(4)),
    (.maxStartSpread, random.below(3) * 4 * h),
    (.maxEarlierStart, random.below(3) * 2 * h), (.maxWeekendsPerMonth, random.below(3)),
  ]
  if least {
    all += [
      (.minShiftsPerWeek, 1 + random.below(5)), (.minHoursPerWeek, (1 + random.below(5)) * 8 * h),
      (.daysOffTogether, 1 + random.below(3)), (.wholeWeekends, 1),
    ]
  }
  // Without any rest two shifts could be one.
  var rules = WorkRules([.rest: RosterLimit((8 + random.below(5)) * h)])
  for (rule, limit) in all where random.below(3) == 0 { rules[rule] = RosterLimit(limit) }
  return rules
}

private func problem(
  _ limits: WorkRules, from: CivilDate, days: Int, need: Int, agents: Int, weekStart: Weekday
) -> RosterProblem {
  var rules = RosterRules(
    contracts: [
      RosterContract(
        id: "A",
        kinds: [6, 14, 22].map { hour in
          ShiftKind(
            id: "k\(hour)", lengthSeconds: 8 * h,
            starts: [MinuteRange(from: hour * 60, to: hour * 60)])
        })
    ], general: limits, weekStart: weekStart)
  rules.surplusWeight = 1
  return RosterProblem(
    requirement: RosterRequirement(
      start: Zone.utc.startOfDay(from), intervalSeconds: h,
      required: [Array(repeating: need, count: days * 24)]),
    agents: Small.agents(agents), rules: rules, zone: .utc, horizonStart: from, days: days)
}

@Suite("The past in random problems") struct PastPropertyTests {
  /// Planned in pieces, each with all before it, a roster breaks no most amount that it would break as one
  /// piece: nothing published is forgotten.
  @Test(arguments: 1...30) func piecesKeepWhatTheWholeKeeps(seed: Int) async throws {
    var random = RandomSource(seed: UInt64(seed))
    let limits = limits(&random, least: false)
    let weekStart = Weekday.allCases[random.below(7)]
    let first = Small.monday + random.below(7)
    var from = first
    var all: [RosterSegment] = []
    var leave: [String: [CivilDate]] = [:]
    for agent in Small.agents(4) where random.below(2) == 0 {
      leave[agent.id] = [first + random.below(20), first + random.below(20)]
    }
    for _ in 0..<3 {
      let days = [3, 5, 7, 10][random.below(4)]
      var piece = problem(
        limits, from: from, days: days, need: 2, agents: 4, weekStart: weekStart)
      for i in piece.agents.indices { piece.agents[i].leave = leave[piece.agents[i].id] ?? [] }
      piece.previous = all
      let roster = try await solve(
        piece, options: RosterOptions(moves: 30_000, seed: UInt64(seed)))
      #expect(roster.findings.isValid)
      all += roster.segments
      from = from + days
    }
    var whole = problem(
      limits, from: first, days: from - first, need: 2, agents: 4, weekStart: weekStart)
    for i in whole.agents.indices { whole.agents[i].leave = leave[whole.agents[i].id] ?? [] }
    let violations = checkRoster(all, input(whole)).violations.filter(\.isHard)
    #expect(violations.isEmpty, "\(violations.first.map { "\($0)" } ?? "")")
    // The same count by hand.
    guard let most = limits[.maxShiftsPerWeek]?.value else { return }
    let weeks = Dictionary(grouping: all) { segment in
      let date = Zone.utc.date(at: segment.start)
      return "\(segment.agent) \(date - (date.weekday.rawValue - weekStart.rawValue + 7) % 7)"
    }
    #expect(weeks.values.allSatisfy { $0.count <= most })
  }

  /// What is said to be impossible is: the checker refuses every row there is; and what is said to be
  /// possible is not.
  @Test(arguments: 1...120) func exactTestAgreesWithTheChecker(seed: Int) async throws {
    var random = RandomSource(seed: UInt64(seed) &* 77)
    let days = 4
    var one = problem(
      limits(&random, least: true), from: Small.monday + random.below(7), days: days, need: 0,
      agents: 1, weekStart: Weekday.allCases[random.below(7)])
    let known = 3 + random.below(8)
    for k in 1...known where random.below(3) > 0 {
      one.previous.append(shift("A1", one.horizonStart - k, [6, 14, 22][random.below(3)]))
    }
    if random.below(3) == 0 {
      one.previous.append(shift("A1", one.horizonStart, [6, 14, 22][random.below(3)]))
    }
    for k in -2..<days where random.below(6) == 0 {
      one.agents[0].leave.append(one.horizonStart + k)
    }
    if random.below(4) == 0 { one.closedDates = [one.horizonStart + random.below(days)] }
    if random.below(3) == 0 {
      let date = one.horizonStart + 1 + random.below(days - 1)
      if !one.agents[0].leave.contains(date) {
        one.pins = [RosterPin(agent: "A1", date: date, kind: .on)]
      }
    }
    // Least amounts above most amounts are refused whatever the past was.
    let all = one.rules.general
    let isContradiction = WorkRule.allCases.contains { low in
      guard low.direction == .least, let high = low.opposite else { return false }
      return all[low]?.value ?? 0 > all[high]?.value ?? .max
    }
    if isContradiction { return }
    let isPossible = rows(one).contains { checkRoster($0, input(one)).isValid }
    var refusal: Problem?
    do { _ = try await solve(one, options: RosterOptions(moves: 8_000)) } catch { refusal = error }
    #expect((refusal == nil) == isPossible, "\(refusal.map { "\($0)" } ?? "no refusal")")
    if let refusal { #expect(!refusal.what.hasPrefix("no roster was found"), "\(refusal)") }
  }

  /// Every row of early, late and night shifts and days off.
  private func rows(_ problem: RosterProblem) -> [[RosterSegment]] {
    var count = 1
    for _ in 0..<problem.days { count *= 4 }
    return (0..<count).map { number in
      var rest = number
      var row: [RosterSegment] = []
      for day in 0..<problem.days {
        let choice = rest % 4
        rest /= 4
        guard choice > 0 else { continue }
        row.append(shift("A1", problem.horizonStart + day, [6, 14, 22][choice - 1]))
      }
      return row
    }
  }
}
