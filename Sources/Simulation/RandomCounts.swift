// Random counts.
//
// Method: Poisson by multiplication of uniforms below a mean of 10, above by transformed rejection with
// squeeze (PTRS, Hörmann 1993), exact and of constant time.
internal import Glibc

extension RandomStream {
  /// A Poisson count of the given mean; 0 for a mean that is not above 0.
  public mutating func poisson(mean: Double) -> Double {
    guard mean > 0 else { return 0 }
    if mean < 10 {
      let limit = exp(-mean)
      var product = uniform()
      var count = 0.0
      while product > limit {
        product *= uniform()
        count += 1
      }
      return count
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverse = 1.1239 + 1.1328 / (b - 3.4)
    let squeeze = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let us = 0.5 - abs(u)
      let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07, v <= squeeze { return k }
      if k < 0 || (us < 0.013 && v > us) { continue }
      let logRatio = log(v) + log(inverse) - log(a / (us * us) + b)
      if logRatio <= -mean + k * log(mean) - lgamma(k + 1) { return k }
    }
  }

  /// The sum of `count` exponential times of mean 1.
  public mutating func erlang(_ count: Double) -> Double {
    count > 0 ? count * gamma(shape: count) : 0
  }
}
