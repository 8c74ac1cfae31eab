internal import CivilTime
internal import Tables

/// Rows as a history file: `interval_start,queue,offered,…`, sorted by time and queue.
///
/// A column stands there when any row has it; an empty field is not recorded. `closed` and `quality`
/// stand there when any row needs them.
func historyText(_ rows: [HistoryLine], zone: Zone) -> [UInt8] {
  var known = Measure.offered.bit
  var anyClosed = false
  var anyPartial = false
  for row in rows {
    known |= row.counts.known
    if row.counts.isClosed { anyClosed = true }
    if row.counts.isPartial { anyPartial = true }
  }
  // Where the times of all contacts are known there is nothing to say.
  if rows.allSatisfy({ $0.counts[.timed] == nil || $0.counts[.timed] == $0.counts[.handled] }) {
    known &= ~Measure.timed.bit
  }
  let measures = Measure.allCases.filter { known & $0.bit != 0 }
  var header = ["interval_start", "queue"] + measures.map(\.column)
  if anyClosed { header.append("closed") }
  if anyPartial { header.append("quality") }
  let writer = CSVWriter(header)
  var bytes = writer.bytes
  bytes.reserveCapacity(rows.count * 72)
  var start: (instant: Instant, text: [UInt8]) = (Instant(seconds: .min), [])
  var names: [String: [UInt8]] = [:]
  for row in rows {
    if row.start != start.instant { start = (row.start, Array(row.start.text(in: zone).utf8)) }
    bytes.append(contentsOf: start.text)
    bytes.append(44)
    if let name = names[row.queue] {
      bytes.append(contentsOf: name)
    } else {
      let name = field(row.queue)
      names[row.queue] = name
      bytes.append(contentsOf: name)
    }
    for measure in measures {
      bytes.append(44)
      if let value = row.counts[measure] { append(value, to: &bytes) }
    }
    if anyClosed { bytes.append(contentsOf: row.counts.isClosed ? [44, 49] : [44, 48]) }
    if anyPartial {
      bytes.append(contentsOf: Array((row.counts.isPartial ? ",partial" : ",ok").utf8))
    }
    bytes.append(10)
  }
  return bytes
}

/// A text as a field of a CSV file.
private func field(_ text: String) -> [UInt8] {
  var csv = CSVWriter(["", ""])
  let head = csv.bytes.count
  csv.row(text, "")
  return Array(csv.bytes[head...].dropLast(2))
}

/// A number with at most three decimals, as short as it is.
private func append(_ value: Double, to bytes: inout [UInt8]) {
  let thousandths = (value * 1000).rounded()
  guard abs(thousandths) < 1e15 else {
    bytes.append(contentsOf: shortest(value).utf8)
    return
  }
  let whole = Int(thousandths)
  guard whole % 1000 == 0, whole >= 0 else {
    bytes.append(contentsOf: shortest(thousandths / 1000).utf8)
    return
  }
  var rest = whole / 1000
  let start = bytes.count
  repeat {
    bytes.append(UInt8(48 + rest % 10))
    rest /= 10
  } while rest > 0
  bytes[start...].reverse()
}
