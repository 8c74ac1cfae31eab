internal import CivilTime
public import Diagnostics
public import Tables

extension DemandEvent {
  /// Reads `name,date,effect,reason` and, where present, `queue` and `until`, the last date of what lasts
  /// (`on`: until further notice).
  ///
  /// Effects: `x1.2` (times), `+300` or `-50` (contacts more or fewer over the day), `=4000` (the
  /// day's total), `-30%` (as `x0.7`), `aht x1.1`, `aht +30`, `aht =350` (handling time), `like 2025-11-28` (that day again, times the growth since), `closed`, `open`,
  /// `hours 08:00-13:00` or those of a week, and `learn` or `learn 3` (learnt from past dates of the name, for so many
  /// days). Rows of other queues are left out; an empty queue means all.
  public static func read(_ table: CSVTable, queue: String) throws(Problem) -> [DemandEvent] {
    let name = try table.require("name")
    let date = try table.require("date")
    let effect = try table.require("effect")
    let reason = table.column(named: "reason")
    let queueColumn = table.column(named: "queue")
    let until = table.column(named: "until")
    var events: [DemandEvent] = []
    try table.forEachRow { (row) throws(Problem) in
      if let queueColumn, !row.isEmpty(queueColumn), try row.name(queueColumn) != queue { return }
      guard let day = CivilDate(row.text(date)) else {
        throw row.problem(date, "is not a date", maybe: "2026-11-23 is meant")
      }
      guard let what = Effect(row.text(effect)) else {
        throw row.problem(
          effect, "is not an effect",
          maybe:
            "x1.2, -30%, +300, =4000, aht x1.1, like 2025-11-28, hours 08:00-13:00, open, closed or"
            + " learn 3 is meant, with at most x1000 and 10000000 contacts")
      }
      let last = try until.flatMap { (column) throws(Problem) in
        try lastDate(row, column, from: day, what)
      }
      events.append(
        DemandEvent(
          name: try row.name(name), date: day, until: last, effect: what,
          reason: reason.map { row.text($0) } ?? ""))
    }
    return events
  }

  /// The last date of what lasts; nil where the row is about its date alone.
  private static func lastDate(
    _ row: borrowing CSVRow, _ column: Int, from first: CivilDate, _ effect: Effect
  ) throws(Problem) -> CivilDate? {
    if row.isEmpty(column) { return nil }
    switch effect {
    case .learnt:
      throw row.problem(
        column, "does not go with learn, which has its days", maybe: "write learn 3, without until")
    case .like:
      throw row.problem(
        column, "does not go with like, which is about one day", maybe: "write a row for each date")
    default: break
    }
    if row.text(column).lowercased() == "on" { return openEnd }
    guard let last = CivilDate(row.text(column)) else {
      throw row.problem(
        column, "is not a date", maybe: "2026-11-30 is meant, or on: until further notice")
    }
    guard last >= first else {
      throw row.problem(column, "is before the row's date", maybe: "the two are exchanged")
    }
    return last
  }
}

extension DemandEvent.Effect {
  /// Contacts that one event sets, adds or takes away on a day; more is a slip of the pen.
  public static let mostContacts = 1e7
  /// By how much one event multiplies a day.
  public static let mostFactor = 1000.0

  /// Nil for what is not an effect.
  public init?(_ text: String) {
    let word = text.lowercased()
    if word == "closed" {
      self = .closed
    } else if word == "open" {
      self = .open
    } else if word.hasPrefix("hours ") {
      // Spans of a day are written as those of a weekday.
      let spans = text.dropFirst(6)
      if let hours = try? OpeningHours("Mon " + spans), !hours.spans(on: .monday).isEmpty {
        self = .hours(hours.spans(on: .monday))
      } else if let week = try? OpeningHours(String(spans)) {
        self = .week(week)
      } else {
        return nil
      }
    } else if word.hasPrefix("aht ") {
      guard let change = DemandEvent.HandlingChange(String(word.dropFirst(4))) else { return nil }
      self = .handling(change)
    } else if word.hasSuffix("%"), word.hasPrefix("+") || word.hasPrefix("-") {
      guard let percent = Double(word.dropLast()), percent.isFinite, percent >= -100 else {
        return nil
      }
      self = .factor(1 + percent / 100)
    } else if word == "learn" {
      self = .learnt(days: 1)
    } else if word.hasPrefix("learn ") {
      guard let days = Int(word.dropFirst(6)), (1...EventColumns.longest).contains(days) else {
        return nil
      }
      self = .learnt(days: days)
    } else if word.hasPrefix("like ") {
      guard let day = CivilDate(String(word.dropFirst(5))) else { return nil }
      self = .like(day)
    } else if word.hasPrefix("x") {
      guard let value = Double(word.dropFirst()), (0...Self.mostFactor).contains(value) else {
        return nil
      }
      self = .factor(value)
    } else if word.hasPrefix("=") {
      guard let value = Double(word.dropFirst()), (0...Self.mostContacts).contains(value) else {
        return nil
      }
      self = .total(value)
    } else if word.hasPrefix("+") || word.hasPrefix("-") {
      guard let value = Double(word), abs(value) <= Self.mostContacts else { return nil }
      self = .extra(value)
    } else {
      return nil
    }
  }
}

extension DemandEvent.HandlingChange {
  /// `x1.1`, `+10%`, `+30`, `=350`; nil for what is no change.
  init?(_ text: String) {
    let sign = text.first
    let digits = text.hasSuffix("%") ? text.dropFirst().dropLast() : text.dropFirst()
    guard let value = Double(digits), value.isFinite, value >= 0 else { return nil }
    switch (sign, text.hasSuffix("%")) {
    case ("x", false) where value > 0: self = .factor(value)
    case ("=", false) where value > 0: self = .total(value)
    case ("+", true): self = .factor(1 + value / 100)
    case ("-", true) where value < 100: self = .factor(1 - value / 100)
    case ("+", false): self = .extra(value)
    case ("-", false): self = .extra(-value)
    default: return nil
    }
  }
}

extension Drop {
  /// Reads `drop_id,date,quantity,medium` and, where present, `expected_response_rate`, `queue` and
  /// `status` (rows that are `cancelled` are left out).
  public static func read(_ table: CSVTable, queue: String) throws(Problem) -> [Drop] {
    let id = try table.require("drop_id")
    let date = try table.require("date")
    let quantity = try table.require("quantity")
    let medium = table.column(named: "medium")
    let rate = table.column(named: "expected_response_rate")
    let queueColumn = table.column(named: "queue")
    let status = table.column(named: "status")
    var drops: [Drop] = []
    try table.forEachRow { (row) throws(Problem) in
      if let queueColumn, !row.isEmpty(queueColumn), try row.name(queueColumn) != queue { return }
      if let status, row.text(status) == "cancelled" { return }
      guard let day = CivilDate(row.text(date)) else {
        throw row.problem(date, "is not a date", maybe: "2026-11-23 is meant")
      }
      var expected: Double?
      if let rate, !row.isEmpty(rate) { expected = try row.number(rate, in: 0...10) }
      drops.append(
        Drop(
          id: row.text(id), date: day, quantity: try row.number(quantity, in: 0...1e9),
          medium: medium.map { row.text($0) } ?? "", responseRate: expected))
    }
    return drops
  }
}
