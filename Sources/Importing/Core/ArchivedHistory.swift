internal import CivilTime

/// Counts a history from the calls of an archive.
struct ArchivedHistory {
  let archive: any CallArchive
  let source: String
  /// Is told how much is counted, 0 to 1.
  var report: ((Double) -> Void)?

  /// All calls of the source in a builder like `example`.
  func builder(like example: HistoryBuilder) -> HistoryBuilder {
    var builder = HistoryBuilder(
      grid: IntervalGrid(zone: example.grid.zone, seconds: example.grid.seconds),
      within: example.within, short: example.short)
    let spans = archive.spans(of: source)
    let ends = spans.map(\.last)
    var going: [(queue: Int, arrival: Instant)] = []
    let progress = report.map {
      ImportProgress(total: archive.callCount(of: source), report: $0)
    }
    archive.forEachCall(of: source) { call in
      progress?.add(1)
      var contact = Contact(call)
      contact.queue = builder.queue(call.queue)
      builder.add(contact)
      // A call that had not ended hours before the log did has no end.
      let heard = call.arrival + Int64(call.wait ?? 0)
      if call.certainty == .going, call.outcome != .timedOut,
        ends.contains(where: { (0..<(4 * 3600)).contains($0 - heard) })
      {
        going.append((contact.queue, contact.arrival))
      }
    }
    for day in archive.days(of: source) { builder.saw(day: day) }
    for span in spans {
      let first = Instant(seconds: span.first)
      if span.beginsWithin, builder.start(of: first) < first { builder.markPartial(first) }
      builder.markPartial(Instant(seconds: span.last))
    }
    for call in going { builder.markPartial(call.arrival, queue: call.queue) }
    return builder
  }
}

extension Contact {
  init(_ call: ArchivedCall) {
    let outcome: Outcome =
      switch call.outcome {
      case .unknown: .unknown
      case .answered: .answered
      case .abandoned: .abandoned
      case .timedOut: .timedOut
      }
    self.init(
      queue: 0, arrival: Instant(seconds: call.arrival), outcome: outcome, wait: call.wait,
      talk: call.talk)
    hold = call.hold
    afterWork = call.afterWork
    handle = call.handle
  }

  /// As an archive keeps it; nil for a contact that nothing identifies.
  func archived(in queue: String) -> ArchivedCall? {
    guard let identity else { return nil }
    let ended: ArchivedCall.Outcome =
      switch outcome {
      case .unknown: .unknown
      case .answered: .answered
      case .abandoned: .abandoned
      case .timedOut: .timedOut
      }
    return ArchivedCall(
      queue: queue, identity: identity, arrival: arrival.seconds, outcome: ended,
      certainty: isGoing ? .going : outcome == .unknown ? .open : .whole,
      wait: wait, talk: talk, hold: hold, afterWork: afterWork, handle: handle)
  }
}

/// Which rows of a history an import changes, where all calls of a source are counted anew.
struct HistoryChange {
  /// Rows to be taken in.
  var rows: HistoryRows
  /// Intervals that the source no longer has.
  var removed: [HistoryKey] = []

  /// `first` to `last` are the intervals of the files at hand: their rows are taken in as they are. Others
  /// are where they differ from what was counted before, so that nothing else is touched.
  init(before: HistoryRows, after: HistoryRows, first: Instant, last: Instant) {
    var old: [HistoryKey: UInt64] = [:]
    for k in before.indices { old[before.key(k)] = before.fingerprint(k) }
    var keys: [HistoryRows.Key] = []
    for k in after.indices {
      let key = after.key(k)
      let known = old.removeValue(forKey: key)
      let isOfFiles = after.start(k) >= first && after.start(k) <= last
      if isOfFiles || known != after.fingerprint(k) { keys.append(after.keys[k]) }
    }
    rows = HistoryRows(
      keys: keys, names: after.names, counts: after.counts, recorded: after.recorded,
      absent: after.absent)
    removed = old.keys.sorted { ($0.start, $0.queue) < ($1.start, $1.queue) }
  }
}

/// Rows to be taken into a history, and intervals to be taken out of it.
package struct HistoryDelta: Sendable {
  package var history: [UInt8]
  package var removed: [HistoryKey]

  package init(history: [UInt8], removed: [HistoryKey] = []) {
    self.history = history
    self.removed = removed
  }
}

extension HistoryRows {
  func key(_ k: Int) -> HistoryKey {
    HistoryKey(start: keys[k].start, queue: names[Int(keys[k].queue)])
  }

  /// A hash of everything in a row.
  func fingerprint(_ k: Int) -> UInt64 {
    var words: [UInt64] = [isClosed(k) ? 1 : 0, isPartial(k) ? 1 : 0]
    for measure in Measure.allCases {
      words.append(value(measure, k)?.bitPattern ?? .max)
    }
    return words.withUnsafeBytes { stableHash($0.bindMemory(to: UInt8.self)) }
  }
}
