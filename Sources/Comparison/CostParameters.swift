internal import PluginContract

/// The numbers that turn wages into what an hour of work really costs, each with where it is from; what
/// they mean stands at ``CostParameter``.
public struct CostParameters: Hashable, Sendable {
  /// A value and its source.
  public struct Entry: Hashable, Sendable {
    public var value: Double
    public var note: String

    public init(_ value: Double, note: String) {
      self.value = value
      self.note = note
    }
  }

  private var entries: [String: Entry] = [:]

  public init() {}

  public subscript(name: String) -> Double {
    entries[name]?.value ?? CostParameter.named(name)?.initial ?? 0
  }

  /// Where the value of `name` is from; nil when it is the program's own default.
  public func note(_ name: String) -> String? { entries[name]?.note }

  public mutating func set(_ name: String, _ value: Double, note: String) {
    entries[name] = Entry(value, note: note)
  }

  /// `other`'s values where it has some, these elsewhere.
  public func overridden(by other: CostParameters) -> CostParameters {
    var copy = self
    copy.entries.merge(other.entries) { _, new in new }
    return copy
  }

  /// What the parameter comes to for `pay` of so many agent-months.
  func amount(_ name: String, pay: Double, agentMonths: Double) -> Double {
    CostParameter.named(name)?.amount(
      self[name], pay: pay, agentMonths: agentMonths, divisorDays: self["divisor_days"]) ?? 0
  }
}
