internal import PluginContract

extension AnswerChecks {
  static func fault(of answer: LabourAnswer) -> String? {
    for (i, limit) in answer.limits.enumerated() {
      if limit.rule.isEmpty { return "limits[\(i)] cites no rule" }
      if limit.key.isEmpty { return "limits[\(i)] has no key" }
      if let wrong = fault(of: limit) {
        return "limits[\(i)], \(limit.key) of rule \(limit.rule), \(wrong)"
      }
    }
    return nil
  }

  /// Most shifts, days or nights, and the longest time, that a roster's rules count.
  private static let mostCounted = 1000
  private static let longestSeconds = 366 * 86_400

  /// What makes no sense of a limit: a value that its key does not measure, one that no roster can have,
  /// dates that run backwards.
  private static func fault(of limit: LabourLimit) -> String? {
    if let measure = LimitMeasure.of(key: limit.key), measure != limit.value.measure {
      return "says \(limit.value.measure.words), and the key takes \(measure.words)"
    }
    switch limit.value {
    case .count(let n):
      if !(0...mostCounted).contains(n) { return "is \(n), not a count from 0 to \(mostCounted)" }
    case .seconds(let n):
      if !(0...longestSeconds).contains(n) {
        return "is \(n) s, not a time from 0 to \(longestSeconds) s (366 days)"
      }
    case .flag: break
    case .amount(let x):
      let most = limit.costName.flatMap { CostParameter.named($0) }?.most ?? 1e9
      if !(0...most).contains(x) { return "is \(x), not from 0 to \(most)" }
    }
    if let weight = limit.weight, !(0...10_000).contains(weight) {
      return "weighs \(weight), not from 0 to 10000"
    }
    var days: [Int64] = []
    for date in [limit.fromDate, limit.toDate] {
      guard let date else { continue }
      guard let day = dayNumber(date) else { return "holds on \(date), which is not a date" }
      days.append(day)
    }
    return days.count == 2 && days[0] > days[1] ? "ends before it begins" : nil
  }
}
