// Distributions of the time from a mailing, a broadcast or a message to the call it causes.
//
// Lognormal: scale is the median in days. Gamma and Weibull: scale as usual. Exponential: scale is
// the mean. The regularised incomplete gamma function is its series below a + 1 and Lentz's
// continued fraction above (Numerical Recipes 6.2), relative error near 1e-14.

internal import Glibc

/// A family of response times with up to two parameters; times in days.
public enum ResponseFamily: String, CaseIterable, Hashable, Sendable {
  case lognormal
  case gamma
  case weibull
  case exponential

  /// Share that has responded `days` after the drop.
  ///
  /// Of the arguments:
  /// - `shape`: Above 0: sigma of the lognormal, shape of gamma and Weibull; unused by exponential.
  /// - `scale`: Above 0, in days.
  public func cumulative(_ days: Double, shape: Double, scale: Double) -> Double {
    guard days > 0, shape > 0, scale > 0 else { return 0 }
    switch self {
    case .lognormal: return 0.5 * erfc(-log(days / scale) / shape / 2.0.squareRoot())
    case .gamma: return lowerGamma(shape, days / scale)
    case .weibull: return -expm1(-pow(days / scale, shape))
    case .exponential: return -expm1(-days / scale)
    }
  }
}

/// P(a, x), the regularised lower incomplete gamma function.
private func lowerGamma(_ a: Double, _ x: Double) -> Double {
  guard x > 0 else { return 0 }
  let front = exp(a * log(x) - x - lgamma(a))
  if x < a + 1 {
    var term = 1 / a
    var sum = term
    var k = a
    for _ in 0..<10_000 {
      k += 1
      term *= x / k
      sum += term
      if term < sum * 1e-16 { break }
    }
    return min(1, sum * front)
  }
  var b = x + 1 - a
  var c = 1e300
  var d = 1 / b
  var h = d
  for i in 1..<10_000 {
    let an = -Double(i) * (Double(i) - a)
    b += 2
    d = an * d + b
    if abs(d) < 1e-300 { d = 1e-300 }
    c = b + an / c
    if abs(c) < 1e-300 { c = 1e-300 }
    d = 1 / d
    let step = d * c
    h *= step
    if abs(step - 1) < 1e-16 { break }
  }
  return max(0, 1 - front * h)
}
