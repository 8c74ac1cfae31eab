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
  /// Where the counts of an interval stand, by queue, then by start.
  private var places: [[Int64: Int32]] = []
  private var counts: [IntervalCounts] = []
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
    places.append([:])
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
    let place = place(contact.queue, start)
    Self.add(contact, within: within, short: short, to: &counts[place])
  }

  /// The place of an interval's counts, made where there is none.
  private mutating func place(_ queue: Int, _ start: Int64) -> Int {
    if let known = places[queue][start] { return Int(known) }
    places[queue][start] = Int32(clamping: counts.count)
    counts.append(IntervalCounts())
    return counts.count - 1
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
    let place = place(queue, start)
    body(&counts[place])
  }

  /// The start of the interval that holds `instant`.
  mutating func start(of instant: Instant) -> Instant { grid.start(of: instant) }

  /// Marks the interval of `instant` as no whole, where it has counts: of one queue, or of all.
  mutating func markPartial(_ instant: Instant, queue: Int? = nil) {
    let start = grid.start(of: instant).seconds
    for k in queue.map({ $0..<($0 + 1) }) ?? places.indices {
      if let place = places[k][start] { counts[Int(place)].isPartial = true }
    }
  }

  /// The rows of the history, by start and then by name of queue.
  mutating func rows(absent: AbsentRows) -> [HistoryLine] {
    var keys: [RowKey] = []
    keys.reserveCapacity(counts.count)
    let order = names.indices.sorted { names[$0] < names[$1] }
    var known = Array(repeating: UInt16(0), count: names.count)
    for (rank, k) in order.enumerated() {
      for (start, place) in places[k] {
        keys.append(RowKey(start: start, rank: Int32(clamping: rank), place: place))
        known[k] |= counts[Int(place)].known
      }
      if absent != .missing { fill(k, rank, absent, into: &keys) }
    }
    keys.sort { $0.start != $1.start ? $0.start < $1.start : $0.rank < $1.rank }
    return keys.map { key in
      let k = order[Int(key.rank)]
      var row = IntervalCounts()
      if key.place >= 0 {
        row = counts[Int(key.place)]
        row.completeZeros(known[k])
      } else {
        for measure in Measure.allCases where known[k] & measure.bit != 0 {
          row.add(0, to: measure)
        }
        row.isClosed = absent == .closed
      }
      return HistoryLine(start: Instant(seconds: key.start), queue: names[k], counts: row)
    }
  }

  /// A row to be: `place` is -1 where there is no record.
  private struct RowKey {
    var start: Int64
    var rank: Int32
    var place: Int32
  }

  private mutating func fill(_ k: Int, _ rank: Int, _ absent: AbsentRows, into keys: inout [RowKey])
  {
    let starts = places[k].keys.sorted()
    guard let first = starts.first, let last = starts.last else { return }
    let open = openSlots(starts)
    let days = grid.dayNumber(Instant(seconds: first))...grid.dayNumber(Instant(seconds: last))
    for day in dates.sorted() where days.contains(day) {
      var start = grid.start(of: grid.zone.startOfDay(CivilDate(dayNumber: day)))
      while grid.dayNumber(start) <= day, start.seconds < last {
        if start.seconds > first, places[k][start.seconds] == nil,
          absent == .closed || open[grid.slotOfWeek(start)]
        {
          keys.append(RowKey(start: start.seconds, rank: Int32(clamping: rank), place: -1))
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
