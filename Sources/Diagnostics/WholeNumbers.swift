extension Int {
  /// The whole number nearest to `x`, held within ±2^53; 0 for what is not a number.
  ///
  /// The one way from a number that came from outside to a whole one: it never traps.
  public init(nearest x: Double) {
    let most = 0x1p53
    self = x.isNaN ? 0 : Int(Swift.max(-most, Swift.min(most, x)).rounded())
  }
}
