public import CivilTime
internal import PluginContract
internal import Tables

extension RuleExample {
  /// What should come out, as a text: `hours 15.86; 2026-12-25 00:30 earns 2.2; breaks the rule`.
  public var expected: String {
    Self.text(hours: hours, at: at, factor: factor, breaks: breaks, costs: costs)
  }

  /// What does come out when the work is priced and checked under the rules, in the same form.
  public func outcome(of rule: Rule, in jurisdiction: Jurisdiction, zone: Zone) -> String {
    let engine = PayEngine(
      jurisdiction, state: rule.state, clock: SiteClock(zone),
      holidays: WorkHolidays(holidays.compactMap { WorkText.holiday($0) }))
    let work = AgentWork(
      agent: "example", shifts: allWork.compactMap { WorkText.shift($0, zone: zone) },
      restDays: Set(restDays.compactMap { CivilDate($0) }), traits: Set(traits))
    let pay = engine.price(work)
    let known = published.flatMap { WorkText.instant($0, zone: zone) }
    let line = at.flatMap { WorkText.instant($0, zone: zone) }.flatMap { pay.line(at: $0) }
    return Self.text(
      hours: hours.map { _ in pay.basicHours }, at: at,
      factor: factor.map { _ in line?.factor ?? 0 },
      breaks: breaks.map { _ in
        engine.findings(work, published: known).contains { $0.rule == rule.id }
      },
      costs: wage.flatMap { cost(of: rule, on: $0) })
  }

  /// What a cost rule adds to a month's pay of one agent.
  private func cost(of rule: Rule, on wage: Double) -> Double? {
    guard case .cost(let body) = rule.body else { return nil }
    return CostParameter.named(body.parameter)?.amount(body.value, pay: wage, agentMonths: 1)
  }

  /// The work of all the weeks it is repeated in.
  public var allWork: [String] {
    (0..<repeatWeeks).flatMap { week in
      work.map { text in
        text.split(separator: " ")
          .map { word in CivilDate(String(word)).map { "\($0 + 7 * week)" } ?? String(word) }
          .joined(separator: " ")
      }
    }
  }

  private static func text(
    hours: Double?, at: String?, factor: Double?, breaks: Bool?, costs: Double?
  ) -> String {
    var parts: [String] = []
    if let hours { parts.append("hours \(rounded(hours))") }
    if let at, let factor { parts.append("\(at) earns \(rounded(factor))") }
    if let breaks { parts.append(breaks ? "breaks the rule" : "keeps the rule") }
    if let costs { parts.append("costs \(shortest((costs * 100).rounded() / 100))") }
    return parts.joined(separator: "; ")
  }

  /// Nine decimals at most: what is beyond is the machine's, not the rule's.
  private static func rounded(_ value: Double) -> String {
    shortest((value * 1e9).rounded() / 1e9)
  }
}
