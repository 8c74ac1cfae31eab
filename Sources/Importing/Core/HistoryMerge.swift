// Method: rows are compared by instant and queue. A row of the import replaces the old one, unless it is
// partial and the old one is whole, or partial with as many contacts or more. Columns are those of both
// files; a field one of them does not know is empty. Rows that are not in the import stay as they are,
// byte by byte.

public import CivilTime
public import Diagnostics
public import Tables

/// Two histories as one.
public struct MergedHistory: Sendable {
  public var bytes: [UInt8]
  public var added = 0
  public var replaced = 0
  /// Rows of the import that said nothing new.
  public var kept = 0
  /// Rows that were taken out.
  public var removed = 0
  /// The columns, and the rows that are new or other than before, under them.
  package var header: [String] = []
  package var changes: [(key: HistoryKey, fields: [String])] = []
  package var removals: [HistoryKey] = []
}

/// The interval of a queue.
public struct HistoryKey: Hashable, Comparable, Sendable {
  /// Seconds since 1970.
  public var start: Int64
  public var queue: String

  public init(start: Int64, queue: String) {
    self.start = start
    self.queue = queue
  }

  public static func < (a: HistoryKey, b: HistoryKey) -> Bool {
    (a.start, a.queue) < (b.start, b.queue)
  }
}

/// Takes the rows of `new` into `old`, and `removed` out of it; times without an offset are read by the
/// clocks of `zone`.
public func mergeHistories(
  _ old: CSVTable?, with new: CSVTable, removed: [HistoryKey] = [], zone: Zone
) throws(Problem) -> MergedHistory {
  var header = old?.header ?? new.header
  if let table = old {
    try table.refuseOtherStarts()
    for name in new.header where !header.contains(name) {
      // A history that names the contacts `calls` keeps its word for them.
      if name == "offered", header.contains("calls") { continue }
      if name == "interval_start", header.contains("timestamp") || header.contains("start") {
        continue
      }
      if name == "handled", header.contains("answered") { continue }
      if name == "handle_s", header.contains("aht_s") || header.contains("aht") {
        throw Problem(
          at: Place(file: table.file, line: 1),
          "has average handling times where the import has sums",
          maybe: "replace the column aht_s by handle_s, the sum of handling seconds")
      }
      header.append(name)
    }
  }
  var merged = MergedHistory(bytes: [])
  var rows: [HistoryKey: [String]] = [:]
  var changed: Set<HistoryKey> = []
  if let old { try read(old, header, zone) { key, row in rows[key] = row } }
  let quality = header.firstIndex(of: "quality")
  let offered = header.firstIndex { $0 == "offered" || $0 == "calls" }
  for key in removed where rows.removeValue(forKey: key) != nil { merged.removals.append(key) }
  merged.removed = merged.removals.count
  let saysQuality = new.column(named: "quality") != nil
  try read(new, header, zone) { key, row in
    var row = row
    // Rows without the column are whole.
    if let quality, !saysQuality { row[quality] = "ok" }
    guard let there = rows[key] else {
      rows[key] = row
      changed.insert(key)
      merged.added += 1
      return
    }
    func isPartial(_ row: [String]) -> Bool { quality.map { row[$0] == "partial" } ?? false }
    func count(_ row: [String]) -> Double { offered.flatMap { Double(row[$0]) } ?? 0 }
    let isLess = isPartial(row) && (!isPartial(there) || count(row) < count(there))
    if isLess || there == row {
      merged.kept += 1
    } else {
      rows[key] = row
      changed.insert(key)
      merged.replaced += 1
    }
  }
  changed.formUnion(fillTimed(header, &rows))
  let own = old?.header.count ?? header.count
  let needed = header.indices.filter { isNeeded($0, header, rows, isOwn: $0 < own) }
  var csv = CSVWriter(needed.map { header[$0] })
  for (_, row) in rows.sorted(by: { $0.key < $1.key }) { csv.row(needed.map { row[$0] }) }
  merged.bytes = csv.bytes
  merged.header = needed.map { header[$0] }
  for key in changed.sorted() {
    if let row = rows[key] { merged.changes.append((key, needed.map { row[$0] })) }
  }
  return merged
}

/// Where the times of some contacts are not known, the number of those known stands in every row that has
/// times; answers which rows did not have it.
private func fillTimed(_ header: [String], _ rows: inout [HistoryKey: [String]]) -> [HistoryKey] {
  guard let timed = header.firstIndex(of: "handled_timed"),
    let handled = header.firstIndex(of: "handled"), let handle = header.firstIndex(of: "handle_s")
  else { return [] }
  var filled: [HistoryKey] = []
  for (key, row) in rows where row[timed].isEmpty && !row[handled].isEmpty && !row[handle].isEmpty {
    rows[key]?[timed] = row[handled]
    filled.append(key)
  }
  return filled
}

/// Whether a column says anything: one that the import brings, and those of what is no longer partial or
/// not known, such as the quality of rows that are all whole by now.
private func isNeeded(
  _ column: Int, _ header: [String], _ rows: [HistoryKey: [String]], isOwn: Bool
) -> Bool {
  let name = header[column]
  if name == "handled_timed", let handled = header.firstIndex(of: "handled") {
    return rows.values.contains { !$0[column].isEmpty && $0[column] != $0[handled] }
  }
  if isOwn, name != "quality" { return true }
  return rows.values.contains { !$0[column].isEmpty && $0[column] != "ok" }
}

/// The rows of a history as they stand, by interval and queue.
package func historyRows(
  _ table: CSVTable, zone: Zone
) throws(Problem) -> [(key: HistoryKey, fields: [String])] {
  var rows: [(HistoryKey, [String])] = []
  try read(table, table.header, zone) { key, row in rows.append((key, row)) }
  return rows
}

extension CSVTable {
  fileprivate func refuseOtherStarts() throws(Problem) {
    _ = try require(oneOf: "interval_start", "timestamp", "start")
    if column(named: "offered") == nil { _ = try require(oneOf: "offered", "calls") }
  }
}

/// The rows of a history under `header`.
private func read(
  _ table: CSVTable, _ header: [String], _ zone: Zone, _ body: (HistoryKey, [String]) -> Void
) throws(Problem) {
  let start = try table.require(oneOf: "interval_start", "timestamp", "start")
  let queue = table.column(named: "queue")
  let columns = header.map { name -> Int? in
    if let same = table.column(named: name) { return same }
    switch name {
    case "calls": return table.column(named: "offered")
    case "timestamp", "start": return start
    case "answered": return table.column(named: "handled")
    default: return nil
    }
  }
  var doubled: Set<HistoryKey> = []
  try table.forEachRow { (row) throws(Problem) in
    let written = try row.writtenTime(start)
    let instant: Instant
    switch written {
    case .instant(let there): instant = there
    case .local(let date, let seconds):
      switch zone.resolve(date, secondsOfDay: seconds) {
      case .unique(let only): instant = only
      case .gap(let before, _): instant = before
      case .overlap(let first, let second):
        let key = HistoryKey(start: first.seconds, queue: queue.map { row.text($0) } ?? "")
        instant = doubled.insert(key).inserted ? first : second
      }
    }
    let key = HistoryKey(start: instant.seconds, queue: queue.map { row.text($0) } ?? "")
    body(key, columns.map { $0.map { row.text($0) } ?? "" })
  }
}
