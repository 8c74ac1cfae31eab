/// How much each local hour weighs, such as how likely people answer then; without any all weigh the same.
public struct HourWeights: Hashable, Sendable {
  /// By local hour, 24 of them; empty for no difference.
  private let values: [Double]

  /// `values`: By local hour, 24 of them, 0 where none is given; empty for no difference.
  public init(_ values: [Double] = []) { self.values = values }

  /// Whether all hours weigh the same.
  public var areEven: Bool { values.isEmpty }

  /// The weight of a local hour, 0 to 23.
  public subscript(hour: Int) -> Double { hour < values.count ? values[hour] : 1 }

  /// The mean of the weights over the hours that are given: what a rate of the whole day is a mean over.
  public var mean: Double {
    let given = values.filter { $0 > 0 }
    return given.isEmpty ? 1 : given.reduce(0, +) / Double(given.count)
  }
}
