internal import CentreModel
internal import CivilTime

// What rules count of one agent's row: pairs of shifts, runs of days, weeks, weekends, the horizon.
extension Row {
  // MARK: - Pairs of shifts

  private var lastEnd: Instant? {
    [agent.previousShiftEnd, earlier.map(\.end).max()].compactMap(\.self).max()
  }

  /// Each shift with the end of what came before it, where one of the two can still be changed.
  func pairs() -> [(Instant, WorkedShift)] {
    var result: [(Instant, WorkedShift)] = []
    var last = lastEnd
    var isPast = true
    for shift in shifts {
      if let last, !(isPast && shift.isPast) { result.append((last, shift)) }
      last = shift.end
      isPast = shift.isPast
    }
    return result
  }

  /// Ends of night shifts with the shift that follows.
  func nightEnds() -> [(Instant, WorkedShift)] {
    var result: [(Instant, WorkedShift)] = []
    let wasNight = earlier.last?.isNight ?? (agent.previousNightsInRow > 0)
    if let first = shifts.first, let end = lastEnd, wasNight, !first.isPast {
      result.append((end, first))
    }
    for (a, b) in zip(shifts, shifts.dropFirst()) where a.isNight && !(a.isPast && b.isPast) {
      result.append((a.end, b))
    }
    return result
  }

  /// Shifts on two days that follow each other, one of which can still be changed.
  func neighbours() -> [(WorkedShift, WorkedShift)] {
    let all = (earlier.last.map { [$0] } ?? []) + shifts
    return zip(all, all.dropFirst()).filter { a, b in
      b.day == a.day + 1 && !(a.isPast && b.isPast)
    }
  }

  // MARK: - Runs of days

  var carriedDays: Int {
    earlier.isEmpty ? agent.previousDaysInRow : countBack(Set(earlier.map(\.day)))
  }

  var carriedNights: Int {
    earlier.isEmpty
      ? agent.previousNightsInRow : countBack(Set(earlier.filter(\.isNight).map(\.day)))
  }

  private func countBack(_ worked: Set<Int>) -> Int {
    var count = 0
    while worked.contains(-1 - count) { count += 1 }
    return count
  }

  struct Run {
    var firstDay: Int
    var lastDay: Int
    var length: Int { lastDay - firstDay + 1 }
  }

  /// Maximal runs of days of a set; one at the beginning is prolonged by what is carried over.
  func runs(_ set: Set<Int>, carried: Int) -> [Run] {
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

  /// Days of a run that are not past: only they count as excess.
  func newDays(_ run: Run) -> Int {
    shifts.count { !$0.isPast && $0.day >= run.firstDay && $0.day <= run.lastDay }
  }

  // MARK: - Weeks and the horizon

  /// What a stretch of days holds, and of it what is past.
  struct Stretch {
    var first: Int
    var count = 0
    var pastCount = 0
    var paid = 0
    var pastPaid = 0
    var nights = 0
    var pastNights = 0
    /// Days of leave on which the agent could have worked, and their pay.
    var leaveDays = 0
    var leavePaid = 0
    /// Days of the horizon on which a shift may start.
    var openDays = 0
    /// Whether days of it lie before the horizon.
    var isCut = false
    var longestOff = 0
    /// The longest run of days off there can be beside what is past.
    var longestPossibleOff = 0
    var spread: Int?
    var pastSpread = 0
  }

  /// The days `from..<to`, of which those before the horizon may be known.
  private func stretch(_ from: Int, _ to: Int) -> Stretch {
    let all = (earlier + shifts).filter { (from..<to).contains($0.day) }
    let past = all.filter(\.isPast)
    var result = Stretch(first: max(0, from), isCut: from < 0)
    result.count = all.count
    result.pastCount = past.count
    result.paid = all.reduce(0) { $0 + $1.paidSeconds }
    result.pastPaid = past.reduce(0) { $0 + $1.paidSeconds }
    result.nights = all.count(where: \.isNight)
    result.pastNights = past.count(where: \.isNight)
    let pastDays = Set(past.map(\.day))
    result.longestOff = longestGap(from..<to, Set(all.map(\.day)))
    result.longestPossibleOff = longestGap(from..<to, pastDays)
    result.spread = spread(all)
    result.pastSpread = spread(past) ?? 0
    guard !agent.leave.isEmpty || from < 0 else { return result }
    result.leaveDays = (from..<to).count(where: isLeaveThatCounts)
    result.leavePaid = result.leaveDays * leaveSeconds
    result.openDays = (max(0, from)..<to).count { !pastDays.contains($0) && isOpen($0) }
    return result
  }

  var horizon: Stretch { stretch(0, days) }

  /// Weeks that reach into the horizon; `wholeOnly`: those of which every day is known.
  func forWeeks(wholeOnly: Bool, _ body: (Stretch) -> Void) {
    for first in calendar.weeks {
      let isInside = first >= 0 && first + 7 <= days
      let isKnown =
        first < 0 && first + 7 <= days && !earlier.isEmpty
        && calendar.firstKnownDay.map { $0 <= first } == true
      if wholeOnly && !isInside && !isKnown { continue }
      body(stretch(first, min(days, first + 7)))
    }
  }

  private func longestGap(_ range: Range<Int>, _ worked: Set<Int>) -> Int {
    var off = 0
    var longest = 0
    for day in range {
      off = worked.contains(day) ? 0 : off + 1
      longest = max(longest, off)
    }
    return longest
  }

  private func spread(_ shifts: [WorkedShift]) -> Int? {
    guard let low = shifts.map(\.clock).min(), let high = shifts.map(\.clock).max() else {
      return nil
    }
    return high - low
  }

  /// A least amount, no more than is possible where leave or the past takes days away.
  func least(_ asked: Int, _ stretch: Stretch, _ possible: Int) -> Int {
    stretch.isCut || stretch.leaveDays > 0 ? min(asked, possible) : asked
  }

  func leaveWords(_ isThere: Bool, _ words: String) -> String {
    isThere ? " with \(words)" : ""
  }

  // MARK: - Weekends

  struct Weekend {
    var month: Int
    var isWhole: Bool
    /// Days worked inside the horizon.
    var worked: [Int]
    /// Whether one of them can still be changed.
    var isNew: Bool
    /// Whether its Saturday was worked before the horizon.
    var isBegun: Bool
  }

  func weekends() -> [Weekend] {
    var result: [Weekend] = []
    for saturday in -1..<days where (calendar.first + saturday).weekday == .saturday {
      let date = calendar.first + saturday
      let inside = [saturday, saturday + 1].filter { (0..<days).contains($0) }
      result.append(
        Weekend(
          month: date.year * 12 + date.month, isWhole: inside.count == 2,
          worked: inside.filter(workedDays.contains),
          isNew: shifts.contains { !$0.isPast && inside.contains($0.day) },
          isBegun: earlier.contains { $0.day == saturday }))
    }
    return result
  }

  /// Weekends worked before the horizon in a month.
  func carriedWeekends(_ month: Int) -> Int {
    if let known = agent.carriedWeekendsInMonth { return known }
    var saturdays: Set<Int> = []
    for shift in earlier {
      let date = calendar.first + shift.day
      if date.weekday == .saturday { saturdays.insert(shift.day) }
      if date.weekday == .sunday { saturdays.insert(shift.day - 1) }
    }
    return saturdays.count { day in
      let date = calendar.first + day
      return date.year * 12 + date.month == month
    }
  }

  /// Whether a Sunday on which the horizon begins does not follow its Saturday, though it could.
  var isSundayAmiss: Bool {
    guard calendar.first.weekday == .sunday, !earlier.isEmpty else { return false }
    let wasWorked = earlier.contains { $0.day == -1 }
    let isWorked = workedDays.contains(0)
    guard wasWorked != isWorked else { return false }
    if shifts.contains(where: { $0.day == 0 && $0.isPast }) { return false }
    return isWorked ? pin(on: 0) == nil : isOpen(0)
  }
}
