// Goal: decide from the segments of a roster alone whether it keeps every rule, and what it covers.
// Method: segments are chained into shifts, shifts are held against contract, availability, leave,
// pins and every WorkRule by direct counting; coverage is added up interval by interval. No code and
// no data structure is shared with the search.

public import CentreModel
internal import CivilTime

/// Checks a roster from scratch.
///
/// - Returns: Coverage, and every broken rule, hard ones first, then by agent and time.
/// - Complexity: O(segments log segments + agents × days).
public func checkRoster(
  _ segments: [RosterSegment], _ input: RosterCheckInput
) -> RosterFindings {
  var violations: [RosterViolation] = []
  let calendar = CheckCalendar(input)
  let byAgent = Dictionary(grouping: segments, by: \.agent)
  let before = Dictionary(grouping: input.previous, by: \.agent)
  let known = Dictionary(
    input.agents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  for id in byAgent.keys.sorted() where known[id] == nil {
    violations.append(
      hard("unknown_agent", id, byAgent[id]?.first?.start, "is not among the agents"))
  }
  var shiftsOf: [String: [WorkedShift]] = [:]
  var pastOf: [String: [WorkedShift]] = [:]
  var paid = 0
  var count = 0
  for agent in input.agents.sorted(by: { $0.id < $1.id }) {
    let shifts = workedShifts(
      byAgent[agent.id] ?? [], agent: agent, input, calendar, &violations)
    let past = pastShifts(before[agent.id] ?? [], beside: shifts, agent, input, calendar)
    checkRow(shifts, past: past, agent, input, calendar, &violations)
    checkWishes(shifts, agent, input, calendar, &violations)
    shiftsOf[agent.id] = shifts
    pastOf[agent.id] = past
    paid += shifts.reduce(0) { $0 + $1.paidSeconds }
    count += shifts.count
  }
  let allOf = shiftsOf.merging(pastOf) { $0 + $1 }
  checkPins(allOf, input, calendar, &violations)
  checkPairs(allOf, input, calendar, &violations)
  let coverage = Coverage(segments, input)
  checkPresence(known, coverage, input, calendar, &violations)
  checkSeats(allOf, known, input, calendar, &violations)

  violations.sort {
    ($0.isHard ? 0 : 1, $0.agent, $0.at ?? calendar.start(0), $0.rule)
      < ($1.isHard ? 0 : 1, $1.agent, $1.at ?? calendar.start(0), $1.rule)
  }
  return RosterFindings(
    working: coverage.working, missing: coverage.missing, surplus: coverage.surplus,
    intervalsShort: coverage.intervalsShort, demand: input.requirement.total, shifts: count,
    paidSeconds: paid, violations: violations)
}

func hard(
  _ rule: String, _ agent: String, _ at: Instant?, _ text: String, units: Int = 1
) -> RosterViolation {
  RosterViolation(
    rule: rule, agent: agent, at: at, text: text, isHard: true, units: units, cost: 0)
}

/// A violation that is hard or soft as the limit says.
func broken(
  _ rule: WorkRule, _ limit: RosterLimit, _ units: Int, _ agent: String, _ at: Instant?,
  _ text: String
) -> RosterViolation {
  RosterViolation(
    rule: rule.rawValue, agent: agent, at: at, text: text, isHard: limit.isHard, units: units,
    cost: units * (limit.weight ?? 0))
}

/// The days of the horizon by the site's clock.
struct CheckCalendar {
  let zone: Zone
  let first: CivilDate
  let days: Int
  let weekStart: Weekday
  /// The first day of which the roster before tells, counted from the horizon's first; nil: none.
  let firstKnownDay: Int?
  /// Days on which somebody is required.
  let neededDays: Set<Int>
  let closedDays: Set<Int>

  init(_ input: RosterCheckInput) {
    zone = input.zone
    first = input.horizonStart
    days = input.days
    weekStart = input.rules.weekStart
    let zone = input.zone
    let first = input.horizonStart
    firstKnownDay = input.previous.map(\.start).min().map { zone.date(at: $0) - first }
    closedDays = Set(input.closedDates.map { $0 - first })
    var needed: Set<Int> = []
    for q in input.requirement.queues.indices {
      let known = q < input.requirement.needed.count ? input.requirement.needed[q].count : 0
      for i in 0..<max(input.requirement.intervalCount, known)
      where input.requirement.isNeeded(q, i) {
        let at = input.requirement.start + i * input.requirement.intervalSeconds
        needed.insert(zone.date(at: at) - first)
      }
    }
    neededDays = needed
  }

  func start(_ day: Int) -> Instant { zone.startOfDay(first + day) }

  /// The first day of the week a day belongs to, counted from the horizon's first day; may be
  /// negative.
  func weekStartDay(_ day: Int) -> Int {
    let weekday = (first + day).weekday.rawValue
    return day - (weekday - weekStart.rawValue + 7) % 7
  }

  /// First days of the weeks that lie in or reach into the horizon.
  var weeks: [Int] {
    var all: [Int] = []
    var day = weekStartDay(0)
    while day < days {
      all.append(day)
      day += 7
    }
    return all
  }

  func text(_ instant: Instant) -> String { instant.text(in: zone) }
  func dateText(_ day: Int) -> String { "\((first + day).weekday.shortName) \(first + day)" }
}
