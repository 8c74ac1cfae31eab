internal import Glibc

/// What plain simulations draw.
extension SeededGenerator {
  /// Evenly between 0 and 1, neither included.
  public mutating func uniform() -> Double {
    (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992
  }

  public mutating func happens(_ chance: Double) -> Bool { uniform() < chance }

  public mutating func exponential(mean: Double) -> Double { -mean * log(uniform()) }

  /// A whole number from 0 up to and without `count`.
  public mutating func whole(below count: Int) -> Int { Int(uniform() * Double(count)) }

  /// A Poisson count, by the arrivals that fit into one unit of time.
  public mutating func poisson(mean: Double) -> Int {
    var count = 0
    var left = mean
    while true {
      left -= exponential(mean: 1)
      guard left > 0 else { return count }
      count += 1
    }
  }
}
