public import CivilTime

/// A labour rule in the words of the roster's rules file.
public struct RosterLimitRule: Hashable, Sendable {
  /// What the key of a rule takes.
  public enum Value: Hashable, Sendable {
    /// Days.
    case count(Int)
    /// Rest, or paid time in a week.
    case seconds(Int)

    var whole: Int {
      switch self {
      case .count(let n), .seconds(let n): n
      }
    }

    /// Whole seconds of a number of hours.
    static func hours(_ hours: Double) -> Value { .seconds(Int((hours * 3600).rounded())) }
  }

  public var rule: String
  /// A key of the rules file, such as `rest`.
  public var key: String
  public var value: Value
  /// Whether breaking it breaks the law; else it only costs.
  public var hard: Bool
  public var note: String
}

extension Jurisdiction {
  /// What a roster must keep on `date`, one limit a key: the tightest hard one, or else the tightest
  /// threshold of overtime.
  ///
  /// What a roster's rules file has no key for (meals, spreads, averages, consent) is left to
  /// ``PayEngine/findings(_:from:published:)``, by which the host also tries single shifts before it rosters.
  public func rosterLimits(
    on date: CivilDate, state: String?, traits: Set<String> = []
  ) -> [RosterLimitRule] {
    var best: [String: RosterLimitRule] = [:]
    func offer(_ limit: RosterLimitRule, isMinimum: Bool = false) {
      guard let other = best[limit.key] else {
        best[limit.key] = limit
        return
      }
      // Both are of one key, and so in one measure.
      let (new, old) = (limit.value.whole, other.value.whole)
      let isTighter = isMinimum ? new > old : new < old
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
            rule: rule.id, key: "max_hours_per_week", value: .seconds(overtime.afterMinutes * 60),
            hard: false, note: rule.sentence))
      default: break
      }
    }
    return best.values.sorted { $0.key < $1.key }
  }
}

extension LimitRule {
  /// The keys of the rules file that keep this limit, with their values.
  var rosterKeys: [(String, RosterLimitRule.Value)] {
    switch limit {
    case .restHours: [("rest", .hours(value))]
    case .weekHours: [("max_hours_per_week", .hours(value))]
    case .consecutiveDays: [("max_days_in_row", .count(Int(value)))]
    // A free day in every seven leaves the hours between two shifts and a day.
    case .weeklyRestHours where window == 7 && value <= 24: [("max_days_in_row", .count(6))]
    default: []
    }
  }
}
