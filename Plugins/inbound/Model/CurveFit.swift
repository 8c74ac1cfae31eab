// Fitting a response curve to the responses of past or running drops.
//
// Goal: shape and scale of a family from counts per day.
// Method: likelihood of the daily counts, conditional on having responded within the days observed,
// so that a drop that still runs is not taken for a finished one. Nelder-Mead on the logarithms of
// the two parameters, from three starts; 400 steps each suffice for two dimensions.
// Conditions: at least two days with responses.

internal import Glibc

/// A fitted family and how well it fits.
public struct CurveFit: Hashable, Sendable {
  public var family: ResponseFamily
  public var shape: Double
  public var scale: Double
  /// Log-likelihood per response.
  public var logLikelihood: Double
  /// Largest difference between fitted and observed cumulative shares, both within the days seen.
  public var largestError: Double

  public init?(_ family: ResponseFamily, counts: [Double]) {
    let total = counts.reduce(0, +)
    guard total > 0, counts.count(where: { $0 > 0 }) >= 2 else { return nil }
    func cost(_ p: (Double, Double)) -> Double {
      let shape = exp(p.0)
      let scale = exp(p.1)
      var before = 0.0
      var sum = 0.0
      for (i, count) in counts.enumerated() {
        let upTo = family.cumulative(Double(i + 1), shape: shape, scale: scale)
        if count > 0 { sum += count * log(max(1e-300, upTo - before)) }
        before = upTo
      }
      return -(sum / total - log(max(1e-300, before)))
    }
    let mean =
      counts.enumerated().reduce(0) { $0 + (Double($1.offset) + 0.5) * $1.element } / total
    var best: (point: (Double, Double), cost: Double)?
    for start in [(0.0, log(mean)), (-0.5, log(mean / 2)), (0.7, log(mean * 1.5))] {
      let found = nelderMead(cost, from: start)
      if found.cost < best?.cost ?? .infinity { best = found }
    }
    guard let best else { return nil }
    self.family = family
    shape = exp(best.point.0)
    scale = exp(best.point.1)
    logLikelihood = -best.cost
    let last = family.cumulative(Double(counts.count), shape: shape, scale: scale)
    var seen = 0.0
    var worst = 0.0
    for (i, count) in counts.enumerated() {
      seen += count / total
      let fitted = family.cumulative(Double(i + 1), shape: shape, scale: scale) / max(last, 1e-300)
      worst = max(worst, abs(fitted - seen))
    }
    largestError = worst
  }

  /// The likeliest family; lognormal when none fits better.
  public static func best(counts: [Double]) -> CurveFit? {
    ResponseFamily.allCases.compactMap { CurveFit($0, counts: counts) }
      .max { $0.logLikelihood < $1.logLikelihood }
  }

  public func curve(id: String, days: Int) -> ResponseCurve {
    ResponseCurve(id: id, family: family, shape: shape, scale: scale, days: days)
  }
}

/// Nelder-Mead in the plane with the usual coefficients.
private func nelderMead(
  _ f: ((Double, Double)) -> Double, from start: (Double, Double)
) -> (point: (Double, Double), cost: Double) {
  var simplex = [start, (start.0 + 0.3, start.1), (start.0, start.1 + 0.3)]
    .map { (point: $0, cost: f($0)) }
  func blend(_ a: (Double, Double), _ b: (Double, Double), _ t: Double) -> (Double, Double) {
    (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
  }
  for _ in 0..<400 {
    simplex.sort { $0.cost < $1.cost }
    if simplex[2].cost - simplex[0].cost < 1e-14 { break }
    let middle = blend(simplex[0].point, simplex[1].point, 0.5)
    let reflected = blend(simplex[2].point, middle, 2)
    let cost = f(reflected)
    if cost < simplex[0].cost {
      let further = blend(simplex[2].point, middle, 3)
      let furtherCost = f(further)
      simplex[2] = furtherCost < cost ? (further, furtherCost) : (reflected, cost)
    } else if cost < simplex[1].cost {
      simplex[2] = (reflected, cost)
    } else {
      let inside = blend(simplex[2].point, middle, cost < simplex[2].cost ? 1.5 : 0.5)
      let insideCost = f(inside)
      if insideCost < min(cost, simplex[2].cost) {
        simplex[2] = (inside, insideCost)
      } else {
        for i in 1...2 {
          let point = blend(simplex[0].point, simplex[i].point, 0.5)
          simplex[i] = (point, f(point))
        }
      }
    }
  }
  simplex.sort { $0.cost < $1.cost }
  return simplex[0]
}
