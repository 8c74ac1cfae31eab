/// One of the numbers that turn wages into what employment costs: the vocabulary between a comparison,
/// which loads wages with them, and the labour rules that set them under the keys `cost.NAME` of a
/// ``LabourAnswer``.
///
/// Amounts are in the currency of the site and per agent and month (a twelfth of a year) unless the
/// meaning says otherwise; shares are 0 to 1.
public struct CostParameter: Hashable, Sendable {
  /// What the value is, and so how it becomes money.
  public enum Unit: String, Hashable, Sendable {
    /// Of pay.
    case shareOfPay = "share of pay"
    /// Months of basic pay a year.
    case months
    /// Days of basic pay a year.
    case days
    /// Per agent and month.
    case amount
    /// For anything else: a share of heads, a number of heads or weeks, an amount for something other
    /// than an agent. How it becomes money is the comparison's business.
    case other
  }

  public var name: String
  public var unit: Unit
  /// The value when nobody says.
  public var initial: Double
  public var meaning: String
  public var most: Double

  init(
    _ name: String, _ unit: Unit, _ initial: Double, _ meaning: String, most: Double = 1
  ) {
    self.name = name
    self.unit = unit
    self.initial = initial
    self.meaning = meaning
    self.most = most
  }

  /// What a value of this parameter comes to for `pay` of so many agent-months; nil where that hangs on
  /// more than pay and heads.
  public func amount(
    _ value: Double, pay: Double, agentMonths: Double, divisorDays: Double = 261
  ) -> Double? {
    switch unit {
    case .shareOfPay: value * pay
    case .months: value * pay / 12
    case .days: value * pay / max(1, divisorDays)
    case .amount: value * agentMonths
    case .other: nil
    }
  }

  public static let all: [CostParameter] = [
    .init("thirteenth_month", .months, 0, "extra monthly wages a year", most: 12),
    .init("pension_share", .shareOfPay, 0, "employer's pension and social contributions"),
    .init("health_share", .shareOfPay, 0, "employer's health contribution"),
    .init("other_social_share", .shareOfPay, 0, "other contributions, payroll taxes, insurance"),
    .init("social_on_premiums", .shareOfPay, 1, "part of premium pay that bears contributions"),
    .init("housing_fund", .amount, 0, "fixed contribution", most: 1e9),
    .init("health_insurance", .amount, 0, "private health insurance", most: 1e9),
    .init("allowances", .amount, 0, "meal, rice, internet and other allowances", most: 1e9),
    .init("transport", .amount, 0, "transport, shuttles at night", most: 1e9),
    .init("leave_days", .days, 0, "paid leave a year", most: 366),
    .init("divisor_days", .other, 261, "paid days a year", most: 400),
    .init("seat", .other, 0, "one seat a month", most: 1e9),
    .init("seat_share", .other, 1, "agents who share a seat", most: 10),
    .init("telecom", .amount, 0, "lines and data per agent", most: 1e9),
    .init("it", .amount, 0, "computers and licences per agent", most: 1e9),
    .init("supervisor", .other, 0, "one supervisor a month", most: 1e9),
    .init("span", .other, 15, "agents per supervisor", most: 1000),
    .init("quality", .amount, 0, "quality and workforce management per agent", most: 1e9),
    .init("attrition", .other, 0, "leavers a year, as a share of heads", most: 5),
    .init("hire", .other, 0, "recruiting one agent", most: 1e9),
    .init("training_weeks", .other, 0, "paid training before the first contact", most: 104),
    .init("ramp_weeks_lost", .other, 0, "full weeks lost while new agents are slow", most: 104),
  ]

  /// The parameter called `name`.
  public static func named(_ name: String) -> CostParameter? { all.first { $0.name == name } }

  public static var names: [String] { all.map(\.name) }
}
