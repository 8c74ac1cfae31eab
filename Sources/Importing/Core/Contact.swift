internal import CivilTime

/// One contact in one queue, as a telephone system recorded it. Nil is not recorded.
struct Contact {
  /// How it ended in the queue.
  enum Outcome {
    case answered, abandoned
    /// Left by the queue's own rules: time-out, no agents, a key.
    case timedOut
    /// The record does not tell: a restart, the end of the file.
    case unknown
  }

  var queue: Int
  /// When it came; what intervals are keyed by where the format knows it.
  var arrival: Instant
  var outcome: Outcome
  /// Seconds until it was answered, or gave up.
  var wait: Double?
  var talk: Double?
  var hold: Double?
  var afterWork: Double?
  /// Talk, hold and after-call work together, where only the sum is recorded.
  var handle: Double?
  /// A hash of what names it in its source, of one queue; nil where nothing does.
  var identity: Int64?
  /// It had not ended when the log did, or may come back.
  var isGoing = false

  init(queue: Int, arrival: Instant, outcome: Outcome, wait: Double? = nil, talk: Double? = nil) {
    self.queue = queue
    self.arrival = arrival
    self.outcome = outcome
    self.wait = wait
    self.talk = talk
  }

  /// Seconds an agent was busy with it.
  var handling: Double? { handle ?? talk.map { $0 + (hold ?? 0) + (afterWork ?? 0) } }
}
