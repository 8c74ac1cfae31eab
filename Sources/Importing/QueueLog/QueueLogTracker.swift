// Goal: contacts counted once, as people would count them, from lines that follow the machine's view.
//
// Rules, each with the trap it answers:
// - offered is an entry into a queue, keyed by its time; a call that enters a second queue counts there
//   too. A call that left unanswered (time-out, key, no agents) and enters the same queue again within an
//   hour is the same contact, keyed by its first entry; it was timed out only if it does not come back.
// - handled is the first CONNECT of an entry; a second agent picking up in the same instant is none.
// - talk is what the line says, else the time between the lines. An agent who is connected to the next
//   call has left the last one (transfers through local channels are never logged): it is cut there.
// - an attended transfer to a second queue is logged under two ids: the consultation enters under the
//   agent's, the caller is connected under his own. The entry is the caller's: no call of its own.
// - a restart (QUEUESTART) ends every call without a line: answered with unknown time, waiting with
//   unknown outcome.

internal import CivilTime

/// Follows calls from line to line and hands finished contacts on; their queues are the parser's numbers.
struct QueueLogTracker {
  /// A call in a queue.
  private struct Visit {
    var queue: Int32
    /// The id under which it entered, and the lines by which it did and was answered.
    var call: UInt64
    var enterLine: UInt64
    var connectLine: UInt64 = 0
    /// When it first entered, also before it came back.
    var arrival: Int64
    var connected: Int64 = -1
    var agent: UInt64 = 0
    var wait: Int64 = -1
    /// When its agent was connected to another call.
    var cutAt: Int64 = -1
    /// A restart came after it.
    var isOrphan = false
  }
  private struct Exit {
    var visit: Visit
    var time: Int64
    var line: UInt64
    var outcome: Contact.Outcome
  }

  private(set) var counted = QueueLogCounts()
  private var open: [UInt64: Visit] = [:]
  /// Calls that entered another queue before the line that ends their visit came; by call and queue.
  private var parked: [UInt64: Visit] = [:]
  private var exits: [UInt64: Exit] = [:]
  /// The call an agent talks to.
  private var talking: [UInt64: UInt64] = [:]
  /// Consultations by the call they were made for.
  private var consultations: [UInt64: UInt64] = [:]
  private var nextPurge = Int64.min
  private static let returnWithin: Int64 = 3600

  /// The time of the first line: what began before it is another log's.
  var begin = Int64.min

  mutating func take(_ event: QueueLogEvent, _ emit: (Contact) -> Void) {
    if event.time >= nextPurge {
      purge(before: event.time - Self.returnWithin, at: event.time, emit)
    }
    switch event.kind {
    case .restart: restart()
    case .enter: enter(event, emit)
    case .connect: connect(event)
    case .complete, .blindTransfer, .attendedTransfer: complete(event, emit)
    case .abandon: leave(event, .abandoned, emit)
    case .timeOut, .leave: leave(event, .timedOut, emit)
    }
  }

  // MARK: - Lines

  private mutating func enter(_ event: QueueLogEvent, _ emit: (Contact) -> Void) {
    if let visit = open.removeValue(forKey: event.call) {
      if visit.queue == event.queue, visit.connected < 0, !visit.isOrphan {
        // Entered again although no line says that it left.
        counted.reentries += 1
        open[event.call] = visit
        return
      }
      park(visit, event.call, at: event.time)
    }
    var visit = Visit(
      queue: event.queue, call: event.call, enterLine: event.line, arrival: event.time)
    if let exit = exits.removeValue(forKey: key(event.call, event.queue)) {
      if event.time - exit.time > Self.returnWithin {
        emit(contact(exit.visit, exit.outcome, talk: nil))
      } else {
        counted.reentries += 1
        visit.arrival = exit.visit.arrival
        visit.enterLine = exit.visit.enterLine
      }
    }
    open[event.call] = visit
  }

  private mutating func connect(_ event: QueueLogEvent) {
    cutLastCall(of: event)
    var visit: Visit
    if let there = open[event.call], there.queue == event.queue {
      visit = there
    } else if let there = parked.removeValue(forKey: key(event.call, event.queue)) {
      visit = there
    } else if let there = consultation(for: event) {
      if let other = open[event.call] { park(other, event.call, at: event.time) }
      visit = there
    } else {
      let arrival = event.time - Int64(max(0, event.hold))
      if arrival < begin {
        counted.beganBefore += 1
        return
      }
      counted.answersWithoutEntry += 1
      if let other = open[event.call] { park(other, event.call, at: event.time) }
      visit = Visit(
        queue: event.queue, call: event.call, enterLine: event.line ^ 1, arrival: arrival)
    }
    if visit.connected >= 0 {
      counted.doubleAnswers += 1
      open[event.call] = visit
      return
    }
    visit.connected = event.time
    visit.connectLine = event.line
    visit.agent = event.agent
    // Of a line that an earlier log left: no log has it.
    if event.talk >= 0 { visit.cutAt = event.time + Int64(event.talk) }
    visit.wait = event.time - visit.arrival
    visit.isOrphan = false
    open[event.call] = visit
    if event.agent != 0 { talking[event.agent] = event.call }
  }

  private mutating func complete(_ event: QueueLogEvent, _ emit: (Contact) -> Void) {
    guard let (call, visit) = removeVisit(event) else {
      // The lines before it are in an earlier log.
      if event.time - Int64(max(0, event.hold)) - Int64(max(0, event.talk)) < begin {
        counted.beganBefore += 1
      } else {
        counted.endsWithoutAnswer += 1
      }
      return
    }
    if event.kind == .attendedTransfer, call != event.call { consultations[call] = event.call }
    if talking[visit.agent] == call { talking[visit.agent] = nil }
    var talk = event.talk >= 0 ? Int64(event.talk) : event.time - visit.connected
    if visit.cutAt >= 0, visit.cutAt - visit.connected < talk {
      talk = visit.cutAt - visit.connected
      counted.hiddenTransfers += 1
    }
    if event.kind != .complete { counted.transfers += 1 }
    emit(contact(visit, .answered, talk: Double(talk)))
  }

  private mutating func leave(
    _ event: QueueLogEvent, _ outcome: Contact.Outcome, _ emit: (Contact) -> Void
  ) {
    var found: Visit?
    if let visit = open[event.call], visit.queue == event.queue {
      open[event.call] = nil
      found = visit
    } else {
      found = parked.removeValue(forKey: key(event.call, event.queue))
    }
    guard var visit = found, visit.connected < 0 else {
      if let visit = found { open[event.call] = visit }
      let arrival = event.time - Int64(max(0, event.hold))
      if arrival < begin {
        counted.beganBefore += 1
      } else if found == nil {
        counted.endsWithoutEntry += 1
      } else {
        counted.endsWithoutAnswer += 1
      }
      return
    }
    visit.wait = event.time - visit.arrival
    if outcome == .abandoned {
      emit(contact(visit, .abandoned, talk: nil))
    } else {
      exits[key(event.call, event.queue)] = Exit(
        visit: visit, time: event.time, line: event.line, outcome: outcome)
    }
  }

  private mutating func restart() {
    for call in open.keys { open[call]?.isOrphan = true }
    for key in parked.keys { parked[key]?.isOrphan = true }
    talking = [:]
    counted.restarts += 1
  }

  // MARK: - Which call

  /// The connected visit that a line ends.
  private mutating func removeVisit(_ event: QueueLogEvent) -> (call: UInt64, visit: Visit)? {
    if let visit = open[event.call], visit.queue == event.queue, visit.connected >= 0 {
      open[event.call] = nil
      return (event.call, visit)
    }
    let position = key(event.call, event.queue)
    if let visit = parked[position], visit.connected >= 0 {
      parked[position] = nil
      return (event.call, visit)
    }
    // Under another id: the agent in that queue is the same.
    guard event.agent != 0, let call = talking[event.agent] else { return nil }
    if let visit = open[call], visit.queue == event.queue, visit.agent == event.agent {
      open[call] = nil
      return (call, visit)
    }
    if let visit = parked[key(call, event.queue)], visit.agent == event.agent {
      parked[key(call, event.queue)] = nil
      return (call, visit)
    }
    return nil
  }

  /// The waiting entry under another id that a connected caller takes over.
  private mutating func consultation(for event: QueueLogEvent) -> Visit? {
    if let other = consultations.removeValue(forKey: event.call), let visit = open[other],
      visit.queue == event.queue, visit.connected < 0
    {
      open[other] = nil
      counted.consultations += 1
      return visit
    }
    guard event.hold >= 0 else { return nil }
    let entered = event.time - Int64(event.hold)
    let fitting = open.filter { _, visit in
      visit.queue == event.queue && visit.connected < 0 && !visit.isOrphan
        && visit.arrival == entered
    }
    guard let call = fitting.keys.min() else { return nil }
    counted.consultations += 1
    return open.removeValue(forKey: call)
  }

  private mutating func cutLastCall(of event: QueueLogEvent) {
    guard event.agent != 0, let call = talking[event.agent], call != event.call else { return }
    if var visit = open[call], visit.connected >= 0, visit.agent == event.agent {
      if visit.cutAt < 0 { visit.cutAt = event.time }
      open[call] = visit
    }
  }

  /// Keeps a visit whose call has gone on to another queue until a line ends it.
  private mutating func park(_ visit: Visit, _ call: UInt64, at time: Int64) {
    var visit = visit
    if visit.connected >= 0, visit.cutAt < 0 { visit.cutAt = time }
    parked[key(call, visit.queue)] = visit
  }

  private func key(_ call: UInt64, _ queue: Int32) -> UInt64 {
    call ^ (UInt64(UInt32(bitPattern: queue)) + 1) &* 0xD6E8_FEB8_6659_FD93
  }

  // MARK: - Ends

  private func contact(_ visit: Visit, _ outcome: Contact.Outcome, talk: Double?) -> Contact {
    var contact = Contact(
      queue: Int(visit.queue), arrival: Instant(seconds: visit.arrival), outcome: outcome,
      wait: visit.wait >= 0 ? Double(visit.wait) : nil, talk: talk)
    // In order of arrival, so that a store appends: 32 bits of seconds and 31 of the call's name.
    contact.identity = (visit.arrival & 0xFFFF_FFFF) << 31 | Int64(visit.call >> 33)
    return contact
  }

  /// Hands on what left and did not come back.
  private mutating func purge(before time: Int64, at now: Int64, _ emit: (Contact) -> Void) {
    nextPurge = now + 600
    for (key, exit) in exits where exit.time < time {
      emit(contact(exit.visit, exit.outcome, talk: nil))
      exits[key] = nil
    }
    if consultations.count > 100_000 { consultations = [:] }
  }

  /// The lines that began what has not ended, or may come back.
  func openLines() -> [QueueLogEvent] {
    func lines(_ visit: Visit) -> [QueueLogEvent] {
      var event = QueueLogEvent(
        time: visit.arrival, call: visit.call, agent: 0, line: visit.enterLine, queue: visit.queue,
        hold: -1, talk: -1, number: 0, kind: .enter)
      guard visit.connected >= 0 else { return [event] }
      let enter = event
      event.time = visit.connected
      event.agent = visit.agent
      event.line = visit.connectLine
      event.kind = .connect
      event.hold = Int32(clamping: visit.connected - visit.arrival)
      if visit.cutAt >= 0 { event.talk = Int32(clamping: visit.cutAt - visit.connected) }
      return [enter, event]
    }
    let going = Array(open.values) + Array(parked.values)
    let left = exits.values.map { exit in
      lines(exit.visit) + [
        QueueLogEvent(
          time: exit.time, call: exit.visit.call, agent: 0, line: exit.line,
          queue: exit.visit.queue, hold: Int32(clamping: exit.time - exit.visit.arrival), talk: -1,
          number: 0, kind: .timeOut)
      ]
    }
    return (going.filter { !$0.isOrphan }.flatMap(lines) + left.joined()).sorted(
      by: QueueLogEvent.isBefore)
  }

  /// Hands on everything still open when the log ends at `end`; answers what may still be going on.
  mutating func finish(at end: Int64, _ emit: (Contact) -> Void) -> [Contact] {
    purge(before: end - Self.returnWithin, at: end, emit)
    for exit in exits.values {
      var contact = contact(exit.visit, exit.outcome, talk: nil)
      contact.isGoing = true
      emit(contact)
    }
    exits = [:]
    var going: [Contact] = []
    for visit in Array(open.values) + Array(parked.values) {
      let isAnswered = visit.connected >= 0
      let known = isAnswered && visit.cutAt >= 0 ? Double(visit.cutAt - visit.connected) : nil
      let hasNoEnd = !visit.isOrphan && visit.cutAt < 0
      let isGoing = hasNoEnd && end - max(visit.arrival, visit.connected) < 4 * 3600
      var contact = contact(visit, isAnswered ? .answered : .unknown, talk: known)
      contact.isGoing = hasNoEnd
      emit(contact)
      if visit.isOrphan {
        counted.cutByRestart += 1
      } else if visit.cutAt >= 0 {
        counted.hiddenTransfers += 1
      } else if isGoing {
        counted.going += 1
        going.append(contact)
      } else {
        counted.withoutEnd += 1
      }
    }
    open = [:]
    parked = [:]
    return going
  }
}

/// What was met on the way.
struct QueueLogCounts {
  var reentries = 0
  var doubleAnswers = 0
  var hiddenTransfers = 0
  var transfers = 0
  var consultations = 0
  var restarts = 0
  var cutByRestart = 0
  var answersWithoutEntry = 0
  var endsWithoutAnswer = 0
  var endsWithoutEntry = 0
  var beganBefore = 0
  var going = 0
  var withoutEnd = 0
}
