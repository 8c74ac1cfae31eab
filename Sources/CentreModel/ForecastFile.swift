public import CivilTime
public import Diagnostics
public import Tables

/// The forecast as a file: `queue,interval_start,offered,lo80,hi80,lo95,hi95,aht_s,method`.
public enum ForecastFile {
  public static let header = [
    "queue", "interval_start", "offered", "lo80", "hi80", "lo95", "hi95", "aht_s", "method",
  ]

  /// Rows in the order given; instants with the offset of `zone`, numbers with three decimals.
  /// `hasHeader`: Whether their names come first.
  public static func write(
    _ rows: [ForecastRow], zone: Zone, hasHeader: Bool = true
  ) -> [UInt8] {
    table(rows, zone: zone).csv(hasHeader: hasHeader)
  }

  /// The same as a table. `marksClosed`: Adds whether each interval is closed, a column that the file
  /// does not have: there `method` says it.
  public static func table(
    _ rows: [ForecastRow], zone: Zone, marksClosed: Bool = false
  ) -> Table {
    let numbers = ["offered", "lo80", "hi80", "lo95", "hi95"].map {
      Table.Column.number($0, decimals: 3)
    }
    var table = Table(
      [.text("queue"), .text("interval_start")] + numbers
        + [.number("aht_s", decimals: 1), .text("method")]
        + (marksClosed ? [.flag("closed")] : []))
    for row in rows {
      let bounds = [row.offered, row.low80, row.high80, row.low95, row.high95]
      table.row(
        [.text(row.queue), .text(row.start.text(in: zone))] + bounds.map { .number($0) }
          + [
            .number(row.handlingSeconds),
            .text(row.isClosed ? ForecastRow.closedMethod : row.method),
          ]
          + (marksClosed ? [.flag(row.isClosed)] : []))
    }
    return table
  }

  /// Reads what ``write(_:zone:)`` wrote, or another model's forecast in that form.
  ///
  /// The interval columns may be missing (the forecast itself is taken), and so may `method`.
  public static func read(_ table: CSVTable) throws(Problem) -> [ForecastRow] {
    let queue = try table.require("queue")
    let start = try table.require("interval_start")
    let offered = try table.require("offered")
    let handling = try table.require("aht_s")
    let bounds = ["lo80", "hi80", "lo95", "hi95"].map { table.column(named: $0) }
    let method = table.column(named: "method")
    var rows: [ForecastRow] = []
    try table.forEachRow { (row) throws(Problem) in
      let expected = try row.number(offered, in: 0...1e9)
      var limits: [Double] = []
      for column in bounds { limits.append(try optionalNumber(row, column) ?? expected) }
      rows.append(
        ForecastRow(
          queue: try row.name(queue), start: try row.instant(start, in: nil), offered: expected,
          low80: limits[0], high80: limits[1], low95: limits[2], high95: limits[3],
          handlingSeconds: try row.number(handling, in: 0...86_400),
          method: method.map { row.text($0) } ?? "given"))
    }
    return rows
  }
}

extension ForecastRow {
  /// The row with the digits that its file has.
  public var asWritten: ForecastRow {
    func digits(_ x: Double, _ decimals: Int) -> Double { Double(fixed(x, decimals)) ?? x }
    return ForecastRow(
      queue: queue, start: start, offered: digits(offered, 3), low80: digits(low80, 3),
      high80: digits(high80, 3), low95: digits(low95, 3), high95: digits(high95, 3),
      handlingSeconds: digits(handlingSeconds, 1),
      method: isClosed ? Self.closedMethod : method, isClosed: isClosed)
  }
}
