/// The mean of independent runs, with the standard error that it has by itself.
public struct SampleMean: Sendable, CustomStringConvertible {
  private var count = 0.0
  private var sum = 0.0
  private var squares = 0.0

  public init() {}

  public mutating func add(_ value: Double) {
    count += 1
    sum += value
    squares += value * value
  }

  public var value: Double { count > 0 ? sum / count : 0 }

  public var standardError: Double {
    guard count > 1 else { return .infinity }
    return max(0, (squares - sum * sum / count) / (count - 1) / count).squareRoot()
  }

  /// Whether the mean lies within four standard errors of what was promised, which chance leaves once in
  /// 16,000 times; `beside` is what promise and simulation may differ by on top.
  public func agrees(with promised: Double, beside: Double = 0) -> Bool {
    abs(value - promised) <= 4 * standardError + beside
  }

  public var description: String { "\(value) ± \(standardError)" }
}
