// The scaled complementary error function and the normal hazard that the uniform expansions need.
//
// Goal: relative error of a few units in the last place for every x ≥ 0, in about 50 ns.
// Method: below 12, exp(x²) erfc(x) with x² split as h² + (x-h)(x+h), h = x in single precision, so
// that h² is exact and no error of x² is magnified by the exponential; from 12 on the asymptotic
// series of erfcx (Abramowitz & Stegun 7.1.23), whose 12th term is below 2e-17 there.
// Condition: x ≥ 0; for negative x the caller combines 2 exp(x²) - erfcx(-x) with its own, more
// accurate x².
internal import Glibc

/// exp(x²) erfc(x) for x ≥ 0.
func scaledComplementaryErrorFunction(_ x: Double) -> Double {
  if x < 12 {
    let h = Double(Float(x))
    return exp(h * h) * (exp((x - h) * (x + h)) * erfc(x))
  }
  if x > 1e8 { return 0.564189583547756286948 / x }
  let u = 0.5 / (x * x)
  // Σ (-1)^k (2k-1)!! u^k by Horner: 1 - u (1 - 3u (1 - 5u (…))).
  var sum = 1.0
  var k = 23.0
  while k >= 1 {
    sum = 1 - k * u * sum
    k -= 2
  }
  return 0.564189583547756286948 * sum / x
}

/// Φ(b)/φ(b), the normal distribution function over the density, for b ≥ 0; grows like exp(b²/2).
func normalRatio(_ b: Double) -> Double {
  let x = b * 0.707106781186547524401
  return 2.50662827463100050242 * exp(0.5 * b * b)
    - 1.25331413731550025121 * scaledComplementaryErrorFunction(x)
}
