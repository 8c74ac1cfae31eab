/// How the responses to a drop spread over the days after it.
public struct ResponseCurve: Hashable, Sendable {
  public var id: String
  /// Share of all responses on each day; element 0 is the first day after the drop. Sums to 1.
  public var weights: [Double]

  /// Weights as measured; scaled to sum 1. All zero gives everything on the first day.
  public init(id: String, measured: [Double]) {
    self.id = id
    let clean = measured.map { $0.isFinite ? max(0, $0) : 0 }
    let total = clean.reduce(0, +)
    weights = total > 0 ? clean.map { $0 / total } : [1]
  }

  /// A family cut off after `days` days and scaled to sum 1.
  public init(id: String, family: ResponseFamily, shape: Double, scale: Double, days: Int) {
    let upTo = (0...max(1, days)).map {
      family.cumulative(Double($0), shape: shape, scale: scale)
    }
    self.init(id: id, measured: zip(upTo.dropFirst(), upTo).map { $0 - $1 })
  }

  /// Share of all responses on day `day`, 1 the first.
  public func weight(day: Int) -> Double {
    weights.indices.contains(day - 1) ? weights[day - 1] : 0
  }

  /// Share of all responses up to the end of day `day`.
  public func cumulative(day: Int) -> Double {
    weights.prefix(max(0, day)).reduce(0, +)
  }

  /// The first day at whose end half of all responses are in.
  public var halfLife: Int {
    var sum = 0.0
    for (i, weight) in weights.enumerated() {
      sum += weight
      if sum >= 0.5 { return i + 1 }
    }
    return weights.count
  }

  /// Total responses when `received` came up to the end of day `day`; nil before any are expected.
  public func projectedFinal(received: Double, throughDay day: Int) -> Double? {
    let share = cumulative(day: day)
    return share > 0 ? received / share : nil
  }
}
