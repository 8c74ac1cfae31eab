internal import CivilTime
internal import Diagnostics

extension ImportFormat {
  /// Asterisk's `queue_log`, all versions.
  static let queueLog = ImportFormat(
    name: "asterisk-queue-log", aliases: ["asterisk", "queue-log"],
    title: "Asterisk queue_log", keyedBy: .arrival, absent: .zero,
    recognise: { sample in
      let fitting = sample.lines.filter(isQueueLogLine)
      return !fitting.isEmpty && 2 * fitting.count > sample.lines.count
        ? "its lines are EPOCH|ID|QUEUE|AGENT|EVENT" : nil
    },
    read: { (session, inputs) throws(Problem) in try readQueueLogs(session, inputs) })
}

/// Whether a line has the form `1795183205|1795183200.1|sales|NONE|ENTERQUEUE|…`.
private func isQueueLogLine(_ line: String) -> Bool {
  let fields = line.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false)
  guard fields.count >= 5 else { return false }
  let time = fields[0].trimmingSpaces.utf8
  let event = fields[4].trimmingSpaces.utf8
  return (5...15).contains(time.count) && time.allSatisfy { $0 &- 48 <= 9 || $0 == 46 }
    && !event.isEmpty && event.allSatisfy { $0 &- 65 <= 25 || $0 == 95 }
}

private func readQueueLogs(_ session: ImportSession, _ inputs: [ImportInput]) throws(Problem) {
  session.begin(interval: session.options.intervalSeconds ?? 1800)
  var parser = QueueLogParser()
  var order = QueueLogOrder()
  var tracker = QueueLogTracker()
  var numbers: [Int] = []
  var first: (time: Int64, isRestart: Bool)?
  var last = Int64.min

  /// Hands on events that are in order now.
  func pass(all: Bool) {
    while numbers.count < parser.names.count {
      numbers.append(session.builder.queue(parser.names[numbers.count]))
    }
    tracker.begin = first?.time ?? .min
    order.pass(all: all) { event in
      tracker.take(event) { contact in
        var contact = contact
        contact.queue = numbers[contact.queue]
        session.add(contact)
      }
    }
  }

  func sees(_ time: Int64, isRestart: Bool) {
    session.builder.saw(Instant(seconds: time))
    if time < first?.time ?? .max { first = (time, isRestart) }
    last = max(last, time)
  }

  for input in try inOrderOfTime(inputs) {
    let reader = try ByteReader(input)
    try reader.forEachLine { (line, number) throws(Problem) in
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
          String(decoding: line, as: UTF8.self), why, at: Place(file: reader.name, line: number))
      }
    }
    if reader.wasCutOff {
      session.findings.say("\(reader.name) ends in the middle of its packed data.", doubt: true)
    }
  }
  pass(all: true)
  guard let first else { return }
  let going = tracker.finish(at: last) { contact in
    var contact = contact
    contact.queue = numbers[contact.queue]
    session.add(contact)
  }
  // The intervals in which the log begins and ends are no whole ones, nor are those of calls that may
  // still be going on.
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

/// Files by the time of their first line, so that rotated logs may be given in any order.
private func inOrderOfTime(_ inputs: [ImportInput]) throws(Problem) -> [ImportInput] {
  guard inputs.count > 1 else { return inputs }
  var dated: [(time: Int64, position: Int)] = []
  for (position, input) in inputs.enumerated() {
    let head = try ByteReader(input).head(4096)
    let digits = head.drop { $0 <= 32 }.prefix { $0 &- 48 <= 9 }.prefix(12)
    dated.append((digits.reduce(0) { $0 * 10 + Int64($1 - 48) }, position))
  }
  return dated.sorted { ($0.time, $0.position) < ($1.time, $1.position) }.map {
    inputs[$0.position]
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
