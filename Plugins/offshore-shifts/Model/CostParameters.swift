/// The parameters that cost rules may set, in the words of the comparison's cost model.
public enum CostParameters {
  public static let names: [String] = [
    "thirteenth_month", "pension_share", "health_share", "other_social_share",
    "social_on_premiums", "housing_fund", "health_insurance", "allowances", "transport",
    "leave_days", "divisor_days", "seat", "seat_share", "telecom", "it", "supervisor", "span",
    "quality", "attrition", "hire", "training_weeks", "ramp_weeks_lost",
  ]
}
