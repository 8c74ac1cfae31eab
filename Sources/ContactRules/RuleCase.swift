// Examples of rules: a case written down, and what must come of it.
//
// An example file has the columns rule, name, ask, at, zones, jurisdictions, scope, holidays, facts,
// attempts, contacts, expected. Times are local in the first zone, `2027-03-01T19:59:59`; several
// are separated by `|`. `ask` is
//   `call`    may a call be placed `at` that time?     `allowed`, `refused by ID and ID`
//   `window`  the hours of that date                    `11:00-21:00`, `closed`
//   `next`    the first allowed time from `at` on       `2027-03-01T15:00`, `never`
//   `left`    calls left at that time                   `3`, `no cap`

public import CivilTime
public import Diagnostics
internal import Tables

/// One example of a rule.
public struct RuleCase: Hashable, Sendable {
  public static let columns = [
    "rule", "name", "ask", "at", "zones", "jurisdictions", "scope", "holidays", "facts", "attempts",
    "contacts", "expected",
  ]

  /// The fields by column.
  public var fields: [String: String]

  public init(fields: [String: String]) { self.fields = fields }

  public var rule: String { fields["rule"] ?? "" }
  public var name: String { fields["name"] ?? "" }
  public var expected: String { fields["expected"] ?? "" }

  /// Reads an example file.
  public static func read(file: String, bytes: [UInt8]) throws(Problem) -> [RuleCase] {
    let table = try CSVTable(file: file, bytes: bytes)
    var positions: [Int] = []
    for name in columns { positions.append(try table.require(name)) }
    let at = positions
    var all: [RuleCase] = []
    try table.forEachRow { (row: borrowing CSVRow) throws(Problem) in
      var fields: [String: String] = [:]
      for (name, column) in zip(columns, at) {
        let text = row.text(column)
        if !text.isEmpty { fields[name] = text }
      }
      all.append(RuleCase(fields: fields))
    }
    return all
  }

  /// What the rules make of the case, in the form of `expected`.
  public func outcome(
    _ book: RuleBook, zone: (String) -> Zone? = { try? ZoneDatabase.system.zone($0) }
  ) throws(Problem) -> String {
    var zones: [Zone] = []
    for name in parts("zones") {
      guard let known = zone(name) else { throw wrong("zones", "is not a time zone", name) }
      zones.append(known)
    }
    let clock = zones.first ?? .utc
    var contact = ContactCase(
      scope: fields["scope"] ?? "", jurisdictions: parts("jurisdictions"),
      zones: zones.isEmpty ? [.utc] : zones)
    for text in parts("holidays") {
      guard let date = CivilDate(text) else { throw wrong("holidays", "is not a date", text) }
      contact.holidays.insert(date)
    }
    for text in parts("facts") {
      let pair = text.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { throw wrong("facts", "is not name=value", text) }
      contact.facts[String(pair[0])] = String(pair[1])
    }
    contact.attempts = try instants("attempts", clock)
    contact.contacts = try instants("contacts", clock)
    let at = fields["at"] ?? ""

    switch fields["ask"] ?? "call" {
    case "call":
      let verdict = book.verdict(contact, at: try instant("at", at, clock))
      let against = verdict.hours + verdict.caps.filter { !verdict.hours.contains($0) }
      return against.isEmpty ? "allowed" : "refused by \(against.joined(separator: " and "))"
    case "window":
      guard let date = CivilDate(at) else { throw wrong("at", "is not a date", at) }
      let windows = book.windows(
        contact, from: clock.startOfDay(date), to: clock.startOfDay(date + 1))
      if windows.isEmpty { return "closed" }
      return windows.map { window in
        let end = clock.local(at: window.end)
        return clockText(clock.local(at: window.start).secondsOfDay) + "-"
          + (end.date > date ? "24:00" : clockText(end.secondsOfDay))
      }.joined(separator: " ")
    case "next":
      guard let next = book.next(contact, from: try instant("at", at, clock)) else {
        return "never"
      }
      let local = clock.local(at: next)
      return "\(local.date)T\(clockText(local.secondsOfDay))"
    case "left":
      return book.left(contact, at: try instant("at", at, clock)).map(String.init) ?? "no cap"
    case let other: throw wrong("ask", "is none of call, window, next, left", other)
    }
  }

  private func parts(_ name: String) -> [String] {
    (fields[name] ?? "").split(separator: "|").map(String.init)
  }

  private func instants(_ name: String, _ clock: Zone) throws(Problem) -> [Instant] {
    var all: [Instant] = []
    for text in parts(name) { all.append(try instant(name, text, clock)) }
    return all
  }

  private func instant(_ name: String, _ text: String, _ clock: Zone) throws(Problem) -> Instant {
    let pair = text.split(separator: "T", maxSplits: 1)
    guard pair.count == 2, let date = CivilDate(pair[0]),
      let minutes = minutesOfClock(pair[1].prefix(5))
    else { throw wrong(name, "is not a local time such as 2027-03-01T19:59", text) }
    let rest = pair[1].dropFirst(5)
    var seconds = 0
    if !rest.isEmpty {
      guard rest.first == ":", let more = Int(rest.dropFirst()), (0..<60).contains(more) else {
        throw wrong(name, "is not a local time such as 2027-03-01T19:59:59", text)
      }
      seconds = more
    }
    return clock.resolve(date, secondsOfDay: minutes * 60 + seconds).first
  }

  private func wrong(_ column: String, _ what: String, _ value: String) -> Problem {
    Problem(subject: "example \(rule) \(name), \(column)", what, value: value)
  }
}
