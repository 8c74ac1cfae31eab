internal import CentreModel
internal import Configuration
internal import Diagnostics
internal import PluginContract
internal import PluginHost
internal import Rostering
internal import Tables

/// Labour limits that plugins state, joined with the rules of the centre: the stricter one counts.
enum LabourRules {
  /// `rules` with every limit that a plugin answered for a site, cited in `citations`.
  static func tightened(
    _ rules: RosterRules, by answers: [Contribution<LabourAnswer>]
  ) throws(Problem) -> (rules: RosterRules, citations: [String]) {
    var rules = rules
    var citations: [String] = []
    for answer in answers {
      for limit in answer.answer.limits {
        guard let rule = WorkRule(rawValue: limit.key) else { continue }
        let law = try read(limit, rule, plugin: answer.plugin)
        rules.general[rule] = stricter(rule, rules.general[rule], law)
        for index in rules.contracts.indices where rules.contracts[index].rules[rule] != nil {
          rules.contracts[index].rules[rule] = stricter(
            rule, rules.contracts[index].rules[rule], law)
        }
        citations.append("\(limit.key) by \(limit.rule)")
      }
    }
    return (rules, citations)
  }

  /// The limit as the rules file would have it, read by the reader of rules files.
  private static func read(
    _ limit: LabourLimit, _ rule: WorkRule, plugin: String
  ) throws(Problem) -> RosterLimit {
    let value: String
    if let text = limit.value.string {
      value = "\"\(text)\""
    } else if let number = limit.value.number {
      value = shortest(number)
    } else {
      value = limit.value.bool == true ? "true" : "false"
    }
    let weight = limit.hard ? "" : "\n\(limit.key)_weight = \(shortest(limit.weight ?? 0.02))"
    let root = try ConfigTable(
      file: "labour rule \(limit.rule) of plugin \(plugin)",
      bytes: Array("[rules]\n\(limit.key) = \(value)\(weight)\n".utf8))
    let read = RosterRules(from: root).general[rule]
    if let problem = root.problems().first { throw problem }
    guard let read else {
      throw Problem(subject: "labour rule \(limit.rule)", "sets nothing", value: limit.key)
    }
    return read
  }

  private static func stricter(
    _ rule: WorkRule, _ mine: RosterLimit?, _ law: RosterLimit
  ) -> RosterLimit {
    guard let mine else { return law }
    // A soft rule of the centre does not weaken a hard one of the law, nor the other way round.
    guard mine.isHard == law.isHard else { return mine.isHard ? mine : law }
    let wantsMore = rule.isLeastAmount
    return RosterLimit(
      wantsMore ? max(mine.value, law.value) : min(mine.value, law.value),
      weight: law.isHard ? nil : max(mine.weight ?? 0, law.weight ?? 0))
  }
}

extension WorkRule {
  /// Whether a larger limit is the stricter one.
  var isLeastAmount: Bool {
    switch self {
    case .rest, .minShiftsPerWeek, .wishedShiftsPerWeek, .minHoursPerWeek, .minShifts, .minHours,
      .daysOffTogether, .minDaysInRow, .minDaysOffInRow, .wholeWeekends, .restAfterNights:
      true
    default: false
    }
  }
}
