/// A day of one queue whose volume changes from interval to interval.
public struct VaryingQueue: Hashable, Sendable {
  /// One interval of the day.
  public struct Interval: Hashable, Sendable {
    public var callsPerHour: Double
    public var handlingSeconds: Double
    /// nil or infinite: nobody hangs up.
    public var patienceSeconds: Double?
    public var thresholdSeconds: Double

    public init(
      callsPerHour: Double, handlingSeconds: Double, patienceSeconds: Double? = nil,
      thresholdSeconds: Double = 20
    ) {
      self.callsPerHour = callsPerHour
      self.handlingSeconds = handlingSeconds
      self.patienceSeconds = patienceSeconds
      self.thresholdSeconds = thresholdSeconds
    }

    /// The stationary question at a load that need not be that of the interval's own calls.
    func question(load: Double) -> StaffingQuestion {
      .init(
        load: load, handlingSeconds: handlingSeconds, patienceSeconds: patienceSeconds,
        thresholdSeconds: thresholdSeconds)
    }

    var load: Double { callsPerHour * handlingSeconds / 3600 }
  }

  public var intervals: [Interval]
  /// Length of every interval in seconds.
  public var intervalSeconds: Double

  public init(intervals: [Interval], intervalSeconds: Double) {
    self.intervals = intervals
    self.intervalSeconds = intervalSeconds
  }

  func validated() throws(QueueingError) -> VaryingQueue {
    _ = try Check.positive(intervalSeconds, .periods)
    for i in intervals {
      _ = try StaffingQuestion(
        callsPerHour: i.callsPerHour, handlingSeconds: i.handlingSeconds,
        patienceSeconds: i.patienceSeconds, thresholdSeconds: i.thresholdSeconds
      ).validated()
    }
    return self
  }
}

/// How the agents of a varying day are found.
public enum VaryingMethod: String, Hashable, Sendable, CaseIterable {
  /// Every interval on its own, as if its volume had lasted for ever.
  case sipp
  /// The same with the volume of one AHT earlier.
  case lag
  /// The load that an unlimited team would carry, averaged over the interval.
  case mol
  /// The queue followed through the day; promises what is then simulated.
  case transient
}

/// Agents per interval and what the method promises for them.
public struct VaryingPlan: Hashable, Sendable {
  public var agents: [Double]
  /// The service level (answered in time of offered) the method promises in each interval.
  public var serviceLevel: [Double]
  /// The load in erlangs the method staffed for; the interval's own for `transient`.
  public var load: [Double]
}
