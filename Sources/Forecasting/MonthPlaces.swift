internal import CivilTime

/// Where days stand among the open days of their month: pay and billing runs keep to working days.
struct MonthPlaces {
  /// So many open days are told apart at the start and at the end of a month.
  static let count = 2

  /// 0 for the first open day of the month, 1 for the second, then nil; by day.
  private(set) var fromStart: [Int?]
  /// 0 for the last open day of the month, 1 for the one before, then nil.
  private(set) var fromEnd: [Int?]

  /// `dates` are days of open weekdays, ascending. Days after the last are taken for open when their
  /// weekday is.
  init(_ dates: ArraySlice<CivilDate>, openWeekdays: [Int], _ isClosed: [Bool]) {
    fromStart = Array(repeating: nil, count: dates.count)
    fromEnd = fromStart
    guard let first = dates.first, let last = dates.last else { return }
    // A history that begins within a month does not show the month's first open days.
    var passed =
      (1..<first.day).contains { openWeekdays.contains((first - $0).weekday.rawValue) }
      ? Self.count : 0
    for d in dates.indices {
      if d > dates.startIndex, dates[d].month != dates[d - 1].month { passed = 0 }
      if isClosed[d] { continue }
      if passed < Self.count { fromStart[d] = passed }
      passed += 1
    }
    var left = (1...31).prefix { (last + $0).month == last.month }
      .count { openWeekdays.contains((last + $0).weekday.rawValue) }
    for d in dates.indices.reversed() {
      if d + 1 < dates.endIndex, dates[d].month != dates[d + 1].month { left = 0 }
      if isClosed[d] { continue }
      if left < Self.count { fromEnd[d] = left }
      left += 1
    }
  }
}
