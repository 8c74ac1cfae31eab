public import CivilTime

/// The kinds of day a rule speaks of: weekdays and holidays.
public struct DayClasses: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let holiday = DayClasses(rawValue: 1 << 7)
  public static let everyWeekday = DayClasses(rawValue: (1 << 7) - 1)
  public static let all = DayClasses(rawValue: .max)

  public init(_ weekday: Weekday) { self.init(rawValue: 1 << UInt8(weekday.rawValue)) }

  private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]

  /// Reads `mon|tue|holiday`, `mon-fri|sun` or `all`; nil for anything else.
  public init?(_ text: String) {
    if text == "all" {
      self = .all
      return
    }
    var all: DayClasses = []
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = ends.first.flatMap({ Self.names.firstIndex(of: String($0)) }),
        let last = ends.last.flatMap({ Self.names.firstIndex(of: String($0)) }),
        ends.count <= 2, first <= last, ends.count == 1 || last < 7
      else { return nil }
      for day in first...last { all.insert(DayClasses(rawValue: 1 << UInt8(day))) }
    }
    self = all
  }
}
