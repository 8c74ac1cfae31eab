// Which days a list's dials wait for.
//
// Goal: a team that is there every day works evenly. Calls about broken promises are due on their day, and
// accounts that are tried on every dialling day leave no choice; those that are tried less often can be tried
// on another day of the week.
// Method: what can wait is dialled on day d at y(d) times the even pace, so that the work of every day is one
// factor times what it would be with even dials and without follow-ups:
//   y = (factor · (fixed + waiting) − fixed − followUp) / waiting, between 0 and the pace at which every
// account is tried once a day; the factor is the one with which the dials of the week are made, found by
// bisection, as they rise with it.
// Conditions: days of one week. Where even the greatest pace does not suffice the dials stay even.

/// A dialling day of one week.
public struct DiallingDay: Hashable, Sendable {
  /// Seconds in which people may be called.
  public var seconds: Double
  /// Agent seconds, dialled evenly, of accounts that are tried on every dialling day.
  public var fixedWork: Double
  /// The same of accounts that are tried less often.
  public var waitingWork: Double
  /// Agent seconds of calls that are due on this day.
  public var followUpWork: Double

  public init(
    seconds: Double, fixedWork: Double, waitingWork: Double, followUpWork: Double
  ) {
    self.seconds = seconds
    self.fixedWork = fixedWork
    self.waitingWork = waitingWork
    self.followUpWork = followUpWork
  }
}

/// By day, how many times the even pace is dialled of what can wait; the dials of the week are kept.
///
/// `most`: The pace at which every account is tried once a day, at least 1.
public func dialPace(_ days: [DiallingDay], most: Double) -> [Double] {
  let even = [Double](repeating: 1, count: days.count)
  let wanted = days.reduce(0) { $0 + $1.seconds }
  guard most > 1, days.contains(where: { $0.followUpWork > 0 }) else { return even }
  func paces(_ factor: Double) -> [Double] {
    days.map { day in
      guard day.waitingWork > 0 else { return 1 }
      let left =
        factor * (day.fixedWork + day.waitingWork) - day.fixedWork - day.followUpWork
      return min(most, max(0, left / day.waitingWork))
    }
  }
  func dialled(_ paces: [Double]) -> Double {
    zip(days, paces).reduce(0) { $0 + $1.0.seconds * $1.1 }
  }
  var (low, high) = (0.0, 1.0)
  while dialled(paces(high)) < wanted {
    guard high < 1e6 else { return even }
    high *= 2
  }
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if dialled(paces(middle)) < wanted { low = middle } else { high = middle }
  }
  return paces(high)
}
