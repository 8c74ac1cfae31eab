// Legal holidays of a place, for rules that name holidays.
//
// Method: a file of yearly rules by jurisdiction, and dates of the user's own calendars. A place with
// holidays of its own has those; one without has its country's. A holiday on a weekend may be kept on
// another day beside its own: both count, since a caller who takes either for an ordinary day calls on
// a day on which he must not.

public import CivilTime
public import Diagnostics
internal import Tables

/// Holidays by jurisdiction.
public struct LegalHolidays: Sendable {
  private struct Yearly: Sendable {
    var rule: YearlyDate
    /// On which days of the week it is also kept elsewhere, and where.
    var shifts: [Weekday: Weekday]
    var from: CivilDate?
    var to: CivilDate?
  }

  private var yearly: [String: [Yearly]]
  private var dated: [String: Set<CivilDate>]

  /// None.
  public init() {
    yearly = [:]
    dated = [:]
  }

  /// Reads a file with the columns jurisdiction, name, rule, observed, effective_from, effective_to,
  /// authority and mark.
  ///
  /// `rule` is a ``YearlyDate``; `observed` says `sat-fri|sun-mon` where a holiday on a Saturday is kept
  /// on the Friday before too, and one on a Sunday on the Monday after.
  public init(file: String, bytes: [UInt8]) throws(Problem) {
    let table = try CSVTable(file: file, bytes: bytes)
    let at = try table.require(
      "jurisdiction", "name", "rule", "observed", "effective_from", "effective_to")
    var all: [String: [Yearly]] = [:]
    try table.forEachRow { (row: borrowing CSVRow) throws(Problem) in
      guard let rule = YearlyDate(row.text(at[2])) else {
        throw row.problem(
          at[2], "is no yearly date", maybe: "January 1, third Monday of January or Easter - 2")
      }
      guard let shifts = Self.shifts(row.text(at[3])) else {
        throw row.problem(at[3], "shifts no weekday to another", maybe: "sat-fri|sun-mon")
      }
      var dates: [CivilDate?] = []
      for column in [at[4], at[5]] {
        let text = row.text(column)
        let date = CivilDate(text)
        if date == nil, !text.isEmpty {
          throw row.problem(column, "is not a date", maybe: "2027-03-01 is the form")
        }
        dates.append(date)
      }
      all[try row.name(at[0]), default: []].append(
        Yearly(rule: rule, shifts: shifts, from: dates[0], to: dates[1]))
    }
    yearly = all
    dated = [:]
  }

  private static func shifts(_ text: String) -> [Weekday: Weekday]? {
    var all: [Weekday: Weekday] = [:]
    for part in text.split(separator: "|") {
      let ends = part.split(separator: "-").map { name in
        Weekday.allCases.first { $0.shortName.lowercased() == name }
      }
      guard ends.count == 2, let from = ends[0], let to = ends[1] else { return nil }
      all[from] = to
    }
    return all
  }

  /// Adds dates of a calendar that is named after a jurisdiction.
  public mutating func add(_ dates: some Sequence<CivilDate>, to jurisdiction: String) {
    dated[jurisdiction, default: []].formUnion(dates)
  }

  /// The holidays of a place from the year of `from` to that of `to`; nil where nobody knows any.
  public func dates(
    of jurisdiction: String, from: CivilDate, to: CivilDate
  ) -> Set<CivilDate>? {
    let own = [jurisdiction, country(of: jurisdiction)].first { yearly[$0] != nil }
    let named = [jurisdiction, country(of: jurisdiction)].compactMap { dated[$0] }
    if own == nil, named.isEmpty { return nil }
    var all = named.reduce(into: Set<CivilDate>()) { $0.formUnion($1) }
    guard let own else { return all }
    for year in (from.year - 1)...max(from.year - 1, to.year + 1) {
      for holiday in yearly[own] ?? [] {
        guard let date = holiday.rule.date(in: year),
          holiday.from.map({ $0 <= date }) ?? true, holiday.to.map({ date <= $0 }) ?? true
        else { continue }
        all.insert(date)
        if let kept = holiday.shifts[date.weekday] {
          // A Saturday goes back to a Friday, else forward.
          all.insert(kept == .friday ? date - 1 : date.next(kept))
        }
      }
    }
    return all
  }
}

/// A date that comes back every year: `January 1`, `third Monday of January`, `last Monday of May`,
/// `day after fourth Thursday of November`, `first Tuesday after November 1`, `Easter - 2`; with
/// `, even years` only in those.
public struct YearlyDate: Hashable, Sendable {
  private enum Anchor: Hashable {
    case fixed(month: Int, day: Int)
    /// 1 to 5, or 0 for the last.
    case nth(Int, Weekday, month: Int)
    case firstAfter(Weekday, month: Int, day: Int)
    case easter
  }

  private var anchor: Anchor
  private var offset = 0
  private var isEvenYears = false

  /// Nil when the text is no such date.
  public init?(_ text: String) {
    var words = text.lowercased().split(separator: " ")
    if words.suffix(2) == ["even", "years"], words.count > 2 {
      isEvenYears = true
      words.removeLast(2)
      if let last = words.last, last.hasSuffix(",") { words[words.count - 1] = last.dropLast() }
    }
    if words.starts(with: ["day", "after"]) {
      offset = 1
      words.removeFirst(2)
    }
    let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    func month(_ word: Substring) -> Int? { months.firstIndex(of: String(word)).map { $0 + 1 } }
    func weekday(_ word: Substring) -> Weekday? {
      Weekday.allCases.first { word.count > 5 && word.hasPrefix($0.shortName.lowercased()) }
    }
    if words.first == "easter" {
      anchor = .easter
      if words.count == 3, let days = Int(words[2]), words[1] == "-" || words[1] == "+" {
        offset += words[1] == "-" ? -days : days
      } else if words.count != 1 {
        return nil
      }
    } else if words.count == 2, let month = month(words[0]), let day = Int(words[1]),
      CivilDate(year: 2024, month: month, day: day) != nil
    {
      anchor = .fixed(month: month, day: day)
    } else if words.count == 4, words[2] == "of", let weekday = weekday(words[1]),
      let month = month(words[3]),
      let n = ["last", "first", "second", "third", "fourth", "fifth"].firstIndex(of: words[0])
    {
      anchor = .nth(n, weekday, month: month)
    } else if words.count == 5, words[0] == "first", words[2] == "after",
      let weekday = weekday(words[1]), let month = month(words[3]), let day = Int(words[4]),
      CivilDate(year: 2024, month: month, day: day) != nil
    {
      anchor = .firstAfter(weekday, month: month, day: day)
    } else {
      return nil
    }
  }

  /// The date in a year; nil when that year has none.
  public func date(in year: Int) -> CivilDate? {
    if isEvenYears, year % 2 != 0 { return nil }
    switch anchor {
    case .fixed(let month, let day):
      return CivilDate(year: year, month: month, day: day).map { $0 + offset }
    case .firstAfter(let weekday, let month, let day):
      return CivilDate(year: year, month: month, day: day).map { ($0 + 1).next(weekday) + offset }
    case .nth(let n, let weekday, let month):
      guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
      if n == 0 {
        let last = first + (first.daysInMonth - 1)
        return last - (last.weekday.rawValue - weekday.rawValue + 7) % 7 + offset
      }
      let date = first.next(weekday) + (n - 1) * 7
      return date.month == month ? date + offset : nil
    case .easter: return easter(year).map { $0 + offset }
    }
  }

  /// Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).
  private func easter(_ year: Int) -> CivilDate? {
    let a = year % 19
    let (b, c) = year.quotientAndRemainder(dividingBy: 100)
    let (d, e) = b.quotientAndRemainder(dividingBy: 4)
    let g = (b - (b + 8) / 25 + 1) / 3
    let h = (19 * a + b - d - g + 15) % 30
    let (i, k) = c.quotientAndRemainder(dividingBy: 4)
    let l = (32 + 2 * e + 2 * i - h - k) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let n = h + l - 7 * m + 114
    return CivilDate(year: year, month: n / 31, day: n % 31 + 1)
  }
}
