// Days whose level is beyond a factor e^0.25 on the root scale (about 1.65 in contacts) of the median of
// the same weekday four weeks before and after. They inform neither level nor shape.
//
// A day that is out of the ordinary every month is not an outlier but a pay or billing day: where most
// days of a place in the month (first, second, last open day, a day of the month) are out on the same
// side, at least three of them, all of that place are kept.

internal import CivilTime

enum Outliers {
  static let reach = 0.25

  /// By day of history; false for days without data.
  static func find(
    _ series: DaySeries, origin: Int, have: [Bool], _ places: MonthPlaces
  ) -> [Bool] {
    let deviations = (0..<origin).map { have[$0] ? deviation(series, $0, origin, have) : 0 }
    var isOut = deviations.map { abs($0) > reach }
    guard isOut.contains(true) else { return isOut }
    var groups: [Place: [Int]] = [:]
    for d in 0..<origin where have[d] && !series.labels[d].isSpecial {
      if let k = places.fromStart[d] { groups[.fromStart(k), default: []].append(d) }
      if let k = places.fromEnd[d] { groups[.fromEnd(k), default: []].append(d) }
      groups[.day(series.dates[d].day), default: []].append(d)
    }
    for days in groups.values where days.count >= 3 {
      let above = days.count { deviations[$0] > reach }
      let below = days.count { deviations[$0] < -reach }
      if 2 * max(above, below) > days.count { for d in days { isOut[d] = false } }
    }
    return isOut
  }

  private enum Place: Hashable {
    case fromStart(Int)
    case fromEnd(Int)
    case day(Int)
  }

  /// Log level over the median of the neighbours; 0 when there are fewer than three.
  private static func deviation(
    _ series: DaySeries, _ d: Int, _ origin: Int, _ have: [Bool]
  ) -> Double {
    var near: [Double] = []
    for k in [-4, -3, -2, -1, 1, 2, 3, 4] {
      let other = d + k * series.weekLength
      if other >= 0, other < origin, have[other] { near.append(series.logLevel[other]) }
    }
    guard near.count >= 3 else { return 0 }
    near.sort()
    let middle = near.count / 2
    let median = near.count % 2 == 1 ? near[middle] : (near[middle - 1] + near[middle]) / 2
    return series.logLevel[d] - median
  }
}
