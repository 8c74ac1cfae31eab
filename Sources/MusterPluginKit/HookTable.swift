/// What one plugin type can do, with the type erased: C functions capture nothing.
///
/// Neither here nor in ``Box`` is anything cast or put into a dictionary while a plugin is loaded:
/// each would search every conformance of the process, a third of a millisecond for every plugin.
struct HookTable {
  let make: (PluginConfiguration, HostServices) throws(PluginFailure) -> any CentrePlugin
  let present: [Hook]
  let rules: (any RulesHook.Type)?

  init<Plugin: CentrePlugin>(_ type: Plugin.Type) {
    make = { (configuration, host) throws(PluginFailure) in
      try Plugin(configuration, host: host)
    }
    rules = type._rulesType
    let all: [(isPresent: Bool, hook: Hook)] = [
      (type._addsOverlay, .overlay), (type._addsDemand, .demand),
      (type._addsWorkload, .workload), (type._addsRequirement, .requirement),
      (type._addsWindows, .windows), (type._addsCaps, .caps), (type._addsLabour, .labour),
      (type._addsShifts, .shifts), (type._addsPrice, .price),
      (type._addsResources, .resources), (type._addsAudit, .audit),
      (type._addsReport, .report), (rules != nil, .rules),
      (type._addsExplain, .explain), (type._addsSimulate, .simulate),
    ]
    present = all.filter(\.isPresent).map(\.hook)
  }
}

extension Box {
  /// The answer to a question in JSON, by the configured plugin; passes what the plugin does not add.
  func answer(_ hook: Hook, _ question: String) throws(PluginFailure) -> String {
    if hook == .rules { return try rulesAnswer(question) }
    let plugin = try configured()
    switch hook {
    case .windows:
      if let plugin = plugin._windows { return try encoded(plugin.windows(decoded(question))) }
    case .caps:
      if let plugin = plugin._caps { return try encoded(plugin.caps(decoded(question))) }
    case .labour:
      if let plugin = plugin._labour { return try encoded(plugin.labour(decoded(question))) }
    case .shifts:
      if let plugin = plugin._shifts { return try encoded(plugin.judge(decoded(question))) }
    case .price:
      if let plugin = plugin._price { return try encoded(plugin.price(decoded(question))) }
    case .resources:
      if let plugin = plugin._resources { return try encoded(plugin.resources(plan(question))) }
    case .audit:
      if let plugin = plugin._audit { return try encoded(plugin.audit(plan(question))) }
    case .report:
      if let plugin = plugin._report { return try encoded(plugin.report(plan(question))) }
    case .explain:
      if let plugin = plugin._explain { return try encoded(plugin.explain(decoded(question))) }
    case .simulate:
      if let plugin = plugin._simulate { return try encoded(plugin.simulate(decoded(question))) }
    case .overlay, .demand, .workload, .requirement, .rules: break
    }
    throw .pass
  }

  private func plan(_ text: String) throws(PluginFailure) -> PlanInfo {
    let question: PlanQuestion = try decoded(text)
    return question.plan
  }

  /// The rules of the configured plugin, or before that of the plugin as it comes.
  private func rulesAnswer(_ text: String) throws(PluginFailure) -> String {
    guard let type = hooks.rules else { throw .pass }
    let question: RulesQuestion = try decoded(text)
    let plugin = plugin?._rules
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
