public import CivilTime

/// The days on which people are paid, and how long ago that was: promises and payments follow it.
public struct PayDays: Hashable, Sendable {
  /// When pay comes.
  public enum Rule: Hashable, Sendable {
    /// A day of every month; beyond the month's end, its last day.
    case day(Int)
    /// The last day of every month.
    case lastDay
    /// Every second week from a date on.
    case everyTwoWeeks(CivilDate)

    /// Reads `1`, `15`, `last` or `biweekly 2027-01-08`; nil for anything else.
    public init?(_ text: String) {
      if text == "last" {
        self = .lastDay
      } else if let day = Int(text), (1...31).contains(day) {
        self = .day(day)
      } else if text.hasPrefix("biweekly "), let date = CivilDate(text.dropFirst(9)) {
        self = .everyTwoWeeks(date)
      } else {
        return nil
      }
    }
  }

  public var rules: [Rule]
  /// Bank holidays; weekends are none of the banks' days anyway.
  public var holidays: Set<CivilDate>

  public init(_ rules: [Rule], holidays: Set<CivilDate> = []) {
    self.rules = rules
    self.holidays = holidays
  }

  private func bankingDay(onOrBefore date: CivilDate) -> CivilDate {
    var day = date
    while day.weekday >= .saturday || holidays.contains(day) { day = day - 1 }
    return day
  }

  /// Whether pay comes on `date`: what falls on no banking day comes on the one before.
  public func isPayDay(_ date: CivilDate) -> Bool {
    guard bankingDay(onOrBefore: date) == date else { return false }
    // A rule's day within the run of closed days that follows counts for this one.
    var nominal = date
    repeat {
      if rules.contains(where: { falls($0, on: nominal) }) { return true }
      nominal = nominal + 1
    } while bankingDay(onOrBefore: nominal) == date
    return false
  }

  private func falls(_ rule: Rule, on date: CivilDate) -> Bool {
    switch rule {
    case .day(let day): date.day == min(day, date.daysInMonth)
    case .lastDay: date.day == date.daysInMonth
    case .everyTwoWeeks(let first): (date - first) % 14 == 0
    }
  }

  /// Days since the last pay day, 0 on one; nil when there is none within 62 days.
  public func daysSince(_ date: CivilDate) -> Int? {
    (0...62).first { isPayDay(date - $0) }
  }

  /// The first pay day after `date`, on which a promise made then is likely to fall due.
  public func next(after date: CivilDate) -> CivilDate? {
    (1...62).lazy.map { date + $0 }.first(where: isPayDay)
  }
}

/// A factor on right-party contacts or promises by days since pay day.
public struct PayDayEffect: Hashable, Sendable {
  /// Element k is the factor k days after a pay day; later days take the last.
  public var factors: [Double]

  public init(_ factors: [Double]) { self.factors = factors }

  public func factor(on date: CivilDate, _ payDays: PayDays) -> Double {
    guard let last = factors.last, let days = payDays.daysSince(date) else { return 1 }
    return days < factors.count ? factors[days] : last
  }
}
