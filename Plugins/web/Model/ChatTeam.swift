// Agents for chat by the slot model: an agent with concurrency c is c slots, a chat holds one.
//
// Goal: the fewest slots of which a chat finds one within T for a share of chats, Erlang C, with the
// handling time measured at that concurrency. An upper bound of quality, because real agents fill
// unevenly; where handling times by number of open chats are known, the host's chat model (least
// loaded agent first) is exact and is used instead.

public import Queueing
internal import Workloads

/// Chat demand of one interval.
public struct ChatLoad: Hashable, Sendable {
  public var chatsPerHour: Double
  /// Wall-clock seconds of one chat at the concurrency worked.
  public var handlingSeconds: Double

  public init(chatsPerHour: Double, handlingSeconds: Double) {
    self.chatsPerHour = chatsPerHour
    self.handlingSeconds = handlingSeconds
  }

  /// Slots busy on average.
  public var busySlots: Double { chatsPerHour * handlingSeconds / 3600 }

  /// The throughput formula: slots busy over concurrency and productivity.
  public func throughputAgents(concurrency: Double, productivity: Double) -> Double {
    let slots = concurrency * productivity
    return slots > 0 ? busySlots / slots : .infinity
  }

  /// Slots so that at least `share` of chats wait at most `withinSeconds`, and the share they give.
  public func slots(share: Double, withinSeconds: Double) throws(QueueingError) -> (
    slots: Int, share: Double
  ) {
    let answer = try Staffing.minimumAgents(
      for: StaffingQuestion(
        callsPerHour: chatsPerHour, handlingSeconds: handlingSeconds,
        thresholdSeconds: withinSeconds), goals: StaffingGoals(serviceLevel: share))
    return (wholeUp(answer.agents), answer.performance.serviceLevel.ofOffered)
  }

  /// Agents for a number of slots.
  public static func agents(slots: Int, concurrency: Double) -> Int {
    concurrency > 0 ? wholeUp(Double(slots) / concurrency) : slots
  }
}

/// Concurrency as it was, not as it is configured: session time and wrap-up over the time in which
/// agents had at least one chat. Nil when nobody was engaged.
public func measuredConcurrency(
  sessionSeconds: Double, wrapSeconds: Double, engagedSeconds: Double
) -> Double? {
  engagedSeconds > 0 ? (sessionSeconds + wrapSeconds) / engagedSeconds : nil
}
