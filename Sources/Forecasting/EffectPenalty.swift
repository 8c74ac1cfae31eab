// How strongly the effect of a named day or an event is held back.
//
// A penalty in units of a day's noise variance is noise variance over expected effect variance. Without
// evidence an effect is expected to be as large as the noise (a penalty of 2 halves what one day shows);
// where past days stand out beyond two standard errors of their mean (three for a single day), the
// excess of the squared mean takes the place of the expectation: a Black Friday of three times the
// contacts is learnt at its size from its first date (empirical Bayes; the positive-part estimator).

struct EffectPenalty {
  static let usual = 2.0
  static let least = 0.002

  /// By day of history: log level over the usual one.
  let deviations: [Double]
  let noise: Double
  /// By day of history, whether it informs the level.
  let weight: [Double]

  /// The mean deviation of the days that have data.
  func mean(_ days: [Int]) -> Double {
    let known = past(days)
    return known.isEmpty ? 0 : known.reduce(0) { $0 + deviations[$1] } / Double(known.count)
  }

  /// The penalty of an effect on these days beyond one they share with others.
  func penalty(_ days: [Int], beyond common: Double = 0) -> Double {
    penaltyIfFound(days, beyond: common) ?? Self.usual
  }

  /// Nil where the days do not stand out of the noise.
  func penaltyIfFound(_ days: [Int], beyond common: Double = 0) -> Double? {
    let known = past(days)
    guard !known.isEmpty else { return nil }
    let mean = mean(days) - common
    let errors = known.count == 1 ? 9.0 : 4
    let excess = mean * mean - errors * noise * noise / Double(known.count)
    guard excess > 0 else { return nil }
    return min(Self.usual, max(Self.least, noise * noise / excess))
  }

  private func past(_ days: [Int]) -> [Int] {
    days.filter { $0 < weight.count && weight[$0] > 0 && deviations[$0] != 0 }
  }
}
