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
      if !isInstant(finding.startUnix) || !isInstant(finding.endUnix) {
        return "findings[\(i)] is at no time that a calendar has"
      }
    }
    return nil
  }

  static func fault(of answer: PriceAnswer, to question: PriceQuestion) -> String? {
    let shifts = Set(question.shifts.map(\.id))
    for (i, line) in answer.lines.enumerated() {
      if !shifts.contains(line.shift) { return "lines[\(i)] is for a shift nobody asked about" }
      if line.hours < 0 || line.multiplier < 0 { return "lines[\(i)] is negative" }
      if line.endUnix < line.startUnix { return "lines[\(i)] is turned round" }
      if !isInstant(line.startUnix) || !isInstant(line.endUnix) {
        return "lines[\(i)] is at no time that a calendar has"
      }
      if line.hours > 1e6 || line.multiplier > 1e6 || !(abs(line.amount) <= mostAmount) {
        return
          "lines[\(i)] is \(line.hours) h at \(line.multiplier) for \(line.amount), which nobody pays"
      }
    }
    if !(abs(answer.total) <= mostAmount) || !(0...1e9).contains(answer.paidH) {
      return "the total is \(answer.total) for \(answer.paidH) h, which nobody pays"
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
      if resource.quantity > 1_000_000_000 {
        return "resources[\(i)] is \(resource.quantity), not at most 1e9"
      }
      if !isInstant(resource.peakUnix) {
        return "resources[\(i)] is at no time that a calendar has"
      }
    }
    return nil
  }

  static func fault(of answer: ReportAnswer) -> String? {
    for section in answer.sections {
      if section.title.isEmpty { return "section \(section.id) has no title" }
      for table in section.tables {
        for column in table.columns where !(0...15).contains(column.decimals ?? 0) {
          return
            "table \(table.title): column \(column.name) has \(column.decimals ?? 0) decimals, not 0 to 15"
        }
        for (i, row) in table.rows.enumerated() where row.count != table.columns.count {
          return "table \(table.title): row \(i) has \(row.count) cells for "
            + "\(table.columns.count) columns"
        }
      }
    }
    return nil
  }

  /// No sum of money or work is larger.
  static let mostAmount = 1e12

  /// Whether a calendar has that instant: some 35,000 years to either side of 1970.
  static func isInstant(_ seconds: Int64?) -> Bool { (seconds?.magnitude ?? 0) < 1 << 40 }

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
