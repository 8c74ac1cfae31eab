internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import PluginContract
internal import PluginHost
internal import Rostering

/// Labour limits that plugins state, joined with the rules of the centre: the stricter one counts.
struct LabourRules {
  private(set) var rules: RosterRules
  /// What was taken over: the key and the rule it comes from.
  private(set) var citations: [String] = []
  /// What was not, and why, by plugin.
  private(set) var refused: [(plugin: String, what: String)] = []

  /// `rules` with every limit that a plugin answered for a site between two dates.
  ///
  /// A limit that makes no sense costs itself, not the run.
  init(
    _ rules: RosterRules, tightenedBy answers: [Contribution<LabourAnswer>],
    from: CivilDate, to: CivilDate
  ) {
    self.rules = rules
    for answer in answers {
      for limit in answer.answer.limits where holds(limit, from, to) {
        guard let rule = WorkRule(rawValue: limit.key) else {
          if !limit.key.hasPrefix(Self.costs) { refused.append((answer.plugin, stranger(limit))) }
          continue
        }
        do throws(Problem) {
          tighten(rule, try Self.read(limit))
          citations.append("\(limit.key) by \(limit.rule)")
        } catch {
          refused.append((answer.plugin, "\(limit.key) of rule \(limit.rule): \(error.what)"))
        }
      }
    }
  }

  /// Keys that are no limits of a roster but of its price.
  private static let costs = "cost."

  private func holds(_ limit: LabourLimit, _ from: CivilDate, _ to: CivilDate) -> Bool {
    (limit.fromDate.flatMap { CivilDate($0) } ?? from) <= to
      && from <= (limit.toDate.flatMap { CivilDate($0) } ?? to)
  }

  private func stranger(_ limit: LabourLimit) -> String {
    let near = nearestName(to: limit.key, among: WorkRule.allCases.map(\.rawValue))
    return "\(limit.key) of rule \(limit.rule) is no rule of a roster"
      + (near.map { ", perhaps \($0)" } ?? "")
  }

  private mutating func tighten(_ rule: WorkRule, _ law: RosterLimit) {
    rules.general[rule] = Self.stricter(rule, rules.general[rule], law)
    for index in rules.contracts.indices where rules.contracts[index].rules[rule] != nil {
      rules.contracts[index].rules[rule] = Self.stricter(
        rule, rules.contracts[index].rules[rule], law)
    }
  }

  private static func read(_ limit: LabourLimit) throws(Problem) -> RosterLimit {
    guard let value = limit.value.whole else {
      throw Problem(subject: "labour rule \(limit.rule)", "sets nothing", value: limit.key)
    }
    return RosterLimit(
      value, weight: limit.hard ? nil : Int(((limit.weight ?? 0.02) * 1000).rounded()))
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
