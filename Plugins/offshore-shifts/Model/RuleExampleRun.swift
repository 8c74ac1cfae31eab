public import CivilTime

extension RuleExample {
  /// What is wrong with the example, run under its own rules in `zone`, the jurisdiction's example
  /// zone; empty when everything is as it says.
  public func failures(of rule: Rule, in jurisdiction: Jurisdiction, zone: Zone) -> [String] {
    var failures: [String] = []
    let shifts = work.compactMap { WorkText.shift($0, zone: zone) }
    if shifts.count != work.count { failures.append("a shift cannot be read") }
    let holidays = holidays.compactMap { WorkText.holiday($0) }
    if holidays.count != self.holidays.count { failures.append("a holiday cannot be read") }
    let engine = PayEngine(
      jurisdiction, state: rule.state, clock: SiteClock(zone), holidays: WorkHolidays(holidays))
    let work = AgentWork(
      agent: "example", shifts: shifts, restDays: Set(restDays.compactMap { CivilDate($0) }),
      traits: Set(traits))
    let pay = engine.price(work)
    if let at, let factor {
      let line = WorkText.instant(at, zone: zone).flatMap { pay.line(at: $0) }
      if abs((line?.factor ?? -1) - factor) > 1e-9 {
        failures.append("\(at) earns \(line?.factor ?? 0), not \(factor)")
      }
    }
    if let hours, abs(pay.basicHours - hours) > 1e-9 {
      failures.append("the work comes to \(pay.basicHours) hours, not \(hours)")
    }
    if let breaks {
      let broken = engine.findings(work).contains { $0.rule == rule.id }
      if broken != breaks {
        failures.append(breaks ? "the rule is not found broken" : "the rule is found broken")
      }
    }
    if at == nil && hours == nil && breaks == nil { failures.append("it has no outcome") }
    return failures
  }
}
