internal import Tables

/// Which queues the rows of a table are of, by the text of their columns, and whether rows may stand twice.
///
/// Rows alike have the same queue and the same time. Where the times of every queue go one way, as they do
/// in files sorted by time or by queue, no two rows are alike, and nobody needs to look for copies.
struct RowQueues {
  /// By row: the number of the queue's text in the order in which they are met; empty without a column.
  private(set) var numbers: [Int32] = []
  /// Whether a queue has a time twice, or times that go up and down.
  private(set) var mayHaveCopies: Bool
  private let queue: Int?
  private let channel: Int?
  private var known: [UInt64: Int32] = [:]
  private var last: (hash: UInt64, number: Int32) = (0, -1)
  private var times: [(last: Int64, way: Int8)] = []

  init(_ columns: TableColumns, _ format: TableFormat) {
    queue = format.queue == nil ? columns[.queue] : nil
    channel = columns[.channel]
    mayHaveCopies = format.queue != nil
  }

  /// Takes in a row of this time.
  mutating func take(_ row: borrowing CSVRow, _ seconds: Int64) {
    var number: Int32 = 0
    if let queue {
      number = self.number(row, queue)
      numbers.append(number)
    }
    guard !mayHaveCopies else { return }
    while times.count <= Int(number) { times.append((.min, 0)) }
    let (before, way) = times[Int(number)]
    if before == .min {
      times[Int(number)] = (seconds, 0)
      return
    }
    let next: Int8 = seconds > before ? 1 : seconds < before ? -1 : 0
    if next == 0 || way != 0 && way != next { mayHaveCopies = true }
    times[Int(number)] = (seconds, next)
  }

  /// Takes in a row without a time.
  mutating func takeNone() {
    if queue != nil { numbers.append(-1) }
  }

  private mutating func number(_ row: borrowing CSVRow, _ queue: Int) -> Int32 {
    var hash = stableHash(row.trimmedField(queue))
    if let channel { hash = hash &* 31 &+ stableHash(row.trimmedField(channel)) }
    if hash == last.hash, last.number >= 0 { return last.number }
    let number = known[hash] ?? Int32(clamping: known.count)
    if Int(number) == known.count { known[hash] = number }
    last = (hash, number)
    return number
  }
}
