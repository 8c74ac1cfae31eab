/// The root of a continuous function between two arguments with different signs, to the last bits.
///
/// Chandrupatla's method: inverse quadratic interpolation where it is safe, halving elsewhere. About
/// ten evaluations for smooth functions.
func root(_ first: Double, _ second: Double, _ f: (Double) -> Double) -> Double {
  var a = first
  var b = second
  var fa = f(a)
  var fb = f(b)
  if fa == 0 { return a }
  if fb == 0 { return b }
  var c = a
  var fc = fa
  var t = 0.5
  for _ in 0..<200 {
    let x = a + t * (b - a)
    let fx = f(x)
    if (fx > 0) == (fa > 0) {
      c = a
      fc = fa
    } else {
      c = b
      b = a
      fc = fb
      fb = fa
    }
    a = x
    fa = fx
    let best = abs(fa) < abs(fb) ? a : b
    if fx == 0 { return x }
    let limit = 2e-16 * abs(best) / abs(b - c) + 1e-300
    if limit > 0.5 || abs(b - a) <= 4e-16 * abs(best) { return best }
    let xi = (a - b) / (c - b)
    let phi = (fa - fb) / (fc - fb)
    if phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi {
      t =
        fa / (fb - fa) * fc / (fb - fc)
        + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
    } else {
      t = 0.5
    }
    t = min(1 - limit, max(limit, t))
  }
  return abs(fa) < abs(fb) ? a : b
}
