public import Diagnostics
internal import Queueing
public import Tables

/// One day's intervals in a file: `start,calls_per_hour,aht_s,patience_s,T_s` and, for a simulation,
/// `agents`; other columns are echoed.
///
/// `start` is HH:MM; the rows follow one another without a gap, over midnight too.
public struct PlanFile: Sendable {
  /// A row as the models need it.
  public struct Row: Hashable, Sendable {
    public var start: String
    public var callsPerHour: Double
    public var handlingSeconds: Double
    /// Infinite when nobody hangs up.
    public var patienceSeconds: Double
    public var thresholdSeconds: Double
    /// Present when the column was asked for.
    public var agents: Int?
  }

  public let file: String
  public let header: [String]
  public let separator: UInt8
  public let intervalSeconds: Int
  public private(set) var rows: [Row]
  /// The rows as they stand in the file.
  let raw: [[UInt8]]
  let texts: [[String]]

  /// Reads a plan; `needsAgents` asks for the column `agents`.
  ///
  /// - Throws: A ``Problem`` with file, line, column and value of the first field that will not do.
  public init(
    _ table: CSVTable, intervalSeconds: Int, needsAgents: Bool
  ) throws(Problem) {
    guard intervalSeconds > 0, 86_400 % intervalSeconds == 0 else {
      throw Problem(
        .usage, subject: "--interval", "does not divide the day", value: "\(intervalSeconds)s",
        maybe: "write 15m, 30m or 1h")
    }
    let start = try table.require("start")
    let calls = try table.require("calls_per_hour")
    let handling = try table.require("aht_s")
    let patience = table.column(named: "patience_s")
    let threshold = try table.require(oneOf: "T_s", "threshold_s")
    let agents = needsAgents ? try table.require("agents") : nil
    var rows: [Row] = []
    var raw: [[UInt8]] = []
    var texts: [[String]] = []
    var expected: Int?
    try table.forEachRow { row throws(Problem) in
      let text = row.text(start)
      guard let second = secondOfDay(text) else {
        throw row.problem(start, "is not a time of day", maybe: "write it as 08:30")
      }
      if let expected, second != expected {
        throw row.problem(
          start,
          "does not follow the row before by the interval of \(intervalSeconds / 60) minutes",
          maybe: second == rows.first.flatMap { secondOfDay($0.start) }
            ? "the file holds several days or plans: give one at a time"
            : "add the missing intervals with 0 calls, or correct --interval")
      }
      expected = (second + intervalSeconds) % 86_400
      if rows.count == 86_400 / intervalSeconds {
        throw row.problem(start, "begins a second day", maybe: "give one day at a time")
      }
      let limit = 0...1e6
      rows.append(
        .init(
          start: text, callsPerHour: try row.number(calls, in: limit),
          handlingSeconds: try Self.handling(row, handling),
          patienceSeconds: try Self.patience(row, patience),
          thresholdSeconds: try row.number(threshold, in: 0...86_400),
          agents: try agents.map { column throws(Problem) in
            try row.integer(column, in: 0...1_000_000)
          }))
      raw.append(row.withRawBytes { Array($0) })
      texts.append(table.header.indices.map { row.text($0) })
    }
    guard !rows.isEmpty else {
      throw Problem(at: Place(file: table.file), "has no intervals")
    }
    file = table.file
    header = table.header
    separator = table.separator
    self.intervalSeconds = intervalSeconds
    self.rows = rows
    self.raw = raw
    self.texts = texts
  }

  /// 0 stands for no work; between nothing and a hundredth of a second lies only endless work.
  private static func handling(
    _ row: borrowing CSVRow, _ column: Int
  ) throws(Problem) -> Double {
    let value = try row.number(column, in: 0...86_400)
    guard value == 0 || value >= 0.01 else {
      throw row.problem(column, "is not 0 and not between 0.01 and 86400 seconds")
    }
    return value
  }

  private static func patience(
    _ row: borrowing CSVRow, _ column: Int?
  ) throws(Problem) -> Double {
    guard let column else { return .infinity }
    guard let value = try row.optionalNumber(column, allowingInfinity: true) else {
      return .infinity
    }
    guard value > 0 else { throw row.problem(column, "is not above 0", maybe: "write inf") }
    guard value >= 0.1, value <= 1e9 || value == .infinity else {
      throw row.problem(column, "is not between 0.1 and 1e9 seconds", maybe: "write inf")
    }
    return value
  }

  /// Puts agents into the rows; as many numbers as rows.
  public mutating func setAgents(_ agents: [Int]) {
    for k in rows.indices where k < agents.count { rows[k].agents = agents[k] }
  }

  var queue: VaryingQueue {
    .init(
      intervals: rows.map {
        .init(
          callsPerHour: $0.callsPerHour, handlingSeconds: $0.handlingSeconds,
          patienceSeconds: $0.patienceSeconds, thresholdSeconds: $0.thresholdSeconds)
      }, intervalSeconds: Double(intervalSeconds))
  }

  /// The file with columns appended; every row echoed as it stands.
  public func csv(appending columns: [(name: String, values: [String])]) -> [UInt8] {
    let character = Character(Unicode.Scalar(separator))
    var bytes = CSVWriter(header + columns.map(\.name), separator: character).bytes
    for (k, row) in raw.enumerated() {
      bytes.append(contentsOf: row)
      for column in columns {
        bytes.append(separator)
        bytes.append(contentsOf: column.values[k].utf8)
      }
      bytes.append(10)
    }
    return bytes
  }

  /// The same as JSON: an array of objects.
  public func json(appending columns: [(name: String, values: [String])]) -> String {
    func value(_ text: String) -> JSONValue {
      if text.isEmpty { return .null }
      guard let number = Double(text), number.isFinite else { return .string(text) }
      return .number(number)
    }
    return JSONValue.array(
      rows.indices.map { k in
        .object(
          header.indices.map { .init(header[$0], value(texts[k][$0])) }
            + columns.map { .init($0.name, value($0.values[k])) })
      }
    ).text()
  }
}

/// Seconds after midnight of HH:MM or HH:MM:SS.
func secondOfDay(_ text: String) -> Int? {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false)
  guard (2...3).contains(parts.count) else { return nil }
  var numbers: [Int] = []
  for part in parts {
    guard (1...2).contains(part.utf8.count), let n = Int(part), n >= 0 else { return nil }
    numbers.append(n)
  }
  guard numbers[0] < 24, numbers[1] < 60, numbers.count == 2 || numbers[2] < 60 else { return nil }
  return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
}
