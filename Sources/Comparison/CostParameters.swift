/// The numbers that turn wages into what an hour of work really costs, each with where it is from.
///
/// Amounts are in the currency of the site and per agent and month (a twelfth of a year) unless the
/// meaning says otherwise; shares are of pay, 0 to 1.
public struct CostParameters: Hashable, Sendable {
  /// One parameter: what it means, in what unit, and its value when nobody says.
  public struct Meaning: Hashable, Sendable {
    public var name: String
    public var unit: String
    public var initial: Double
    public var meaning: String
    public var most: Double
  }

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
    entries[name]?.value ?? Self.all.first { $0.name == name }?.initial ?? 0
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

  public static var names: [String] { all.map(\.name) }

  public static let all: [Meaning] = [
    .init("thirteenth_month", "months", 0, "extra monthly wages a year", most: 12),
    .init("pension_share", "share", 0, "employer's pension and social contributions"),
    .init("health_share", "share", 0, "employer's health contribution"),
    .init("other_social_share", "share", 0, "other contributions, payroll taxes, insurance"),
    .init("social_on_premiums", "share", 1, "part of premium pay that bears contributions"),
    .init("housing_fund", "amount", 0, "fixed contribution", most: 1e9),
    .init("health_insurance", "amount", 0, "private health insurance", most: 1e9),
    .init("allowances", "amount", 0, "meal, rice, internet and other allowances", most: 1e9),
    .init("transport", "amount", 0, "transport, shuttles at night", most: 1e9),
    .init("leave_days", "days", 0, "paid leave a year", most: 366),
    .init("divisor_days", "days", 261, "paid days a year", most: 400),
    .init("seat", "amount", 0, "one workplace", most: 1e9),
    .init("seat_share", "heads", 1, "agents who share a workplace", most: 10),
    .init("telecom", "amount", 0, "lines and data per agent", most: 1e9),
    .init("it", "amount", 0, "computers and licences per agent", most: 1e9),
    .init("supervisor", "amount", 0, "one supervisor", most: 1e9),
    .init("span", "heads", 15, "agents per supervisor", most: 1000),
    .init("quality", "amount", 0, "quality and workforce management per agent", most: 1e9),
    .init("attrition", "share", 0, "leavers a year, of heads", most: 5),
    .init("hire", "amount", 0, "recruiting one agent", most: 1e9),
    .init("training_weeks", "weeks", 0, "paid training before the first contact", most: 104),
    .init("ramp_weeks_lost", "weeks", 0, "full weeks lost while new agents are slow", most: 104),
  ]
}

extension CostParameters.Meaning {
  init(_ name: String, _ unit: String, _ initial: Double, _ meaning: String, most: Double = 1) {
    self.name = name
    self.unit = unit
    self.initial = initial
    self.meaning = meaning
    self.most = most
  }
}
