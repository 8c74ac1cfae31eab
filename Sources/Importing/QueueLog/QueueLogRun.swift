internal import CivilTime
internal import Diagnostics

/// Takes the lines of a `queue_log`, from wherever they come, to the contacts of a session.
struct QueueLogRun {
  private let session: ImportSession
  private var parser = QueueLogParser()
  private var order = QueueLogOrder()
  private var tracker = QueueLogTracker()
  /// The session's numbers of the parser's queues.
  private var numbers: [Int] = []
  private var first: (time: Int64, isRestart: Bool)?
  private var last = Int64.min

  /// `isOrdered` files follow one another in time; others, which may overlap, are put in order as a whole.
  init(_ session: ImportSession, isOrdered: Bool = true) {
    self.session = session
    if !isOrdered { order.limit = .max }
  }

  mutating func take(_ line: UnsafeBufferPointer<UInt8>, number: Int, file: String) {
    session.lines += 1
    switch parser.parse(line, number: number) {
    case .event(let event):
      sees(event.time, isRestart: event.kind == .restart)
      order.append(event)
      if order.isFull { pass(all: false) }
    case .other(let time): sees(time, isRestart: false)
    case .blank: break
    case .malformed(let why):
      session.reject(
        String(decoding: line, as: UTF8.self), why, at: Place(file: file, line: number))
    }
  }

  /// When the log begins, as far as it was read.
  var firstTime: Int64? { first?.time }

  /// Goes on where an earlier import ended, unless this log begins, at `time`, long after that. What came later
  /// stands in this log too, or is none of it.
  mutating func resume(at time: Int64) {
    guard let archive = session.archive else { return }
    let source = session.format.name
    let last = archive.spans(of: source).map(\.last).max()
    guard let last, time - last <= ArchivedSpan.apart else { return }
    for line in archive.openLines(of: source) where line.time <= time {
      guard let kind = QueueLogEvent.Kind(rawValue: UInt8(clamping: line.kind)) else { continue }
      order.append(
        QueueLogEvent(
          time: line.time, call: UInt64(bitPattern: line.call),
          agent: UInt64(bitPattern: line.agent), line: UInt64(bitPattern: line.line),
          queue: parser.queue(named: line.queue), hold: Int32(clamping: line.hold),
          talk: Int32(clamping: line.talk), number: 0, kind: kind))
    }
  }

  /// Keeps how far this log goes, and what has not ended, for the next one.
  private func keepEnd(_ archive: any CallArchive, _ first: (time: Int64, isRestart: Bool)) {
    archive.take(
      ArchivedSpan(first: first.time, last: last, beginsWithin: !first.isRestart),
      open: tracker.openLines().map { event in
        ArchivedLine(
          time: event.time, kind: Int(event.kind.rawValue), call: Int64(bitPattern: event.call),
          agent: Int64(bitPattern: event.agent), line: Int64(bitPattern: event.line),
          queue: parser.names[Int(event.queue)], hold: Int(event.hold), talk: Int(event.talk))
      }, of: session.format.name)
  }

  /// Ends the log.
  mutating func finish() {
    pass(all: true)
    guard let first else { return }
    if let archive = session.archive { keepEnd(archive, first) }
    let going = finishTracker()
    // The intervals in which the log begins and ends are no whole ones, nor are those of calls that
    // may still be going on.
    if !first.isRestart,
      session.builder.start(of: Instant(seconds: first.time)).seconds < first.time
    {
      session.builder.markPartial(Instant(seconds: first.time))
    }
    session.builder.markPartial(Instant(seconds: last))
    for contact in going {
      session.builder.markPartial(contact.arrival, queue: numbers[contact.queue])
    }
    report(tracker.counted, order, session)
  }

  private mutating func sees(_ time: Int64, isRestart: Bool) {
    session.builder.saw(Instant(seconds: time))
    if time < first?.time ?? .max { first = (time, isRestart) }
    last = max(last, time)
  }

  /// Hands on events that are in order now.
  private mutating func pass(all: Bool) {
    while numbers.count < parser.names.count {
      numbers.append(session.queue(parser.names[numbers.count]))
    }
    tracker.begin = first?.time ?? .min
    let session = session
    let numbers = numbers
    var tracker = tracker
    self.tracker = QueueLogTracker()
    order.pass(all: all) { event in
      tracker.take(event) { contact in
        var contact = contact
        contact.queue = numbers[contact.queue]
        session.add(contact)
      }
    }
    self.tracker = tracker
  }

  private mutating func finishTracker() -> [Contact] {
    let session = session
    let numbers = numbers
    return tracker.finish(at: last) { contact in
      var contact = contact
      contact.queue = numbers[contact.queue]
      session.add(contact)
    }
  }
}

private func report(_ counts: QueueLogCounts, _ order: QueueLogOrder, _ session: ImportSession) {
  func note(_ count: Int, _ text: String, doubt: Bool = false) {
    if count > 0 { session.findings.note(text, doubt: doubt, count: count) }
  }
  note(order.copies, "copies of lines, counted once")
  note(order.late, "lines more than an hour out of order", doubt: true)
  note(counts.reentries, "calls that came back to the queue they had left, counted once")
  note(counts.consultations, "consultations before a transfer, counted as the caller's entry")
  note(counts.doubleAnswers, "calls answered by two agents at once, counted once")
  note(
    counts.hiddenTransfers,
    "calls whose talk was cut where their agent or the caller had gone on to another call")
  note(counts.cutByRestart, "calls cut by a restart: their end is not known", doubt: true)
  note(counts.going, "calls still going on at the end: their intervals are partial")
  note(counts.withoutEnd, "calls without an end in the log", doubt: true)
  note(counts.beganBefore, "lines of calls that came before the log begins, not counted")
  note(
    counts.answersWithoutEntry, "answers without an entry, counted at answer less hold time",
    doubt: true)
  note(counts.endsWithoutAnswer, "ends of calls that were never answered, left out", doubt: true)
  note(counts.endsWithoutEntry, "ends of calls that never entered, left out", doubt: true)
}
