// Days whose level is beyond a factor e^0.25 on the root scale (about 1.65 in contacts) of the median of
// the same weekday four weeks before and after. They inform neither level nor shape.
//
// Level shifts are taken off first: the days after one are the new usual. A day that is out of the
// ordinary every month is not an outlier but a pay or billing day: where most days of a place in the
// month (first, second, last open day, a day of the month) are out on the same side, at least three of
// them, all of that place are kept.

internal import CivilTime

struct Outliers {
  static let reach = 0.25

  /// By day of history, the log level over the median of its neighbours; 0 when there are fewer than
  /// three of them, or no data.
  private(set) var deviations: [Double]
  /// By day of history; false for days without data.
  private(set) var isOut: [Bool]
  /// The usual deviation of a plain day, at least 0.01.
  private(set) var noise: Double

  /// `levels` are the log levels; `isApart` days are no neighbours where others suffice.
  init(
    _ series: DaySeries, levels: [Double], have: [Bool], isApart: [Bool], _ places: MonthPlaces
  ) {
    let origin = have.count
    let deviations = (0..<origin).map {
      have[$0] ? Self.deviation(series, levels, $0, have, isApart) : 0
    }
    let plain = (0..<origin).filter { have[$0] && !isApart[$0] && deviations[$0] != 0 }
    noise = max(0.01, 1.4826 * LevelShifts.median(plain.map { abs(deviations[$0]) }[...]))
    self.deviations = deviations
    isOut = deviations.map { abs($0) > Self.reach }
    guard isOut.contains(true) else { return }
    var groups: [Place: [Int]] = [:]
    for d in 0..<origin where have[d] && !series.labels[d].isSpecial {
      if let k = places.fromStart[d] { groups[.fromStart(k), default: []].append(d) }
      if let k = places.fromEnd[d] { groups[.fromEnd(k), default: []].append(d) }
      groups[.day(series.dates[d].day), default: []].append(d)
    }
    for days in groups.values where days.count >= 3 {
      let above = days.count { deviations[$0] > Self.reach }
      let below = days.count { deviations[$0] < -Self.reach }
      if 2 * max(above, below) > days.count { for d in days { isOut[d] = false } }
    }
  }

  private enum Place: Hashable {
    case fromStart(Int)
    case fromEnd(Int)
    case day(Int)
  }

  private static func deviation(
    _ series: DaySeries, _ levels: [Double], _ d: Int, _ have: [Bool], _ isApart: [Bool]
  ) -> Double {
    var near: [Double] = []
    var plain: [Double] = []
    for k in [-4, -3, -2, -1, 1, 2, 3, 4] {
      let other = d + k * series.weekLength
      guard other >= 0, other < have.count, have[other] else { continue }
      near.append(levels[other])
      if !isApart[other] { plain.append(levels[other]) }
    }
    if plain.count >= 3 { near = plain }
    guard near.count >= 3 else { return 0 }
    return levels[d] - LevelShifts.median(near[...])
  }
}
