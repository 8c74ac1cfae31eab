// Prediction intervals: Poisson-gamma variance, empirical shape.
//
// From the forecasts of the pretended origins f and the outcomes y:
//   c² = max(0, (Σ (y − f)² − Σ f) / Σ f²), so that the variance is f + c² f²;
// the quantiles of (y − f)/√(f + c² f²) are taken as they come: each week was forecast with settings
// chosen without it. c² depends on the interval length: it is estimated on the one reported. Special
// days, days after a closure and days with events err more and are rare: they are kept out of the pool,
// and their bounds widened by what past ones showed. Without outcomes a cautious standard holds.

enum IntervalCalibration {
  static func distribution(
    _ outcomes: [(forecast: Double, actual: Double)]
  ) -> DemandDistribution {
    let usable = outcomes.filter { $0.forecast > 0 }
    guard usable.count >= 50 else { return unknown(outcomes) }
    var (squares, sum, sumOfSquares) = (0.0, 0.0, 0.0)
    for (f, y) in usable {
      squares += (y - f) * (y - f)
      sum += f
      sumOfSquares += f * f
    }
    let dispersion = sumOfSquares > 0 ? max(0, (squares - sum) / sumOfSquares) : 0
    var errors = usable.map { f, y in (y - f) / (f + dispersion * f * f).squareRoot() }
    errors.sort()
    let quantiles = DemandDistribution.levels.map { quantile(errors, $0) }
    return DemandDistribution(
      dispersion: dispersion, quantiles: quantiles, count: usable.count)
  }

  /// How much wider the bounds of special days are: the root mean square of their standardised errors
  /// over that of ordinary days, shrunk to 1.5 with the weight of three days; 1 to 4.
  static func specialScale(
    _ days: [[(forecast: Double, actual: Double)]], _ distribution: DemandDistribution
  ) -> Double {
    let ordinary = max(
      0.25, (distribution.standardised(0.9) - distribution.standardised(0.1)) / (2 * 1.2816))
    var (sum, weight) = (3 * 1.5 * 1.5, 3.0)
    for day in days {
      let usable = day.filter { $0.forecast > 0 }
      guard !usable.isEmpty else { continue }
      var squares = 0.0
      for (f, y) in usable {
        squares += (y - f) * (y - f) / (f + distribution.dispersion * f * f)
      }
      // One day must not decide alone.
      sum += min(16, squares / Double(usable.count) / (ordinary * ordinary))
      weight += 1
    }
    return min(4, max(1, (sum / weight).squareRoot()))
  }

  /// A coefficient of variation of 25 % and normal errors, when there is nothing to learn from.
  static func unknown(
    _ outcomes: [(forecast: Double, actual: Double)] = []
  ) -> DemandDistribution {
    DemandDistribution(
      dispersion: 0.0625, quantiles: DemandDistribution.normalQuantiles, count: outcomes.count)
  }

  /// The quantile of sorted values, linear between them.
  static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
    let position = probability * Double(sorted.count - 1)
    let low = Int(position)
    guard low + 1 < sorted.count else { return sorted[sorted.count - 1] }
    let t = position - Double(low)
    return sorted[low] + t * (sorted[low + 1] - sorted[low])
  }
}
