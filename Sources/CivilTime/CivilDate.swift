/// A day of the week; raw values 0 (Monday) to 6 (Sunday) as in ISO 8601, less one.
public enum Weekday: Int, CaseIterable, Hashable, Sendable, Comparable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  public static func < (a: Weekday, b: Weekday) -> Bool { a.rawValue < b.rawValue }

  /// `Mon`, `Tue`, …
  public var shortName: String {
    switch self {
    case .monday: "Mon"
    case .tuesday: "Tue"
    case .wednesday: "Wed"
    case .thursday: "Thu"
    case .friday: "Fri"
    case .saturday: "Sat"
    case .sunday: "Sun"
    }
  }
}

/// A date of the proleptic Gregorian calendar, kept as days since 1970-01-01.
///
/// Conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`, O(1).
public struct CivilDate: Hashable, Sendable {
  public var dayNumber: Int

  public init(dayNumber: Int) { self.dayNumber = dayNumber }

  /// Nil when there is no such day, such as 30 February.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), (1...31).contains(day), abs(year) < 1_000_000 else {
      return nil
    }
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.dayNumber = era * 146_097 + dayOfEra - 719_468
    guard components.month == month, components.day == day else { return nil }
  }

  public var components: (year: Int, month: Int, day: Int) {
    let z = dayNumber + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  public var year: Int { components.year }
  public var month: Int { components.month }
  public var day: Int { components.day }

  public var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    let index = ((dayNumber + 3) % 7 + 7) % 7
    return Weekday.allCases[index]
  }

  /// 1 on 1 January.
  public var dayOfYear: Int {
    let january1 = CivilDate(year: year, month: 1, day: 1) ?? self
    return dayNumber - january1.dayNumber + 1
  }

  /// 28 to 31.
  public var daysInMonth: Int {
    let (y, m, _) = components
    let next = CivilDate(year: m == 12 ? y + 1 : y, month: m == 12 ? 1 : m + 1, day: 1) ?? self
    let first = CivilDate(year: y, month: m, day: 1) ?? self
    return next.dayNumber - first.dayNumber
  }

  public static func + (a: CivilDate, days: Int) -> CivilDate {
    CivilDate(dayNumber: a.dayNumber + days)
  }
  public static func - (a: CivilDate, days: Int) -> CivilDate {
    CivilDate(dayNumber: a.dayNumber - days)
  }
  public static func - (a: CivilDate, b: CivilDate) -> Int { a.dayNumber - b.dayNumber }

  /// The first date on or after this one that falls on `weekday`.
  public func next(_ weekday: Weekday) -> CivilDate {
    self + (weekday.rawValue - self.weekday.rawValue + 7) % 7
  }
}

extension CivilDate: Comparable {
  public static func < (a: CivilDate, b: CivilDate) -> Bool { a.dayNumber < b.dayNumber }
}

extension CivilDate: CustomStringConvertible {
  /// ISO 8601, `2026-11-23`.
  public var description: String {
    let (y, m, d) = components
    return "\(padded(y, 4))-\(padded(m, 2))-\(padded(d, 2))"
  }

  /// Reads `2026-11-23`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: 45, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let y = decimal(parts[0]), let m = decimal(parts[1]), let d = decimal(parts[2])
    else { return nil }
    self.init(year: y, month: m, day: d)
  }
}

/// `value` in decimal with leading zeros up to `width` digits.
func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(abs(value))
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (value < 0 ? "-" : "") + zeros + digits
}

/// Digits only, at most nine of them; nil for anything else.
func decimal(_ bytes: some Collection<UInt8>) -> Int? {
  guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
  var value = 0
  for byte in bytes {
    guard (48...57).contains(byte) else { return nil }
    value = value * 10 + Int(byte - 48)
  }
  return value
}
