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
  let measures = Measure.allCases.filter { known & $0.bit != 0 }
  var header = ["interval_start", "queue"] + measures.map(\.column)
  if anyClosed { header.append("closed") }
  if anyPartial { header.append("quality") }
  var csv = CSVWriter(header)
  csv.reserve(rows.count * 64)
  for row in rows {
    var fields = [row.start.text(in: zone), row.queue]
    for measure in measures {
      fields.append(row.counts[measure].map { shortest(($0 * 1000).rounded() / 1000) } ?? "")
    }
    if anyClosed { fields.append(row.counts.isClosed ? "1" : "0") }
    if anyPartial { fields.append(row.counts.isPartial ? "partial" : "ok") }
    csv.row(fields)
  }
  return csv.bytes
}
