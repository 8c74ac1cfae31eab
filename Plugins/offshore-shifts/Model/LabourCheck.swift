// Goal: every labour rule that a roster breaks, each with the agent, the moment and the measure.
//
// Method: all limits are measured in elapsed time on the shifts themselves, so that a change of the
// clocks shortens or lengthens rests and shifts as it does for people. Averages run over the weeks
// given, at most the rule's window; what lies before the first shift is unknown and counts as rest.

public import CivilTime

/// One labour rule that some work does not keep.
public struct LabourFinding: Hashable, Sendable {
  public var rule: String
  public var severity: Severity
  public var agent: String
  /// When the work that breaks it begins.
  public var at: Instant
  /// What was found, such as "rest of 10 h".
  public var what: String
  /// What is allowed, in the unit of the rule.
  public var limit: Double
  public var measured: Double
}

extension PayEngine {
  /// What `work` breaks, for shifts that begin at or after `from`, ascending by time; `published` is
  /// when the roster is made known, and nil leaves notice out.
  public func findings(
    _ work: AgentWork, from: Instant? = nil, published: Instant? = nil
  ) -> [LabourFinding] {
    guard let first = work.shifts.first(where: { shift in from.map { shift.start >= $0 } ?? true })
    else { return [] }
    let rules = book.set(on: clock.local(first.start).date)
    let pay = price(work)
    var found: [LabourFinding] = []
    for entry in rules.limits {
      let conditions = entry.body.when
      guard conditions.hold({ holds($0, work.traits) }) else { continue }
      let measures = measures(entry.body, work, pay, published: published)
      for measure in measures where entry.body.isBroken(by: measure.value) {
        guard from.map({ measure.at >= $0 }) ?? true else { continue }
        found.append(
          LabourFinding(
            rule: entry.id, severity: entry.body.severity, agent: work.agent, at: measure.at,
            what: measure.what, limit: entry.body.value, measured: measure.value))
      }
    }
    for shift in work.shifts where from.map({ shift.start >= $0 }) ?? true {
      let worked = paidPieces(shift).seconds
      found += pauseBreaches(shift, worked: worked, traits: work.traits).map {
        LabourFinding(
          rule: $0.rule, severity: $0.severity, agent: work.agent, at: shift.start, what: $0.what,
          limit: 0, measured: 0)
      }
      found += consents(rules, shift, work)
    }
    return found.sorted { ($0.at, $0.rule) < ($1.at, $1.rule) }
  }

  /// Conditions of limits look at the contract only.
  private func holds(_ fact: RuleCondition.Fact, _ traits: Set<String>) -> Bool {
    guard case .trait(let trait) = fact else { return false }
    return traits.contains(trait)
  }

  private func consents(
    _ rules: RuleSet, _ shift: WorkShift, _ work: AgentWork
  ) -> [LabourFinding] {
    rules.consents.compactMap { entry in
      let body = entry.body
      guard body.protects.isEmpty || work.traits.contains(body.protects),
        !work.traits.contains(body.needs),
        clock.seconds(of: shift.start..<shift.end, in: body.window) > 0
      else { return nil }
      return LabourFinding(
        rule: entry.id, severity: body.severity, agent: work.agent, at: shift.start,
        what: "work at night without \(body.needs)", limit: 0, measured: 0)
    }
  }
}

extension LimitRule {
  func isBroken(by measured: Double) -> Bool {
    // Hours are whole seconds divided by 3600: anything below a hundredth of one is rounding.
    limit.isMinimum ? measured < value - 1e-6 : measured > value + 1e-6
  }
}

/// One number to hold against a limit.
struct LimitMeasure {
  var at: Instant
  var value: Double
  var what: String
}
