internal import CentreModel
internal import CivilTime
public import Diagnostics

extension HistoryFile {
  /// Several files as one history: rows of one queue follow each other, identical ones stand once.
  ///
  /// Throws a ``Problem`` when the files count by different lengths, or give an interval of a queue
  /// different numbers.
  public static func joined(_ files: [HistoryFile]) throws(Problem) -> HistoryFile {
    guard var result = files.first else {
      throw Problem(.usage, subject: "history", "is missing")
    }
    for file in files.dropFirst() {
      guard file.intervalSeconds == result.intervalSeconds else {
        throw Problem(
          at: Place(file: file.file), subject: "interval",
          "differs from that of \(result.file), \(result.intervalSeconds / 60) minutes",
          value: "\(file.intervalSeconds / 60)m",
          maybe:
            "--interval \(max(file.intervalSeconds, result.intervalSeconds) / 60)m adds both up")
      }
      var repeated = 0
      for queue in file.queues {
        guard let k = result.queues.firstIndex(where: { $0.queue == queue.queue }) else {
          result.queues.append(queue)
          continue
        }
        result.queues[k].rows = try merged(
          result.queues[k].rows, queue.rows, queue.queue, (result.file, file.file), &repeated)
        if result.queues[k].absent == nil { result.queues[k].absent = queue.absent }
      }
      result.remarks += file.remarks
      if repeated > 0 {
        result.remarks.append(
          HistoryRemark(
            kind: .reading, place: Place(file: file.file), queue: "", start: Instant(seconds: 0),
            text: "rows that stand in \(result.file) already, with the same numbers: \(repeated)"))
      }
      result.file += ", \(file.file)"
    }
    result.queues.sort { $0.queue < $1.queue }
    return result
  }

  private static func merged(
    _ a: [HistoryRow], _ b: [HistoryRow], _ queue: String, _ files: (String, String),
    _ repeated: inout Int
  ) throws(Problem) -> [HistoryRow] {
    var all: [HistoryRow] = []
    all.reserveCapacity(a.count + b.count)
    var (i, k) = (0, 0)
    while i < a.count || k < b.count {
      if k == b.count || (i < a.count && a[i].start < b[k].start) {
        all.append(a[i])
        i += 1
      } else if i == a.count || b[k].start < a[i].start {
        all.append(b[k])
        k += 1
      } else {
        guard a[i] == b[k] else {
          throw Problem(
            at: Place(file: files.1), subject: "queue \(queue)",
            "has other numbers for an interval than \(files.0)",
            value: "\(a[i].start.description): \(text(a[i])) and \(text(b[k]))",
            maybe: "one of the two files is an earlier export; a --patch can say which is right")
        }
        repeated += 1
        all.append(a[i])
        i += 1
        k += 1
      }
    }
    return all
  }

  private static func text(_ row: HistoryRow) -> String {
    (row.offered ?? row.handled).map { "\($0)" } ?? "none"
  }
}
