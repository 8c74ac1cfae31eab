internal import CentreModel
internal import CivilTime

/// Every rule about one agent's shifts, `past` those of the roster before.
///
/// What is past cannot be undone: it uses up a limit and no more, and is no violation itself.
func checkRow(
  _ shifts: [WorkedShift], past: [WorkedShift], _ agent: RosterAgent,
  _ input: RosterCheckInput, _ calendar: CheckCalendar, _ violations: inout [RosterViolation]
) {
  let rules = input.rules.effectiveRules(of: agent)
  let row = Row(
    agent: agent, shifts: (shifts + past.filter { $0.day >= 0 }).sorted { $0.start < $1.start },
    earlier: past.filter { $0.day < 0 }, input: input, rules: rules, calendar: calendar)
  for (day, count) in row.countByDay where count > 1 {
    violations.append(
      hard(
        "two_shifts_a_day", agent.id, calendar.start(day),
        "\(count) shifts start on \(calendar.dateText(day))"))
  }
  for rule in WorkRule.allCases {
    if let limit = rules[rule] { row.check(rule, limit, &violations) }
  }
  row.checkKinds(&violations)
}

/// One agent's shifts inside the horizon, some of them perhaps of the roster before, and those earlier.
struct Row {
  let agent: RosterAgent
  let shifts: [WorkedShift]
  let earlier: [WorkedShift]
  let input: RosterCheckInput
  let rules: WorkRules
  let calendar: CheckCalendar

  var days: Int { input.days }

  var workedDays: Set<Int> { Set(shifts.map(\.day)) }

  var countByDay: [(key: Int, value: Int)] {
    Dictionary(shifts.map { ($0.day, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
  }

  /// The part of an amount above a limit, or above what is past where that is more.
  private func above(_ total: Int, _ limit: Int, past: Int) -> Int {
    total - max(limit, past)
  }

  func check(
    _ rule: WorkRule, _ limit: RosterLimit, _ violations: inout [RosterViolation]
  ) {
    func report(_ units: Int, _ at: Instant?, _ text: String) {
      guard units > 0 else { return }
      violations.append(broken(rule, limit, units, agent.id, at, text))
    }
    switch rule {
    case .rest:
      for (before, next) in pairs() {
        let gap = next.start - before
        report(
          hours(limit.value - gap), next.start,
          "\(duration(gap)) before this shift, at least \(duration(limit.value))")
      }
    case .restAfterNights:
      for (night, next) in nightEnds() where !next.isNight {
        let gap = next.start - night
        report(
          hours(limit.value - gap), next.start,
          "\(duration(gap)) after the last night, at least \(duration(limit.value))")
      }
    case .minShiftsPerWeek, .wishedShiftsPerWeek:
      forWeeks(wholeOnly: true) { week in
        let asked = least(limit.value - week.leaveDays, week, week.pastCount + week.openDays)
        report(
          asked - week.count, calendar.start(week.first),
          "\(week.count) shifts in the week, at least \(limit.value)"
            + leaveWords(week.leaveDays > 0, "\(week.leaveDays) days of leave"))
      }
    case .maxShiftsPerWeek:
      forWeeks(wholeOnly: false) { week in
        report(
          above(week.count, limit.value, past: week.pastCount), calendar.start(week.first),
          "\(week.count) shifts in the week, at most \(limit.value)")
      }
    case .minHoursPerWeek:
      forWeeks(wholeOnly: true) { week in
        let asked = least(
          limit.value - week.leavePaid, week, week.pastPaid + week.openDays * longestPaid)
        report(
          hours(asked - week.paid), calendar.start(week.first),
          "\(duration(week.paid)) paid in the week, at least \(duration(limit.value))"
            + leaveWords(week.leavePaid > 0, "\(duration(week.leavePaid)) of leave"))
      }
    case .maxHoursPerWeek:
      forWeeks(wholeOnly: false) { week in
        let leave = isPromisedHours(.minHoursPerWeek) ? week.leavePaid : 0
        report(
          hours(above(week.paid, max(0, limit.value - leave), past: week.pastPaid)),
          calendar.start(week.first),
          "\(duration(week.paid)) paid in the week, at most \(duration(limit.value))"
            + leaveWords(leave > 0, "\(duration(leave)) of leave"))
      }
    case .minShifts:
      let whole = horizon
      let asked = least(limit.value - whole.leaveDays, whole, whole.pastCount + whole.openDays)
      report(
        asked - whole.count, nil,
        "\(whole.count) shifts, at least \(limit.value)"
          + leaveWords(whole.leaveDays > 0, "\(whole.leaveDays) days of leave"))
    case .maxShifts:
      report(
        above(shifts.count, limit.value, past: horizon.pastCount), nil,
        "\(shifts.count) shifts, at most \(limit.value)")
    case .minHours:
      let whole = horizon
      let asked = least(
        limit.value - whole.leavePaid, whole, whole.pastPaid + whole.openDays * longestPaid)
      report(
        hours(asked - whole.paid), nil,
        "\(duration(whole.paid)) paid, at least \(duration(limit.value))"
          + leaveWords(whole.leavePaid > 0, "\(duration(whole.leavePaid)) of leave"))
    case .maxHours:
      let whole = horizon
      let leave = isPromisedHours(.minHours) ? whole.leavePaid : 0
      report(
        hours(above(whole.paid, max(0, limit.value - leave), past: whole.pastPaid)), nil,
        "\(duration(whole.paid)) paid, at most \(duration(limit.value))"
          + leaveWords(leave > 0, "\(duration(leave)) of leave"))
    case .daysOffTogether:
      forWeeks(wholeOnly: true) { week in
        report(
          min(limit.value, week.longestPossibleOff) - week.longestOff, calendar.start(week.first),
          "\(week.longestOff) days off together in the week, at least \(limit.value)")
      }
    case .maxDaysInRow:
      for run in runs(workedDays, carried: carriedDays) where run.length > limit.value {
        report(
          min(run.length - limit.value, newDays(run)), calendar.start(run.lastDay),
          "\(run.length) days in a row, at most \(limit.value)")
      }
    case .minDaysInRow:
      for run in runs(workedDays, carried: 0)
      where run.firstDay > 0 && run.lastDay < days - 1 {
        report(
          limit.value - run.length, calendar.start(run.firstDay),
          "\(run.length) days in a row, at least \(limit.value)")
      }
    case .minDaysOffInRow:
      let off = Set(0..<days).subtracting(workedDays)
      for run in runs(off, carried: 0) where run.firstDay > 0 && run.lastDay < days - 1 {
        report(
          limit.value - run.length, calendar.start(run.firstDay),
          "\(run.length) days off in a row, at least \(limit.value)")
      }
    case .maxWeekends:
      let worked = weekends().filter { !$0.worked.isEmpty && !$0.isBegun }
      report(
        min(worked.count - limit.value, worked.count { $0.isNew }), nil,
        "\(worked.count) weekends worked, at most \(limit.value)")
    case .maxWeekendsPerMonth:
      let worked = weekends().filter { !$0.worked.isEmpty && !$0.isBegun }
      let firstMonth = weekends().first?.month
      for month in Set(worked.map(\.month)).sorted() {
        let inside = worked.filter { $0.month == month }
        let count = inside.count + (month == firstMonth ? carriedWeekends(month) : 0)
        report(
          min(inside.count { $0.isNew }, count - limit.value), nil,
          "\(count) weekends worked in month \((month - 1) % 12 + 1), at most \(limit.value)")
      }
    case .wholeWeekends:
      guard limit.value > 0 else { return }
      for weekend in weekends() where weekend.isWhole && weekend.worked.count == 1 {
        report(1, calendar.start(weekend.worked[0]), "only one day of the weekend is worked")
      }
      if isSundayAmiss { report(1, calendar.start(0), "only one day of the weekend is worked") }
    case .maxNightsPerWeek:
      forWeeks(wholeOnly: false) { week in
        report(
          above(week.nights, limit.value, past: week.pastNights), calendar.start(week.first),
          "\(week.nights) nights in the week, at most \(limit.value)")
      }
    case .maxNightsInRow:
      let nights = Set(shifts.filter(\.isNight).map(\.day))
      for run in runs(nights, carried: carriedNights) where run.length > limit.value {
        report(
          min(run.length - limit.value, newDays(run)), calendar.start(run.lastDay),
          "\(run.length) nights in a row, at most \(limit.value)")
      }
    case .maxNights:
      let count = shifts.count(where: \.isNight)
      report(
        above(count, limit.value, past: horizon.pastNights), nil,
        "\(count) nights, at most \(limit.value)")
    case .maxStartSpread:
      forWeeks(wholeOnly: false) { week in
        guard let spread = week.spread else { return }
        report(
          hours(above(spread, limit.value, past: week.pastSpread)), calendar.start(week.first),
          "starts \(duration(spread)) apart within the week, at most \(duration(limit.value))")
      }
    case .maxEarlierStart:
      for (a, b) in neighbours() {
        report(
          hours(a.clock - b.clock - limit.value), b.start,
          "starts \(duration(a.clock - b.clock)) earlier than the day before, at most "
            + duration(limit.value))
      }
    }
  }

  /// Succession of kinds, and most shifts of a kind.
  func checkKinds(_ violations: inout [RosterViolation]) {
    for (a, b) in neighbours() {
      if let first = a.kind, let second = b.kind, first.forbiddenNext.contains(second.id) {
        violations.append(
          hard("forbidden_next", agent.id, b.start, "\(second.id) follows \(first.id)"))
      }
    }
    var counts: [String: Int] = [:]
    for shift in shifts { if let kind = shift.kind { counts[kind.id, default: 0] += 1 } }
    for (id, count) in counts.sorted(by: { $0.key < $1.key }) {
      guard let kind = shifts.compactMap(\.kind).first(where: { $0.id == id }),
        let most = kind.maxPerAgent?.value, count > most
      else { continue }
      violations.append(
        hard(
          "max_per_agent", agent.id, nil, "\(count) shifts of kind \(id), at most \(most)",
          units: count - most))
    }
  }
}

/// Whole hours, rounded up.
func hours(_ seconds: Int) -> Int { seconds <= 0 ? 0 : (seconds + 3599) / 3600 }

func duration(_ seconds: Int) -> String {
  let sign = seconds < 0 ? "-" : ""
  let s = abs(seconds)
  return s % 3600 == 0 ? "\(sign)\(s / 3600) h" : "\(sign)\(s / 3600) h \(s % 3600 / 60) min"
}
