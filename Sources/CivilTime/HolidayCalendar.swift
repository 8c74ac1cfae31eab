public import Diagnostics
internal import Files

/// Holidays of one or more calendars, found by date.
public struct HolidayCalendar: Hashable, Sendable {
  /// All of them, ascending by date.
  public let holidays: [Holiday]

  public static let empty = HolidayCalendar([])

  /// Sorts the holidays; one given twice counts once.
  public init(_ holidays: [Holiday]) {
    var sorted: [Holiday] = []
    for holiday in holidays.sorted() {
      if let last = sorted.last, !(last < holiday), last.status == holiday.status { continue }
      sorted.append(holiday)
    }
    self.holidays = sorted
  }

  /// Reads a CSV or, when the file begins with `BEGIN:VCALENDAR`, an iCalendar file.
  ///
  /// `calendar` is the calendar of rows and events that name none.
  public init(path: String, calendar: String = "") throws(Problem) {
    try self.init(file: path, bytes: readFile(path), calendar: calendar)
  }

  /// Reads a CSV or an iCalendar file whose bytes are in memory; `file` is its name in messages.
  public init(file: String, bytes: [UInt8], calendar: String = "") throws(Problem) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let isICalendar = bytes[start...].starts(with: Array("BEGIN:VCALENDAR".utf8))
    self.init(
      isICalendar
        ? try iCalendarHolidays(file: file, bytes: Array(bytes[start...]), calendar: calendar)
        : try csvHolidays(file: file, bytes: bytes, calendar: calendar))
  }

  /// The holidays on a date, in the order of their calendars; usually none or one.
  public func on(_ date: CivilDate) -> ArraySlice<Holiday> {
    let first = firstIndex { $0 >= date }
    return holidays[first..<max(first, firstIndex { $0 > date })]
  }

  /// The holidays from one date to another, both included.
  public func within(_ dates: ClosedRange<CivilDate>) -> ArraySlice<Holiday> {
    holidays[firstIndex { $0 >= dates.lowerBound }..<firstIndex { $0 > dates.upperBound }]
  }

  /// The names of the calendars, ascending.
  public var names: [String] { Set(holidays.map(\.calendar)).sorted() }

  /// One calendar, `US`; or that and what holds in one of its regions, `US-CA`.
  ///
  /// - Throws: A ``Problem`` that names the calendars there are.
  public func calendar(_ name: String) throws(Problem) -> HolidayCalendar {
    let known = names
    if known.contains(name) {
      return HolidayCalendar(holidays.filter { $0.calendar == name && $0.region.isEmpty })
    }
    if let dash = name.firstIndex(of: "-"), known.contains(String(name[..<dash])) {
      let country = name[..<dash]
      let region = name[name.index(after: dash)...]
      return HolidayCalendar(
        holidays.filter {
          $0.calendar == country
            && ($0.region.isEmpty || $0.region == region || $0.region == name)
        })
    }
    throw Problem(
      at: holidays.first?.place.map { Place(file: $0.file) }, subject: "holiday calendar",
      "has no rows", value: name,
      maybe: nearestName(to: name, among: known).map { "\($0) is meant" }
        ?? "one of \(known.joined(separator: ", ")) is meant")
  }

  /// These holidays, replaced by another's on every date of a calendar on which that has any.
  public func overridden(by other: HolidayCalendar) -> HolidayCalendar {
    struct Key: Hashable {
      var date: CivilDate
      var calendar: String
    }
    let replaced = Set(other.holidays.map { Key(date: $0.date, calendar: $0.calendar) })
    let kept = holidays.filter { !replaced.contains(Key(date: $0.date, calendar: $0.calendar)) }
    return HolidayCalendar(kept + other.holidays)
  }

  /// What a plan for these dates should say about them: estimated dates, and years without any row.
  public func warnings(for dates: ClosedRange<CivilDate>) -> [String] {
    var all: [String] = []
    let known = names
    for year in dates.lowerBound.year...dates.upperBound.year {
      let without = known.filter { name in
        !holidays.contains { $0.calendar == name && $0.date.year == year }
      }
      for name in without { all.append("holiday calendar \(name) has no rows for \(year)") }
    }
    if known.isEmpty { all.append("there are no holidays at all") }
    for holiday in within(dates) where holiday.status == .estimated {
      all.append("\(holiday.date) \(holiday.name) (\(holiday.calendar)) is an estimated date")
    }
    return all
  }

  private func firstIndex(_ isRight: (CivilDate) -> Bool) -> Int {
    var low = 0
    var high = holidays.count
    while low < high {
      let middle = (low + high) / 2
      if isRight(holidays[middle].date) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
