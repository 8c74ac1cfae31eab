/// What one plugin type can do, with the type erased: C functions capture nothing.
struct HookTable {
  typealias Ask = (Box, String) throws(PluginFailure) -> String

  let make: (PluginConfiguration, HostServices) throws(PluginFailure) -> any CentrePlugin
  let present: [Hook]
  let asks: [Hook: Ask]

  init<Plugin: CentrePlugin>(_ type: Plugin.Type) {
    make = { (configuration, host) throws(PluginFailure) in
      try Plugin(configuration, host: host)
    }
    var asks: [Hook: Ask] = [:]
    var present: [Hook] = []
    if type._addsOverlay { present.append(.overlay) }
    if type._addsDemand { present.append(.demand) }
    if type._addsWorkload { present.append(.workload) }
    if type._addsRequirement { present.append(.requirement) }
    if type._addsWindows {
      asks[.windows] = ask { (plugin: any WindowsHook, question) throws(PluginFailure) in
        try plugin.windows(question)
      }
    }
    if type._addsCaps {
      asks[.caps] = ask { (plugin: any CapsHook, question) throws(PluginFailure) in
        try plugin.caps(question)
      }
    }
    if type._addsLabour {
      asks[.labour] = ask { (plugin: any LabourHook, question) throws(PluginFailure) in
        try plugin.labour(question)
      }
    }
    if type._addsShifts {
      asks[.shifts] = ask { (plugin: any ShiftsHook, question) throws(PluginFailure) in
        try plugin.judge(question)
      }
    }
    if type._addsPrice {
      asks[.price] = ask { (plugin: any PriceHook, question) throws(PluginFailure) in
        try plugin.price(question)
      }
    }
    if type._addsResources {
      asks[.resources] = ask {
        (plugin: any ResourcesHook, question: PlanQuestion) throws(PluginFailure) in
        try plugin.resources(question.plan)
      }
    }
    if type._addsAudit {
      asks[.audit] = ask { (plugin: any AuditHook, question: PlanQuestion) throws(PluginFailure) in
        try plugin.audit(question.plan)
      }
    }
    if type._addsReport {
      asks[.report] = ask {
        (plugin: any ReportHook, question: PlanQuestion) throws(PluginFailure) in
        try plugin.report(question.plan)
      }
    }
    if type._addsRules, let type = type as? any RulesHook.Type { asks[.rules] = ask(rulesOf: type) }
    self.asks = asks
    self.present = present + Hook.allCases.filter { asks[$0] != nil }
  }
}

/// Decodes the question, asks the configured plugin, encodes the answer.
private func ask<Plugin, Question: Decodable, Answer: Encodable>(
  _ body: @escaping (Plugin, Question) throws(PluginFailure) -> Answer
) -> HookTable.Ask {
  { (box, text) throws(PluginFailure) in
    guard let plugin = try box.configured() as? Plugin else {
      throw PluginFailure("the plugin is not what it was", status: MUSTER_E_INTERNAL)
    }
    return try encoded(body(plugin, decoded(text)))
  }
}

/// The rules of the configured plugin, or before that of the plugin as it comes.
private func ask(rulesOf type: any RulesHook.Type) -> HookTable.Ask {
  { (box, text) throws(PluginFailure) in
    let question: RulesQuestion = try decoded(text)
    let plugin = box.plugin as? any RulesHook
    let rules = plugin?.rules ?? type.rules
    if question.ask == .list { return try encoded(RulesAnswer(rules: rules)) }
    guard let rule = rules.first(where: { $0.id == question.rule }) else {
      throw PluginFailure("there is no rule \(question.rule ?? "")", status: MUSTER_E_QUESTION)
    }
    if question.ask == .explain {
      return try encoded(
        RulesAnswer(explanation: plugin?.explain(rule) ?? rule.explanation))
    }
    guard let example = rule.examples.first(where: { $0.name == question.example }) else {
      throw PluginFailure(
        "rule \(rule.id) has no example \(question.example ?? "")", status: MUSTER_E_QUESTION)
    }
    let outcome =
      if let plugin { try plugin.outcome(of: example, rule: rule) } else {
        try type.outcome(of: example, rule: rule)
      }
    return try encoded(RulesAnswer(outcome: outcome))
  }
}

private func decoded<Value: Decodable>(_ text: String) throws(PluginFailure) -> Value {
  do throws(ContractMismatch) { return try ContractCoding.value(of: text) } catch {
    let subject = error.path.isEmpty ? "the question" : error.path
    throw PluginFailure("\(subject) \(error.what)", status: MUSTER_E_QUESTION)
  }
}

private func encoded(_ value: some Encodable) throws(PluginFailure) -> String {
  do throws(ContractMismatch) { return try ContractCoding.text(value) } catch {
    throw PluginFailure("the answer's \(error.path) \(error.what)", status: MUSTER_E_INTERNAL)
  }
}
