public import CentreModel
public import CivilTime
public import Diagnostics
public import Tables

/// Corrections to a history: rows that replace those of the same queue and interval.
///
/// A row with quality `missing` makes the interval unknown; with `ok` and no counts it leaves the
/// interval as it is, so that a patch can list doubtful rows for somebody to decide on.
public struct HistoryPatch: Sendable {
  public static let header = [
    "queue", "interval_start", "offered", "handled", "abandoned", "handle_s", "closed", "quality",
    "reason",
  ]
  private struct Key: Hashable {
    var queue: String
    var start: Instant
  }
  private var rows: [Key: HistoryRow] = [:]
  private var forgotten: Set<Key> = []
  public var count: Int { rows.count + forgotten.count }

  /// Reads a patch; later rows win.
  public init(_ table: CSVTable, zone: Zone) throws(Problem) {
    let queue = try table.require("queue")
    let start = try table.require("interval_start")
    let offered = table.column(named: "offered")
    let handled = table.column(named: "handled")
    let abandoned = table.column(named: "abandoned")
    let seconds = table.column(named: "handle_s")
    let closed = table.column(named: "closed")
    let quality = table.column(named: "quality")
    var found: [(key: Key, row: HistoryRow?)] = []
    try table.forEachRow { (row) throws(Problem) in
      let key = Key(queue: try row.name(queue), start: try row.instant(start, in: zone))
      var entry = HistoryRow(
        start: key.start, offered: try contacts(row, offered),
        handled: try contacts(row, handled), abandoned: try contacts(row, abandoned),
        handleSeconds: try seconds.flatMap { column throws(Problem) in
          try row.optionalCount(column, atMost: HistoryLimits.seconds)
        })
      if let closed, !row.isEmpty(closed) { entry.closed = try row.integer(closed, in: 0...1) == 1 }
      let word = quality.map { row.text($0) } ?? "ok"
      guard ["ok", "partial", "missing", ""].contains(word) else {
        throw row.problem(
          quality ?? 0, "is not a quality", maybe: "ok, partial or missing is meant")
      }
      let says = entry.offered != nil || entry.handled != nil || entry.closed
      if word == "missing" || word == "partial" {
        found.append((key, nil))
      } else if says {
        found.append((key, entry))
      }
    }
    for (key, row) in found {
      rows[key] = row
      if row == nil { forgotten.insert(key) } else { forgotten.remove(key) }
    }
  }

  /// The history with the patch applied; rows it did not have are added.
  public func applied(to history: QueueHistory) -> QueueHistory {
    var result = history
    var unused = Set(rows.keys.filter { $0.queue == history.queue })
    result.rows = history.rows.compactMap { row in
      let key = Key(queue: history.queue, start: row.start)
      if forgotten.contains(key) { return HistoryRow(start: row.start, offered: nil) }
      guard let change = rows[key] else { return row }
      unused.remove(key)
      return change
    }
    result.rows += unused.compactMap { rows[$0] }
    if !unused.isEmpty { result.rows.sort { $0.start < $1.start } }
    return result
  }
}

private func contacts(_ row: borrowing CSVRow, _ column: Int?) throws(Problem) -> Double? {
  guard let column else { return nil }
  return try row.contacts(column)
}
