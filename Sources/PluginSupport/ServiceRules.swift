public import ContactRules
public import Diagnostics

/// Rules on service calls, such as call-backs, which several plugins make.
public enum ServiceRules {
  public static func rules() throws(Problem) -> [ContactRule] {
    try ContactRule.read(file: "service-rules.csv", bytes: PackageResources.service_rules_csv)
  }

  public static func examples() throws(Problem) -> [RuleCase] {
    try RuleCase.read(file: "service-examples.csv", bytes: PackageResources.service_examples_csv)
  }

  /// The places that are known by name.
  public static func places() throws(Problem) -> Places {
    try Places(file: "places.csv", bytes: PackageResources.places_csv)
  }

  /// The legal holidays that ship.
  public static func legalHolidays() throws(Problem) -> LegalHolidays {
    try LegalHolidays(file: "legal-holidays.csv", bytes: PackageResources.legal_holidays_csv)
  }
}
