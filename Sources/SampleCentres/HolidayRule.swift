package import CivilTime

/// A holiday that comes back every year by a rule: `January 1`, `third Monday of January`,
/// `last Monday of May`, `day after fourth Thursday of November`, `October 1 every 6 years from 2024`.
package struct HolidayRule: Hashable, Sendable {
  private enum Day: Hashable {
    case fixed(day: Int)
    /// 1 to 5, or 0 for the last.
    case nth(Int, Weekday)
  }
  private var month: Int
  private var day: Day
  private var isDayAfter = false
  /// The first year and how many years pass in between, for one that does not come every year.
  private var years: Years?

  private struct Years: Hashable {
    var first: Int
    var every: Int
  }

  /// Nil when the text is no such rule.
  package init?(_ text: String) {
    var words = text.lowercased().split(separator: " ")
    if words.starts(with: ["day", "after"]) {
      isDayAfter = true
      words.removeFirst(2)
    }
    if words.count > 5, words[words.count - 5] == "every", words[words.count - 3] == "years",
      words[words.count - 2] == "from"
    {
      guard let every = Int(words[words.count - 4]), every > 0,
        let first = Int(words[words.count - 1])
      else { return nil }
      years = Years(first: first, every: every)
      words.removeLast(5)
    }
    let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    switch words.count {
    case 2:
      guard let month = months.firstIndex(of: String(words[0])), let day = Int(words[1]),
        CivilDate(year: 2024, month: month + 1, day: day) != nil
      else { return nil }
      self.month = month + 1
      self.day = .fixed(day: day)
    case 4:
      let ordinals = ["last", "first", "second", "third", "fourth", "fifth"]
      let weekday = Weekday.allCases.first {
        words[1].count > 5 && words[1].hasPrefix($0.shortName.lowercased())
      }
      guard let n = ordinals.firstIndex(of: String(words[0])), let weekday, words[2] == "of",
        let month = months.firstIndex(of: String(words[3]))
      else { return nil }
      self.month = month + 1
      day = .nth(n, weekday)
    default: return nil
    }
  }

  /// The date in a year; nil when that year has none.
  package func date(in year: Int) -> CivilDate? {
    if let years, year < years.first || (year - years.first) % years.every != 0 { return nil }
    let after = isDayAfter ? 1 : 0
    switch day {
    case .fixed(let day):
      return CivilDate(year: year, month: month, day: day).map { $0 + after }
    case .nth(let n, let weekday):
      guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
      if n == 0 {
        let last = first + (first.daysInMonth - 1)
        return last - (last.weekday.rawValue - weekday.rawValue + 7) % 7 + after
      }
      let date = first.next(weekday) + (n - 1) * 7
      return date.month == month ? date + after : nil
    }
  }
}

/// The day off for a holiday on a weekend: Friday for Saturday, Monday for Sunday (5 U.S.C. 6103(b)
/// is one law that says so); nil on other days.
package func observedDate(of date: CivilDate) -> CivilDate? {
  switch date.weekday {
  case .saturday: date - 1
  case .sunday: date + 1
  default: nil
  }
}
