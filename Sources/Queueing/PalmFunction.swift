// Palm's function A(c,z) = 1F1(1; c+1; z) = Σ z^k / ((c+1)…(c+k)), the heart of Erlang A.
//
// Goal: relative error below 1e-13 for any c > 0, z ≥ 0 without overflow, in at most 1 µs.
// Method: Temme's expansion for c ≥ 200 near z = c; elsewhere the positive series below, and above
// the complement of the continued fraction of Γ(c,z). Above c the factor e^{c(m - ln(1+m))},
// m = (z-c)/c, is kept apart: it cancels against the same factor wherever A is used.
// Sources: Palm 1957; Temme 1979; DLMF 8.9.
internal import Glibc

/// A(c,z) = `value` · e^`scale`; the scale is 0 for z ≤ c and c(m - ln(1+m)) for z > c.
struct PalmFunction {
  let value: Double
  let scale: Double

  init(_ c: Double, _ z: Double) {
    if TemmeExpansion.applies(parameter: c, argument: z) {
      let t = TemmeExpansion(parameter: c, argument: z)
      let root = 1.25331413731550025121 * c.squareRoot()
      if t.zIsAbove {
        let small = exp(-t.exponent)
        value = t.stirling * (root * (2 - small * t.errorFunction) - small * t.series)
        scale = t.exponent
      } else {
        value = t.stirling * (root * t.errorFunction - t.series)
        scale = 0
      }
    } else if z <= c {
      value = palmSeries(c, z)
      scale = 0
    } else {
      scale = c * minusLog1p((z - c) / c)
      if z > 1.35 * c, z > c + 10 {
        let all = stirlingFactor(c) * 2.50662827463100050242 * c.squareRoot()
        value = all - c * exp(-scale) * upperGammaFraction(c, z)
      } else {
        value = exp(-scale) * palmSeries(c, z)
      }
    }
  }
}

/// Σ_k z^k / ((c+1)…(c+k)) by its positive terms.
func palmSeries(_ c: Double, _ z: Double) -> Double {
  var sum = 1.0
  var term = 1.0
  var k = c + 1
  while true {
    let ratio = z / k
    term *= ratio
    sum += term
    if ratio < 1, term < 1e-17 * sum * (1 - ratio) { return sum }
    k += 1
  }
}

/// Both A(c,z) and Σ_k k w_k / z, w_k the terms of A, without cancellation for z < c.
///
/// From 1F1's continued fraction (DLMF 8.9.1): with t = z/(c+2 - (c+1)z/(c+3 + 2z/(c+4 - …))),
/// A = (c+1+t)/(c+1-z+t) and Σ k w_k / z = (1+t)/(c+1-z+t).
func palmMean(_ c: Double, _ z: Double) -> (palm: Double, mean: Double) {
  var b = c + 2
  var d = 0.0
  var f = b
  var ratio = b
  var j = 1.0
  var odd = true
  while j < 100_000 {
    let numerator = odd ? -(c + j) * z : (j + 1) * z
    b += 1
    d = 1 / (b + numerator * d)
    ratio = b + numerator / ratio
    let change = ratio * d
    f *= change
    if abs(change - 1) < 2e-16 { break }
    if !odd { j += 1 }
    odd.toggle()
  }
  let t = z / f
  let below = c + 1 - z + t
  return ((c + 1 + t) / below, (1 + t) / below)
}
