/// Calls with a shared screen: one at a time, and longer.
public func coBrowseSeconds(_ handlingSeconds: Double, multiplier: Double) -> Double {
  handlingSeconds * multiplier
}

/// Call-backs that customers book on a page: what `agents` can promise in a slot.
public func bookableCallBacks(
  agents: Double, slotSeconds: Double, handlingSeconds: Double, occupancy: Double
) -> Int {
  guard handlingSeconds > 0 else { return 0 }
  return Int((agents * slotSeconds / handlingSeconds * occupancy + 1e-9).rounded(.down))
}

/// Messages that are answered over days: people are needed for replies, not for sessions.
public struct Messaging: Hashable, Sendable {
  public var sessionsPerHour: Double
  /// Replies an agent writes in one session.
  public var repliesPerSession: Double
  public var secondsPerReply: Double

  public init(sessionsPerHour: Double, repliesPerSession: Double, secondsPerReply: Double) {
    self.sessionsPerHour = sessionsPerHour
    self.repliesPerSession = repliesPerSession
    self.secondsPerReply = secondsPerReply
  }

  /// Agents busy writing, on average.
  public var erlangs: Double { sessionsPerHour * repliesPerSession * secondsPerReply / 3600 }
}
