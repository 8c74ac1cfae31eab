// The roster before the horizon: what it leaves behind in every row, and its shifts that begin inside.

internal import CentreModel
internal import CivilTime

/// A shift of the roster before.
struct PastShift {
  var start: Instant
  var end: Instant
  var date: CivilDate
  /// Seconds after midnight at its start.
  var clock: Int
  var paid: Int
  var isNight: Bool
  /// Position among all kinds; negative: none that the agent may have now.
  var kind: Int
}

extension CompiledRoster {
  /// The shifts of the roster before, by agent: those that start before the horizon, and in it.
  func pastShifts(_ problem: RosterProblem) -> [(before: [PastShift], inside: [PastShift])] {
    let byAgent = Dictionary(grouping: problem.previous, by: \.agent)
    return agents.map { agent in
      let shifts = chainedShifts(byAgent[agent.id] ?? []).compactMap {
        pastShift($0, agent, problem.rules)
      }
      return (
        shifts.filter { $0.start < calendar.origin },
        shifts.filter { $0.start >= calendar.origin && $0.start < calendar.end }
      )
    }
  }

  private func pastShift(
    _ segments: [RosterSegment], _ agent: RosterAgent, _ rules: RosterRules
  ) -> PastShift? {
    guard let start = segments.first?.start, let end = segments.last?.end else { return nil }
    let local = calendar.zone.local(at: start)
    let kind = kindOfPast(segments, start: start, end: end, agent, rules)
    var paid = 0
    for segment in segments {
      let pause = kind.flatMap { kinds[$0].pauses.first { $0.activity == segment.activity } }
      let isPaid =
        segment.activity == .work || pause?.isPaid ?? (segment.activity == .break)
      if isPaid { paid += segment.end - segment.start }
    }
    return PastShift(
      start: start, end: end, date: local.date, clock: local.secondsOfDay, paid: paid,
      isNight: calendar.isNight(start, end, rules), kind: kind ?? -1)
  }

  /// The kind of the agent's contract that a shift is; the nearest thing to it where contracts have
  /// changed.
  private func kindOfPast(
    _ segments: [RosterSegment], start: Instant, end: Instant, _ agent: RosterAgent,
    _ rules: RosterRules
  ) -> Int? {
    var first = 0
    for contract in rules.contracts {
      guard contract.id == agent.contract else {
        first += contract.kinds.count
        continue
      }
      let pauses = segments.filter { $0.activity != .work }.map(\.activity)
      let alike = contract.kinds.indices.filter {
        contract.kinds[$0].lengthSeconds == end - start
          && contract.kinds[$0].pauses.map(\.activity) == pauses
      }
      let local = calendar.zone.local(at: start)
      let exact = alike.first {
        contract.kinds[$0].mayStart(second: local.secondsOfDay, on: local.date.weekday)
      }
      return (exact ?? alike.first).map { first + $0 }
    }
    return nil
  }

  /// Rest, runs, the cut week and weekends as the days before the horizon leave them.
  mutating func addBefore(_ problem: RosterProblem, _ past: [[PastShift]]) {
    let known = problem.previous.map { calendar.zone.date(at: $0.start) }.min()
    let weekStart = calendar.firstDate - calendar.daysOfFirstWeekBefore
    for (a, agent) in agents.enumerated() {
      var before = RowBefore()
      before.end = agent.previousShiftEnd.map { $0 - calendar.origin }
      before.daysInRow = agent.previousDaysInRow
      before.nightsInRow = agent.previousNightsInRow
      before.isNight = agent.previousNightsInRow > 0
      let shifts = past[a]
      if let last = shifts.last {
        let end = last.end - calendar.origin
        before.end = max(before.end ?? end, end)
        before.isNight = last.isNight
        let worked = Set(shifts.map(\.date))
        let nights = Set(shifts.filter(\.isNight).map(\.date))
        before.daysInRow = run(worked)
        before.nightsInRow = run(nights)
        if last.date == calendar.firstDate - 1 {
          before.clock = last.clock
          before.shape = last.kind
        }
        for shift in shifts where shift.date >= weekStart {
          before.shifts += 1
          before.paid += shift.paid
          before.nights += shift.isNight ? 1 : 0
          before.earliest = min(before.earliest, shift.clock)
          before.latest = max(before.latest, shift.clock)
        }
        for k in 0..<calendar.daysOfFirstWeekBefore {
          before.daysOff = worked.contains(weekStart + k) ? 0 : before.daysOff + 1
          before.longestOff = max(before.longestOff, before.daysOff)
        }
        before.isWeekKnown =
          known.map { $0 <= weekStart } == true
          && 7 - calendar.daysOfFirstWeekBefore <= calendar.days
        before.saturday = saturday(a, worked)
      }
      // What is past cannot be undone: it uses up the limit and no more.
      let most = Int(
        search.ruleSets[search.agents[a].ruleSet].limits[WorkRule.maxWeekendsPerMonth.index])
      if most >= 0 {
        let known = calendar.weekendsInMonth(
          before: shifts.map(\.date), carried: agent.carriedWeekendsInMonth)
        before.monthWeekends = min(most, known)
      }
      search.agents[a].before = before
    }
  }

  /// Days of a set in a row up to the horizon.
  private func run(_ dates: Set<CivilDate>) -> Int {
    var count = 0
    while dates.contains(calendar.firstDate - 1 - count) { count += 1 }
    return count
  }

  /// The Saturday before a horizon that begins on a Sunday, see ``RowBefore/saturday``.
  private func saturday(_ a: Int, _ worked: Set<CivilDate>) -> Int {
    guard calendar.firstDate.weekday == .sunday else { return -1 }
    let sunday = search.freedom[a * calendar.days]
    let isPinned = sunday == .fixed && !search.initial[a * calendar.days].isOff
    if worked.contains(calendar.firstDate - 1) {
      let mayWork =
        sunday == .free || sunday == .on || isPinned
      return mayWork && (isPinned || !search.range(group: search.agents[a].group, day: 0).isEmpty)
        ? 1 : 2
    }
    return isPinned || sunday == .on ? -1 : 0
  }

  // MARK: - Shifts that begin inside

  /// How many shifts the roster before has an agent work inside the horizon, or in a week of it.
  func givenShifts(_ a: Int, week: Int? = nil) -> Int {
    guard !given.isEmpty else { return 0 }
    return (0..<calendar.days).count { day in
      given[a * calendar.days + day] != nil && (week == nil || calendar.weekOfDay[day] == week)
    }
  }

  /// Shapes for shifts of the roster before that begin inside the horizon: they take the day and count
  /// in the row; their work stands in the lines already. Before costs of cells are laid out.
  mutating func addGiven(_ past: [[PastShift]]) {
    for (a, shifts) in past.enumerated() {
      for shift in shifts {
        guard let day = calendar.day(of: shift.date) else { continue }
        search.shapes.append(
          SearchProblem.Shape(
            span: 0, pauses: [], paidSeconds: shift.paid,
            forbiddenNext: shift.kind < 0 ? 0 : search.shapes[shift.kind].forbiddenNext))
        search.options.append(
          SearchProblem.Option(
            shape: search.shapes.count - 1, day: day,
            step: min(search.steps - 1, (shift.start - calendar.origin) / step),
            start: shift.start - calendar.origin, end: shift.end - calendar.origin,
            clock: shift.clock, isNight: shift.isNight, isGiven: true))
        search.groupOptions.append(Int32(clamping: search.options.count - 1))
        given[a * calendar.days + day] = Cell(position: search.groupOptions.count - 1)
      }
    }
  }
}
