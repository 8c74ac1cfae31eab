/// How far contacts stray from their forecast.
///
/// The variance of a count around a forecast f is f + c² f² (a Poisson count whose rate is gamma
/// distributed with coefficient of variation c); the shape of the standardised error is empirical.
/// Taylor 2012 and Jongbloed & Koole 2001 use the same variance.
public struct DemandDistribution: Hashable, Sendable {
  /// c², the squared coefficient of variation of the rate.
  public var dispersion: Double
  /// Quantiles of the standardised error at ``levels``.
  public var quantiles: [Double]
  /// How many past errors it rests on.
  public var count: Int

  /// The probabilities at which ``quantiles`` are kept.
  public static let levels = [
    0.005, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.995,
  ]

  public init(dispersion: Double, quantiles: [Double], count: Int) {
    precondition(quantiles.count == Self.levels.count)
    self.dispersion = dispersion
    self.quantiles = quantiles
    self.count = count
  }

  /// The contacts that are not exceeded with `probability`, given the forecast of an interval.
  ///
  /// `scale` widens the standardised error, as for intervals that are further off. Never negative;
  /// 0 for a forecast of 0.
  public func quantile(_ probability: Double, forecast: Double, scale: Double = 1) -> Double {
    guard forecast > 0 else { return 0 }
    let deviation = (forecast + dispersion * forecast * forecast).squareRoot()
    return max(0, forecast + scale * standardised(probability) * deviation)
  }

  /// The standardised quantile, linear between the levels kept.
  public func standardised(_ probability: Double) -> Double {
    let levels = Self.levels
    guard probability > levels[0] else { return quantiles[0] }
    for k in 1..<levels.count where probability <= levels[k] {
      let t = (probability - levels[k - 1]) / (levels[k] - levels[k - 1])
      return quantiles[k - 1] + t * (quantiles[k] - quantiles[k - 1])
    }
    return quantiles[quantiles.count - 1]
  }

  /// Standard normal quantiles: what is assumed before there are errors to learn from.
  static let normalQuantiles = [
    -2.5758, -1.96, -1.6449, -1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816,
    1.6449, 1.96, 2.5758,
  ]
}
