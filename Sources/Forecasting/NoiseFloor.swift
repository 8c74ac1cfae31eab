internal import Glibc

/// The error that is left when every rate is known: contacts that come independently are Poisson.
public enum NoiseFloor {
  /// Mean absolute deviation of a Poisson count from its rate, 2 e^−λ λ^(⌊λ⌋+1) / ⌊λ⌋!.
  ///
  /// Crow 1958; O(1).
  public static func meanAbsoluteDeviation(rate: Double) -> Double {
    guard rate > 0 else { return 0 }
    let whole = rate.rounded(.down)
    return 2 * exp((whole + 1) * log(rate) - rate - lgamma(whole + 1))
  }

  /// Percent: the sum of absolute deviations over the sum of contacts, given rates and contacts.
  public static func wape(rates: [Double], contacts: Double) -> Double? {
    guard contacts > 0 else { return nil }
    return 100 * rates.reduce(0) { $0 + meanAbsoluteDeviation(rate: $1) } / contacts
  }
}
