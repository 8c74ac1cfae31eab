public import CivilTime

/// What a telephone system counted in one interval of one queue.
///
/// Nil is "not recorded", which is not zero; `closed` says that the queue did not take contacts.
public struct HistoryRow: Hashable, Sendable {
  public var start: Instant
  public var offered: Double?
  public var handled: Double?
  public var abandoned: Double?
  /// Sum of handling time (talk, hold, after-call work) of the contacts handled, in seconds.
  public var handleSeconds: Double?
  public var closed: Bool

  public init(
    start: Instant, offered: Double?, handled: Double? = nil, abandoned: Double? = nil,
    handleSeconds: Double? = nil, closed: Bool = false
  ) {
    self.start = start
    self.offered = offered
    self.handled = handled
    self.abandoned = abandoned
    self.handleSeconds = handleSeconds
    self.closed = closed
  }
}

/// What it means that an interval of a history has no row.
public enum AbsentRows: String, CaseIterable, Hashable, Sendable {
  /// No contacts came: the report leaves out intervals without any.
  case zero
  /// Nobody knows; the report or the recorder failed.
  case missing
  /// The queue was closed.
  case closed
}

/// The history of one queue: rows ascending by start, one per interval that was recorded.
public struct QueueHistory: Hashable, Sendable {
  public var queue: String
  public var intervalSeconds: Int
  public var rows: [HistoryRow]
  /// What intervals without a row mean; nil where nobody said, and the counts themselves must tell.
  public var absent: AbsentRows?

  public init(
    queue: String, intervalSeconds: Int, rows: [HistoryRow], absent: AbsentRows? = nil
  ) {
    self.absent = absent
    self.queue = queue
    self.intervalSeconds = intervalSeconds
    self.rows = rows
  }
}
