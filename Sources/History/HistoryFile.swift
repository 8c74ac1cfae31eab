public import CentreModel
public import CivilTime
public import Diagnostics

/// The interval history of one or more queues, as read from a file.
public struct HistoryFile: Sendable {
  /// The name of the file, as the user gave it.
  public var file: String
  /// The length of every interval.
  public var intervalSeconds: Int
  /// How the file writes times, so that answers can be written alike.
  public var clock: HistoryClock
  /// Ascending by name; each with its rows ascending.
  public var queues: [QueueHistory]
  /// What was noticed and is not an error.
  public var remarks: [HistoryRemark]
  /// The contacts of queues that were not asked for, by queue.
  public var leftOut: [String: Double]

  public init(
    file: String, intervalSeconds: Int, clock: HistoryClock, queues: [QueueHistory],
    remarks: [HistoryRemark], leftOut: [String: Double] = [:]
  ) {
    self.file = file
    self.intervalSeconds = intervalSeconds
    self.clock = clock
    self.queues = queues
    self.remarks = remarks
    self.leftOut = leftOut
  }
}

/// How a file writes times.
public enum HistoryClock: Hashable, Sendable {
  /// By the clocks of the zone, without an offset; `separator` stands between date and time.
  case local(separator: Character, seconds: Bool)
  /// RFC 3339 in UTC.
  case utc
  /// RFC 3339 with the offset of the zone.
  case offset

  /// An instant in this form.
  public func text(_ instant: Instant, in zone: Zone) -> String {
    switch self {
    case .utc: return instant.description
    case .offset: return instant.text(in: zone)
    case .local(let separator, let seconds):
      let local = zone.local(at: instant)
      return Self.text(
        local.date, secondsOfDay: local.secondsOfDay, separator: separator, seconds: seconds)
    }
  }

  /// A local date and time of day in the form `2026-11-23 07:00:00`.
  public static func text(
    _ date: CivilDate, secondsOfDay: Int, separator: Character, seconds: Bool
  ) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let text =
      "\(date)\(separator)\(two(secondsOfDay / 3600)):\(two(secondsOfDay / 60 % 60))"
    return seconds ? text + ":" + two(secondsOfDay % 60) : text
  }
}

/// Something noticed while reading a history that a planner should know.
public struct HistoryRemark: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A row at a local time that the clocks skip; it counted nothing and was left out.
    case clockGap = "clock-gap"
    /// A local time that the clocks show twice stands once; it was taken for the first.
    case clockOverlap = "clock-overlap"
    /// A row marked `partial` or `missing`; its counts are not used.
    case notComplete = "not-complete"
    /// The same interval stands twice; the first row was kept.
    case duplicate
    /// A row stands before an earlier one; the rows were sorted.
    case outOfOrder = "out-of-order"
    /// How the file as a whole was read: columns left out, rows added up, sums taken for averages.
    case reading
  }
  public var kind: Kind
  public var place: Place
  public var queue: String
  public var start: Instant
  public var text: String
  /// The time as the file writes it.
  public var written: String

  public init(
    kind: Kind, place: Place, queue: String, start: Instant, text: String, written: String = ""
  ) {
    self.kind = kind
    self.place = place
    self.queue = queue
    self.start = start
    self.text = text
    self.written = written
  }
}

/// How a history file is to be read.
public struct HistoryReading: Sendable {
  /// The clocks by which times without an offset are read.
  public var zone: Zone
  /// The interval to deliver; nil takes the one of the file. A multiple of it adds intervals up.
  public var intervalSeconds: Int?
  /// The name given to the queue of a file without a `queue` column.
  public var queue: String
  /// Whether duplicates and disorder are errors; else they are remarks, and repaired.
  public var isStrict: Bool
  /// Rows at or after this instant are not kept.
  public var before: Instant?
  /// What intervals without a row mean; nil leaves that to the counts.
  public var absent: AbsentRows?
  /// The same for single queues, before ``absent``.
  public var absentByQueue: [String: AbsentRows] = [:]
  /// Whether a file may count longer intervals than those asked for: then it delivers its own.
  public var takesLonger = false
  /// The queues to keep; the contacts of others are counted only. Nil: every queue.
  public var only: Set<String>?

  public init(
    zone: Zone, intervalSeconds: Int? = nil, queue: String = "main", isStrict: Bool = true,
    before: Instant? = nil, absent: AbsentRows? = nil, only: Set<String>? = nil
  ) {
    self.absent = absent
    self.zone = zone
    self.intervalSeconds = intervalSeconds
    self.queue = queue
    self.isStrict = isStrict
    self.before = before
    self.only = only
  }

  func absent(in queue: String) -> AbsentRows? { absentByQueue[queue] ?? absent }
}
