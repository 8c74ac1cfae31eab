internal import CivilTime
public import Diagnostics
internal import Tables

extension ContactRule {
  static let columns = [
    "id", "jurisdiction", "scope", "day_class", "start", "end", "cap_n", "cap_window_h", "cap_key",
    "effective_from", "effective_to", "authority", "mark", "sentence",
  ]
  static let optionalColumns = ["zone", "unless", "cap_counts", "cap_clock", "quiet_d"]

  /// Reads a rule file: rows with one id are one rule, the first names authority and dates.
  ///
  /// `start` is a time of day such as `08:00`, or `closed`. Several scopes, days or conditions are
  /// separated by `|`.
  ///
  /// - Returns: The rules in the order of their first rows.
  public static func read(file: String, bytes: [UInt8]) throws(Problem) -> [ContactRule] {
    let table = try CSVTable(file: file, bytes: bytes)
    try table.refuseColumns(except: columns + optionalColumns)
    var at: [String: Int] = [:]
    for name in columns { at[name] = try table.require(name) }
    for name in optionalColumns { at[name] = table.column(named: name) }
    let column = at
    var rules: [ContactRule] = []
    var position: [String: Int] = [:]
    try table.forEachRow { (row: borrowing CSVRow) throws(Problem) in
      let line = RuleLine(column: column)
      let id = try line.text("id", row)
      if id.isEmpty { throw row.problem(column["id"] ?? 0, "is empty") }
      let index: Int
      if let known = position[id] {
        index = known
      } else {
        index = rules.count
        position[id] = index
        rules.append(try line.head(id, row))
      }
      if let clause = try line.clause(row) { rules[index].clauses.append(clause) }
      if let cap = try line.cap(row) { rules[index].caps.append(cap) }
    }
    return rules
  }

  /// `overrides` in place of the rules with the same ids; new ids are added at the end.
  public static func merge(_ rules: [ContactRule], overrides: [ContactRule]) -> [ContactRule] {
    var own: [String: ContactRule] = [:]
    for rule in overrides { own[rule.id] = rule }
    let known = Set(rules.map(\.id))
    return rules.map { own[$0.id] ?? $0 } + overrides.filter { !known.contains($0.id) }
  }
}

/// Reads the fields of one row.
private struct RuleLine {
  var column: [String: Int]

  func text(_ name: String, _ row: borrowing CSVRow) throws(Problem) -> String {
    guard let at = column[name] else { return "" }
    return row.text(at)
  }

  func parts(_ name: String, _ row: borrowing CSVRow) throws(Problem) -> [String] {
    try text(name, row).split(separator: "|").map(String.init)
  }

  func wrong(_ name: String, _ row: borrowing CSVRow, _ what: String, _ maybe: String) -> Problem {
    row.problem(column[name] ?? 0, what, maybe: maybe)
  }

  func head(_ id: String, _ row: borrowing CSVRow) throws(Problem) -> ContactRule {
    var rule = ContactRule(id: id)
    rule.jurisdiction = try text("jurisdiction", row)
    rule.scopes = try parts("scope", row)
    rule.effectiveFrom = try date("effective_from", row)
    rule.effectiveTo = try date("effective_to", row)
    rule.authority = try text("authority", row)
    guard let mark = ContactRule.Mark(rawValue: try text("mark", row)) else {
      throw wrong("mark", row, "is none of V, V2, M", "M is meant: not checked")
    }
    rule.mark = mark
    rule.sentence = try text("sentence", row)
    let zone = try text("zone", row)
    rule.zone = zone.isEmpty ? nil : zone
    for part in try parts("unless", row) {
      guard let condition = Condition(part) else {
        throw wrong("unless", row, "is not a condition", "days_past_due>15 or consent=yes is meant")
      }
      rule.unless.append(condition)
    }
    if let at = column["quiet_d"] { rule.quietDays = try row.optionalInteger(at, in: 1...366) }
    return rule
  }

  func clause(_ row: borrowing CSVRow) throws(Problem) -> ContactRule.Clause? {
    let days = try text("day_class", row)
    if days.isEmpty { return nil }
    guard let classes = DayClasses(days) else {
      throw wrong("day_class", row, "names no days", "mon-fri|holiday or all is meant")
    }
    if try text("start", row) == "closed" { return .init(days: classes, window: nil) }
    let start = try minutes("start", row)
    let end = try minutes("end", row)
    guard start < end else {
      throw wrong("end", row, "is not after start", "closed is meant in start")
    }
    return .init(days: classes, window: start..<end)
  }

  func cap(_ row: borrowing CSVRow) throws(Problem) -> AttemptCap? {
    guard let n = column["cap_n"], let hours = column["cap_window_h"],
      let count = try row.optionalInteger(n, in: 0...1_000_000)
    else { return nil }
    var cap = AttemptCap(
      count: count, windowHours: try row.integer(hours, in: 1...100_000),
      key: try text("cap_key", row))
    let counts = try text("cap_counts", row)
    if !counts.isEmpty {
      guard let known = AttemptCap.Counts(rawValue: counts) else {
        throw wrong("cap_counts", row, "is neither attempts nor contacts", "attempts is meant")
      }
      cap.counts = known
    }
    let clock = try text("cap_clock", row)
    if !clock.isEmpty {
      guard let known = AttemptCap.Clock(rawValue: clock) else {
        throw wrong("cap_clock", row, "is neither rolling nor days", "rolling is meant")
      }
      cap.clock = known
    }
    return cap
  }

  private func date(_ name: String, _ row: borrowing CSVRow) throws(Problem) -> CivilDate? {
    let value = try text(name, row)
    if value.isEmpty { return nil }
    guard let date = CivilDate(value) else {
      throw wrong(name, row, "is not a date", "2027-03-01 is the form")
    }
    return date
  }

  private func minutes(_ name: String, _ row: borrowing CSVRow) throws(Problem) -> Int {
    guard let minutes = minutesOfClock(try text(name, row)) else {
      throw wrong(name, row, "is not a time of day", "08:00 is the form")
    }
    return minutes
  }
}

/// `08:30` as minutes after midnight, up to `24:00`; nil for anything else.
func minutesOfClock(_ text: some StringProtocol) -> Int? {
  let parts = text.utf8.split(separator: 58, omittingEmptySubsequences: false)
  guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { (48...57) ~= $0 } }),
    let hour = Int(String(decoding: Array(parts[0]), as: UTF8.self)),
    let minute = Int(String(decoding: Array(parts[1]), as: UTF8.self)), minute < 60,
    hour * 60 + minute <= 1440
  else { return nil }
  return hour * 60 + minute
}
