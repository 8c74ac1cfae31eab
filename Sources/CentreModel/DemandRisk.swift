// Staffing for the risk that demand is busier than forecast.
//
// The bounds of a forecast hold counts, whose variance is that of the rate and, on top, a Poisson count's
// own. Staffing models contain the latter already, so only the rate's part counts here: with s = (upper
// 80 % bound - f)/1.2816 the rate is f + z·sqrt(max(0, s² - f)), z the normal quantile (the mixed Poisson
// model of Jongbloed & Koole 2001; Steckley, Henderson & Mehrotra 2009 call it risk staffing).

internal import Glibc

extension ForecastRow {
  /// The expected contacts of a rate that is not exceeded with `probability`, 0.5 to 0.999.
  public func rate(notExceededWith probability: Double) -> Double {
    guard offered > 0 else { return offered }
    let deviation = max(0, high80 - offered) / 1.281_551_565_544_600_4
    let ofRate = max(0, deviation * deviation - offered).squareRoot()
    return max(0, offered + normalQuantile(probability) * ofRate)
  }
}

/// The z with P(Z ≤ z) = `probability`, by bisection; within ±8.
func normalQuantile(_ probability: Double) -> Double {
  var (low, high) = (-8.0, 8.0)
  while high - low > 1e-12 {
    let middle = (low + high) / 2
    if erfc(-middle / 2.0.squareRoot()) / 2 < probability { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
