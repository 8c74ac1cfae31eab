// Re-forecasting while a day is under way.
//
// The contacts seen so far today, O, against those forecast for the same intervals, F, tell how busy
// the day is. A day's busyness g (its total over its forecast) has mean 1 and a variance v known from
// the day errors of past weeks; the ratio O/F given g has the variance s² = 1/F + c_w² Σf²/F², c_w²
// the dispersion within days. Normal theory gives the posterior mean 1 + v/(v + s²)(O/F − 1) and variance
// v s²/(v + s²): little is believed after the first interval, nearly all at noon. Later days follow by
// the share ρ^k of a surprise that past weeks carried over k days. (Oreshkin et al. 2016 call g the
// busyness factor; Shen & Huang 2008 update by penalised least squares to the same end.)

internal import CivilTime

struct IntradayUpdate {
  /// Busyness of the day under way.
  private(set) var busyness = 1.0
  /// v, the variance of busyness before anything was seen, and after.
  private(set) var prior = 0.0
  private(set) var posterior = 0.0
  private(set) var carry = 0.0
  let dispersion: Double

  /// `pairs` are forecast and outcome of the intervals seen.
  init(
    pairs: [(forecast: Double, actual: Double)], dayErrors: DayErrors, dispersion: Double
  ) {
    self.dispersion = dispersion
    prior = max(dayErrors.variance, 0.0025)
    posterior = prior
    carry = dayErrors.carry
    let forecast = pairs.reduce(0) { $0 + $1.forecast }
    guard forecast > 0 else { return }
    let actual = pairs.reduce(0) { $0 + $1.actual }
    let squares = pairs.reduce(0) { $0 + $1.forecast * $1.forecast }
    let within = max(0, dispersion - prior)
    let noise = 1 / forecast + within * squares / (forecast * forecast)
    busyness = max(0.05, 1 + prior / (prior + noise) * (actual / forecast - 1))
    posterior = prior * noise / (prior + noise)
  }

  /// The factor on the forecast `days` after the day under way.
  func factor(days: Int) -> Double {
    var share = 1.0
    for _ in 0..<max(0, days) { share *= carry }
    return 1 + share * (busyness - 1)
  }

  /// How much narrower the bounds of the rest of the day are, for an interval's forecast.
  func scale(forecast: Double) -> Double {
    let before = forecast + dispersion * forecast * forecast
    let after = forecast + (dispersion - prior + posterior) * forecast * forecast
    return before > 0 ? (max(forecast, after) / before).squareRoot() : 1
  }
}

/// Relative errors of day totals on the pretended origins.
struct DayErrors: Sendable {
  /// By origin: forecast and outcome of successive days.
  var runs: [[(forecast: Double, actual: Double)]] = []

  /// Variance of outcome over forecast beyond Poisson noise; 0.01 when nothing is known.
  ///
  /// The update takes at least (5 %)²: a past without busy days does not rule one out.
  var variance: Double {
    var (sum, count) = (0.0, 0.0)
    for (f, y) in runs.joined() where f > 0 {
      let e = y / f - 1
      sum += e * e - 1 / f
      count += 1
    }
    return count >= 5 ? max(0.0004, sum / count) : 0.01
  }

  /// Correlation of the errors of successive days, 0 to 0.9.
  var carry: Double {
    var (products, squares) = (0.0, 0.0)
    for run in runs {
      let errors = run.map { $0.forecast > 0 ? $0.actual / $0.forecast - 1 : 0 }
      for (a, b) in zip(errors, errors.dropFirst()) {
        products += a * b
        squares += (a * a + b * b) / 2
      }
    }
    return squares > 0 ? min(0.9, max(0, products / squares)) : 0
  }
}
