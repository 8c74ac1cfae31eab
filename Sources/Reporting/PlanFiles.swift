internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Planning
internal import Tables

/// The files of a plan, by name, wherever they lie.
struct PlanFiles {
  let content: (String) -> [UInt8]?

  /// A text file; nil when the plan has none of that name.
  func text(_ name: String) -> String? {
    content(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A CSV; nil when the plan has none of that name.
  func table(_ name: String) throws(Problem) -> CSVTable? {
    guard let bytes = content(name) else { return nil }
    return try CSVTable(file: name, bytes: bytes)
  }

  /// Texts of the columns named, row by row; none when the plan has no such file.
  func rows(_ name: String, _ columns: [String]) throws(Problem) -> [[String]] {
    guard let table = try table(name) else { return [] }
    var indices: [Int] = []
    for column in columns { indices.append(try table.require(column)) }
    var rows: [[String]] = []
    try table.forEachRow { row in rows.append(indices.map { row.text($0) }) }
    return rows
  }
}

/// One interval's simulated service, all sites together.
struct ServiceRow {
  var queue: String
  var start: Instant
  var offered: Double
  var level: Double
  var halfWidth: Double
}

/// A verdict on a goal, as the plan's file has it.
struct GoalRow {
  var queue: String
  var from: String
  var days: Int
  var outcome: String
  var words: String
}

/// How a method of forecasting did on the past, in percent.
struct TrialRow {
  var queue: String
  var method: String
  var isChosen: Bool
  var weeks: Int
  var wape: Double
  var bias: Double
  var noiseFloor: Double?
}

/// What one kind of pay comes to at a site.
struct WageRow {
  var site: String
  var currency: String
  var kind: String
  var hours: Double?
  var amount: Double?
}

/// A stretch of a shift as the roster's file has it.
struct RosterRow {
  var segment: RosterSegment
  var shiftStart: Instant
  var isPaid: Bool
  var site: String
  var zoneName: String
}

extension PlanFiles {
  func forecast() throws(Problem) -> [ForecastRow] {
    guard let table = try table(PlanFileName.forecast) else { return [] }
    return try ForecastFile.read(table)
  }

  func requirement() throws(Problem) -> [RequirementRow] {
    guard let table = try table(PlanFileName.requirement) else { return [] }
    return try RequirementFile.read(table)
  }

  func coverage() throws(Problem) -> [CoverageRow] {
    guard let table = try table(PlanFileName.coverage) else { return [] }
    let queue = try table.require("queue")
    let start = try table.require("interval_start")
    let numbers = try table.require("scheduled", "rostered", "missing", "surplus")
    var rows: [CoverageRow] = []
    try table.forEachRow { (row) throws(Problem) in
      rows.append(
        CoverageRow(
          queue: row.text(queue), start: try row.instant(start, in: nil),
          scheduled: try row.integer(numbers[0], in: 0...1_000_000_000),
          rostered: try row.number(numbers[1]), missing: try row.number(numbers[2]),
          surplus: try row.number(numbers[3])))
    }
    return rows
  }

  /// The intervals in which somebody is expected.
  func service() throws(Problem) -> [ServiceRow] {
    guard let table = try table(PlanFileName.service) else { return [] }
    let queue = try table.require("queue")
    let start = try table.require("interval_start")
    let numbers = try table.require("offered", "sim_sl", "sim_ci95")
    var rows: [ServiceRow] = []
    try table.forEachRow { (row) throws(Problem) in
      let offered = try row.number(numbers[0])
      guard offered > 0 else { return }
      rows.append(
        ServiceRow(
          queue: row.text(queue), start: try row.instant(start, in: nil), offered: offered,
          level: try row.number(numbers[1]), halfWidth: try row.number(numbers[2])))
    }
    return rows
  }

  func roster() throws(Problem) -> [RosterRow] {
    guard let table = try table(PlanFileName.roster) else { return [] }
    let columns = try table.require(
      "agent_id", "activity", "queue", "start_utc", "end_utc", "shift_start_utc", "paid", "site",
      "timezone")
    var rows: [RosterRow] = []
    try table.forEachRow { (row) throws(Problem) in
      rows.append(
        RosterRow(
          segment: RosterSegment(
            agent: row.text(columns[0]),
            activity: Activity(rawValue: row.text(columns[1])) ?? .work,
            start: try row.instant(columns[3], in: .utc),
            end: try row.instant(columns[4], in: .utc), queue: row.text(columns[2])),
          shiftStart: try row.instant(columns[5], in: .utc), isPaid: row.text(columns[6]) == "yes",
          site: row.text(columns[7]), zoneName: row.text(columns[8])))
    }
    return rows
  }

  func goals() throws(Problem) -> [GoalRow] {
    try rows(PlanFileName.goals, ["queue", "from", "days", "verdict", "words"]).map {
      GoalRow(queue: $0[0], from: $0[1], days: Int($0[2]) ?? 0, outcome: $0[3], words: $0[4])
    }
  }

  func trials() throws(Problem) -> [TrialRow] {
    try rows(
      PlanFileName.backtest, ["queue", "method", "chosen", "weeks", "wape", "bias", "noise_floor"]
    ).map {
      TrialRow(
        queue: $0[0], method: $0[1], isChosen: $0[2] == "yes", weeks: Int($0[3]) ?? 0,
        wape: Double($0[4]) ?? .nan, bias: Double($0[5]) ?? .nan, noiseFloor: Double($0[6]))
    }
  }

  func wages() throws(Problem) -> [WageRow] {
    try rows(PlanFileName.wages, ["site", "currency", "kind", "hours", "amount"]).map {
      WageRow(
        site: $0[0], currency: $0[1], kind: $0[2], hours: Double($0[3]), amount: Double($0[4]))
    }
  }
}
