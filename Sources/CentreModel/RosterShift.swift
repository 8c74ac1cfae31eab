public import CivilTime

/// One shift of one agent: its segments in order, without gaps between them.
public struct RosterShift: Hashable, Sendable {
  public var segments: [RosterSegment]

  public var agent: String { segments.first?.agent ?? "" }
  public var start: Instant { segments.first?.start ?? Instant(seconds: 0) }
  public var end: Instant { segments.last?.end ?? Instant(seconds: 0) }

  /// The pauses, in order.
  public var pauses: [RosterSegment] { segments.filter { $0.activity != .work } }

  /// Groups segments into shifts: a segment that begins where the agent's last one ended belongs to
  /// the same shift. Ascending by agent and start. O(n log n).
  public static func shifts(of segments: [RosterSegment]) -> [RosterShift] {
    var shifts: [RosterShift] = []
    for segment in segments.sorted() {
      if let last = shifts.last, last.agent == segment.agent, last.end == segment.start {
        shifts[shifts.count - 1].segments.append(segment)
      } else {
        shifts.append(RosterShift(segments: [segment]))
      }
    }
    return shifts
  }
}
