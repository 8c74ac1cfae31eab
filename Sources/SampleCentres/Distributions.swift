// Exact samplers: nothing here is a normal approximation, so that counts have the variance they
// claim. Sources: Marsaglia and Bray 1964 (polar normal), Marsaglia and Tsang 2000 (gamma), Hörmann
// 1993 (PTRS, Poisson by transformed rejection), inversion for small means.

extension RandomSource {
  /// Normal with mean 0 and deviation 1.
  package mutating func normal() -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      if s > 0, s < 1 { return u * (-2 * portableLog(s) / s).squareRoot() }
    }
  }

  /// Gamma with this shape and mean `shape`.
  package mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0)
    if shape < 1 {
      return gamma(shape: shape + 1) * portablePower(positiveUniform(), 1 / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let u = positiveUniform()
      if u < 1 - 0.0331 * x * x * x * x { return d * v }
      if portableLog(u) < 0.5 * x * x + d * (1 - v + portableLog(v)) { return d * v }
    }
  }

  /// Poisson, exact for any mean up to about 1e9.
  package mutating func poisson(_ mean: Double) -> Int {
    if mean <= 0 { return 0 }
    if mean < 10 {
      // Inversion by searching upwards.
      var probability = portableExp(-mean)
      var left = uniform() - probability
      var k = 0
      while left >= 0, k < 1000 {
        k += 1
        probability *= mean / Double(k)
        left -= probability
      }
      return k
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let vr = 0.9277 - 3.6224 / (b - 2)
    let logMean = portableLog(mean)
    while true {
      let u = uniform() - 0.5
      let v = positiveUniform()
      let us = 0.5 - abs(u)
      let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07, v <= vr { return Int(k) }
      if k < 0 || (us < 0.013 && v > us) { continue }
      if portableLog(v * inverseAlpha / (a / (us * us) + b))
        <= k * logMean - mean - logFactorial(Int(k))
      {
        return Int(k)
      }
    }
  }

  /// Binomial by counting; O(n).
  package mutating func binomial(_ n: Int, _ p: Double) -> Int {
    var count = 0
    for _ in 0..<max(0, n) where uniform() < p { count += 1 }
    return count
  }
}
