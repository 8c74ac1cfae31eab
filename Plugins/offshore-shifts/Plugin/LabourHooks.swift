internal import CivilTime
internal import MusterPluginKit
internal import OffshoreShiftsModel
internal import Tables

extension OffshoreShiftsPlugin: LabourHook {
  /// The limits a roster must keep; asked with `purpose` = `cost`, what employment costs beside
  /// wages, as keys `cost.NAME`.
  func labour(_ question: LabourQuestion) throws(PluginFailure) -> LabourAnswer {
    let place = try place(question.jurisdiction)
    guard let date = CivilDate(question.fromDate) else {
      throw PluginFailure("\(question.fromDate) is not a date", status: MUSTER_E_QUESTION)
    }
    if question.facts?["purpose"]?.string == "cost" {
      return LabourAnswer(limits: costs(place, on: date))
    }
    let traits = (question.facts?["traits"]?.array ?? []).compactMap(\.string)
    let limits = place.jurisdiction.rosterLimits(
      on: date, state: place.state, traits: Set(traits))
    return LabourAnswer(
      limits: limits.map { limit in
        LabourLimit(
          rule: limit.rule, key: limit.key, value: value(limit.value),
          hard: limit.hard, weight: limit.hard ? nil : 0.02, note: limit.note)
      })
  }

  private func value(_ value: RosterLimitRule.Value) -> LimitValue {
    switch value {
    case .count(let n): .count(n)
    case .seconds(let n): .seconds(n)
    }
  }

  private func costs(_ place: RuleShelf.Place, on date: CivilDate) -> [LabourLimit] {
    place.jurisdiction.rules(on: date, state: place.state).compactMap { rule in
      guard case .cost(let cost) = rule.body else { return nil }
      let mark = rule.mark == .unverified ? ", not verified" : ""
      return LabourLimit(
        rule: rule.id, key: "cost.\(cost.parameter)", value: .amount(cost.value), hard: false,
        weight: 0, note: "\(rule.authority)\(mark)")
    }
  }
}

extension OffshoreShiftsPlugin: ShiftsHook, AuditHook {
  func judge(_ question: ShiftsQuestion) throws(PluginFailure) -> FindingsAnswer {
    let engine = try engine(question.site)
    let first = question.shifts.map(\.startUnix).min().map { Instant(seconds: $0) }
    let findings = engine.findings(
      work(question.agent, question.history + question.shifts), from: first,
      published: question.facts?["published_unix"]?.number.map { Instant(seconds: Int64($0)) })
    return FindingsAnswer(findings: findings.map { finding($0, engine, site: question.site.id) })
  }

  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    var findings: [Finding] = tzdata()
    for site in plan.sites where !site.jurisdiction.isEmpty {
      let engine = try engine(site)
      if let without = try place(site.jurisdiction).without {
        findings.append(
          Finding(
            .warning, rule: engine.jurisdiction.code,
            "no rules of \(without) itself are known: those of \(engine.jurisdiction.name) count",
            site: site.id, maybe: "give conditions of the state in a rule file of your own"))
      }
      for agent in plan.agents where agent.site == site.id || plan.sites.count == 1 {
        let shifts = plan.shifts.filter { $0.agent == agent.id }
        findings += engine.findings(
          work(agent, shifts), published: Instant(seconds: plan.centre.asOfUnix)
        ).map { finding($0, engine, site: site.id) }
      }
    }
    return FindingsAnswer(findings: findings)
  }

  private func finding(_ found: LabourFinding, _ engine: PayEngine, site: String) -> Finding {
    let rule = engine.jurisdiction.rules.first { $0.id == found.rule }
    let severity: Finding.Severity =
      switch found.severity {
      case .error: .violation
      case .warning: .warning
      case .notice: .note
      }
    let start = engine.clock.local(found.at)
    return Finding(
      severity, rule: found.rule,
      "\(found.agent), \(start.date) \(start.clock): \(found.what). \(rule?.sentence ?? "")",
      agent: found.agent, site: site, startUnix: found.at.seconds)
  }

  private func tzdata() -> [Finding] {
    guard let minimumTzdata else { return [] }
    let version = ZoneDatabase.system.version ?? "unknown"
    guard version < minimumTzdata || version == "unknown" else { return [] }
    return [
      Finding(
        .warning, rule: "TZDATA",
        "the time zone data is \(version), older than \(minimumTzdata): local times may be wrong",
        maybe: "update the tzdata package")
    ]
  }
}
