// Goals: 1. the same history whatever the order of the records; 2. zero, closed and missing kept apart;
// 3. speed: tens of millions of records.
//
// Method: sums by queue and interval, found by hashing. Sums of whole seconds are exact in a double, so
// their order does not matter. Where absent means zero, empty intervals are filled in: only on dates on
// which the source has a record at all, and only at times of the week at which the queue was ever
// called, or that lie between two such times at most two hours apart. Elsewhere a row stays missing.

internal import CivilTime

/// What an interval without a record means.
public enum AbsentRows: String, CaseIterable, Sendable {
  case zero, missing, closed
}

/// Adds contacts and counts up by queue and interval.
struct HistoryBuilder {
  private(set) var grid: IntervalGrid
  private(set) var names: [String] = []
  private var positions: [String: Int] = [:]
  /// By queue, then by start of the interval.
  private(set) var cells: [[Int64: IntervalCounts]] = []
  /// Dates on which the source has any record, by day number.
  private var dates: Set<Int> = []
  private var lastDate = Int.min
  /// Seconds up to which a wait counts as answered in time, and an abandonment as short.
  let within: Double
  let short: Double

  init(grid: IntervalGrid, within: Double, short: Double) {
    self.grid = grid
    self.within = within
    self.short = short
  }

  /// The number of a queue.
  mutating func queue(_ name: String) -> Int {
    if let known = positions[name] { return known }
    positions[name] = names.count
    names.append(name)
    cells.append([:])
    return names.count - 1
  }

  /// The source was at work at this instant.
  mutating func saw(_ instant: Instant) {
    let day = grid.dayNumber(instant)
    if day != lastDate {
      lastDate = day
      dates.insert(day)
    }
  }

  mutating func add(_ contact: Contact) {
    let start = grid.start(of: contact.arrival).seconds
    saw(contact.arrival)
    let within = within
    let short = short
    Self.add(
      contact, within: within, short: short,
      to: &cells[contact.queue][start, default: IntervalCounts()])
  }

  private static func add(
    _ contact: Contact, within: Double, short: Double, to cell: inout IntervalCounts
  ) {
    // A call record tells all of these; zero until told otherwise.
    for measure: Measure in [.handled, .abandoned, .handle, .timed, .timedOut] {
      cell.add(0, to: measure)
    }
    cell.add(1, to: .offered)
    switch contact.outcome {
    case .answered:
      cell.add(1, to: .handled)
      if let wait = contact.wait {
        cell.add(wait, to: .wait)
        cell.add(wait <= within ? 1 : 0, to: .answeredInTime)
      }
      if let handling = contact.handling {
        cell.add(handling, to: .handle)
        cell.add(1, to: .timed)
      }
      if let talk = contact.talk { cell.add(talk, to: .talk) }
      if let hold = contact.hold { cell.add(hold, to: .hold) }
      if let work = contact.afterWork { cell.add(work, to: .afterWork) }
    case .abandoned:
      cell.add(1, to: .abandoned)
      if let wait = contact.wait {
        cell.add(wait, to: .abandonWait)
        cell.add(wait <= short ? 1 : 0, to: .abandonedShort)
      }
    case .timedOut: cell.add(1, to: .timedOut)
    case .unknown: break
    }
  }

  /// Changes the counts of one interval.
  mutating func update(_ queue: Int, _ instant: Instant, _ body: (inout IntervalCounts) -> Void) {
    let start = grid.start(of: instant).seconds
    saw(instant)
    body(&cells[queue][start, default: IntervalCounts()])
  }

  /// The start of the interval that holds `instant`.
  mutating func start(of instant: Instant) -> Instant { grid.start(of: instant) }

  /// Marks the interval of `instant` as no whole, where it has counts: of one queue, or of all.
  mutating func markPartial(_ instant: Instant, queue: Int? = nil) {
    let start = grid.start(of: instant).seconds
    for k in queue.map({ $0..<($0 + 1) }) ?? cells.indices {
      cells[k][start]?.isPartial = true
    }
  }

  /// The rows of the history, by start and then by name of queue.
  mutating func rows(absent: AbsentRows) -> [HistoryLine] {
    var rows: [HistoryLine] = []
    for k in cells.indices {
      for (start, counts) in cells[k] {
        var counts = counts
        counts.completeZeros()
        rows.append(HistoryLine(start: Instant(seconds: start), queue: names[k], counts: counts))
      }
      if absent != .missing { fill(k, absent, into: &rows) }
    }
    return inOrder(rows)
  }

  /// By start, then by name; names are compared once.
  private func inOrder(_ rows: [HistoryLine]) -> [HistoryLine] {
    var ranks: [String: Int] = [:]
    for (rank, name) in names.sorted().enumerated() { ranks[name] = rank }
    var keys: [(start: Int64, rank: Int32, row: Int32)] = []
    keys.reserveCapacity(rows.count)
    var last: (name: String, rank: Int32) = ("", 0)
    for (k, row) in rows.enumerated() {
      if row.queue != last.name { last = (row.queue, Int32(clamping: ranks[row.queue] ?? 0)) }
      keys.append((row.start.seconds, last.rank, Int32(clamping: k)))
    }
    keys.sort { $0.start != $1.start ? $0.start < $1.start : $0.rank < $1.rank }
    return keys.map { rows[Int($0.row)] }
  }

  private mutating func fill(_ k: Int, _ absent: AbsentRows, into rows: inout [HistoryLine]) {
    let starts = cells[k].keys.sorted()
    guard let first = starts.first, let last = starts.last else { return }
    let open = openSlots(starts)
    var known: UInt16 = 0
    for counts in cells[k].values { known |= counts.known }
    var zero = IntervalCounts()
    for measure in Measure.allCases where known & measure.bit != 0 { zero.add(0, to: measure) }
    let days = grid.dayNumber(Instant(seconds: first))...grid.dayNumber(Instant(seconds: last))
    for day in dates.sorted() where days.contains(day) {
      var start = grid.start(of: grid.zone.startOfDay(CivilDate(dayNumber: day)))
      while grid.dayNumber(start) <= day, start.seconds < last {
        if start.seconds > first, cells[k][start.seconds] == nil,
          absent == .closed || open[grid.slotOfWeek(start)]
        {
          var counts = zero
          counts.isClosed = absent == .closed
          rows.append(HistoryLine(start: start, queue: names[k], counts: counts))
        }
        start = grid.next(after: start)
      }
    }
  }

  /// The times of the week at which the queue is called, with gaps of up to two hours closed.
  private mutating func openSlots(_ starts: [Int64]) -> [Bool] {
    let count = max(1, 7 * 86_400 / grid.seconds)
    var open = Array(repeating: false, count: count + 1)
    for start in starts { open[min(count, grid.slotOfWeek(Instant(seconds: start)))] = true }
    let seen = (0..<count).filter { open[$0] }
    let bridge = max(1, 7200 / grid.seconds)
    for (k, slot) in seen.enumerated() {
      let next = k + 1 < seen.count ? seen[k + 1] : seen[0] + count
      if next - slot <= bridge + 1 {
        for between in slot..<next { open[between % count] = true }
      }
    }
    return open
  }
}

/// One row of a history: the counts of one interval of one queue.
struct HistoryLine {
  var start: Instant
  var queue: String
  var counts: IntervalCounts
}
