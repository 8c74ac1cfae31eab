public import CentreModel
public import CivilTime
public import Diagnostics
public import Tables

/// Reads `agents.csv`: one agent a row, only `agent_id` and `contract` required.
///
/// Lists are separated by `;`, skills are written `billing:2;sales`. Documentation/rules.md lists the
/// columns. Clock times without an offset are read in `zone`.
///
/// - Throws: Every problem of the file, up to 50, each with line and column.
public func readAgents(
  _ table: CSVTable, rules: RosterRules, zone: Zone
) throws(Problems) -> [RosterAgent] {
  var problems: [Problem] = []
  var agents: [RosterAgent] = []
  do {
    let columns = try AgentColumns(table)
    var lines: [String: Int] = [:]
    try table.forEachRow { (row) throws(Problem) in
      guard problems.count < 50 else { return }
      var reader = AgentRow(columns: columns, rules: rules, zone: zone)
      if let agent = reader.read(row) {
        if let line = lines[agent.id] {
          reader.problems.append(
            row.problem(
              columns.id, "stands in \(row.lineName) \(line) already",
              maybe: "give every agent one row"))
        }
        lines[agent.id] = row.line
        agents.append(agent)
      }
      problems += reader.problems
    }
  } catch {
    problems.append(error)
  }
  guard problems.isEmpty else { throw Problems(problems) }
  return agents
}

private struct AgentColumns {
  var id: Int
  var contract: Int
  var optional: [String: Int] = [:]

  static let names = [
    "name", "availability", "skills", "site", "team", "remote", "unavailable_dates", "leave",
    "leave_hours", "previous_shift_end_utc",
    "previous_days_in_row", "previous_nights_in_row", "earliest_start", "latest_start",
    "preferred_start", "preferred_days_off", "preferred_shifts", "carried_nights",
    "carried_weekends", "carried_unpopular", "carried_weekends_in_month", "min_hours_per_week",
    "max_hours_per_week",
    "min_shifts_per_week", "max_shifts_per_week",
  ]

  init(_ table: CSVTable) throws(Problem) {
    id = try table.require("agent_id")
    contract = try table.require("contract")
    for name in Self.names { optional[name] = table.column(named: name) }
  }
}

private struct AgentRow {
  let columns: AgentColumns
  let rules: RosterRules
  let zone: Zone
  var problems: [Problem] = []

  init(columns: AgentColumns, rules: RosterRules, zone: Zone) {
    self.columns = columns
    self.rules = rules
    self.zone = zone
  }

  mutating func read(_ row: borrowing CSVRow) -> RosterAgent? {
    guard let id = text(row, columns.id), let contract = text(row, columns.contract) else {
      problems.append(
        row.problem(text(row, columns.id) == nil ? columns.id : columns.contract, "is empty"))
      return nil
    }
    var agent = RosterAgent(id: id, contract: contract)
    if !rules.contracts.contains(where: { $0.id == contract }) {
      let known = rules.contracts.map(\.id)
      problems.append(
        row.problem(
          columns.contract, "is no contract of the rules",
          maybe: nearestName(to: contract, among: known).map { "you meant \($0)" }
            ?? "add a [[contract]]; known are \(known.joined(separator: ", "))"))
    }
    agent.name = value(row, "name") ?? ""
    agent.site = value(row, "site")
    agent.team = value(row, "team")
    if let name = value(row, "availability"), let column = columns.optional["availability"] {
      agent.availability = name
      if !rules.availability.contains(where: { $0.id == name }) {
        let known = rules.availability.map(\.id)
        problems.append(
          row.problem(
            column, "is no availability class of the rules",
            maybe: nearestName(to: name, among: known).map { "you meant \($0)" }
              ?? "add an [[availability]]; known are \(known.joined(separator: ", "))"))
      }
    }
    readSkills(row, &agent)
    agent.place = row.place
    agent.isRemote = flag(row, "remote")
    agent.leave = dates(row, "leave")
    if rules.unavailableIsLeave {
      agent.leave += dates(row, "unavailable_dates")
    } else {
      agent.unavailableDates = dates(row, "unavailable_dates")
    }
    agent.leave = Set(agent.leave).sorted()
    if let column = columns.optional["leave_hours"], !row.isEmpty(column) {
      do { agent.leaveSeconds = Int((try row.number(column, in: 0...24) * 3600).rounded()) } catch {
        problems.append(error)
      }
    }
    agent.preferredDaysOff = dates(row, "preferred_days_off")
    agent.preferredKinds = list(row, "preferred_shifts")
    if let column = columns.optional["previous_shift_end_utc"], !row.isEmpty(column) {
      do { agent.previousShiftEnd = try row.instant(column, in: .utc) } catch {
        problems.append(error)
      }
    }
    agent.previousDaysInRow = count(row, "previous_days_in_row")
    agent.previousNightsInRow = count(row, "previous_nights_in_row")
    agent.carriedNights = count(row, "carried_nights")
    agent.carriedWeekends = count(row, "carried_weekends")
    agent.carriedUnpopular = count(row, "carried_unpopular")
    if let column = columns.optional["carried_weekends_in_month"], !row.isEmpty(column) {
      agent.carriedWeekendsInMonth = count(row, "carried_weekends_in_month")
    }
    agent.preferredStart = clock(row, "preferred_start")
    let earliest = clock(row, "earliest_start")
    let latest = clock(row, "latest_start")
    if earliest != nil || latest != nil {
      agent.startWindow = MinuteRange(from: earliest ?? 0, to: latest ?? 1440)
    }
    readLimits(row, &agent)
    return agent
  }

  private mutating func readSkills(_ row: borrowing CSVRow, _ agent: inout RosterAgent) {
    guard let column = columns.optional["skills"] else { return }
    for item in list(row, "skills") {
      let parts = item.split(separator: ":", omittingEmptySubsequences: false)
      let level = parts.count == 2 ? Int(parts[1]) : 1
      guard parts.count <= 2, !parts[0].isEmpty, let level, (1...100).contains(level) else {
        problems.append(
          row.problem(column, "'\(item)' is not a skill", maybe: "write billing, or billing:2"))
        continue
      }
      agent.skills[String(parts[0])] = level
    }
  }

  private mutating func readLimits(_ row: borrowing CSVRow, _ agent: inout RosterAgent) {
    for rule in [
      WorkRule.minHoursPerWeek, .maxHoursPerWeek, .minShiftsPerWeek, .maxShiftsPerWeek,
    ] {
      guard let column = columns.optional[rule.rawValue], !row.isEmpty(column) else { continue }
      do {
        let value = try row.number(column, in: 0...1000)
        agent.rules[rule] = RosterLimit(
          rule.measure == .hours ? Int((value * 3600).rounded()) : Int(value))
      } catch { problems.append(error) }
    }
  }

  // MARK: - Fields

  private func text(_ row: borrowing CSVRow, _ column: Int) -> String? {
    row.isEmpty(column) ? nil : try? row.name(column)
  }

  private func value(_ row: borrowing CSVRow, _ name: String) -> String? {
    columns.optional[name].flatMap { text(row, $0) }
  }

  private func list(_ row: borrowing CSVRow, _ name: String) -> [String] {
    (value(row, name) ?? "").split(separator: ";").map {
      $0.split(separator: " ").joined(separator: " ")
    }.filter { !$0.isEmpty }
  }

  /// Dates, and ranges of them with both ends included.
  private mutating func dates(_ row: borrowing CSVRow, _ name: String) -> [CivilDate] {
    guard let column = columns.optional[name] else { return [] }
    var result: [CivilDate] = []
    for text in list(row, name) {
      let ends = text.split(separator: "..", omittingEmptySubsequences: false).map {
        CivilDate($0.split(separator: " ").joined())
      }
      guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil else {
        problems.append(
          row.problem(
            column, "'\(text)' is neither a date nor a range",
            maybe: "write 2026-12-24 or 2026-12-24..2026-12-31, several with ; between them"))
        continue
      }
      guard last >= first, last - first < Self.longestRange else {
        problems.append(
          row.problem(
            column, "the range '\(text)' \(last < first ? "ends before it begins" : "is too long")",
            maybe: last < first ? "write \(last)..\(first)" : "write a range within a year"))
        continue
      }
      result += (0...last - first).map { first + $0 }
    }
    return result
  }

  private static let longestRange = 366

  private mutating func flag(_ row: borrowing CSVRow, _ name: String) -> Bool {
    guard let column = columns.optional[name], let text = value(row, name) else { return false }
    switch text.lowercased() {
    case "yes", "true", "1": return true
    case "no", "false", "0": return false
    default:
      problems.append(row.problem(column, "is neither yes nor no", maybe: "write yes or no"))
      return false
    }
  }

  private mutating func count(_ row: borrowing CSVRow, _ name: String) -> Int {
    guard let column = columns.optional[name], !row.isEmpty(column) else { return 0 }
    do { return try row.integer(column, in: 0...10_000) } catch {
      problems.append(error)
      return 0
    }
  }

  private mutating func clock(_ row: borrowing CSVRow, _ name: String) -> Int? {
    guard let column = columns.optional[name], let text = text(row, column) else { return nil }
    guard let minutes = clockMinutes(text) else {
      problems.append(row.problem(column, "is not a time of day", maybe: "write it as 08:30"))
      return nil
    }
    return minutes
  }
}
