// Mean waits of Erlang A by summation outward from the most likely state.
//
// Goal: relative error below 1e-11 from empty to deep overload. Method: weights w_m of m waiting
// calls, w_{m+1} = w_m a/(n + (m+1)κ), κ = S/P, scaled to 1 at the mode so that nothing overflows;
// with r_i = 1/(n + iκ), H_m = Σ_{i≤m} r_i and J_m = Σ_{i≤m} i r_i (times in units of S):
//   E[V; answered] = (n/a) Σ π_{n+m} H_m, E[V] = Σ π_{n+m} (H_m + 1/n),
//   E[wait; abandoned] = κ/a Σ π_{n+m} J_m,
// the last because a caller at position m of the queue hangs up at each of the m stages to come with
// the same probability. Cost: O(√n) terms near balance, O(1/(1-ρ)) below.
internal import Glibc

/// Sums over the waiting states, in units of the handling time.
struct ErlangAWaits {
  /// E[wait; answered].
  var answered: Double
  /// E[virtual wait].
  var virtual: Double
  /// E[wait; abandoned] / κ.
  var abandoned: Double

  init(n: Double, a: Double, perPatience k: Double, reciprocal: Double) {
    let mode = max(0, ((a - n) / k).rounded(.down))
    let c = n / k
    let atMode = Self.partialSums(c: c, m: mode, k: k)
    var weights = 1.0
    var sumH = atMode.h
    var sumJ = atMode.j
    var weight = 1.0
    var h = atMode.h
    var j = atMode.j
    var m = mode
    while true {
      m += 1
      let r = 1 / (n + m * k)
      let ratio = a * r
      weight *= ratio
      h += r
      j += m * r
      weights += weight
      sumH += weight * h
      sumJ += weight * j
      if weight * j <= 1e-17 * sumJ * (1 - ratio) { break }
    }
    weight = 1
    h = atMode.h
    j = atMode.j
    m = mode
    while m > 0 {
      let rate = n + m * k
      let r = 1 / rate
      weight *= rate / a
      if weight < 1e-18 {
        weight = 0
        break
      }
      h -= r
      j -= m * r
      m -= 1
      weights += weight
      sumH += weight * h
      sumJ += weight * j
    }
    // `weight` is now that of no waiting call, to which the states with free agents add.
    let total = weights + (weight == 0 ? 0 : weight * (reciprocal - 1))
    answered = n / a * sumH / total
    virtual = (sumH + weights / n) / total
    abandoned = sumJ / total / a
  }

  /// H_m and J_m at m, without cancellation.
  private static func partialSums(c: Double, m: Double, k: Double) -> (h: Double, j: Double) {
    if m == 0 { return (0, 0) }
    if m < 64 {
      var h = 0.0
      var j = 0.0
      var i = 1.0
      while i <= m {
        h += 1 / (c + i)
        j += i / (c + i)
        i += 1
      }
      return (h / k, j / k)
    }
    let h = digammaDifference(c + 1, m)
    // m - c h; with x = c+1 ≥ 12, u = m/x: m - c ln(1+u) = m/x + c (u - ln(1+u)).
    let x = c + 1
    let j =
      x >= 12
      ? m / x + c * minusLog1p(m / x) - c * digammaCorrection(x, m) : m - c * h
    return (h / k, j / k)
  }
}
