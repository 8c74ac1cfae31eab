internal import CentreModel
internal import CivilTime
internal import Diagnostics

/// What stands beside the rules: leave, wishes, pins, pairs, last week, the published roster.
extension CompiledRoster {
  mutating func addPeople(_ problem: RosterProblem) throws(Problem) {
    let rules = problem.rules
    let days = calendar.days
    let width = kinds.count + 1
    let position = Dictionary(
      agents.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    if position.count != agents.count {
      let twice = Dictionary(grouping: agents, by: \.id).filter { $1.count > 1 }.keys.sorted()
      throw Problem(
        subject: "agents", "have the same id", value: twice.first,
        maybe: "give every agent an id of its own")
    }
    search.freedom = Array(repeating: .free, count: agents.count * days)
    search.cellCost = Array(repeating: 0, count: agents.count * days * width)
    search.initial = Array(repeating: .off, count: agents.count * days)
    let weights = rules.preferences
    search.preferences.start = weights.preferredStart
    search.preferences.toleranceSeconds = weights.startToleranceSeconds
    search.preferences.fairNights = weights.fairNights
    search.preferences.fairWeekends = weights.fairWeekends
    search.preferences.fairUnpopular = weights.fairUnpopular
    search.preferences.fairHours = weights.fairHours

    for (a, agent) in agents.enumerated() {
      for date in agent.unavailableDates + agent.leave + problem.closedDates {
        if let day = calendar.day(of: date) { search.freedom[a * days + day] = .off }
      }
      if weights.preferredDayOff > 0 {
        for date in agent.preferredDaysOff {
          guard let day = calendar.day(of: date) else { continue }
          for kind in kinds.indices {
            search.cellCost[(a * days + day) * width + kind + 1] += Int32(weights.preferredDayOff)
          }
        }
      }
      if weights.preferredKind > 0, !agent.preferredKinds.isEmpty {
        for day in 0..<days {
          for (k, kind) in kinds.enumerated() where !agent.preferredKinds.contains(kind.id) {
            search.cellCost[(a * days + day) * width + k + 1] += Int32(weights.preferredKind)
          }
        }
      }
    }
    addPrevious(problem)
    try addPins(problem.pins, position)
    for pair in rules.pairs {
      guard let first = position[pair.first], let second = position[pair.second], first != second
      else {
        let name = position[pair.first] == nil ? pair.first : pair.second
        throw Problem(
          subject: "pair", "names an agent who is not there", value: name,
          maybe: nearestName(to: name, among: agents.map(\.id)).map { "you meant \($0)" }
            ?? "take the pair out")
      }
      search.pairs.append(
        SearchProblem.Pair(
          first: first, second: second, together: pair.kind == .together,
          weight: pair.weight.map { Int32(clamping: $0) } ?? SearchProblem.RuleSet.hard))
    }
    if !problem.published.isEmpty {
      let shifts = Dictionary(grouping: problem.published, by: \.agent)
      search.reference = Array(repeating: .off, count: agents.count * days)
      for (a, agent) in agents.enumerated() {
        for shift in chainedShifts(shifts[agent.id] ?? []) {
          guard let (day, cell) = cell(of: shift, agent: a) else { continue }
          search.reference[a * days + day] = cell
        }
      }
    }
  }

  /// Rest and runs that continue from the roster before the horizon.
  private mutating func addPrevious(_ problem: RosterProblem) {
    let before = Dictionary(
      grouping: problem.previous.filter { $0.start < calendar.origin }, by: \.agent)
    for (a, agent) in agents.enumerated() {
      var end = agent.previousShiftEnd
      var daysInRow = agent.previousDaysInRow
      var nightsInRow = agent.previousNightsInRow
      let shifts = chainedShifts(before[agent.id] ?? [])
      if let last = shifts.last, let lastEnd = last.last?.end {
        end = max(end ?? lastEnd, lastEnd)
        let starts = shifts.compactMap(\.first?.start)
        let worked = Set(starts.map { calendar.zone.date(at: $0) })
        let nights = Set(
          shifts.filter { shift in
            guard let start = shift.first?.start, let end = shift.last?.end else { return false }
            return calendar.nightSeconds(start, end) >= max(1, problem.rules.nightSeconds)
          }.compactMap { $0.first.map { calendar.zone.date(at: $0.start) } })
        daysInRow = 0
        while worked.contains(calendar.firstDate - 1 - daysInRow) { daysInRow += 1 }
        nightsInRow = 0
        while nights.contains(calendar.firstDate - 1 - nightsInRow) { nightsInRow += 1 }
      }
      // What is past cannot be undone: it uses up the limit and no more.
      let set = search.ruleSets[search.agents[a].ruleSet]
      let most = Int(set.limits[WorkRule.maxWeekendsPerMonth.index])
      if most >= 0 {
        let known = calendar.weekendsInMonth(
          before: before[agent.id] ?? [], carried: agent.carriedWeekendsInMonth)
        search.agents[a].carriedMonthWeekends = min(most, known)
      }
      search.agents[a].previousEnd = end.map { $0 - calendar.origin }
      search.agents[a].previousDaysInRow = daysInRow
      search.agents[a].previousNightsInRow = nightsInRow
    }
  }

  private mutating func addPins(
    _ pins: [RosterPin], _ position: [String: Int]
  ) throws(Problem) {
    var seen: [Int: RosterPin] = [:]
    for pin in pins {
      guard let a = position[pin.agent] else {
        throw Problem(
          subject: "pin", "names an agent who is not there", value: pin.agent,
          maybe: nearestName(to: pin.agent, among: agents.map(\.id)).map { "you meant \($0)" }
            ?? "take the pin out")
      }
      guard let day = calendar.day(of: pin.date) else { continue }
      let index = a * calendar.days + day
      if let other = seen[index], other.kind != pin.kind {
        throw Problem(
          .infeasible, subject: "pins of \(pin.agent) on \(pin.date)", "contradict each other",
          maybe: "keep one of them")
      }
      seen[index] = pin
      let agent = agents[a]
      // A closed centre opens for a pin; an absent agent does not come.
      let isLeave = agent.leave.contains(pin.date) || agent.unavailableDates.contains(pin.date)
      switch pin.kind {
      case .off:
        search.freedom[index] = .fixed
      case .on:
        if isLeave {
          throw Problem(
            .infeasible, subject: "\(pin.agent) on \(pin.date)",
            "is pinned to work and unavailable on the same day",
            maybe: "take out the pin or the unavailable date")
        }
        search.freedom[index] = .on
      case .shift(let segments):
        guard let (at, cell) = cell(of: segments.sorted(), agent: a), at == day else {
          throw Problem(
            .infeasible, subject: "\(pin.agent) on \(pin.date)",
            "is pinned to a shift that the contract, the availability or the grid does not allow",
            value: segments.first.map { "\($0.start.text(in: calendar.zone))" },
            maybe: "correct the pinned shift or the rules")
        }
        if isLeave {
          throw Problem(
            .infeasible, subject: "\(pin.agent) on \(pin.date)",
            "is pinned to a shift and unavailable on the same day",
            maybe: "take out the pin or the unavailable date")
        }
        search.freedom[index] = .fixed
        search.initial[index] = cell
      }
    }
  }
}

/// The segments of one agent as shifts: chains without a gap.
func chainedShifts(_ segments: [RosterSegment]) -> [[RosterSegment]] {
  var shifts: [[RosterSegment]] = []
  for segment in segments.sorted() {
    if let last = shifts.last?.last, last.end == segment.start {
      shifts[shifts.count - 1].append(segment)
    } else {
      shifts.append([segment])
    }
  }
  return shifts
}
