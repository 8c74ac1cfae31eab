public import CentreModel
public import CivilTime
public import Diagnostics
public import Tables

/// Reads a requirement: `interval_start_utc,required`, or the pipeline's form with a `queue` column
/// and `scheduled`.
///
/// The interval is the smallest distance between two starts; intervals that are not listed require
/// nobody. Times without an offset are read in `zone`. An optional column `worth` weighs a missing
/// agent of the interval (1 is ordinary).
public func readRequirement(
  _ table: CSVTable, zone: Zone, intervalSeconds: Int? = nil
) throws(Problem) -> RosterRequirement {
  let startColumn = try table.require(
    oneOf: "interval_start_utc", "interval_start", "start", "timestamp")
  let countColumn = try table.require(oneOf: "required", "scheduled", "agents")
  let queueColumn = table.column(named: "queue") ?? table.column(named: "skill")
  let worthColumn = table.column(named: "worth")
  var rows: [(queue: String, start: Instant, required: Int, worth: Int, line: Int)] = []
  var seen: [String: Int] = [:]
  try table.forEachRow { (row) throws(Problem) in
    let queue = queueColumn.map { row.text($0) } ?? ""
    let start = try row.instant(startColumn, in: zone)
    let value = try row.number(countColumn, in: 0...1_000_000)
    guard value == value.rounded() else {
      throw row.problem(
        countColumn, "is not a whole number of agents", maybe: "round it up, \(Int(value) + 1)")
    }
    let worth = try worthColumn.map { (column) throws(Problem) in
      try row.number(column, in: 0...1000)
    }
    if let line = seen.updateValue(row.line, forKey: "\(start.seconds) \(queue)") {
      throw row.problem(
        startColumn, "stands in line \(line) already", maybe: "keep one row for each interval")
    }
    rows.append((queue, start, Int(value), Int(((worth ?? 1) * 1000).rounded()), row.line))
  }
  guard let first = rows.map(\.start).min(), let last = rows.map(\.start).max() else {
    throw Problem(
      at: Place(file: table.file), "has no rows", maybe: "give at least one interval")
  }
  let starts = Set(rows.map(\.start)).sorted()
  let gap = zip(starts.dropFirst(), starts).map { $0 - $1 }.min()
  let interval = intervalSeconds ?? gap ?? 1800
  guard interval >= 60, interval <= 86_400 else {
    throw Problem(
      at: Place(file: table.file), "the interval is not between a minute and a day",
      value: "\(interval) s", maybe: "check the start times")
  }
  let count = (last - first) / interval + 1
  guard count <= 100_000 else {
    throw Problem(
      at: Place(file: table.file), "the intervals span too long a time",
      value: "\(first.text(in: zone)) to \(last.text(in: zone))", maybe: "check the start times")
  }
  let queues = Set(rows.map(\.queue)).sorted()
  let position = Dictionary(uniqueKeysWithValues: queues.enumerated().map { ($1, $0) })
  var required = Array(repeating: Array(repeating: 0, count: count), count: queues.count)
  var worth = Array(repeating: Array(repeating: 1000, count: count), count: queues.count)
  for row in rows {
    let offset = row.start - first
    guard offset % interval == 0, let queue = position[row.queue] else {
      throw Problem(
        at: Place(file: table.file, line: row.line), subject: "interval start",
        "is not on the grid of \(interval / 60) min from \(first.text(in: zone))",
        value: row.start.text(in: zone), maybe: "an interval before it is missing or shifted")
    }
    required[queue][offset / interval] = row.required
    worth[queue][offset / interval] = row.worth
  }
  return RosterRequirement(
    start: first, intervalSeconds: interval, queues: queues, required: required,
    worth: worthColumn == nil ? nil : worth)
}

extension RosterRequirement {
  /// The days of a zone that the intervals touch.
  public func days(in zone: Zone) -> (first: CivilDate, count: Int) {
    let from = zone.date(at: start)
    let to = zone.date(at: end - 1)
    return (from, to - from + 1)
  }
}
