// The chance to be answered in time, seen from a place in the queue.
//
// Goal: relative error 1e-13 for any queue length, without overflow.
// Method: a caller of unlimited patience who finds j calls waiting is answered within T when j + 1
// departures ahead happen in time. Those ahead leave at rates nμ + jθ, …, nμ, so the number of
// departures is negative binomial (Poisson when θ = 0) and P(V ≤ T) = I_x(j+1, c), x = 1 - e^(-θT),
// c = nμ/θ; a caller with patience is answered in time with I_x(j+1, c+1) · nμ/(nμ + (j+1)θ). Both
// are tails of a distribution whose terms are scaled to 1 at the mode and summed from the far end.
// Source: Riordan 1962; Zeltyn & Mandelbaum 2005.
internal import Glibc

/// P(answered within `threshold` | j calls wait already), j from 0 to `count` - 1. O(count + √(nμT)).
///
/// `service` is the rate at which the busy agents finish together, nμ; `abandonment` the rate θ at
/// which each waiting caller hangs up, 0 for never.
public func servedWithin(
  threshold: Double, service: Double, abandonment theta: Double, count: Int
) -> [Double] {
  guard threshold > 0, service > 0 else { return Array(repeating: 0, count: count) }
  var result = departureTails(
    threshold: threshold, service: service, abandonment: theta, stays: 1, count: count)
  for j in result.indices { result[j] *= service / (service + Double(j + 1) * theta) }
  return result
}

/// P(virtual wait ≤ `threshold` | j calls wait already), j from 0 to `count` - 1.
public func virtualWaitWithin(
  threshold: Double, service: Double, abandonment theta: Double, count: Int
) -> [Double] {
  guard threshold > 0, service > 0 else { return Array(repeating: 0, count: count) }
  return departureTails(
    threshold: threshold, service: service, abandonment: theta, stays: 0, count: count)
}

/// P(N ≥ j+1), j from 0 to `count` - 1, N negative binomial with terms x^i (1-x)^b (b)_i / i!,
/// b = nμ/θ + stays, or Poisson with mean nμT when θ = 0.
private func departureTails(
  threshold t: Double, service: Double, abandonment theta: Double, stays: Double, count: Int
) -> [Double] {
  guard count > 0 else { return [] }
  let x = -expm1(-theta * t)
  let b = theta > 0 ? service / theta + stays : 0
  let mean = service * t
  func ratio(_ i: Double) -> Double {
    theta > 0 ? x * (b + i) / (i + 1) : mean / (i + 1)
  }
  let mode = (theta > 0 ? max(0, (x * b - 1) / (1 - x)) : mean).rounded(.down)
  var terms = [Double](repeating: 0, count: count + 1)
  var total = 0.0
  /// Σ of the terms beyond the array.
  var beyond = 0.0
  func add(_ i: Double, _ term: Double) {
    total += term
    if i <= Double(count) { terms[Int(i)] = term } else { beyond += term }
  }
  add(mode, 1)
  var term = 1.0
  var i = mode
  while i > 0, term > 1e-290 {
    i -= 1
    term /= ratio(i)
    add(i, term)
  }
  term = 1
  i = mode
  while true {
    let r = ratio(i)
    term *= r
    i += 1
    add(i, term)
    if r < 1, term < 1e-18 * total * (1 - r) { break }
  }
  var result = [Double](repeating: 0, count: count)
  var tail = beyond
  for j in stride(from: count - 1, through: 0, by: -1) {
    tail += terms[j + 1]
    result[j] = tail / total
  }
  return result
}
