// Seasonal exponential smoothing with a state, for short, smooth series of high volume, where the last
// hours say more about next week than the calendar does.
//
// On the log root scale of the last twelve weeks: a weekly season (recency-weighted means of what is
// left after a one-week moving average, three passes) is taken off, and the rest follows a local level
// with a damped trend; level and trend weights minimise the one-step errors (innovations state-space
// form, Hyndman et al. 2008). A mean of logarithms lies below the logarithm of the mean, the more so the
// fewer contacts an interval has: levels are raised by what the fit fell short of over the twelve weeks.
// Only the day levels are taken from it: the intraday shape is better
// learnt by the shape methods.

internal import Glibc

enum SeasonalSmoothing {
  static let weeks = 12
  static let seasonHalfLife = 26.0
  private static let levelWeights = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.99]
  /// Share of the level's weight that the trend has, and its damping.
  private static let trendShares = SIMD4(0, 0.01, 0.05, 0.1)
  private static let trendDampings = SIMD4(1, 0.95, 0.95, 0.9)

  /// Forecast log levels of the days from the origin on; nil with less than two weeks of data.
  static func logLevels(_ series: DaySeries, _ design: LevelDesign) -> [Double]? {
    let (week, j, origin) = (series.weekLength, series.columns, design.origin)
    let start = max(0, origin - weeks * week)
    let days = origin - start
    guard (start..<origin).count(where: { design.weight[$0] > 0 }) >= 2 * week else { return nil }
    // Open cells in time order.
    var cellDay: [Int] = []
    var cellColumn: [Int] = []
    var value: [Double] = []
    for d in start..<origin {
      let usable = design.weight[d] > 0
      for c in 0..<j where series.open[series.weekdays[d]][c] {
        cellDay.append(d)
        cellColumn.append(c)
        value.append(usable ? log(max(1e-6, series.root[d * j + c])) - design.step(at: d) : .nan)
      }
    }
    let perWeek = series.open.reduce(0) { $0 + $1.count { $0 } }
    var season = [Double](repeating: 0, count: week * j)
    let weekOf = cellDay.map { series.weekdays[$0] * j }
    for _ in 0..<3 {
      let rest = value.indices.map { value[$0] - season[weekOf[$0] + cellColumn[$0]] }
      let trend = movingAverage(rest, perWeek)
      var sums = [Double](repeating: 0, count: week * j)
      var weights = sums
      for i in value.indices where !value[i].isNaN {
        let v = pow(0.5, Double(origin - cellDay[i]) / Double(week) / seasonHalfLife)
        sums[weekOf[i] + cellColumn[i]] += v * (value[i] - trend[i])
        weights[weekOf[i] + cellColumn[i]] += v
      }
      for k in season.indices where weights[k] > 0 { season[k] = sums[k] / weights[k] }
    }
    let rest = value.indices.map { value[$0] - season[weekOf[$0] + cellColumn[$0]] }
    guard let state = localTrend(rest, warmUp: max(1, value.count / max(1, days))) else {
      return nil
    }
    // Fitted and realised sums over the cells of the twelve weeks.
    let trend = movingAverage(rest, perWeek)
    var (fitted, realised) = (0.0, 0.0)
    for i in value.indices where !value[i].isNaN {
      fitted += exp(trend[i] + season[weekOf[i] + cellColumn[i]])
      realised += exp(value[i])
    }
    let raise = fitted > 0 && realised > 0 ? log(realised / fitted) : 0

    var level = state.level + design.step(at: origin) + raise
    var slope = state.trend
    return (0..<design.horizon).map { h in
      let w = series.weekdays[origin + h]
      var (sum, count) = (0.0, 0)
      for c in 0..<j where series.open[w][c] {
        slope *= state.damping
        level += slope
        sum += exp(level + season[w * j + c])
        count += 1
      }
      return log(max(1e-6, sum / Double(max(1, count))))
    }
  }

  /// Centred moving averages over `width` elements, fewer at the ends; NaN are skipped.
  private static func movingAverage(_ values: [Double], _ width: Int) -> [Double] {
    var sums = [0.0]
    var counts = [0]
    for value in values {
      sums.append((sums.last ?? 0) + (value.isNaN ? 0 : value))
      counts.append((counts.last ?? 0) + (value.isNaN ? 0 : 1))
    }
    return values.indices.map { i in
      let (low, high) = (max(0, i - width / 2), min(values.count, i + width / 2 + 1))
      return (sums[high] - sums[low]) / Double(max(1, counts[high] - counts[low]))
    }
  }

  /// The state after the last value under the weights with the least squared one-step error.
  private static func localTrend(
    _ values: [Double], warmUp: Int
  ) -> (level: Double, trend: Double, damping: Double)? {
    let first = values.lazy.filter { !$0.isNaN }.prefix(warmUp)
    guard !first.isEmpty else { return nil }
    let initial = first.reduce(0, +) / Double(first.count)
    var best: (error: Double, level: Double, trend: Double, damping: Double)?
    for alpha in levelWeights {
      // All trends at once: each lane is a recursion of its own.
      let weight = alpha * trendShares
      var level = SIMD4(repeating: initial)
      var trend = SIMD4<Double>.zero
      var error = SIMD4<Double>.zero
      for value in values {
        trend *= trendDampings
        level += trend
        if value.isNaN { continue }
        let e = value - level
        error += e * e
        level += alpha * e
        trend += weight * e
      }
      for k in error.indices where error[k] < best?.error ?? .infinity {
        best = (error[k], level[k], trend[k], trendDampings[k])
      }
    }
    return best.map { ($0.level, $0.trend, $0.damping) }
  }
}
