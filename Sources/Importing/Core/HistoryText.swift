internal import CivilTime
internal import Tables

/// Rows as a history file: `interval_start,queue,offered,…`, sorted by time and queue.
///
/// A column stands there when any row has it; an empty field is not recorded. `closed` and `quality`
/// stand there when any row needs them.
func historyText(_ rows: HistoryRows, zone: Zone) -> [UInt8] {
  var text: [UInt8] = []
  // About as long as a row is: an interval, a queue, and numbers of three figures.
  text.reserveCapacity(rows.count * (48 + 4 * writtenMeasures(rows).count))
  writeHistory(rows, zone: zone) { text.append(contentsOf: $0) }
  return text
}

/// Gives that text by pieces, in their order.
func writeHistory<E: Error>(
  _ rows: HistoryRows, zone: Zone, _ write: ([UInt8]) throws(E) -> Void
) throws(E) {
  let measures = writtenMeasures(rows)
  let anyClosed = rows.indices.contains { rows.isClosed($0) }
  let anyPartial = rows.indices.contains { rows.isPartial($0) }
  var header = ["interval_start", "queue"] + measures.map(\.column)
  if anyClosed { header.append("closed") }
  if anyPartial { header.append("quality") }
  let names = rows.names.map(field)
  let (partial, whole) = (Array(",partial".utf8), Array(",ok".utf8))
  @Sendable func lines(_ part: Range<Int>) -> [UInt8] {
    var text = ByteText(reserving: part.count * (48 + 4 * measures.count))
    var start = Instant(seconds: .min)
    var startText: [UInt8] = []
    for k in part {
      if rows.start(k) != start {
        start = rows.start(k)
        startText = Array(start.text(in: zone).utf8)
      }
      text.append(startText)
      text.append(44)
      text.append(names[Int(rows.keys[k].queue)])
      for measure in measures {
        text.append(44)
        if let value = rows.value(measure, k) { text.append(number: value) }
      }
      if anyClosed { text.append(rows.isClosed(k) ? [44, 49] : [44, 48]) }
      if anyPartial { text.append(rows.isPartial(k) ? partial : whole) }
      text.append(10)
    }
    return text.bytes()
  }
  try write(CSVWriter(header).bytes)
  for begin in stride(from: 0, to: rows.count, by: rowsAtOnce) {
    for half in Halves.of(begin..<min(rows.count, begin + rowsAtOnce), lines) {
      try write(half)
    }
  }
}

/// Rows whose text is made at once: as few as are worth a second thread.
private let rowsAtOnce = 1 << 17

/// The measures that any row has.
private func writtenMeasures(_ rows: HistoryRows) -> [Measure] {
  var known = Measure.offered.bit | rows.counts.anyKnown
  // Where the times of all contacts are known there is nothing to say.
  let isAllTimed = rows.indices.allSatisfy { k in
    guard let timed = rows.value(.timed, k) else { return true }
    return timed == rows.value(.handled, k)
  }
  if isAllTimed { known &= ~Measure.timed.bit }
  return Measure.allCases.filter { known & $0.bit != 0 }
}

/// A text as a field of a CSV file.
private func field(_ text: String) -> [UInt8] {
  var csv = CSVWriter(["", ""])
  let head = csv.bytes.count
  csv.row(text, "")
  return Array(csv.bytes[head...].dropLast(2))
}
