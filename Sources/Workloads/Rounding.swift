/// Whole people, seats or lines for a real number of them: rounded up, rounding noise of the
/// arithmetic that led here not counted as one more.
public func wholeUp(_ value: Double) -> Int {
  guard value > 0 else { return 0 }
  guard value < 1e15 else { return 1_000_000_000_000_000 }
  return Int(max(0, (value - 1e-9 * max(1, value)).rounded(.up)))
}
