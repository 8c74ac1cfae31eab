public import CivilTime

/// Cases received on each working day, by what kind of day it is.
///
/// Expected cases are `base` times every factor that applies. What arrives on days that are not
/// worked lies there on the next working day, at `closedShare` of a working day's arrivals each.
public struct CaseDemand: Hashable, Sendable {
  public var base: Double
  /// Factors Monday to Sunday; empty means 1.
  public var weekdays: [Double]
  /// Factors of WD1, WD2, …
  public var monthStart: [Double]
  /// Factors of WD-1, WD-2, …
  public var monthEnd: [Double]
  /// Extra factor on the month-end days of March, June, September and December.
  public var quarterEnd: Double
  /// Arrivals on a closed day as a share of `base`.
  public var closedShare: Double
  /// Factors on single dates: pay runs, tax filing days.
  public var dates: [CivilDate: Double]

  public init(
    base: Double, weekdays: [Double] = [], monthStart: [Double] = [], monthEnd: [Double] = [],
    quarterEnd: Double = 1, closedShare: Double = 0, dates: [CivilDate: Double] = [:]
  ) {
    self.base = base
    self.weekdays = weekdays
    self.monthStart = monthStart
    self.monthEnd = monthEnd
    self.quarterEnd = quarterEnd
    self.closedShare = closedShare
    self.dates = dates
  }

  /// Expected cases on `date`, 0 on a day that is not worked; with the names of what made them.
  public func expected(on date: CivilDate, _ calendar: WorkCalendar) -> (
    cases: Double, drivers: [String]
  ) {
    guard let index = calendar.monthIndex(date) else { return (0, []) }
    var cases = base
    var drivers: [String] = []
    let weekday = date.weekday.rawValue
    if weekday < weekdays.count { cases *= weekdays[weekday] }
    if index.fromStart <= monthStart.count, monthStart[index.fromStart - 1] != 1 {
      cases *= monthStart[index.fromStart - 1]
      drivers.append("WD\(index.fromStart)")
    }
    if -index.fromEnd <= monthEnd.count, monthEnd[-index.fromEnd - 1] != 1 {
      cases *= monthEnd[-index.fromEnd - 1]
      drivers.append("WD\(index.fromEnd)")
      if date.month % 3 == 0, quarterEnd != 1 {
        cases *= quarterEnd
        drivers.append("quarter end")
      }
    }
    if let factor = dates[date] {
      cases *= factor
      drivers.append("\(date)")
    }
    let closed = calendar.closedDaysBefore(date)
    if closed > 0, closedShare > 0 {
      cases += base * closedShare * Double(closed)
      drivers.append("\(closed) closed day\(closed == 1 ? "" : "s") before")
    }
    return (cases, drivers)
  }
}
