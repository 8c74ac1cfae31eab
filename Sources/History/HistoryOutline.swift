public import Diagnostics
internal import Tables

/// The queues of a history file, found without keeping a row.
public struct HistoryOutline: Sendable {
  /// In the order in which they come.
  public let queues: [String]

  /// Nil where the rows of a queue stand apart, as in a file sorted by time.
  public init?(path: String, _ reading: HistoryReading) throws(Problem) {
    let table = try CSVTable(path: path)
    guard let column = try HistoryColumns(table).queue else {
      queues = [reading.queue]
      return
    }
    var found: [String] = []
    var known: Set<String> = []
    var last: [UInt8]?
    var isApart = false
    try table.forRows { (row) throws(Problem) in
      let isSame = row.withTrimmedBytes(column) { bytes in last.map(bytes.elementsEqual) ?? false }
      if isSame { return true }
      last = row.withTrimmedBytes(column) { Array($0) }
      let name = try row.name(column)
      isApart = !known.insert(name).inserted
      found.append(name)
      return !isApart
    }
    if isApart { return nil }
    queues = found
  }
}
