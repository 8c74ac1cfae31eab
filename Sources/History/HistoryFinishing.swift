internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Tables

extension HistoryReader {
  /// What was read so far, in order, and forgets it.
  mutating func finish() throws(Problem) -> HistoryFile {
    for k in queues.indices { settle(k) }
    let length = try fileInterval()
    var wanted = length
    if let asked = reading.intervalSeconds, asked != length,
      queues.contains(where: { $0.rows.count > 1 })
    {
      guard asked % length == 0 else {
        throw Problem(
          at: Place(file: table.file), subject: "interval",
          "the file counts by \(length / 60) minutes and cannot give \(asked / 60)",
          value: "\(asked / 60)m", maybe: "--interval \(length / 60)m is meant")
      }
      wanted = asked
    } else if let asked = reading.intervalSeconds {
      wanted = asked
    }
    var all: [QueueHistory] = []
    for queue in queues {
      try checkGrid(queue, length)
      let rows = wanted == length ? queue.rows : added(queue.rows, from: length, to: wanted)
      all.append(QueueHistory(queue: queue.name, intervalSeconds: wanted, rows: rows))
    }
    all.sort { $0.queue < $1.queue }
    let file = HistoryFile(
      file: table.file, intervalSeconds: wanted, clock: clock ?? .offset, queues: all,
      remarks: remarks)
    queues = []
    positions = [:]
    remarks = []
    return file
  }

  /// Sorts where that was allowed, drops duplicates, and remarks on overlaps seen once.
  private mutating func settle(_ k: Int) {
    if queues[k].isUnsorted {
      let order = queues[k].rows.indices.sorted {
        (queues[k].rows[$0].start, $0) < (queues[k].rows[$1].start, $1)
      }
      var rows: [HistoryRow] = []
      var lines: [Int32] = []
      var largest = -1
      for i in order {
        let row = queues[k].rows[i]
        let place = Place(file: table.file, line: Int(queues[k].lines[i]))
        if let last = rows.last, last.start == row.start {
          remarks.append(
            HistoryRemark(
              kind: .duplicate, place: place, queue: queues[k].name, start: row.start,
              text: "the interval stands in line \(lines[lines.count - 1]) already; first kept"))
          continue
        }
        if i < largest {
          remarks.append(
            HistoryRemark(
              kind: .outOfOrder, place: place, queue: queues[k].name, start: row.start,
              text: "stands in the wrong place; sorted"))
        }
        largest = max(largest, i)
        rows.append(row)
        lines.append(queues[k].lines[i])
      }
      queues[k].rows = rows
      queues[k].lines = lines
    }
    for (start, line) in queues[k].openOverlaps.sorted(by: { $0.key < $1.key }) {
      remarks.append(
        HistoryRemark(
          kind: .clockOverlap, place: Place(file: table.file, line: line), queue: queues[k].name,
          start: start,
          text: "happens twice in \(reading.zone) but stands once; taken for the first"))
    }
  }

  /// The smallest step between rows, which is the interval when all starts lie on its grid.
  private func fileInterval() throws(Problem) -> Int {
    var smallest = Int.max
    for queue in queues {
      for (a, b) in zip(queue.rows, queue.rows.dropFirst()) {
        smallest = min(smallest, b.start - a.start)
      }
    }
    guard smallest < .max else {
      guard let asked = reading.intervalSeconds else {
        if queues.allSatisfy({ $0.rows.isEmpty }) { return 1800 }
        throw Problem(
          at: Place(file: table.file), subject: "interval",
          "its length cannot be told from a single row", maybe: "--interval 30m says it")
      }
      return asked
    }
    guard smallest <= 86_400, 86_400 % smallest == 0 else {
      throw Problem(
        at: Place(file: table.file), subject: "interval", "does not divide a day evenly",
        value: "\(smallest) s", maybe: "the rows are no intervals of one length")
    }
    return smallest
  }

  /// Refuses rows that do not start on the grid of their queue's first row.
  private func checkGrid(_ queue: QueueRows, _ length: Int) throws(Problem) {
    guard let first = queue.rows.first else { return }
    for (row, line) in zip(queue.rows, queue.lines) where (row.start - first.start) % length != 0 {
      throw Problem(
        at: Place(file: table.file, line: Int(line)), subject: "interval",
        "does not start on the \(length / 60) minute grid of the rows above",
        value: row.start.text(in: reading.zone), maybe: "a row was cut or moved")
    }
  }

  /// Rows of `length` seconds added up to rows of `wanted`; a sum that lacks a part is unknown.
  private func added(_ rows: [HistoryRow], from length: Int, to wanted: Int) -> [HistoryRow] {
    let parts = wanted / length
    var result: [HistoryRow] = []
    var seen = 0
    for row in rows {
      let offset = reading.zone.offsetSeconds(at: row.start)
      let local = Int(row.start.seconds) + offset
      let start = row.start - ((local % wanted) + wanted) % wanted
      if var sum = result.last, sum.start == start {
        seen += 1
        sum.offered = plus(sum.offered, row.offered)
        sum.handled = plus(sum.handled, row.handled)
        sum.abandoned = plus(sum.abandoned, row.abandoned)
        sum.handleSeconds =
          sum.handleSeconds == nil && row.handleSeconds == nil
          ? nil : (sum.handleSeconds ?? 0) + (row.handleSeconds ?? 0)
        sum.closed = sum.closed && row.closed
        result[result.count - 1] = sum
      } else {
        if !result.isEmpty, seen < parts { forget(&result[result.count - 1]) }
        var sum = row
        sum.start = start
        result.append(sum)
        seen = 1
      }
    }
    if !result.isEmpty, seen < parts { forget(&result[result.count - 1]) }
    return result
  }

  private func plus(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b else { return nil }
    return a + b
  }

  private func forget(_ row: inout HistoryRow) {
    (row.offered, row.handled, row.abandoned, row.handleSeconds) = (nil, nil, nil, nil)
  }
}
