// One row per call: the commonest public form, and no interval history.
//
// Rows are calls when most of them start off any grid of five minutes and count one contact at most.
// They are added up by interval; an interval without a row then had no call.

internal import CentreModel
internal import CivilTime

enum CallRows {
  /// The interval taken when none is asked for.
  static let standardInterval = 1800
  private static let fewest = 20

  static func areCalls(_ queues: [QueueRows], zone: Zone) -> Bool {
    var (rows, offGrid, single) = (0, 0, 0)
    for row in queues.lazy.flatMap(\.rows) {
      rows += 1
      let local = Int(row.start.seconds) + zone.offsetSeconds(at: row.start)
      if local % 300 != 0 { offGrid += 1 }
      if row.offered ?? row.handled ?? 1 <= 1 { single += 1 }
    }
    return rows >= fewest && 2 * offGrid > rows && 10 * single >= 9 * rows
  }

  /// The calls of a queue by interval, ascending.
  static func added(_ queue: QueueRows, to length: Int, zone: Zone) -> QueueHistory {
    var sums: [Instant: HistoryRow] = [:]
    for row in queue.rows {
      let local = Int(row.start.seconds) + zone.offsetSeconds(at: row.start)
      let start = row.start - ((local % length) + length) % length
      // A call without a count is one.
      let isCounted = row.offered != nil || row.handled != nil || row.abandoned != nil
      let call = (
        offered: isCounted ? row.offered : 1, handled: row.handled, abandoned: row.abandoned
      )
      guard var sum = sums[start] else {
        sums[start] = HistoryRow(
          start: start, offered: call.offered, handled: call.handled, abandoned: call.abandoned,
          handleSeconds: row.handleSeconds)
        continue
      }
      func add(_ a: Double?, _ b: Double?) -> Double? {
        a == nil && b == nil ? nil : (a ?? 0) + (b ?? 0)
      }
      sum.offered = add(sum.offered, call.offered)
      sum.handled = add(sum.handled, call.handled)
      sum.abandoned = add(sum.abandoned, call.abandoned)
      sum.handleSeconds = add(sum.handleSeconds, row.handleSeconds)
      sums[start] = sum
    }
    return QueueHistory(
      queue: queue.name, intervalSeconds: length,
      rows: sums.values.sorted { $0.start < $1.start }, absent: .zero)
  }
}
