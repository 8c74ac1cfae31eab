internal import CentreModel
internal import CivilTime

/// Wishes and fairness of one agent; never hard.
func checkWishes(
  _ shifts: [WorkedShift], _ agent: RosterAgent, _ input: RosterCheckInput,
  _ calendar: CheckCalendar, _ violations: inout [RosterViolation]
) {
  let weights = input.rules.preferences
  func wish(_ rule: String, _ at: Instant?, _ text: String, units: Int, cost: Int) {
    violations.append(
      RosterViolation(
        rule: rule, agent: agent.id, at: at, text: text, isHard: false, units: units, cost: cost))
  }
  for shift in shifts {
    if weights.preferredDayOff > 0, agent.preferredDaysOff.contains(calendar.first + shift.day) {
      wish(
        "preferred_days_off", shift.start, "works on a preferred day off", units: 1,
        cost: weights.preferredDayOff)
    }
    if weights.preferredKind > 0, !agent.preferredKinds.isEmpty, let kind = shift.kind,
      !agent.preferredKinds.contains(kind.id)
    {
      wish(
        "preferred_shifts", shift.start, "\(kind.id) is not a preferred shift", units: 1,
        cost: weights.preferredKind)
    }
    if weights.preferredStart > 0, let minute = agent.preferredStart {
      let apart = abs(shift.clock - minute * 60)
      let beyond = min(apart, 86_400 - apart) - weights.startToleranceSeconds
      if beyond >= 900 {
        wish(
          "preferred_start", shift.start,
          "starts \(duration(min(apart, 86_400 - apart))) from the preferred time",
          units: hours(beyond), cost: beyond / 900 * weights.preferredStart / 4)
      }
    }
  }
}

/// What was fixed beforehand.
func checkPins(
  _ shiftsOf: [String: [WorkedShift]], _ input: RosterCheckInput, _ calendar: CheckCalendar,
  _ violations: inout [RosterViolation]
) {
  for pin in input.pins {
    let day = pin.date - calendar.first
    guard (0..<input.days).contains(day) else { continue }
    let there = (shiftsOf[pin.agent] ?? []).filter { $0.day == day }
    let at = calendar.start(day)
    switch pin.kind {
    case .off where !there.isEmpty:
      violations.append(hard("pin", pin.agent, at, "works on a day pinned off"))
    case .on where there.isEmpty:
      violations.append(hard("pin", pin.agent, at, "is off on a day pinned to work"))
    case .shift(let segments):
      if there.count != 1
        || there[0].segments.map(Stretch.init) != segments.sorted().map(Stretch.init)
      {
        violations.append(hard("pin", pin.agent, at, "has not the shift that is pinned"))
      }
    default: break
    }
  }
}

private struct Stretch: Equatable {
  var activity: Activity
  var start: Instant
  var end: Instant
  init(_ segment: RosterSegment) {
    activity = segment.activity
    start = segment.start
    end = segment.end
  }
}

/// Pairs that work together or apart.
func checkPairs(
  _ shiftsOf: [String: [WorkedShift]], _ input: RosterCheckInput, _ calendar: CheckCalendar,
  _ violations: inout [RosterViolation]
) {
  for pair in input.rules.pairs {
    let a = shiftsOf[pair.first] ?? []
    let b = shiftsOf[pair.second] ?? []
    let name = "\(pair.first)+\(pair.second)"
    func report(_ at: Instant, _ text: String) {
      violations.append(
        RosterViolation(
          rule: pair.kind == .together ? "together" : "apart", agent: name, at: at, text: text,
          isHard: pair.weight == nil, units: 1, cost: pair.weight ?? 0))
    }
    switch pair.kind {
    case .together:
      for day in 0..<input.days {
        let x = a.first { $0.day == day }?.start
        let y = b.first { $0.day == day }?.start
        if x != y { report(x ?? y ?? calendar.start(day), "do not start together") }
      }
    case .apart:
      for x in a {
        for y in b where x.start < y.end && y.start < x.end && !(x.isPast && y.isPast) {
          report(max(x.start, y.start), "are in their shifts at the same time")
        }
      }
    }
  }
}

/// Enough agents with a skill at work at all times asked for.
func checkPresence(
  _ agents: [String: RosterAgent], _ coverage: Coverage,
  _ input: RosterCheckInput, _ calendar: CheckCalendar, _ violations: inout [RosterViolation]
) {
  let requirement = input.requirement
  let first = calendar.start(0)
  let end = calendar.start(input.days)
  for rule in input.rules.presence {
    let able = coverage.everything.filter {
      $0.activity == .work && agents[$0.agent].map(rule.counts) == true
    }
    let present = counted(able.map { ($0.start, $0.end) }, from: first, to: end, coverage.unit)
    for (k, count) in present.enumerated() {
      let at = first + k * coverage.unit
      let offset = at - requirement.start
      let required =
        offset < 0 ? 0 : requirement.requiredInAll(at: offset / requirement.intervalSeconds)
      let asked = rule.people(
        required: required, minute: input.zone.local(at: at).secondsOfDay / 60)
      guard count < asked else { continue }
      violations.append(
        RosterViolation(
          rule: "presence \(rule.id)", agent: rule.skill, at: at,
          text: "\(count) with \(rule.skill) at work, at least \(asked)",
          isHard: rule.weight == nil, units: asked - count,
          cost: (asked - count) * (rule.weight ?? 0)))
    }
  }
}

/// No more agents in their shifts than seats.
func checkSeats(
  _ shiftsOf: [String: [WorkedShift]], _ agents: [String: RosterAgent],
  _ input: RosterCheckInput, _ calendar: CheckCalendar, _ violations: inout [RosterViolation]
) {
  for rule in input.rules.seats {
    var events: [(at: Instant, change: Int, isPast: Bool)] = []
    for (id, shifts) in shiftsOf
    where agents[id]?.site == rule.site && agents[id]?.isRemote == false {
      for shift in shifts {
        events.append((shift.start, 1, shift.isPast))
        events.append((shift.end, -1, shift.isPast))
      }
    }
    events.sort { ($0.at, $0.change) < ($1.at, $1.change) }
    var now = 0
    var past = 0
    var isOver = false
    for event in events {
      now += event.change
      if event.isPast { past += event.change }
      if now > max(rule.seats, past), !isOver {
        isOver = true
        violations.append(
          RosterViolation(
            rule: "seats", agent: rule.site, at: event.at,
            text: "\(now) agents in their shifts, \(rule.seats) seats", isHard: rule.weight == nil,
            units: now - rule.seats, cost: (now - rule.seats) * (rule.weight ?? 0)))
      } else if now <= max(rule.seats, past) {
        isOver = false
      }
    }
  }
}

/// How many stretches cover each unit of a range.
private func counted(
  _ stretches: [(Instant, Instant)], from: Instant, to: Instant, _ unit: Int
) -> [Int] {
  let count = max(0, (to - from) / unit)
  var change = Array(repeating: 0, count: count + 1)
  for (start, end) in stretches {
    let a = min(count, max(0, (start - from) / unit))
    let b = min(count, max(0, (end - from) / unit))
    change[a] += 1
    change[b] -= 1
  }
  var now = 0
  return (0..<count).map {
    now += change[$0]
    return now
  }
}
