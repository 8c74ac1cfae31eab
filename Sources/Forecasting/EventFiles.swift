internal import CivilTime
public import Diagnostics
public import Tables

extension DemandEvent {
  /// Reads `name,date,effect,reason` and, where present, `queue`.
  ///
  /// Effects: `x1.2` (times), `+300` or `-50` (contacts more or fewer over the day), `=4000` (the
  /// day's total), `like 2025-11-28` (that day again, times the growth since), `closed`, `open`,
  /// `hours 08:00-13:00`, and `learn` or `learn 3` (learnt from past dates of the name, for so many
  /// days). Rows of other queues are left out; an empty queue means all.
  public static func read(_ table: CSVTable, queue: String) throws(Problem) -> [DemandEvent] {
    let name = try table.require("name")
    let date = try table.require("date")
    let effect = try table.require("effect")
    let reason = table.column(named: "reason")
    let queueColumn = table.column(named: "queue")
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
            "x1.2, +300, =4000, like 2025-11-28, hours 08:00-13:00, open, closed or learn 3 is meant"
        )
      }
      events.append(
        DemandEvent(
          name: try row.name(name), date: day, effect: what,
          reason: reason.map { row.text($0) } ?? ""))
    }
    return events
  }
}

extension DemandEvent.Effect {
  /// Nil for what is not an effect.
  public init?(_ text: String) {
    let word = text.lowercased()
    if word == "closed" {
      self = .closed
    } else if word == "open" {
      self = .open
    } else if word.hasPrefix("hours ") {
      // Spans of a day are written as those of a weekday.
      guard let hours = try? OpeningHours("Mon " + word.dropFirst(6)),
        !hours.spans(on: .monday).isEmpty
      else { return nil }
      self = .hours(hours.spans(on: .monday))
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
      guard let value = Double(word.dropFirst()), value.isFinite, value >= 0 else { return nil }
      self = .factor(value)
    } else if word.hasPrefix("=") {
      guard let value = Double(word.dropFirst()), value.isFinite, value >= 0 else { return nil }
      self = .total(value)
    } else if word.hasPrefix("+") || word.hasPrefix("-") {
      guard let value = Double(word), value.isFinite else { return nil }
      self = .extra(value)
    } else {
      return nil
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
