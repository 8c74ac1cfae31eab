public import CivilTime

/// Calls answered by a person, and how many of them found no agent.
public struct AbandonmentCount: Hashable, Sendable {
  /// Calls answered by a person; machines, no answer and dead numbers are not counted.
  public var live: Int
  /// Of these, calls without an agent in time.
  public var abandoned: Int

  public init(live: Int, abandoned: Int) {
    self.live = live
    self.abandoned = abandoned
  }

  /// Abandoned over all answered by a person; 0 when nobody answered.
  public var ofLive: Double { live > 0 ? Double(abandoned) / Double(live) : 0 }

  /// Abandoned over those connected to an agent: a larger number that some reports show.
  public var ofConnected: Double {
    live > abandoned ? Double(abandoned) / Double(live - abandoned) : abandoned > 0 ? .infinity : 0
  }

  /// Whether the share of live answers is at most `limit`, compared in whole calls.
  public func isWithin(_ limit: Double) -> Bool { headroom(limit) >= 0 }

  /// Calls that may still be abandoned: floor(limit · live) - abandoned, negative when too many are.
  public func headroom(_ limit: Double) -> Int {
    let allowed = limit * Double(live)
    return Int((allowed + 1e-9 * max(1, allowed)).rounded(.down)) - abandoned
  }
}

/// The periods over which a campaign's abandonment is measured: fixed blocks from its first day, the
/// last one cut short.
public struct AbandonmentBlock: Hashable, Sendable {
  public var first: CivilDate
  public var last: CivilDate

  /// Blocks of `days` days from `start` to `end`, both included.
  public static func blocks(from start: CivilDate, to end: CivilDate, days: Int = 30)
    -> [AbandonmentBlock]
  {
    guard days > 0 else { return [] }
    return stride(from: start.dayNumber, through: end.dayNumber, by: days).map {
      let first = CivilDate(dayNumber: $0)
      return AbandonmentBlock(first: first, last: min(first + (days - 1), end))
    }
  }

  /// The block in which `date` falls in a campaign that began on `start`.
  public static func block(containing date: CivilDate, from start: CivilDate, days: Int = 30)
    -> AbandonmentBlock?
  {
    guard date >= start, days > 0 else { return nil }
    let first = start + (date - start) / days * days
    return AbandonmentBlock(first: first, last: first + (days - 1))
  }
}
