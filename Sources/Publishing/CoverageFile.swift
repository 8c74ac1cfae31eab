public import CentreModel
public import CivilTime
public import Diagnostics
public import Tables

/// Coverage as a file, one row per interval and queue.
public enum CoverageFile {
  public static func write(_ rows: [CoverageRow], zone: Zone) -> [UInt8] {
    var csv = CSVWriter(["queue", "interval_start", "scheduled", "rostered", "missing", "surplus"])
    func agents(_ value: Double) -> String { shortest((value * 1000).rounded() / 1000) }
    for row in rows {
      csv.row(
        row.queue, row.start.text(in: zone), "\(row.scheduled)", agents(row.rostered),
        agents(row.missing), agents(row.surplus))
    }
    return csv.bytes
  }

  /// Reads what ``write(_:zone:)`` wrote.
  public static func read(_ table: CSVTable) throws(Problem) -> [CoverageRow] {
    let queue = try table.require("queue")
    let start = try table.require("interval_start")
    let numbers = try table.require("scheduled", "rostered", "missing", "surplus")
    var rows: [CoverageRow] = []
    try table.forEachRow { (row) throws(Problem) in
      let scheduled = try row.integer(numbers[0], in: 0...1_000_000)
      let rostered = try row.number(numbers[1])
      let missing = try row.number(numbers[2])
      rows.append(
        CoverageRow(
          queue: row.text(queue), start: try row.instant(start, in: .utc), scheduled: scheduled,
          rostered: rostered, missing: missing, surplus: try row.number(numbers[3])))
    }
    return rows
  }
}
