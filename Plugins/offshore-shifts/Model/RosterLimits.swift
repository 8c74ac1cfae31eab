public import CivilTime

/// A labour rule in the words of the roster's rules file.
public struct RosterLimitRule: Hashable, Sendable {
  public var rule: String
  /// A key of the rules file, such as `rest`.
  public var key: String
  /// In hours for `rest` and hours per week, else a count.
  public var value: Double
  /// Whether breaking it breaks the law; else it only costs.
  public var hard: Bool
  public var note: String
}

extension Jurisdiction {
  /// What a roster must keep on `date`, one limit a key: the tightest hard one, or else the tightest
  /// threshold of overtime.
  ///
  /// Limits that a roster's rules file has no key for (meals, spreads, averages, consent) are left to
  /// ``PayEngine/findings(_:from:published:)``.
  public func rosterLimits(
    on date: CivilDate, state: String?, traits: Set<String> = []
  ) -> [RosterLimitRule] {
    var best: [String: RosterLimitRule] = [:]
    func offer(_ limit: RosterLimitRule, isMinimum: Bool = false) {
      guard let other = best[limit.key] else {
        best[limit.key] = limit
        return
      }
      let isTighter = isMinimum ? limit.value > other.value : limit.value < other.value
      if limit.hard == other.hard ? isTighter : limit.hard { best[limit.key] = limit }
    }
    func holds(_ conditions: RuleConditions) -> Bool {
      conditions.hold { fact in
        if case .trait(let trait) = fact { traits.contains(trait) } else { false }
      }
    }
    for rule in rules(on: date, state: state) {
      switch rule.body {
      case .limit(let limit) where holds(limit.when):
        for (key, value) in limit.rosterKeys {
          offer(
            RosterLimitRule(
              rule: rule.id, key: key, value: value, hard: limit.severity == .error,
              note: rule.sentence), isMinimum: key == "rest")
        }
      case .overtime(let overtime) where holds(overtime.when) && overtime.basis == .week:
        offer(
          RosterLimitRule(
            rule: rule.id, key: "max_hours_per_week", value: Double(overtime.afterMinutes) / 60,
            hard: false, note: rule.sentence))
      default: break
      }
    }
    return best.values.sorted { $0.key < $1.key }
  }
}

extension LimitRule {
  /// The keys of the rules file that keep this limit, with their values.
  var rosterKeys: [(String, Double)] {
    switch limit {
    case .restHours: [("rest", value)]
    case .weekHours: [("max_hours_per_week", value)]
    case .consecutiveDays: [("max_days_in_row", value)]
    // A free day in every seven leaves the hours between two shifts and a day.
    case .weeklyRestHours where window == 7 && value <= 24: [("max_days_in_row", 6)]
    default: []
    }
  }
}
