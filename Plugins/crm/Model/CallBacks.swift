// Call-backs instead of waiting.
//
// A call-back moves demand, it does not remove it: in an interval in which the wait passes a
// threshold, a share of those who would wait accepts to be called, and is called later. A share is
// not reached and is dialled once more. Handling time grows by the time of dialling.

/// What call-backs do to the demand of a day.
public struct CallBacks: Hashable, Sendable {
  /// Share of callers past the threshold who accept, 0 to 1.
  public var acceptance: Double
  /// Share of call-backs not reached at the first attempt, 0 to 1.
  public var missed: Double
  /// Seconds of dialling that each attempt adds.
  public var dialSeconds: Double
  /// Intervals after which call-backs are placed at the earliest.
  public var delay: Int

  public init(
    acceptance: Double, missed: Double = 0.12, dialSeconds: Double = 20, delay: Int = 1
  ) {
    self.acceptance = acceptance
    self.missed = missed
    self.dialSeconds = dialSeconds
    self.delay = max(1, delay)
  }

  /// Volume and work after call-backs.
  public struct Result: Hashable, Sendable {
    /// Callers who stay on the line, per interval.
    public var waiting: [Double]
    /// Call-backs placed, per interval, second attempts included.
    public var placed: [Double]
    /// Call-backs that did not fit into the day.
    public var leftOver: Double
  }

  /// Moves call-backs into the intervals that have room.
  ///
  /// - Parameters:
  ///   - volume: Contacts by interval.
  ///   - longWait: Share of them whose wait passes the threshold.
  ///   - room: Call-backs that fit into each interval.
  /// - Returns: What stays on the line, and the call-backs by interval.
  public func moved(volume: [Double], longWait: [Double], room: [Double]) -> Result {
    var waiting = volume
    var placed = [Double](repeating: 0, count: volume.count)
    var due: [(from: Int, amount: Double)] = []
    for i in volume.indices {
      let accepted = volume[i] * (i < longWait.count ? longWait[i] : 0) * acceptance
      waiting[i] -= accepted
      if accepted > 0 { due.append((i + delay, accepted * (1 + missed))) }
      var left = i < room.count ? max(0, room[i]) : 0
      for k in due.indices where due[k].from <= i && due[k].amount > 0 {
        let now = min(left, due[k].amount)
        due[k].amount -= now
        left -= now
        placed[i] += now
      }
    }
    return Result(
      waiting: waiting, placed: placed, leftOver: due.reduce(0) { $0 + $1.amount })
  }
}
