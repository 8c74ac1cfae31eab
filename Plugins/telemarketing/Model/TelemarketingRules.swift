public import ContactRules
public import Diagnostics

/// The rules that ship with the plugin, and their examples.
public enum TelemarketingRules {
  public static func rules() throws(Problem) -> [ContactRule] {
    try ContactRule.read(file: "rules.csv", bytes: PackageResources.rules_csv)
  }

  public static func examples() throws(Problem) -> [RuleCase] {
    try RuleCase.read(file: "examples.csv", bytes: PackageResources.examples_csv)
  }
}
