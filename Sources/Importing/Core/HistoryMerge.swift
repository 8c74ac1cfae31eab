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
}

/// Takes the rows of `new` into `old`; times without an offset are read by the clocks of `zone`.
public func mergeHistories(
  _ old: CSVTable?, with new: CSVTable, zone: Zone
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
  var rows: [Key: [String]] = [:]
  if let old { try read(old, header, zone) { key, row in rows[key] = row } }
  let quality = header.firstIndex(of: "quality")
  let offered = header.firstIndex { $0 == "offered" || $0 == "calls" }
  try read(new, header, zone) { key, row in
    guard let there = rows[key] else {
      rows[key] = row
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
      merged.replaced += 1
    }
  }
  // A column that the import brings and no row needs, such as the quality of rows that were kept whole.
  let own = old?.header.count ?? header.count
  let needed = header.indices.filter { column in
    column < own || rows.values.contains { !$0[column].isEmpty && $0[column] != "ok" }
  }
  var csv = CSVWriter(needed.map { header[$0] })
  for (_, row) in rows.sorted(by: { $0.key < $1.key }) { csv.row(needed.map { row[$0] }) }
  merged.bytes = csv.bytes
  return merged
}

private struct Key: Hashable, Comparable {
  var start: Int64
  var queue: String
  static func < (a: Key, b: Key) -> Bool { (a.start, a.queue) < (b.start, b.queue) }
}

extension CSVTable {
  fileprivate func refuseOtherStarts() throws(Problem) {
    _ = try require(oneOf: "interval_start", "timestamp", "start")
    if column(named: "offered") == nil { _ = try require(oneOf: "offered", "calls") }
  }
}

/// The rows of a history under `header`.
private func read(
  _ table: CSVTable, _ header: [String], _ zone: Zone, _ body: (Key, [String]) -> Void
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
  var doubled: Set<Key> = []
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
        let key = Key(start: first.seconds, queue: queue.map { row.text($0) } ?? "")
        instant = doubled.insert(key).inserted ? first : second
      }
    }
    let key = Key(start: instant.seconds, queue: queue.map { row.text($0) } ?? "")
    body(key, columns.map { $0.map { row.text($0) } ?? "" })
  }
}
