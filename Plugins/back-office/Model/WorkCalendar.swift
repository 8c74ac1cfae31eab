public import CivilTime

/// The working days of a client: which weekdays, which holidays, and where a day stands in its month.
///
/// Months differ in length, so a day is counted in working days from both ends: WD1 is the first
/// working day of the month, WD-1 the last.
public struct WorkCalendar: Hashable, Sendable {
  public var openWeekdays: [Weekday]
  public var holidays: Set<CivilDate>

  public init(
    openWeekdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday],
    holidays: Set<CivilDate> = []
  ) {
    self.openWeekdays = openWeekdays
    self.holidays = holidays
  }

  public func isOpen(_ date: CivilDate) -> Bool {
    openWeekdays.contains(date.weekday) && !holidays.contains(date)
  }

  /// The first working day on or after `date`; nil when none comes within a year.
  public func opening(onOrAfter date: CivilDate) -> CivilDate? {
    (0..<366).lazy.map { date + $0 }.first(where: isOpen)
  }

  /// The working day `count` working days after `date`, which need not be one itself.
  public func day(_ count: Int, after date: CivilDate) -> CivilDate? {
    guard var day = opening(onOrAfter: date) else { return nil }
    for _ in 0..<max(0, count) {
      guard let next = opening(onOrAfter: day + 1) else { return nil }
      day = next
    }
    return day
  }

  /// Working-day index of a day in its month: from the start (1, 2, …) and from the end (-1, -2, …).
  /// Nil on a day that is not worked.
  public func monthIndex(_ date: CivilDate) -> (fromStart: Int, fromEnd: Int)? {
    guard isOpen(date) else { return nil }
    let first = date - (date.day - 1)
    let open = (0..<date.daysInMonth).map { first + $0 }.filter(isOpen)
    let before = open.count { $0 <= date }
    return (before, -(open.count - before + 1))
  }

  /// Days right before `date` that were not worked: what arrived in them is there on opening.
  public func closedDaysBefore(_ date: CivilDate) -> Int {
    (1..<366).first { isOpen(date - $0) }.map { $0 - 1 } ?? 0
  }

  /// Whether `date` is the first working day after a holiday (a weekend alone does not count).
  public func isFirstAfterHoliday(_ date: CivilDate) -> Bool {
    let closed = closedDaysBefore(date)
    return isOpen(date) && closed > 0 && (1...closed).contains { holidays.contains(date - $0) }
  }

  /// The working day on which something due on `date` must be done: that day or the one before.
  public func workingDay(onOrBefore date: CivilDate) -> CivilDate? {
    (0..<366).lazy.map { date - $0 }.first(where: isOpen)
  }
}
