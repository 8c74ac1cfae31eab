public import CivilTime

/// What an agent does in one stretch of a shift.
public enum Activity: String, CaseIterable, Hashable, Sendable {
  case work
  /// A paid pause.
  case `break`
  case meal
}

/// One stretch of one shift of one agent; the segments of a shift follow each other without a gap.
public struct RosterSegment: Hashable, Sendable {
  public var agent: String
  public var activity: Activity
  public var start: Instant
  public var end: Instant
  /// The queue served while at work; empty when there is only one, and in pauses.
  public var queue: String

  public init(
    agent: String, activity: Activity, start: Instant, end: Instant, queue: String = ""
  ) {
    self.agent = agent
    self.activity = activity
    self.start = start
    self.end = end
    self.queue = queue
  }
}

extension RosterSegment: Comparable {
  public static func < (a: RosterSegment, b: RosterSegment) -> Bool {
    (a.agent, a.start, a.end) < (b.agent, b.start, b.end)
  }
}
