// Changes of the level that last: a product launched, a client lost, a queue taken over.
//
// On the log level with weekday effects taken off, the median of the days after a date (a week to four)
// is set against that of the four weeks before. A shift must change contacts by a fifth, exceed eight
// times the standard error of the two medians, have four fifths of the days of both sides on their side
// of the middle, and happen at once: three fifths of it between the last week before and the first week
// after, which no season or trend does. Its date is the one with the least absolute deviations from the
// two medians. The largest is taken off and the next is looked for. Only days before the origin are used.

internal import Glibc

/// A change of the log level from a day on.
struct LevelShift: Hashable, Sendable {
  /// The first grid day of the new level.
  var day: Int
  /// Change of the logarithm of the level (a root: contacts change by twice as much).
  var change: Double
}

enum LevelShifts {
  static let leastChange = 0.09
  static let leastScore = 8.0
  static let most = 6

  /// Ascending by day; `isPlain` days have data and nothing that explains them apart.
  static func find(_ series: DaySeries, origin: Int, isPlain: [Bool]) -> [LevelShift] {
    let week = series.weekLength
    let days = (0..<origin).filter { isPlain[$0] }
    guard days.count >= 4 * week else { return [] }
    var rest = withoutWeekdays(series, days)
    var found: [LevelShift] = []
    while found.count < most, let (k, change) = strongest(rest, week) {
      found.append(LevelShift(day: days[k], change: change))
      for i in k..<rest.count { rest[i] -= change }
    }
    return found.sorted { $0.day < $1.day }
  }

  /// Log levels less what their weekday stands above the week around them, as a median of all weeks.
  private static func withoutWeekdays(_ series: DaySeries, _ days: [Int]) -> [Double] {
    let week = series.weekLength
    var sums = [0.0]
    for d in days { sums.append((sums.last ?? 0) + series.logLevel[d]) }
    var above = Array(repeating: [Double](), count: week)
    for (i, d) in days.enumerated() {
      let low = max(0, min(i - week / 2, days.count - week))
      let mean = (sums[low + week] - sums[low]) / Double(week)
      above[series.weekdays[d]].append(series.logLevel[d] - mean)
    }
    let effects = above.map { median($0[...]) }
    return days.map { series.logLevel[$0] - effects[series.weekdays[$0]] }
  }

  private static func strongest(_ rest: [Double], _ week: Int) -> (at: Int, change: Double)? {
    let reach = 4 * week
    var best: (score: Double, at: Int)?
    guard rest.count > 3 * week else { return nil }
    for k in 2 * week...rest.count - week {
      let score = score(rest, k, week, reach)
      if score > best?.score ?? leastScore { best = (score, k) }
    }
    guard let best else { return nil }
    // The date with the least absolute deviations, within half a window.
    var at = best.at
    let low = max(0, at - reach)
    let high = min(rest.count, at + reach)
    let (a, b) = (median(rest[low..<at]), median(rest[at..<high]))
    var least = Double.infinity
    for k in max(2 * week, best.at - 2 * week)...min(rest.count - week, best.at + 2 * week) {
      var deviation = 0.0
      for i in low..<high { deviation += abs(rest[i] - (i < k ? a : b)) }
      if deviation < least { (least, at) = (deviation, k) }
    }
    let change =
      median(rest[at..<min(rest.count, at + reach)]) - median(rest[max(0, at - reach)..<at])
    return abs(change) >= leastChange ? (at, change) : nil
  }

  /// How many standard errors the level moved at `k`; 0 for what is no lasting step.
  private static func score(_ rest: [Double], _ k: Int, _ week: Int, _ reach: Int) -> Double {
    let before = rest[max(0, k - reach)..<k]
    let after = rest[k..<min(rest.count, k + reach)]
    let step =
      after.prefix(week).reduce(0, +) / Double(week)
      - before.suffix(week).reduce(0, +) / Double(week)
    guard abs(step) >= 0.5 * leastChange else { return 0 }
    let (a, b) = (median(before), median(after))
    let change = b - a
    guard abs(change) >= leastChange, step * change > 0 else { return 0 }
    let near = median(after.prefix(week)) - median(before.suffix(week))
    guard near / change >= 0.6 else { return 0 }
    let middle = (a + b) / 2
    func share(_ values: ArraySlice<Double>, above: Bool) -> Double {
      Double(values.count { above ? $0 > middle : $0 < middle }) / Double(values.count)
    }
    guard share(before, above: change < 0) >= 0.8, share(after, above: change > 0) >= 0.8 else {
      return 0
    }
    let spread = before.map { abs($0 - a) } + after.map { abs($0 - b) }
    let deviation = max(0.02, 1.4826 * median(spread[...]))
    return abs(change)
      / (1.25 * deviation * (1 / Double(before.count) + 1 / Double(after.count)).squareRoot())
  }

  static func median(_ values: ArraySlice<Double>) -> Double {
    middle(values.sorted())
  }

  /// The median of ascending values; 0 of none.
  static func middle(_ sorted: [Double]) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
