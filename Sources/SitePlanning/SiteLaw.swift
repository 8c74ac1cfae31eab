public import CentreModel
package import CivilTime
internal import Diagnostics
package import PluginContract
package import PluginHost

/// A site's rules with its law in force: of the two the stricter counts, rule by rule.
public struct SiteLaw: Sendable {
  public private(set) var rules: RosterRules
  /// What was taken over, such as `rest by PH-REST`.
  public private(set) var citations: [String] = []
  /// What was not, and why, by plugin; the law is then incomplete, which every plan must say.
  public private(set) var refusals: [Refusal] = []

  /// A limit that could not be taken over.
  public struct Refusal: Hashable, Sendable {
    public var plugin: String
    public var words: String
  }

  /// `rules` with every limit that plugins answered and that holds on some day from `from` to `to`.
  ///
  /// A limit that makes no sense is refused by name; it costs itself, not the others.
  package init(
    _ rules: RosterRules, limits answers: [Contribution<LabourAnswer>], from: CivilDate,
    to: CivilDate
  ) {
    self.rules = rules
    for answer in answers {
      for limit in answer.answer.limits where Self.holds(limit, from, to) {
        guard let rule = WorkRule(rawValue: limit.key) else {
          if limit.costName == nil { refuse(answer.plugin, Self.stranger(limit)) }
          continue
        }
        guard let bound = RosterLimit(limit, rule) else {
          refuse(
            answer.plugin, "\(limit.key) of rule \(limit.rule) has a value that does not fit it")
          continue
        }
        tighten(rule, bound)
        citations.append("\(limit.key) by \(limit.rule)")
      }
    }
  }

  /// Puts `kind` in the place of a contract's, which some rules of the law ask for.
  mutating func narrow(contract c: Int, kind k: Int, to kind: ShiftKind, by laws: [String]) {
    let contract = rules.contracts[c]
    rules.contracts[c].kinds[k] = kind
    let name = contract.kinds.count > 1 ? "\(contract.id) (\(kind.id))" : contract.id
    citations += laws.map { "shifts of \(name) by \($0)" }
  }

  private mutating func refuse(_ plugin: String, _ words: String) {
    refusals.append(Refusal(plugin: plugin, words: words))
  }

  private static func holds(_ limit: LabourLimit, _ from: CivilDate, _ to: CivilDate) -> Bool {
    (limit.fromDate.flatMap { CivilDate($0) } ?? from) <= to
      && from <= (limit.toDate.flatMap { CivilDate($0) } ?? to)
  }

  private static func stranger(_ limit: LabourLimit) -> String {
    let near = nearestName(to: limit.key, among: WorkRule.allCases.map(\.rawValue))
    return "\(limit.key) of rule \(limit.rule) is no rule of a roster"
      + (near.map { ", perhaps \($0)" } ?? "")
  }

  private mutating func tighten(_ rule: WorkRule, _ law: RosterLimit) {
    rules.general[rule] = rules.general[rule].map { $0.stricter(law, by: rule) } ?? law
    for index in rules.contracts.indices {
      if let own = rules.contracts[index].rules[rule] {
        rules.contracts[index].rules[rule] = own.stricter(law, by: rule)
      }
    }
  }
}

extension RosterLimit {
  /// A limit of the law in the measure of its rule; nil when the value does not fit.
  init?(_ limit: LabourLimit, _ rule: WorkRule) {
    let value: Int
    switch (rule.measure, limit.value) {
    case (.count, .count(let count)): value = count
    case (.hours, .seconds(let seconds)), (.duration, .seconds(let seconds)): value = seconds
    case (.flag, .flag(let flag)): value = flag ? 1 : 0
    default: return nil
    }
    guard (0...1_000_000_000).contains(value) else { return nil }
    let weight = limit.weight ?? 0.02
    guard weight.isFinite, (0...1e6).contains(weight) else { return nil }
    self.init(value, weight: limit.hard ? nil : Int(nearest: weight * 1000))
  }

  /// The stricter of two limits: a hard one before a soft one, else by the rule's direction.
  func stricter(_ law: RosterLimit, by rule: WorkRule) -> RosterLimit {
    guard isHard == law.isHard else { return isHard ? self : law }
    let strict = rule.isStricter(law.value, than: value) ? law.value : value
    return RosterLimit(strict, weight: weight.map { max($0, law.weight ?? 0) })
  }
}
