internal import CivilTime
internal import Diagnostics
internal import MusterPluginKit
internal import OffshoreShiftsModel

extension OffshoreShiftsPlugin: RulesHook {
  static var rules: [MusterPluginKit.Rule] {
    ((try? RuleShelf())?.jurisdictions ?? []).flatMap(contractRules)
  }

  var rules: [MusterPluginKit.Rule] { shelf.jurisdictions.flatMap(Self.contractRules) }

  static func outcome(
    of example: MusterPluginKit.RuleExample, rule: MusterPluginKit.Rule
  ) throws(PluginFailure) -> String {
    try outcome(of: example, rule: rule, in: (try? RuleShelf())?.jurisdictions ?? [])
  }

  func outcome(
    of example: MusterPluginKit.RuleExample, rule: MusterPluginKit.Rule
  ) throws(PluginFailure) -> String {
    try Self.outcome(of: example, rule: rule, in: shelf.jurisdictions)
  }

  private static func outcome(
    of example: MusterPluginKit.RuleExample, rule: MusterPluginKit.Rule,
    in jurisdictions: [Jurisdiction]
  ) throws(PluginFailure) -> String {
    for jurisdiction in jurisdictions {
      guard let own = jurisdiction.rules.first(where: { $0.id == rule.id }),
        let known = own.examples.first(where: { $0.say == example.name }),
        let zone = try? ZoneDatabase.system.zone(jurisdiction.exampleZone)
      else { continue }
      return known.outcome(of: own, in: jurisdiction, zone: zone)
    }
    throw PluginFailure(
      "there is no example \(example.name) of \(rule.id)", status: MUSTER_E_QUESTION)
  }

  private static func contractRules(_ jurisdiction: Jurisdiction) -> [MusterPluginKit.Rule] {
    jurisdiction.rules.map { rule in
      let code =
        rule.state.flatMap { jurisdiction.states.firstIndex(of: $0) }
        .flatMap {
          jurisdiction.stateCodes.indices.contains($0) ? jurisdiction.stateCodes[$0] : nil
        }
      return MusterPluginKit.Rule(
        id: rule.id, jurisdiction: jurisdiction.code + (code.map { "-\($0)" } ?? ""),
        authority: rule.authority, effectiveFrom: "\(rule.from)",
        effectiveTo: rule.to.map { "\($0)" }, mark: mark(rule.mark), sentence: rule.sentence,
        examples: rule.examples.map { example in
          MusterPluginKit.RuleExample(
            name: example.say, given: given(example), expected: example.expected)
        })
    }
  }

  private static func mark(_ mark: OffshoreShiftsModel.Rule.Mark) -> MusterPluginKit.Rule.Mark {
    switch mark {
    case .verified: .verified
    case .secondary, .derived: .secondary
    case .unverified: .unverified
    }
  }

  private static func given(_ example: OffshoreShiftsModel.RuleExample) -> AnyJSON {
    var members: [String: AnyJSON] = ["work": .array(example.work.map { .string($0) })]
    for (key, texts) in [
      ("holidays", example.holidays), ("rest_days", example.restDays), ("traits", example.traits),
    ] where !texts.isEmpty {
      members[key] = .array(texts.map { .string($0) })
    }
    if example.repeatWeeks > 1 { members["repeat_weeks"] = .number(Double(example.repeatWeeks)) }
    if let wage = example.wage { members["wage"] = .number(wage) }
    if let published = example.published { members["published"] = .string(published) }
    return .object(members)
  }
}
