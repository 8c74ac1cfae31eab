internal import PluginContract

/// Judges decoded JSON answers; each answers with what is wrong, or nil.
enum AnswerChecks {
  static func fault(of answer: WindowsAnswer, to question: WindowsQuestion) -> String? {
    var last = question.fromUnix
    for (i, window) in answer.windows.enumerated() {
      if window.startUnix >= window.endUnix { return "windows[\(i)] is empty or turned round" }
      if window.startUnix < last { return "windows[\(i)] begins before the one before it ends" }
      last = window.endUnix
    }
    return last > max(question.toUnix, question.fromUnix)
      ? "the last window ends after the period" : nil
  }

  static func fault(of answer: CapsAnswer) -> String? {
    for (i, cap) in answer.caps.enumerated() {
      if cap.rule.isEmpty { return "caps[\(i)] cites no rule" }
      if cap.count < 0 || !(cap.windowH > 0) { return "caps[\(i)] is not a cap" }
    }
    return nil
  }

  static func fault(of answer: FindingsAnswer) -> String? {
    for (i, finding) in answer.findings.enumerated() {
      if finding.rule.isEmpty { return "findings[\(i)] cites no rule" }
      if finding.message.isEmpty { return "findings[\(i)] says nothing" }
    }
    return nil
  }

  static func fault(of answer: PriceAnswer, to question: PriceQuestion) -> String? {
    let shifts = Set(question.shifts.map(\.id))
    for (i, line) in answer.lines.enumerated() {
      if !shifts.contains(line.shift) { return "lines[\(i)] is for a shift nobody asked about" }
      if line.hours < 0 || line.multiplier < 0 { return "lines[\(i)] is negative" }
      if line.endUnix < line.startUnix { return "lines[\(i)] is turned round" }
    }
    let sum = answer.lines.reduce(0) { $0 + $1.amount }
    let slack = 0.01 * Double(answer.lines.count + 1) + 1e-9 * abs(sum)
    return abs(sum - answer.total) > slack
      ? "the lines sum to \(sum), not to the total \(answer.total)" : nil
  }

  static func fault(of answer: ResourcesAnswer) -> String? {
    for (i, resource) in answer.resources.enumerated() {
      if resource.id.isEmpty { return "resources[\(i)] has no id" }
      if resource.quantity < 0 { return "resources[\(i)] is negative" }
    }
    return nil
  }

  static func fault(of answer: ReportAnswer) -> String? {
    for section in answer.sections {
      if section.title.isEmpty { return "section \(section.id) has no title" }
      for table in section.tables {
        for (i, row) in table.rows.enumerated() where row.count != table.columns.count {
          return "table \(table.title): row \(i) has \(row.count) cells for "
            + "\(table.columns.count) columns"
        }
      }
    }
    return nil
  }

  static func faultOfList(_ answer: RulesAnswer) -> String? {
    guard let rules = answer.rules else { return "the list of rules is missing" }
    var seen: Set<String> = []
    for rule in rules {
      if rule.id.isEmpty { return "a rule has no id" }
      if !seen.insert(rule.id + "\u{0}" + (rule.effectiveFrom ?? "")).inserted {
        return "rule \(rule.id) comes twice with the same first date"
      }
      if rule.authority.isEmpty { return "rule \(rule.id) names no authority" }
      if rule.sentence.isEmpty { return "rule \(rule.id) says nothing" }
      for date in [rule.effectiveFrom, rule.effectiveTo] {
        if let date, dayNumber(date) == nil { return "rule \(rule.id): \(date) is not a date" }
      }
    }
    return nil
  }
}
