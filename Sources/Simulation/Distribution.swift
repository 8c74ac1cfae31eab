internal import Glibc

/// How long something takes, in seconds.
public enum Distribution: Hashable, Sendable {
  case exponential(mean: Double)
  /// `cv` is standard deviation over mean.
  case lognormal(mean: Double, cv: Double)
  case gamma(mean: Double, cv: Double)
  case deterministic(Double)
  /// Each value equally likely; not empty.
  case empirical([Double])
  /// For ever: a caller who never hangs up.
  case never

  public var mean: Double {
    switch self {
    case .exponential(let mean), .lognormal(let mean, _), .gamma(let mean, _): mean
    case .deterministic(let value): value
    case .empirical(let values):
      values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    case .never: .infinity
    }
  }

  /// The same shape with another mean.
  public func scaled(toMean mean: Double) -> Distribution {
    switch self {
    case .exponential: return .exponential(mean: mean)
    case .lognormal(_, let cv): return .lognormal(mean: mean, cv: cv)
    case .gamma(_, let cv): return .gamma(mean: mean, cv: cv)
    case .deterministic: return .deterministic(mean)
    case .empirical(let values):
      let own = self.mean
      return own > 0 ? .empirical(values.map { $0 * mean / own }) : .deterministic(mean)
    case .never: return .never
    }
  }
}

/// A distribution made ready for drawing.
struct Sampler: Sendable {
  private enum Shape: Sendable { case exponential, lognormal, gamma, constant, empirical }
  private let shape: Shape
  /// Mean, ln-mean, or constant.
  private let a: Double
  private let b: Double
  private let values: [Double]

  init(_ distribution: Distribution) {
    switch distribution {
    case .exponential(let mean):
      (shape, a, b, values) = (mean > 0 ? .exponential : .constant, mean, 0, [])
    case .lognormal(let mean, let cv):
      let variance = log1p(cv * cv)
      (shape, a, b, values) =
        mean > 0
        ? (.lognormal, log(mean) - variance / 2, variance.squareRoot(), []) : (.constant, 0, 0, [])
    case .gamma(let mean, let cv):
      (shape, a, b, values) =
        mean > 0 && cv > 1e-6 ? (.gamma, mean, 1 / (cv * cv), []) : (.constant, mean, 0, [])
    case .deterministic(let value): (shape, a, b, values) = (.constant, value, 0, [])
    case .empirical(let all):
      (shape, a, b, values) = all.isEmpty ? (.constant, 0, 0, []) : (.empirical, 0, 0, all)
    case .never: (shape, a, b, values) = (.constant, .infinity, 0, [])
    }
  }

  /// Whether nothing ever ends it.
  var isNever: Bool { shape == .constant && a == .infinity }

  @inline(__always)
  func draw(_ stream: inout RandomStream) -> Double {
    switch shape {
    case .exponential: return a * stream.exponential()
    case .constant: return a
    case .lognormal: return exp(a + b * stream.normal())
    case .gamma: return a * stream.gamma(shape: b)
    case .empirical:
      let k = Int(stream.uniform() * Double(values.count))
      return values[min(k, values.count - 1)]
    }
  }
}
