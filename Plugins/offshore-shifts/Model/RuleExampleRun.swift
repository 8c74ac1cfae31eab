public import CivilTime

extension RuleExample {
  /// What is wrong with the example, run under its own rules in `zone`, the jurisdiction's example
  /// zone; empty when everything is as it says.
  public func failures(of rule: Rule, in jurisdiction: Jurisdiction, zone: Zone) -> [String] {
    var failures: [String] = []
    if work.contains(where: { WorkText.shift($0, zone: zone) == nil }) {
      failures.append("a shift cannot be read")
    }
    if holidays.contains(where: { WorkText.holiday($0) == nil }) {
      failures.append("a holiday cannot be read")
    }
    if (at == nil) != (factor == nil) { failures.append("at and factor go together") }
    if (wage == nil) != (costs == nil) { failures.append("wage and costs go together") }
    if expected.isEmpty { failures.append("it has no outcome") }
    let outcome = outcome(of: rule, in: jurisdiction, zone: zone)
    if outcome != expected { failures.append("\(outcome), not \(expected)") }
    return failures
  }
}
