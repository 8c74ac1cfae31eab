// Goal: imports one after the other give what one import of all files gives.
//
// Method: single contacts are kept by what identifies them, of two versions the one whose end is known
// better; what a log had not ended when it was read is kept as the lines that began it. The history is
// counted anew from all that is kept.

/// One contact in one queue as a store keeps it: numbers, and a hash in place of whatever named the call.
package struct ArchivedCall: Hashable, Sendable {
  /// How far its end is known.
  package enum Certainty: Int, Sendable {
    /// Neither how nor when.
    case open
    /// It may still change: talking when the log ended, or left for an hour at most.
    case going
    case whole
  }
  package enum Outcome: String, CaseIterable, Sendable {
    case unknown, answered, abandoned
    case timedOut = "timed_out"
  }

  package var queue: String
  /// The same for every record of one contact, within a source and a queue.
  package var identity: Int64
  /// Seconds since 1970.
  package var arrival: Int64
  package var outcome: Outcome
  package var certainty: Certainty
  /// Seconds; nil is not recorded.
  package var wait: Double?
  package var talk: Double?
  package var hold: Double?
  package var afterWork: Double?
  /// Talk, hold and after-call work together, where only the sum is recorded.
  package var handle: Double?

  package init(
    queue: String, identity: Int64, arrival: Int64, outcome: Outcome, certainty: Certainty,
    wait: Double? = nil, talk: Double? = nil, hold: Double? = nil, afterWork: Double? = nil,
    handle: Double? = nil
  ) {
    self.queue = queue
    self.identity = identity
    self.arrival = arrival
    self.outcome = outcome
    self.certainty = certainty
    self.wait = wait
    self.talk = talk
    self.hold = hold
    self.afterWork = afterWork
    self.handle = handle
  }
}

/// From when to when a log goes, seconds since 1970.
package struct ArchivedSpan: Hashable, Sendable {
  package var first: Int64
  package var last: Int64
  /// Calls may have been going on when it began.
  package var beginsWithin: Bool

  package init(first: Int64, last: Int64, beginsWithin: Bool) {
    self.first = first
    self.last = last
    self.beginsWithin = beginsWithin
  }

  /// Logs this far apart are parts of one: nobody calls over a long weekend.
  package static let apart: Int64 = 4 * 86_400

  /// Both as one, where they follow one another or overlap.
  package func joined(_ other: ArchivedSpan) -> ArchivedSpan? {
    let (early, late) = first <= other.first ? (self, other) : (other, self)
    guard late.first - early.last <= Self.apart else { return nil }
    return ArchivedSpan(
      first: early.first, last: max(early.last, late.last), beginsWithin: early.beginsWithin)
  }
}

/// A line of a log that began what had not ended when the log did; hashes, and nothing of a caller.
package struct ArchivedLine: Hashable, Sendable {
  package var time: Int64
  package var kind: Int
  package var call: Int64
  package var agent: Int64
  package var line: Int64
  package var queue: String
  package var hold: Int
  /// Seconds after which an agent was connected to the next call; -1 when that was not so.
  package var talk: Int

  package init(
    time: Int64, kind: Int, call: Int64, agent: Int64, line: Int64, queue: String, hold: Int,
    talk: Int
  ) {
    self.time = time
    self.kind = kind
    self.call = call
    self.agent = agent
    self.line = line
    self.queue = queue
    self.hold = hold
    self.talk = talk
  }
}

/// Keeps single contacts from one import to the next, by source: the name of the format.
///
/// What goes wrong is kept by the archive, which then takes nothing more; whoever made it asks.
package protocol CallArchive: AnyObject {
  /// The names of all sources, sorted.
  var sourceNames: [String] { get }
  func callCount(of source: String) -> Int
  func forEachCall(of source: String, _ body: (ArchivedCall) -> Void)
  /// Of two versions of a contact the one of greater certainty counts, else the later.
  func take(_ call: ArchivedCall, of source: String)
  /// Dates on which a source was at work, by day number.
  func days(of source: String) -> Set<Int>
  func take(days: Set<Int>, of source: String)
  /// The spans of a source's logs; those that join are one.
  func spans(of source: String) -> [ArchivedSpan]
  func replaceSpans(of source: String, with spans: [ArchivedSpan])
  /// What had not ended when the latest log did.
  func openLines(of source: String) -> [ArchivedLine]
  func replaceOpenLines(of source: String, with lines: [ArchivedLine])
}

extension CallArchive {
  /// Takes in that a log was read, and what had not ended when it did; what follows it or overlaps is one
  /// log with it.
  func take(_ log: ArchivedSpan, open lines: @autoclosure () -> [ArchivedLine], of source: String) {
    let before = spans(of: source)
    var whole = log
    var apart: [ArchivedSpan] = []
    for span in before.sorted(by: { $0.first < $1.first }) {
      if let joined = span.joined(whole) { whole = joined } else { apart.append(span) }
    }
    replaceSpans(of: source, with: (apart + [whole]).sorted { $0.first < $1.first })
    guard log.last >= before.map(\.last).max() ?? .min else { return }
    replaceOpenLines(of: source, with: lines())
  }
}
