internal import CivilTime

/// The rows of a history, by start and then by name of queue.
///
/// A row is put together when it is asked for: millions of them would not fit into memory at once.
struct HistoryRows: RandomAccessCollection {
  typealias Indices = Range<Int>

  /// A row to be: `place` is -1 where there is no record.
  struct Key {
    var start: Int64
    /// The number of the queue.
    var queue: Int32
    var place: Int32
  }

  let keys: [Key]
  let names: [String]
  let counts: CountTable
  /// What each queue records at all.
  let recorded: [UInt16]
  let absent: AbsentRows

  var startIndex: Int { 0 }
  var endIndex: Int { keys.count }

  subscript(k: Int) -> HistoryLine {
    HistoryLine(
      start: Instant(seconds: keys[k].start), queue: names[Int(keys[k].queue)], counts: counts(k))
  }

  func start(_ k: Int) -> Instant { Instant(seconds: keys[k].start) }

  /// All counts of a row.
  func counts(_ k: Int) -> IntervalCounts {
    var row = IntervalCounts()
    for measure in Measure.allCases {
      if let value = value(measure, k) { row.add(value, to: measure) }
    }
    row.isClosed = isClosed(k)
    row.isPartial = isPartial(k)
    return row
  }

  /// One measure of a row; nil where it is not recorded.
  @inline(__always)
  func value(_ measure: Measure, _ k: Int) -> Double? {
    let key = keys[k]
    if key.place >= 0, let value = counts.value(measure, Int(key.place)) { return value }
    return zero(measure, key)
  }

  /// Zero where the queue records a measure and there is nobody to sum it up over.
  private func zero(_ measure: Measure, _ key: Key) -> Double? {
    guard recorded[Int(key.queue)] & measure.bit != 0 else { return nil }
    guard key.place >= 0 else { return 0 }
    guard let group = measure.summedOver else { return nil }
    return counts.value(group, Int(key.place)) == 0 ? 0 : nil
  }

  func isClosed(_ k: Int) -> Bool {
    keys[k].place >= 0 ? counts.isClosed(Int(keys[k].place)) : absent == .closed
  }

  func isPartial(_ k: Int) -> Bool { keys[k].place >= 0 && counts.isPartial(Int(keys[k].place)) }

  /// The same rows with other names of queues.
  func renamed(_ names: [String: String]) -> HistoryRows {
    let fresh = self.names.map { names[$0] ?? $0 }
    let sorted = keys.sorted {
      $0.start != $1.start
        ? $0.start < $1.start : fresh[Int($0.queue)] < fresh[Int($1.queue)]
    }
    return HistoryRows(
      keys: sorted, names: fresh, counts: counts, recorded: recorded, absent: absent)
  }

  /// The first row that starts at `instant` or later.
  func firstRow(from instant: Instant) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle].start < instant.seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// One row of a history: the counts of one interval of one queue.
struct HistoryLine {
  var start: Instant
  var queue: String
  var counts: IntervalCounts
}
