public import CivilTime
public import Diagnostics
public import Tables

/// The requirement as a file, one row per interval and queue.
public enum RequirementFile {
  public static let header = [
    "queue", "interval_start", "offered", "aht_s", "agents", "scheduled", "bound_by",
    "service_level", "asa_s", "abandonment", "occupancy",
  ]

  /// Rows in the order given; instants with the offset of `zone`.
  public static func write(_ rows: [RequirementRow], zone: Zone) -> [UInt8] {
    table(rows, zone: zone).csv()
  }

  /// The same as a table. `marksClosed`: Adds whether each interval is closed, a column that the file
  /// does not have: there `bound_by` says it.
  public static func table(
    _ rows: [RequirementRow], zone: Zone, marksClosed: Bool = false
  ) -> Table {
    var table = Table(
      [
        .text("queue"), .text("interval_start"), .number("offered", decimals: 3),
        .number("aht_s", decimals: 1), .number("agents"), .number("scheduled"), .text("bound_by"),
        .number("service_level", decimals: 4), .number("asa_s", decimals: 1),
        .number("abandonment", decimals: 4), .number("occupancy", decimals: 4),
      ] + (marksClosed ? [.flag("closed")] : []))
    for row in rows {
      table.row(
        [
          .text(row.queue), .text(row.start.text(in: zone)), .number(row.offered),
          .number(row.handlingSeconds), .count(row.agents), .count(row.scheduled),
          .text(row.isClosed ? RequirementRow.closedWord : row.boundBy), .number(row.serviceLevel),
          .number(row.averageSpeedOfAnswerSeconds), .number(row.abandonment),
          .number(row.occupancy),
        ] + (marksClosed ? [.flag(row.isClosed)] : []))
    }
    return table
  }

  /// Reads what ``write(_:zone:)`` wrote, or another model's requirement with at least `queue`,
  /// `interval_start` and `scheduled`.
  public static func read(_ table: CSVTable) throws(Problem) -> [RequirementRow] {
    let queue = try table.require("queue")
    let start = try table.require("interval_start")
    let scheduled = try table.require("scheduled")
    func optional(_ name: String) -> Int? { table.column(named: name) }
    let (agents, boundBy) = (optional("agents"), optional("bound_by"))
    let numbers = ["offered", "aht_s", "service_level", "asa_s", "abandonment", "occupancy"]
      .map(optional)
    var rows: [RequirementRow] = []
    try table.forEachRow { (row) throws(Problem) in
      // A nested function over the row crashes the compiler (Swift 6.3.1): hence an array.
      var values: [Double] = []
      for column in numbers {
        values.append(try optionalNumber(row, column) ?? 0)
      }
      let planned = try row.integer(scheduled, in: 0...1_000_000)
      var onPhone = planned
      if let agents { onPhone = try row.integer(agents, in: 0...1_000_000) }
      rows.append(
        RequirementRow(
          queue: try row.name(queue), start: try row.instant(start, in: nil), offered: values[0],
          handlingSeconds: values[1], agents: onPhone, scheduled: planned,
          boundBy: boundBy.map { row.text($0) } ?? "given", serviceLevel: values[2],
          averageSpeedOfAnswerSeconds: values[3], abandonment: values[4],
          occupancy: values[5]))
    }
    return rows
  }
}

/// The number in a column that may not be there.
func optionalNumber(_ row: borrowing CSVRow, _ column: Int?) throws(Problem) -> Double? {
  guard let column else { return nil }
  return try row.optionalNumber(column, allowingInfinity: true)
}
