internal import CentreModel
internal import CivilTime

/// A shift as the segments show it.
struct WorkedShift {
  var start: Instant
  var end: Instant
  /// Day of its start, counted from the horizon's first.
  var day: Int
  /// Seconds after local midnight at its start.
  var clock: Int
  var paidSeconds: Int
  var isNight: Bool
  var isUnpopular: Bool
  /// Nil when it is none of the contract's kinds.
  var kind: ShiftKind?
  var segments: [RosterSegment]
  /// Of the roster before: it counts, and nobody can change it.
  var isPast = false
}

/// What the roster before has an agent work, also inside the horizon, but for what stands in the roster
/// itself.
func pastShifts(
  _ segments: [RosterSegment], beside shifts: [WorkedShift], _ agent: RosterAgent,
  _ input: RosterCheckInput, _ calendar: CheckCalendar
) -> [WorkedShift] {
  var ignored: [RosterViolation] = []
  let starts = Set(shifts.map(\.start))
  return workedShifts(segments, agent: agent, input, calendar, &ignored).filter {
    $0.day < input.days && !starts.contains($0.start)
  }.map { shift in
    var past = shift
    past.isPast = true
    return past
  }
}

/// Chains segments into shifts and holds each against contract, class and leave.
func workedShifts(
  _ segments: [RosterSegment], agent: RosterAgent, _ input: RosterCheckInput,
  _ calendar: CheckCalendar, _ violations: inout [RosterViolation]
) -> [WorkedShift] {
  var chains: [[RosterSegment]] = []
  for segment in segments.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
    guard segment.end > segment.start else {
      violations.append(hard("bad_segment", agent.id, segment.start, "ends before it begins"))
      continue
    }
    if let last = chains.last?.last {
      if segment.start < last.end {
        violations.append(
          hard("overlap", agent.id, segment.start, "begins before the segment before it ends"))
      }
      if segment.start <= last.end {
        chains[chains.count - 1].append(segment)
        continue
      }
    }
    chains.append([segment])
  }
  let contract = input.rules.contracts.first { $0.id == agent.contract }
  if contract == nil {
    violations.append(
      hard("unknown_contract", agent.id, nil, "has the unknown contract \(agent.contract)"))
  }
  return chains.compactMap { chain in
    guard let start = chain.first?.start, let end = chain.map(\.end).max() else { return nil }
    let local = input.zone.local(at: start)
    let day = local.date - calendar.first
    var shift = WorkedShift(
      start: start, end: end, day: day, clock: local.secondsOfDay, paidSeconds: 0,
      isNight: nightSeconds(start, end, input) >= max(1, input.rules.nightSeconds),
      isUnpopular: input.rules.unpopular.contains {
        ($0.days.isEmpty || $0.days.contains(local.date.weekday))
          && $0.hours.from <= local.secondsOfDay / 60 && local.secondsOfDay / 60 <= $0.hours.to
      },
      kind: nil, segments: chain)
    if let contract { identify(&shift, contract, agent, calendar, &violations) }
    shift.paidSeconds = chain.reduce(0) { sum, segment in
      let length = segment.end - segment.start
      switch segment.activity {
      case .work: return sum + length
      case .break, .meal:
        let pause = shift.kind?.pauses.first { $0.activity == segment.activity }
        return sum + (pause?.isPaid ?? (segment.activity == .break) ? length : 0)
      }
    }
    checkPlace(shift, agent, input, calendar, &violations)
    checkQueues(shift, agent, input, calendar, &violations)
    return shift
  }
}

/// Which kind of the contract a shift is; says why it is none.
private func identify(
  _ shift: inout WorkedShift, _ contract: RosterContract, _ agent: RosterAgent,
  _ calendar: CheckCalendar, _ violations: inout [RosterViolation]
) {
  var nearest: (faults: [RosterViolation], kind: ShiftKind)?
  for kind in contract.kinds {
    let faults = faultsOf(shift, as: kind, agent, calendar)
    if faults.isEmpty {
      shift.kind = kind
      return
    }
    if faults.count < nearest?.faults.count ?? .max { nearest = (faults, kind) }
  }
  violations +=
    nearest?.faults ?? [
      hard("shift_length", agent.id, shift.start, "contract \(contract.id) allows no shift")
    ]
  shift.kind = nearest?.kind
}

private func faultsOf(
  _ shift: WorkedShift, as kind: ShiftKind, _ agent: RosterAgent, _ calendar: CheckCalendar
) -> [RosterViolation] {
  var faults: [RosterViolation] = []
  func fault(_ rule: String, _ text: String) {
    faults.append(hard(rule, agent.id, shift.start, text))
  }
  if shift.end - shift.start != kind.lengthSeconds {
    fault(
      "shift_length",
      "lasts \((shift.end - shift.start) / 60) min, \(kind.id) has \(kind.lengthSeconds / 60) min")
  }
  let isListed = kind.starts.contains { $0.from == $0.to && $0.from * 60 == shift.clock }
  if !isListed, shift.clock % (kind.startEveryMinutes * 60) != 0 {
    fault("start_grid", "does not start on the grid of \(kind.startEveryMinutes) min")
  }
  if !kind.starts.isEmpty,
    !kind.starts.contains(where: { $0.from <= shift.clock / 60 && shift.clock / 60 <= $0.to })
  {
    fault("start_window", "starts outside the windows of \(kind.id)")
  }
  if !kind.days.isEmpty, !kind.days.contains((calendar.first + shift.day).weekday) {
    fault("shift_day", "\(kind.id) does not start on this weekday")
  }
  let pauses = mergedPauses(shift.segments)
  guard pauses.map(\.activity) == kind.pauses.map(\.activity) else {
    let list = pauses.map(\.activity.rawValue).joined(separator: ", ")
    let wanted = kind.pauses.map(\.activity.rawValue).joined(separator: ", ")
    fault("break_count", "has [\(list)], \(kind.id) has [\(wanted)]")
    return faults
  }
  for (pause, rule) in zip(pauses, kind.pauses) {
    let offset = pause.start - shift.start
    if pause.end - pause.start != rule.lengthSeconds {
      fault("break_length", "a \(rule.activity) lasts \((pause.end - pause.start) / 60) min")
    }
    if offset < rule.earliestSeconds || offset > rule.latestSeconds {
      fault(
        "break_window",
        "a \(rule.activity) begins \(offset / 60) min into the shift, allowed are "
          + "\(rule.earliestSeconds / 60) to \(rule.latestSeconds / 60)")
    }
  }
  return faults
}

/// Pauses as they are lived: neighbouring segments of one activity are one.
private func mergedPauses(_ segments: [RosterSegment]) -> [RosterSegment] {
  var pauses: [RosterSegment] = []
  var last: RosterSegment?
  for segment in segments {
    if segment.activity != .work {
      if let before = last, before.activity == segment.activity, before.end == segment.start {
        pauses[pauses.count - 1].end = segment.end
      } else {
        pauses.append(segment)
      }
    }
    last = segment
  }
  return pauses
}

/// Horizon, availability, leave and personal window.
private func checkPlace(
  _ shift: WorkedShift, _ agent: RosterAgent, _ input: RosterCheckInput,
  _ calendar: CheckCalendar, _ violations: inout [RosterViolation]
) {
  func fault(_ rule: String, _ text: String) {
    violations.append(hard(rule, agent.id, shift.start, text))
  }
  if !(0..<input.days).contains(shift.day) {
    fault("outside_horizon", "starts outside the days planned")
  }
  let date = calendar.first + shift.day
  if agent.unavailableDates.contains(date) { fault("unavailable_date", "starts on \(date)") }
  if agent.leave.contains(date) { fault("leave", "starts on \(date), a day of leave") }
  let isPinned = input.pins.contains { pin in
    guard pin.agent == agent.id, pin.date == date else { return false }
    return pin.kind != .off
  }
  if input.closedDates.contains(date), !isPinned {
    fault("closed_date", "starts on \(date), when the centre is shut")
  }
  if agent.leave.contains(date + 1), shift.end > calendar.start(shift.day + 1), !isPinned {
    fault("leave", "goes on into \(date + 1), a day of leave")
  }
  if let window = agent.startWindow,
    shift.clock / 60 < window.from || shift.clock / 60 > window.to
  {
    fault("start_window", "starts outside the agent's own window")
  }
  guard let id = agent.availability else { return }
  guard let availability = input.rules.availability.first(where: { $0.id == id }) else {
    fault("availability", "the class \(id) is unknown")
    return
  }
  if !availability.days.isEmpty, !availability.days.contains(date.weekday) {
    fault("availability", "class \(id) does not start on \(date.weekday.shortName)")
  }
  if !availability.hours.isEmpty {
    let endLocal = input.zone.local(at: shift.end)
    let end = (endLocal.date - date) * 86_400 + endLocal.secondsOfDay
    let isInside = availability.hours.contains {
      $0.from * 60 <= shift.clock && end <= $0.to * 60
    }
    if !isInside { fault("availability", "lies outside the hours of class \(id)") }
  }
}

/// Each stretch of work serves a queue for which the agent has the skill.
private func checkQueues(
  _ shift: WorkedShift, _ agent: RosterAgent, _ input: RosterCheckInput,
  _ calendar: CheckCalendar, _ violations: inout [RosterViolation]
) {
  let queues = input.requirement.queues
  for segment in shift.segments {
    if segment.activity != .work {
      if !segment.queue.isEmpty {
        violations.append(hard("queue", agent.id, segment.start, "a pause serves no queue"))
      }
      continue
    }
    if segment.queue.isEmpty { continue }
    if !queues.contains(segment.queue) {
      violations.append(
        hard("queue", agent.id, segment.start, "serves the unknown queue \(segment.queue)"))
    } else if !canServe(agent, segment.queue, input) {
      violations.append(
        hard("skill", agent.id, segment.start, "has not the skill for \(segment.queue)"))
    }
  }
}

func canServe(_ agent: RosterAgent, _ queue: String, _ input: RosterCheckInput) -> Bool {
  for rule in input.rules.queueSkills where rule.queue == queue {
    return (agent.skills[rule.skill] ?? 0) >= rule.minimumLevel
  }
  if input.requirement.queues.count == 1 || agent.skills.isEmpty { return true }
  return (agent.skills[queue] ?? 0) > 0
}

/// Seconds of a stretch that lie in the night hours of any day.
private func nightSeconds(_ start: Instant, _ end: Instant, _ input: RosterCheckInput) -> Int {
  var total = 0
  let night = input.rules.night
  var date = input.zone.date(at: start) - 1
  while date <= input.zone.date(at: end) {
    let from = input.zone.resolve(date, secondsOfDay: night.from * 60).first
    let to = input.zone.resolve(
      date + night.to / 1440, secondsOfDay: night.to % 1440 * 60
    ).first
    total += max(0, min(end, to) - max(start, from))
    date = date + 1
  }
  return total
}
