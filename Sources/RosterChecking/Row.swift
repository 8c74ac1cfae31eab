internal import CentreModel
internal import CivilTime

/// Every rule about one agent's shifts.
func checkRow(
  _ shifts: [WorkedShift], earlier: [WorkedShift], _ agent: RosterAgent,
  _ input: RosterCheckInput, _ calendar: CheckCalendar, _ violations: inout [RosterViolation]
) {
  let rules = input.rules.effectiveRules(of: agent)
  let row = Row(
    agent: agent, shifts: shifts, earlier: earlier, days: input.days, rules: rules,
    calendar: calendar)
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

private struct Row {
  let agent: RosterAgent
  let shifts: [WorkedShift]
  let earlier: [WorkedShift]
  let days: Int
  let rules: WorkRules
  let calendar: CheckCalendar

  var workedDays: Set<Int> { Set(shifts.map(\.day)) }

  var countByDay: [(key: Int, value: Int)] {
    Dictionary(shifts.map { ($0.day, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
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
      for (before, next) in pairs(lastEnd) {
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
        report(
          limit.value - week.count, calendar.start(week.first),
          "\(week.count) shifts in the week, at least \(limit.value)")
      }
    case .maxShiftsPerWeek:
      forWeeks(wholeOnly: false) { week in
        report(
          week.count - limit.value, calendar.start(week.first),
          "\(week.count) shifts in the week, at most \(limit.value)")
      }
    case .minHoursPerWeek:
      forWeeks(wholeOnly: true) { week in
        report(
          hours(limit.value - week.paid), calendar.start(week.first),
          "\(duration(week.paid)) paid in the week, at least \(duration(limit.value))")
      }
    case .maxHoursPerWeek:
      forWeeks(wholeOnly: false) { week in
        report(
          hours(week.paid - limit.value), calendar.start(week.first),
          "\(duration(week.paid)) paid in the week, at most \(duration(limit.value))")
      }
    case .minShifts:
      report(limit.value - shifts.count, nil, "\(shifts.count) shifts, at least \(limit.value)")
    case .maxShifts:
      report(shifts.count - limit.value, nil, "\(shifts.count) shifts, at most \(limit.value)")
    case .minHours:
      report(
        hours(limit.value - paid), nil, "\(duration(paid)) paid, at least \(duration(limit.value))")
    case .maxHours:
      report(
        hours(paid - limit.value), nil, "\(duration(paid)) paid, at most \(duration(limit.value))")
    case .daysOffTogether:
      forWeeks(wholeOnly: true) { week in
        report(
          limit.value - week.longestOff, calendar.start(week.first),
          "\(week.longestOff) days off together in the week, at least \(limit.value)")
      }
    case .maxDaysInRow:
      for run in runs(workedDays, carried: carriedDays) where run.length > limit.value {
        // Days before the horizon cannot be undone: only those inside it count as excess.
        let excess = min(run.length - limit.value, run.lastDay - max(0, run.firstDay) + 1)
        report(
          excess, calendar.start(run.lastDay),
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
      let count = weekends().count { !$0.worked.isEmpty }
      report(count - limit.value, nil, "\(count) weekends worked, at most \(limit.value)")
    case .maxWeekendsPerMonth:
      var months: [Int: Int] = [:]
      for weekend in weekends() where !weekend.worked.isEmpty {
        months[weekend.month, default: 0] += 1
      }
      let firstMonth = weekends().first?.month
      for (month, inside) in months.sorted(by: { $0.key < $1.key }) {
        let count = inside + (month == firstMonth ? carriedWeekends(month) : 0)
        report(
          min(inside, count - limit.value), nil,
          "\(count) weekends worked in month \((month - 1) % 12 + 1), at most \(limit.value)")
      }
    case .wholeWeekends:
      guard limit.value > 0 else { return }
      for weekend in weekends() where weekend.isWhole && weekend.worked.count == 1 {
        report(1, calendar.start(weekend.worked[0]), "only one day of the weekend is worked")
      }
    case .maxNightsPerWeek:
      forWeeks(wholeOnly: false) { week in
        report(
          week.nights - limit.value, calendar.start(week.first),
          "\(week.nights) nights in the week, at most \(limit.value)")
      }
    case .maxNightsInRow:
      let nights = Set(shifts.filter(\.isNight).map(\.day))
      for run in runs(nights, carried: carriedNights) where run.length > limit.value {
        let excess = min(run.length - limit.value, run.lastDay - max(0, run.firstDay) + 1)
        report(
          excess, calendar.start(run.lastDay),
          "\(run.length) nights in a row, at most \(limit.value)")
      }
    case .maxNights:
      let count = shifts.count(where: \.isNight)
      report(count - limit.value, nil, "\(count) nights, at most \(limit.value)")
    case .maxStartSpread:
      forWeeks(wholeOnly: false) { week in
        guard let spread = week.spread else { return }
        report(
          hours(spread - limit.value), calendar.start(week.first),
          "starts \(duration(spread)) apart within the week, at most \(duration(limit.value))")
      }
    case .maxEarlierStart:
      for (a, b) in zip(shifts, shifts.dropFirst()) where b.day == a.day + 1 {
        report(
          hours(a.clock - b.clock - limit.value), b.start,
          "starts \(duration(a.clock - b.clock)) earlier than the day before, at most "
            + duration(limit.value))
      }
    }
  }

  /// Succession of kinds, and most shifts of a kind.
  func checkKinds(_ violations: inout [RosterViolation]) {
    for (a, b) in zip(shifts, shifts.dropFirst()) where b.day == a.day + 1 {
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

  // MARK: - Counting

  private var paid: Int { shifts.reduce(0) { $0 + $1.paidSeconds } }

  private var lastEnd: Instant? {
    [agent.previousShiftEnd, earlier.map(\.end).max()].compactMap(\.self).max()
  }

  /// Each shift with the end of what came before it.
  private func pairs(_ first: Instant?) -> [(Instant, WorkedShift)] {
    var result: [(Instant, WorkedShift)] = []
    var last = first
    for shift in shifts {
      if let last { result.append((last, shift)) }
      last = shift.end
    }
    return result
  }

  /// Ends of night shifts with the shift that follows.
  private func nightEnds() -> [(Instant, WorkedShift)] {
    var result: [(Instant, WorkedShift)] = []
    if let first = shifts.first, let end = lastEnd, carriedNights > 0 {
      result.append((end, first))
    }
    for (a, b) in zip(shifts, shifts.dropFirst()) where a.isNight { result.append((a.end, b)) }
    return result
  }

  private var carriedDays: Int {
    earlier.isEmpty ? agent.previousDaysInRow : countBack(Set(earlier.map(\.day)))
  }

  private var carriedNights: Int {
    earlier.isEmpty
      ? agent.previousNightsInRow : countBack(Set(earlier.filter(\.isNight).map(\.day)))
  }

  /// Weekends worked before the horizon in a month; one that reaches into the horizon counts there.
  private func carriedWeekends(_ month: Int) -> Int {
    if let known = agent.carriedWeekendsInMonth { return known }
    var saturdays: Set<Int> = []
    for shift in earlier {
      let date = calendar.first + shift.day
      if date.weekday == .saturday { saturdays.insert(shift.day) }
      if date.weekday == .sunday { saturdays.insert(shift.day - 1) }
    }
    return saturdays.count { day in
      let date = calendar.first + day
      return day < -1 && date.year * 12 + date.month == month
    }
  }

  private func countBack(_ worked: Set<Int>) -> Int {
    var count = 0
    while worked.contains(-1 - count) { count += 1 }
    return count
  }

  private struct Run {
    var firstDay: Int
    var lastDay: Int
    var length: Int { lastDay - firstDay + 1 }
  }

  /// Maximal runs of days of a set; one at the beginning is prolonged by what is carried over.
  private func runs(_ set: Set<Int>, carried: Int) -> [Run] {
    var result: [Run] = []
    for day in set.filter({ (0..<days).contains($0) }).sorted() {
      if let last = result.last, last.lastDay == day - 1 {
        result[result.count - 1].lastDay = day
      } else {
        result.append(Run(firstDay: day == 0 ? -carried : day, lastDay: day))
      }
    }
    return result
  }

  private struct Week {
    var first: Int
    var count = 0
    var paid = 0
    var nights = 0
    var longestOff = 0
    var spread: Int?
  }

  private func forWeeks(wholeOnly: Bool, _ body: (Week) -> Void) {
    for first in calendar.weeks {
      let range = max(0, first)..<min(days, first + 7)
      if wholeOnly && range.count < 7 { continue }
      let inside = shifts.filter { range.contains($0.day) }
      var week = Week(first: range.lowerBound)
      week.count = inside.count
      week.paid = inside.reduce(0) { $0 + $1.paidSeconds }
      week.nights = inside.count(where: \.isNight)
      let worked = Set(inside.map(\.day))
      var off = 0
      for day in range {
        off = worked.contains(day) ? 0 : off + 1
        week.longestOff = max(week.longestOff, off)
      }
      if let low = inside.map(\.clock).min(), let high = inside.map(\.clock).max() {
        week.spread = high - low
      }
      body(week)
    }
  }

  private struct Weekend {
    var month: Int
    var isWhole: Bool
    var worked: [Int]
  }

  private func weekends() -> [Weekend] {
    var result: [Weekend] = []
    for saturday in -1..<days where (calendar.first + saturday).weekday == .saturday {
      let date = calendar.first + saturday
      let inside = [saturday, saturday + 1].filter { (0..<days).contains($0) }
      result.append(
        Weekend(
          month: date.year * 12 + date.month, isWhole: inside.count == 2,
          worked: inside.filter(workedDays.contains)))
    }
    return result
  }
}

/// Whole hours, rounded up.
func hours(_ seconds: Int) -> Int { seconds <= 0 ? 0 : (seconds + 3599) / 3600 }

func duration(_ seconds: Int) -> String {
  let sign = seconds < 0 ? "-" : ""
  let s = abs(seconds)
  return s % 3600 == 0 ? "\(sign)\(s / 3600) h" : "\(sign)\(s / 3600) h \(s % 3600 / 60) min"
}
