// Goals: 1. the same history whatever the order of the records; 2. zero, closed and missing kept apart;
// 3. speed: tens of millions of records.
//
// Method: sums by queue and interval. Sums of whole seconds are exact in a double, so their order does
// not matter. Where absent means zero, empty intervals are filled in: only on dates on
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
  /// Where the counts of an interval stand, by queue.
  private var places: [SlotIndex] = []
  private var counts = CountTable()
  /// Dates on which the source has any record, by day number.
  private var dates: Set<Int> = []
  private var lastDate = Int.min
  private var lastInstant: Instant?
  private var lastStart: Int64 = 0
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
    places.append(SlotIndex(seconds: grid.seconds))
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

  /// The source was at work on this date.
  mutating func saw(day: Int) { dates.insert(day) }

  /// The dates on which the source was at work, by day number.
  var days: Set<Int> { dates }

  mutating func add(_ contact: Contact) {
    let place = place(contact.queue, contact.arrival)
    // A call record tells all of these; zero until told otherwise.
    for measure: Measure in [.handled, .abandoned, .handle, .timed, .timedOut] {
      counts.add(0, to: measure, at: place)
    }
    counts.add(1, to: .offered, at: place)
    switch contact.outcome {
    case .answered:
      counts.add(1, to: .handled, at: place)
      if let wait = contact.wait {
        counts.add(wait, to: .wait, at: place)
        counts.add(wait <= within ? 1 : 0, to: .answeredInTime, at: place)
      }
      if let handling = contact.handling {
        counts.add(handling, to: .handle, at: place)
        counts.add(1, to: .timed, at: place)
      }
      if let talk = contact.talk { counts.add(talk, to: .talk, at: place) }
      if let hold = contact.hold { counts.add(hold, to: .hold, at: place) }
      if let work = contact.afterWork { counts.add(work, to: .afterWork, at: place) }
    case .abandoned:
      counts.add(1, to: .abandoned, at: place)
      if let wait = contact.wait {
        counts.add(wait, to: .abandonWait, at: place)
        counts.add(wait <= short ? 1 : 0, to: .abandonedShort, at: place)
      }
    case .timedOut: counts.add(1, to: .timedOut, at: place)
    case .unknown: break
    }
  }

  /// The place of the interval that holds `instant`, made where there is none; the source was at work.
  mutating func place(_ queue: Int, _ instant: Instant) -> Int {
    if instant != lastInstant {
      lastInstant = instant
      saw(instant)
      lastStart = grid.start(of: instant).seconds
    }
    let start = lastStart
    if let known = places[queue][start] { return Int(known) }
    let place = counts.append()
    places[queue].insert(start, Int32(clamping: place))
    return place
  }

  /// Adds to the counts at a place.
  mutating func add(_ value: Double, to measure: Measure, at place: Int) {
    counts.add(value, to: measure, at: place)
  }

  /// Changes the counts of the interval of `instant`, at the place that `body` is told.
  @inline(__always)
  mutating func update(
    _ queue: Int, _ instant: Instant, _ body: (inout CountTable, _ place: Int) -> Void
  ) {
    let place = place(queue, instant)
    body(&counts, place)
  }

  /// Adds counts to those of the interval of `instant`.
  mutating func add(_ more: IntervalCounts, _ queue: Int, _ instant: Instant) {
    counts.add(more, at: place(queue, instant))
  }

  /// The sum of a measure over all intervals; nil where it is not recorded.
  func total(_ measure: Measure) -> Double? { counts.total(measure) }

  /// The start of the interval that holds `instant`.
  mutating func start(of instant: Instant) -> Instant { grid.start(of: instant) }

  /// Marks the interval of `instant` as no whole, where it has counts: of one queue, or of all.
  mutating func markPartial(_ instant: Instant, queue: Int? = nil) {
    let start = grid.start(of: instant).seconds
    for k in queue.map({ $0..<($0 + 1) }) ?? places.indices {
      if let place = places[k][start] { counts.markPartial(Int(place)) }
    }
  }

  /// The rows of the history, by start and then by name of queue.
  mutating func rows(absent: AbsentRows) -> HistoryRows {
    let order = names.indices.sorted { names[$0] < names[$1] }
    var recorded = Array(repeating: UInt16(0), count: names.count)
    var keys: [HistoryRows.Key] = []
    keys.reserveCapacity(counts.count)
    for k in order {
      places[k].forEach { _, place in recorded[k] |= counts.known(Int(place)) }
    }
    if absent == .missing, let span = commonSpan() {
      appendInOrder(span, order, &keys)
    } else {
      var ranks = Array(repeating: 0, count: names.count)
      for (rank, k) in order.enumerated() {
        ranks[k] = rank
        places[k].forEach { start, place in
          keys.append(HistoryRows.Key(start: start, queue: Int32(clamping: k), place: place))
        }
        if absent != .missing { fill(k, absent, into: &keys) }
      }
      keys.sort {
        $0.start != $1.start ? $0.start < $1.start : ranks[Int($0.queue)] < ranks[Int($1.queue)]
      }
    }
    return HistoryRows(
      keys: keys, names: names, counts: counts, recorded: recorded, absent: absent)
  }

  /// The starts of all queues, where they lie on one grid and fill it well enough to go over it.
  private func commonSpan() -> ClosedRange<Int64>? {
    var all: ClosedRange<Int64>?
    for index in places where index.count > 0 {
      guard index.isDense, let span = index.span else { return nil }
      guard let sofar = all else {
        all = span
        continue
      }
      guard (span.lowerBound - sofar.lowerBound) % Int64(grid.seconds) == 0 else { return nil }
      all = min(sofar.lowerBound, span.lowerBound)...max(sofar.upperBound, span.upperBound)
    }
    guard let all else { return nil }
    let slots = (all.upperBound - all.lowerBound) / Int64(grid.seconds) + 1
    return slots * Int64(names.count) <= Int64(4 * counts.count + 1000) ? all : nil
  }

  private func appendInOrder(
    _ span: ClosedRange<Int64>, _ order: [Int], _ keys: inout [HistoryRows.Key]
  ) {
    var start = span.lowerBound
    while start <= span.upperBound {
      for k in order {
        guard let place = places[k][start] else { continue }
        keys.append(HistoryRows.Key(start: start, queue: Int32(clamping: k), place: place))
      }
      start += Int64(grid.seconds)
    }
  }

  private mutating func fill(_ k: Int, _ absent: AbsentRows, into keys: inout [HistoryRows.Key]) {
    var starts: [Int64] = []
    places[k].forEach { start, _ in starts.append(start) }
    starts.sort()
    guard let first = starts.first, let last = starts.last else { return }
    let open = openSlots(starts)
    let days = grid.dayNumber(Instant(seconds: first))...grid.dayNumber(Instant(seconds: last))
    for day in dates.sorted() where days.contains(day) {
      var start = grid.start(of: grid.zone.startOfDay(CivilDate(dayNumber: day)))
      while grid.dayNumber(start) <= day, start.seconds < last {
        if start.seconds > first, places[k][start.seconds] == nil,
          absent == .closed || open[grid.slotOfWeek(start)]
        {
          keys.append(
            HistoryRows.Key(start: start.seconds, queue: Int32(clamping: k), place: -1))
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
