public import ContactRules
public import Diagnostics
internal import Tables

/// The rules that ship with the plugin, their examples, and the zones of the states.
public enum TelemarketingRules {
  public static func rules() throws(Problem) -> [ContactRule] {
    try ContactRule.read(file: "rules.csv", bytes: PackageResources.rules_csv)
  }

  public static func examples() throws(Problem) -> [RuleCase] {
    try RuleCase.read(file: "examples.csv", bytes: PackageResources.examples_csv)
  }

  /// Time zones in which a person with an address in a state may be, by jurisdiction (`US-FL`).
  public static func stateZones() throws(Problem) -> [String: [String]] {
    let table = try CSVTable(file: "state-zones.csv", bytes: PackageResources.state_zones_csv)
    let columns = try table.require("jurisdiction", "zones")
    var all: [String: [String]] = [:]
    try table.forEachRow { (row: borrowing CSVRow) throws(Problem) in
      all[try row.name(columns[0])] = row.text(columns[1]).split(separator: "|").map(String.init)
    }
    return all
  }
}
