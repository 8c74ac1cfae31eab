internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Tables

extension HistoryReader {
  /// What was read so far, in order, and forgets it.
  mutating func finish() throws(Problem) -> HistoryFile {
    judgeHandlingTimes()
    let isPerCall = CallRows.areCalls(queues, zone: reading.zone)
    var all: [QueueHistory] = []
    var wanted = reading.intervalSeconds ?? CallRows.standardInterval
    if isPerCall {
      for queue in queues {
        all.append(CallRows.added(queue, to: wanted, zone: reading.zone))
      }
      let rows = queues.reduce(0) { $0 + $1.rows.count }
      note(
        Place(file: table.file),
        "one row per call: \(rows) calls were added up to \(wanted / 60) minutes"
          + (reading.intervalSeconds == nil ? " (--interval says another length)" : ""))
    } else {
      for k in queues.indices { try settle(k) }
      let length = try fileInterval()
      wanted = try wantedInterval(length)
      for queue in queues {
        if let problem = queue.gapProblem, length <= 3600 { throw problem }
        try checkGrid(queue, length)
        let rows = wanted == length ? queue.rows : added(queue, from: length, to: wanted)
        all.append(
          QueueHistory(
            queue: queue.name, intervalSeconds: wanted, rows: rows,
            absent: reading.absent(in: queue.name)))
      }
    }
    all.sort { $0.queue < $1.queue }
    let file = HistoryFile(
      file: table.file, intervalSeconds: wanted, clock: clock ?? .offset, queues: all,
      remarks: remarks, leftOut: leftOut)
    queues = []
    leftOut = [:]
    positions = [:]
    remarks = []
    return file
  }

  private func wantedInterval(_ length: Int) throws(Problem) -> Int {
    guard let asked = reading.intervalSeconds, asked != length,
      queues.contains(where: { $0.rows.count > 1 })
    else { return reading.intervalSeconds ?? length }
    guard asked % length == 0 else {
      if reading.takesLonger, length % asked == 0 { return length }
      throw Problem(
        at: Place(file: table.file), subject: "interval",
        "the file counts by \(length / 60) minutes and cannot give \(asked / 60)",
        value: "\(asked / 60)m",
        maybe: length % asked == 0
          ? "a profile says how contacts are spread within: --profile, or profile in the [[queue]];"
            + " else --interval \(length / 60)m is meant"
          : "--interval \(length / 60)m is meant")
    }
    return asked
  }

  /// Decides whether times of which the name does not say so are sums or averages: a call takes 20
  /// seconds at the least.
  private mutating func judgeHandlingTimes() {
    guard !columns.parts.isEmpty else { return }
    var (sum, contacts, plain, rows) = (0.0, 0.0, 0.0, 0.0)
    for row in queues.lazy.flatMap(\.rows) {
      guard let seconds = row.handleSeconds, let count = row.handled ?? row.offered, count > 0
      else {
        continue
      }
      sum += seconds
      contacts += count
      plain += seconds
      rows += 1
    }
    guard contacts > 0 else { return }
    let isNamed = columns.isNamedAverage(table.header)
    let isAverage = isNamed || (columns.isAmbiguous(table.header) && sum / contacts < 20)
    if isAverage {
      for k in queues.indices {
        for i in queues[k].rows.indices {
          let row = queues[k].rows[i]
          queues[k].rows[i].handleSeconds = row.handleSeconds.map {
            $0 * (row.handled ?? row.offered ?? 0)
          }
        }
      }
    }
    let names = columns.parts.map { table.header[$0] }.joined(separator: " + ")
    let mean = isAverage ? plain / rows : sum / contacts
    note(
      Place(file: table.file, line: table.headerLine),
      "AHT is taken from \(names), \(isAverage ? "averages" : "sums") of an interval:"
        + " \(Int(nearest: mean)) s a contact")
  }

  /// Sorts where that was allowed, drops duplicates, and remarks on overlaps seen once.
  private mutating func settle(_ k: Int) throws(Problem) {
    if let problem = queues[k].problem { throw queues[k].gapProblem ?? problem }
    if queues[k].isUnsorted {
      let order = queues[k].rows.indices.sorted {
        (queues[k].rows[$0].start, $0) < (queues[k].rows[$1].start, $1)
      }
      var rows: [HistoryRow] = []
      var lines: [Int32] = []
      var largest = -1
      for i in order {
        let row = queues[k].rows[i]
        let place = Place(file: table.file, line: Int(queues[k].lines[i]))
        if let last = rows.last, last.start == row.start {
          remarks.append(
            HistoryRemark(
              kind: .duplicate, place: place, queue: queues[k].name, start: row.start,
              text: "the interval stands in line \(lines[lines.count - 1]) already; first kept"))
          continue
        }
        if i < largest {
          remarks.append(
            HistoryRemark(
              kind: .outOfOrder, place: place, queue: queues[k].name, start: row.start,
              text: "stands in the wrong place; sorted"))
        }
        largest = max(largest, i)
        rows.append(row)
        lines.append(queues[k].lines[i])
      }
      queues[k].rows = rows
      queues[k].lines = lines
    }
    for (start, line) in queues[k].openOverlaps.sorted(by: { $0.key < $1.key }) {
      remarks.append(
        HistoryRemark(
          kind: .clockOverlap, place: Place(file: table.file, line: line), queue: queues[k].name,
          start: start,
          text: "happens twice in \(reading.zone) but stands once; taken for the first"))
    }
  }

  /// Seconds of the local clock: intervals keep to it, days of 23 and 25 hours are days.
  private func localSeconds(_ start: Instant) -> Int {
    Int(start.seconds) + reading.zone.offsetSeconds(at: start)
  }

  /// The smallest step between rows, which is the interval when all starts lie on its grid.
  private func fileInterval() throws(Problem) -> Int {
    var smallest = Int.max
    // Across a change of the clocks, elapsed time and the local clock differ: used where there is no more.
    var doubtful = Int.max
    for queue in queues {
      for (a, b) in zip(queue.rows, queue.rows.dropFirst()) {
        let elapsed = b.start - a.start
        guard elapsed - 7200 < smallest, !queue.moved.contains(a.start),
          !queue.moved.contains(b.start)
        else { continue }
        let step = localSeconds(b.start) - localSeconds(a.start)
        if step == elapsed {
          smallest = min(smallest, step)
        } else {
          doubtful = min(doubtful, 86_400 % elapsed == 0 ? elapsed : max(step, 1))
        }
      }
    }
    if smallest == .max { smallest = doubtful }
    guard smallest < .max else {
      if let problem = queues.lazy.compactMap(\.gapProblem).first { throw problem }
      guard let asked = reading.intervalSeconds else {
        if queues.allSatisfy({ $0.rows.isEmpty }) { return 1800 }
        throw Problem(
          at: Place(file: table.file), subject: "interval",
          "its length cannot be told from a single row", maybe: "--interval 30m says it")
      }
      return asked
    }
    guard smallest <= 86_400, 86_400 % smallest == 0 else {
      throw Problem(
        at: Place(file: table.file), subject: "interval", "does not divide a day evenly",
        value: "\(smallest) s", maybe: "the rows are no intervals of one length")
    }
    return smallest
  }

  /// Refuses rows that do not start on the grid of their queue's first row.
  private func checkGrid(_ queue: QueueRows, _ length: Int) throws(Problem) {
    guard let first = queue.rows.first(where: { !queue.moved.contains($0.start) }) else { return }
    let origin = localSeconds(first.start)
    for (row, line) in zip(queue.rows, queue.lines)
    where (localSeconds(row.start) - origin) % length != 0 && !queue.moved.contains(row.start) {
      // An hour that the clocks show twice may lie off the grid of long intervals.
      if (row.start - first.start) % length == 0 { continue }
      throw Problem(
        at: Place(file: table.file, line: Int(line)), subject: "interval",
        "does not start on the \(length / 60) minute grid of the rows above",
        value: row.start.text(in: reading.zone), maybe: "a row was cut or moved")
    }
  }

  /// Rows of `length` seconds added up to rows of `wanted`.
  ///
  /// A sum that lacks a part is unknown, unless the part was out of hours (``SlotPresence``) or absent
  /// rows are zero.
  private func added(_ queue: QueueRows, from length: Int, to wanted: Int) -> [HistoryRow] {
    let rows = queue.rows
    let absent = reading.absent(in: queue.name)
    guard let first = rows.first, let last = rows.last else { return [] }
    let zone = reading.zone
    let (firstDate, lastDate) = (zone.date(at: first.start), zone.date(at: last.start))
    let (parts, slots) = (wanted / length, 86_400 / length)
    var presence = SlotPresence(
      days: lastDate - firstDate + 1, slots: slots, firstWeekday: firstDate.weekday.rawValue)
    func place(_ start: Instant) -> (day: Int, slot: Int) {
      let local = zone.local(at: start)
      return (local.date - firstDate, local.secondsOfDay / length)
    }
    for row in rows {
      let (day, slot) = place(row.start)
      presence.mark(day: day, slot: slot)
    }
    let outOfHours = absent == .zero ? [] : presence.outOfHours()
    /// Whether every part of an interval has a row or needs none.
    func isWhole(_ day: Int, _ slot: Int) -> Bool {
      if absent == .zero { return true }
      return (slot / parts * parts..<(slot / parts + 1) * parts).allSatisfy {
        presence.has(day: day, slot: $0) || outOfHours[day * slots + $0]
          || isSkipped(firstDate + day, $0 * length)
      }
    }
    var result: [HistoryRow] = []
    var current: (start: Instant, bucket: Int)?
    for row in rows {
      let (day, slot) = place(row.start)
      let bucket = day * slots + slot / parts
      let back = slot % parts * length
      // The second of two equal hours is an interval of its own, as long as intervals are no longer.
      let isSame =
        current.map { $0.bucket == bucket && row.start - $0.start < max(wanted, 3601) } ?? false
      if isSame || (current?.bucket == bucket && wanted > 3600) {
        result[result.count - 1] = sum(result[result.count - 1], row)
        continue
      }
      var entry = row
      entry.start =
        wanted > 3600
        ? zone.resolve(firstDate + day, secondsOfDay: slot / parts * wanted).first
        : row.start - back
      current = (entry.start, bucket)
      if !isWhole(day, slot) { forget(&entry) }
      result.append(entry)
    }
    return result
  }

  /// Whether the clocks skip a local time.
  private func isSkipped(_ date: CivilDate, _ secondsOfDay: Int) -> Bool {
    if case .gap = reading.zone.resolve(date, secondsOfDay: secondsOfDay) { return true }
    return false
  }

  /// The sum of two parts of an interval; unknown where one is, zero where one was closed.
  private func sum(_ a: HistoryRow, _ b: HistoryRow) -> HistoryRow {
    if a.closed, !b.closed {
      var sum = b
      sum.start = a.start
      return sum
    }
    if b.closed, !a.closed { return a }
    func plus(_ a: Double?, _ b: Double?) -> Double? {
      guard let a, let b else { return nil }
      return a + b
    }
    var sum = a
    sum.offered = plus(a.offered, b.offered)
    sum.handled = plus(a.handled, b.handled)
    sum.abandoned = plus(a.abandoned, b.abandoned)
    sum.handleSeconds =
      a.handleSeconds == nil && b.handleSeconds == nil
      ? nil : (a.handleSeconds ?? 0) + (b.handleSeconds ?? 0)
    return sum
  }

  private func forget(_ row: inout HistoryRow) {
    (row.offered, row.handled, row.abandoned, row.handleSeconds) = (nil, nil, nil, nil)
  }
}
