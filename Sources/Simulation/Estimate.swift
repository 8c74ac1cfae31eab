// Confidence intervals of ratios over independent days.
//
// A service level is calls answered in time over calls offered; calls of one day depend on each other,
// days do not. The estimate is the ratio of sums over days, its variance by the delta method from the
// days' residuals x - r y. Source: Law 2015, ch. 9; notes on binomial intervals being too narrow.

/// A mean or ratio with its uncertainty.
public struct Estimate: Hashable, Sendable {
  public var value: Double
  /// Half-width of the 95 % confidence interval; infinite with fewer than two replications.
  public var halfWidth: Double

  public init(value: Double, halfWidth: Double) {
    self.value = value
    self.halfWidth = halfWidth
  }

  /// Half-width at another confidence, by the normal distribution: 3.2905 for 99.9 %.
  public func halfWidth(factor: Double) -> Double { halfWidth * factor / 1.959964 }
}

/// Sums over days of a numerator x and a denominator y.
package struct RatioSums: Sendable {
  package var x = 0.0
  package var y = 0.0
  private var xx = 0.0
  private var xy = 0.0
  private var yy = 0.0
  package private(set) var days = 0.0

  package init() {}

  @inline(__always)
  package mutating func add(_ x: Double, over y: Double) {
    self.x += x
    self.y += y
    xx += x * x
    xy += x * y
    yy += y * y
    days += 1
  }

  package mutating func add(_ other: RatioSums) {
    x += other.x
    y += other.y
    xx += other.xx
    xy += other.xy
    yy += other.yy
    days += other.days
  }

  /// Σx/Σy with its interval; `ifEmpty` when y is 0. Few days use Student's t.
  package func estimate(ifEmpty: Double) -> Estimate {
    guard y > 0 else { return .init(value: ifEmpty, halfWidth: days > 1 ? 0 : .infinity) }
    let r = x / y
    guard days > 1 else { return .init(value: r, halfWidth: .infinity) }
    let residual = max(0, xx - 2 * r * xy + r * r * yy)
    let error = (residual / (days - 1) * days).squareRoot() / y
    return .init(value: r, halfWidth: studentFactor(days - 1) * error)
  }
}

/// The 97.5 % point of Student's t distribution; relative error below 2e-3 from 3 degrees of freedom on.
func studentFactor(_ degrees: Double) -> Double {
  if degrees < 1.5 { return 12.7062 }
  if degrees < 2.5 { return 4.3027 }
  let z = 1.959964
  let z2 = z * z
  // Cornish-Fisher expansion.
  let g1 = (z2 + 1) * z / 4
  let g2 = ((5 * z2 + 16) * z2 + 3) * z / 96
  let g3 = (((3 * z2 + 19) * z2 + 17) * z2 - 15) * z / 384
  return z + g1 / degrees + g2 / (degrees * degrees) + g3 / (degrees * degrees * degrees)
}
