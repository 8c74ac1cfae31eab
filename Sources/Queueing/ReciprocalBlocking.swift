// 1/B(n, a), the reciprocal of the Erlang B blocking probability, from which B, C and A follow.
//
// Goal: relative error below 4e-14 wherever B > 1e-290, for real n ≥ 0 and any load, in at most 1 µs.
// Method: 1/B(n,a) = e^a a^-n Γ(n+1,a).
//   n < 200: the upward recursion 1/B(n+1) = 1 + (n+1)/a · 1/B(n), which is stable, from n's
//     fractional part;
//   |a - (n+1)| ≤ 0.35 (n+1): Temme's expansion;
//   a above: the positive series Σ n(n-1)…(n-k+1)/a^k, geometric there;
//   a below: the complement of Palm's series, with the exponential formed from m - ln(1+m).
// Sources: Jagerman 1974; Temme 1979.
internal import Glibc

/// 1/B(n, a) for real n ≥ 0 and a > 0; infinite where B underflows.
func reciprocalBlocking(_ n: Double, _ a: Double) -> Double {
  if n < 200 { return recursion(n, a) }
  let s = n + 1
  if TemmeExpansion.applies(parameter: s, argument: a) {
    let t = TemmeExpansion(parameter: s, argument: a)
    let error = t.zIsAbove ? t.errorFunction : 2 * exp(t.exponent) - t.errorFunction
    return a * t.stirling * (1.25331413731550025121 * error / s.squareRoot() + t.series / s)
  }
  if a > s {
    var sum = 1.0
    var term = 1.0
    var k = n
    while k > 0 {
      let ratio = k / a
      term *= ratio
      sum += term
      if term < 1e-17 * sum * (1 - ratio) { break }
      k -= 1
    }
    return sum
  }
  let exponent = s * minusLog1p((a - s) / s)
  let scale = a * stirlingFactor(s) * 2.50662827463100050242 / s.squareRoot()
  let lower = palmSeries(s, a) * a / s
  return scale * exp(exponent) - lower
}

/// ln(1/B(n, a)), finite also where B underflows.
func logReciprocalBlocking(_ n: Double, _ a: Double) -> Double {
  let direct = reciprocalBlocking(n, a)
  if direct < 1e300 { return log(direct) }
  // Here Γ(n+1, a) is Γ(n+1) to all digits.
  let s = n + 1
  let m = (a - s) / s
  return s * minusLog1p(m) + log(a * stirlingFactor(s) * 2.50662827463100050242 / s.squareRoot())
}

private func recursion(_ n: Double, _ a: Double) -> Double {
  let whole = n.rounded(.down)
  let fraction = n - whole
  var reciprocal = fraction == 0 ? 1 : fractionalReciprocal(fraction, a)
  var k = fraction
  let perCall = 1 / a
  let last = n - 0.5
  while k < last {
    k += 1
    reciprocal = 1 + k * perCall * reciprocal
  }
  return reciprocal
}

/// 1/B(f, a) for 0 < f < 1.
private func fractionalReciprocal(_ f: Double, _ a: Double) -> Double {
  let s = f + 1
  if a < 1.5 {
    return exp(a) * pow(a, -f) * tgamma(s) - a / s * palmSeries(s, a)
  }
  return a * upperGammaFraction(s, a)
}

/// e^z z^-s Γ(s,z) by its continued fraction, for z > s - 1 not close to it (modified Lentz).
func upperGammaFraction(_ s: Double, _ z: Double) -> Double {
  var b = z + 1 - s
  var c = 1e300
  var d = 1 / b
  var h = d
  var i = 1.0
  while i < 10_000 {
    let numerator = i * (s - i)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    let change = c * d
    h *= change
    if abs(change - 1) < 2e-16 { break }
    i += 1
  }
  return h
}
