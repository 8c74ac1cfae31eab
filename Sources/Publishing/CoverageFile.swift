public import CentreModel
public import CivilTime
public import Diagnostics
public import Tables

/// Coverage as a file, one row per interval and queue.
public enum CoverageFile {
  /// `promised`: Queues rostered for a promise over a day or a week, of which `scheduled` is a guide, and
  /// what is missing of it nothing to be closed.
  public static func write(
    _ rows: [CoverageRow], promised: Set<String>, zone: Zone
  ) -> [UInt8] {
    var csv = CSVWriter([
      "queue", "interval_start", "scheduled", "rostered", "missing", "surplus", "held_by",
    ])
    func agents(_ value: Double) -> String { shortest((value * 1000).rounded() / 1000) }
    for row in rows {
      csv.row(
        row.queue, row.start.text(in: zone), "\(row.scheduled)", agents(row.rostered),
        agents(row.missing), agents(row.surplus), holder(of: row.queue, promised: promised))
    }
    return csv.bytes
  }

  /// What a queue's roster is held by: every interval's agents, or its promise.
  public static func holder(of queue: String, promised: Set<String>) -> String {
    promised.contains(queue) ? "promise" : "interval"
  }

  /// Reads what ``write(_:promised:zone:)`` wrote.
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
