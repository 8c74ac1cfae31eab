// Goal: what a period of work costs the employer, component by component.
//
// Method: wages come priced by rule; everything that hangs on wages follows from shares, everything
// that hangs on heads from amounts per agent and month, and leavers cost their replacement:
//   attrition/12 × (hire + (training + ramp) weeks × weekly pay with night, extra months and
//   contributions)  per agent and month.
// A month is a twelfth of a year, a week a fifty-second of one.

public import SitePlanning

/// A cost with its parts.
public struct LoadedCost: Hashable, Sendable {
  public var components: [CostComponent]
  public var paidHours: Double

  /// The components in the order of reports; `premiums` stands for those of the wages.
  public static let order = [
    "ordinary pay", "premiums", "holidays not worked", "extra monthly wages", "pension",
    "health contribution", "other contributions", "housing fund", "health insurance",
    "allowances", "transport", "paid leave", "seats", "telecom", "it", "supervision",
    "quality and planning", "attrition",
  ]

  public var total: Double { components.reduce(0) { $0 + $1.amount } }
  public var perPaidHour: Double { paidHours > 0 ? total / paidHours : .nan }

  /// Per hour that is left after shrinkage.
  public func perProductiveHour(shrinkage: Double) -> Double { perPaidHour / (1 - shrinkage) }

  /// Per minute of handling contacts.
  public func perHandledMinute(shrinkage: Double, occupancy: Double) -> Double {
    perProductiveHour(shrinkage: shrinkage) / (occupancy * 60)
  }

  /// The amount of the component called `name`; 0 when there is none.
  public subscript(name: String) -> Double {
    components.first { $0.name == name }?.amount ?? 0
  }

  /// Loads `wages` of `agents` heads over `months`.
  ///
  /// `seats`, when given, are those really taken; otherwise heads share them as
  /// `seat_share` says.
  public init(
    _ wages: WageBill, agents: Double, months: Double, parameters p: CostParameters,
    seats: Double? = nil
  ) {
    let headMonths = agents * months
    let premiums = wages.premiums.reduce(0) { $0 + $1.amount }
    let night = wages.premiums.first { $0.name == "night" }?.amount ?? 0
    let basic = wages.ordinary + wages.unworkedHolidays
    let contributed = basic + p["social_on_premiums"] * premiums
    func cost(_ parameter: String, on pay: Double = 0) -> Double {
      p.amount(parameter, pay: pay, agentMonths: headMonths)
    }
    let socialShare = p["pension_share"] + p["health_share"] + p["other_social_share"]
    let extraMonths = cost("thirteenth_month", on: basic)
    let trainingPay =
      headMonths > 0
      ? (basic + night + extraMonths + basic * socialShare) / headMonths * 12 / 52 : 0
    let replacement =
      p["hire"] + (p["training_weeks"] + p["ramp_weeks_lost"]) * trainingPay
    components = [.init("ordinary pay", wages.ordinary)]
    components += wages.premiums.map { .init("\($0.name) premium", $0.amount) }
    components += [
      .init("holidays not worked", wages.unworkedHolidays),
      .init("extra monthly wages", extraMonths),
      .init("pension", cost("pension_share", on: contributed)),
      .init("health contribution", cost("health_share", on: contributed)),
      .init("other contributions", cost("other_social_share", on: contributed)),
      .init("housing fund", cost("housing_fund")),
      .init("health insurance", cost("health_insurance")),
      .init("allowances", cost("allowances")),
      .init("transport", cost("transport")),
      .init("paid leave", cost("leave_days", on: basic)),
      .init(
        "seats", p["seat"] * (seats.map { $0 * months } ?? headMonths / max(1, p["seat_share"]))),
      .init("telecom", cost("telecom")),
      .init("it", cost("it")),
      .init("supervision", p["supervisor"] / max(1, p["span"]) * headMonths),
      .init("quality and planning", cost("quality")),
      .init("attrition", p["attrition"] / 12 * replacement * headMonths),
    ]
    components.removeAll { $0.amount == 0 }
    paidHours = wages.paidHours
  }
}
