// Differences that cancel when written out: x - ln(1+x), x - 1 + e^-x, ψ(x+m) - ψ(x).
//
// Goal: full relative accuracy for every argument of the models.
// Method: the Taylor series for small arguments, the series of 2 artanh(x/(2+x)) in between, the
// plain form elsewhere; digamma differences by their asymptotic series after shifting above 12.
internal import Glibc

/// x - ln(1+x) for x > -1.
func minusLog1p(_ x: Double) -> Double {
  let size = abs(x)
  if size < 0.03 {
    // x²/2 - x³/3 + x⁴/4 - …
    var sum = 0.0
    var k = 13.0
    while k >= 2 {
      sum = 1 / k - x * sum
      k -= 1
    }
    return x * x * sum
  }
  if size < 0.6 {
    // ln(1+x) = 2 (r + r³/3 + …), r = x/(2+x); x - 2r = x r.
    let r = x / (2 + x)
    let r2 = r * r
    var sum = 0.0
    var power = 1.0
    var k = 3.0
    while true {
      let term = power / k
      sum += term
      if term < 1e-17 * sum { break }
      power *= r2
      k += 2
    }
    return x * r - 2 * r * r2 * sum
  }
  return x - log1p(x)
}

/// x - 1 + e^-x for x ≥ 0.
func plusExpm1Negative(_ x: Double) -> Double {
  if x >= 0.05 { return x + expm1(-x) }
  // x²/2 (1 - x/3 (1 - x/4 (…))).
  var sum = 1.0
  var k = 11.0
  while k >= 3 {
    sum = 1 - x / k * sum
    k -= 1
  }
  return 0.5 * x * x * sum
}

/// ψ(x+m) - ψ(x) = Σ_{i<m} 1/(x+i) for x ≥ 1, m ≥ 0 (m a whole number).
func digammaDifference(_ start: Double, _ m: Double) -> Double {
  var x = start
  var left = m
  var sum = 0.0
  while x < 12, left > 0 {
    sum += 1 / x
    x += 1
    left -= 1
  }
  guard left > 0 else { return sum }
  return sum + log1p(left / x) + digammaCorrection(x, left)
}

/// ψ(x+m) - ψ(x) - ln((x+m)/x) for x ≥ 12.
func digammaCorrection(_ x: Double, _ m: Double) -> Double {
  let y = x + m
  func tail(_ v: Double) -> Double {
    let u = 1 / (v * v)
    return u * (1.0 / 12 - u * (1.0 / 120 - u * (1.0 / 252 - u * (1.0 / 240 - u / 132))))
  }
  return m / (2 * x * y) + (tail(x) - tail(y))
}

/// e^x - 1.
func plainExpm1(_ x: Double) -> Double { expm1(x) }
