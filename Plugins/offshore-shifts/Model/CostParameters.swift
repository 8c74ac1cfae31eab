/// The parameters of the cost model (temporary).
public enum CostParameters {
  public static let names: [String] = [
    "thirteenth_month", "pension_share", "health_share", "other_social_share", "housing_fund",
    "leave_days",
  ]
}
