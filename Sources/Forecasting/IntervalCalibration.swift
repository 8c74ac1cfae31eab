// Prediction intervals: Poisson-gamma variance, empirical shape.
//
// From the forecasts of the pretended origins f and the outcomes y:
//   c² = max(0, (Σ (y − f)² − Σ f) / Σ f²), so that the variance is f + c² f²;
// the quantiles of (y − f)/√(f + c² f²) are taken as they come: each week was forecast with settings
// chosen without it. Weeks count by half as much for every five weeks that they lie back, and by the
// cube of the share of today's history that their forecasts could use: what a young queue erred by
// says little about what it will. c² depends on the interval length: it is estimated on the one reported. Special
// days, days after a closure and days with events err more and are rare: they are kept out of the pool,
// and their bounds widened by what past ones showed.
//
// The errors of a week hang together, so few weeks do not show how far another may stray: on windows
// of four to nine weeks of the shared series, quantiles as they come held 72 to 77 % where they say 80.
// With n = (Σ w)²/Σ w² weeks' worth of weight, the quantile of probability p is widened by what
// Student's t with 3.5/(1 − (n/5.5)²) degrees of freedom adds to the normal quantile z, to the first
// order: (z² + 1)/4 for each of their inverse. From 5.5 weeks on, after some four months, nothing is
// missing: the older weeks in the pool were forecast from less and err by more.

internal import Glibc

/// A forecast made from a pretended origin, what came, and how much it counts.
struct WeightedOutcome: Sendable {
  var forecast: Double
  var actual: Double
  var weight: Double
}

enum IntervalCalibration {
  static let halfLifeWeeks = 5.0
  /// Weeks of equal weight that show how far another may stray.
  static let weeksThatSuffice = 5.5

  /// The weight of a week forecast from `history` days when there are `full` days now.
  static func weight(weeksAgo: Int, history: Int, full: Int) -> Double {
    let share = Double(max(1, history)) / Double(max(1, full))
    return exp2(-Double(weeksAgo) / halfLifeWeeks) * share * share * share
  }

  /// Nil where there are too few outcomes to learn from.
  static func distribution(_ outcomes: [WeightedOutcome]) -> DemandDistribution? {
    let usable = outcomes.filter { $0.forecast > 0 }
    guard usable.count >= 50 else { return nil }
    var (squares, sum, sumOfSquares) = (0.0, 0.0, 0.0)
    for outcome in usable {
      let (f, y, w) = (outcome.forecast, outcome.actual, outcome.weight)
      squares += w * (y - f) * (y - f)
      sum += w * f
      sumOfSquares += w * f * f
    }
    let dispersion = sumOfSquares > 0 ? max(0, (squares - sum) / sumOfSquares) : 0
    var errors = usable.map { outcome in
      let f = outcome.forecast
      let error = (outcome.actual - f) / (f + dispersion * f * f).squareRoot()
      return (value: error, weight: outcome.weight)
    }
    errors.sort { $0.value < $1.value }
    let share = weeksOfWeight(usable) / Self.weeksThatSuffice
    let uncertainty = max(0, 1 - share * share) / 3.5
    let quantiles = zip(DemandDistribution.levels, DemandDistribution.normalQuantiles).map {
      (1 + uncertainty * ($1 * $1 + 1) / 4) * quantile(errors, $0)
    }
    return DemandDistribution(
      dispersion: dispersion, quantiles: quantiles, count: usable.count)
  }

  /// How many weeks of equal weight tell as much; weeks are told apart by their weights.
  private static func weeksOfWeight(_ outcomes: [WeightedOutcome]) -> Double {
    let weights = Set(outcomes.map(\.weight)).sorted()
    let sum = weights.reduce(0, +)
    return sum * sum / weights.reduce(0) { $0 + $1 * $1 }
  }

  /// How much wider the bounds of the second week are than those of the first: the weighted root mean
  /// square of its standardised errors, whose like is 1 in the first week by definition; 1 to 2.
  static func growth(_ outcomes: [WeightedOutcome], _ near: DemandDistribution) -> Double {
    var (sum, weight) = (0.0, 0.0)
    for outcome in outcomes where outcome.forecast > 0 {
      let f = outcome.forecast
      let error = outcome.actual - f
      sum += outcome.weight * error * error / (f + near.dispersion * f * f)
      weight += outcome.weight
    }
    return weight > 0 ? min(2, max(1, (sum / weight).squareRoot())) : 1
  }

  /// How much wider the bounds of special days are: the root mean square of their standardised errors
  /// over that of ordinary days, shrunk to 1.35 with the weight of three days; 1 to 4.
  static func specialScale(
    _ days: [[(forecast: Double, actual: Double)]], _ distribution: DemandDistribution
  ) -> Double {
    let ordinary = max(
      0.25, (distribution.standardised(0.9) - distribution.standardised(0.1)) / (2 * 1.2816))
    var (sum, weight) = (3 * 1.35 * 1.35, 3.0)
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
  static let unknown = DemandDistribution(
    dispersion: 0.0625, quantiles: DemandDistribution.normalQuantiles, count: 0)

  /// The quantile of sorted weighted values, linear between the middles of their weights.
  static func quantile(_ sorted: [(value: Double, weight: Double)], _ probability: Double) -> Double
  {
    let total = sorted.reduce(0) { $0 + $1.weight }
    var before = 0.0
    var last: (position: Double, value: Double)?
    for (value, weight) in sorted {
      let position = (before + weight / 2) / total
      if position >= probability {
        guard let last else { return value }
        let t = (probability - last.position) / (position - last.position)
        return last.value + t * (value - last.value)
      }
      last = (position, value)
      before += weight
    }
    return last?.value ?? 0
  }
}
