/// A day of one queue with equal agents: what comes, how long it takes, who is there.
public struct QueueScenario: Hashable, Sendable {
  /// One interval of the day.
  public struct Interval: Hashable, Sendable {
    public var callsPerHour: Double
    /// Handling and patience of the calls that arrive in it.
    public var handling: Distribution
    public var patience: Distribution
    public var thresholdSeconds: Double
    /// Agents expected to be present from its start; they change only there. Of 16.4 agents there are
    /// 17 on four days in ten and 16 on the others.
    public var expectedAgents: Double

    public init(
      callsPerHour: Double, handling: Distribution, patience: Distribution = .never,
      thresholdSeconds: Double = 20, expectedAgents: Double
    ) {
      self.callsPerHour = callsPerHour
      self.handling = handling
      self.patience = patience
      self.thresholdSeconds = thresholdSeconds
      self.expectedAgents = expectedAgents
    }

    /// An interval with the same whole number of agents on every day.
    public init(
      callsPerHour: Double, handling: Distribution, patience: Distribution = .never,
      thresholdSeconds: Double = 20, agents: Int
    ) {
      self.init(
        callsPerHour: callsPerHour, handling: handling, patience: patience,
        thresholdSeconds: thresholdSeconds, expectedAgents: Double(agents))
    }

    /// The whole agents of a day on which `rounding` (0 to 1) is drawn.
    func agents(rounding: Double) -> Int {
      // A sum that is whole but for the last bits of a product stays whole.
      Int((expectedAgents + 1e-9 + rounding * (1 - 1e-8)).rounded(.down))
    }
  }

  public var intervals: [Interval]
  /// Length of every interval in seconds.
  public var intervalSeconds: Double
  /// Coefficient of variation of a Gamma factor on the whole day's rate.
  public var dayVariation = 0.0
  /// Coefficient of variation of independent Gamma factors on the intervals' rates.
  public var intervalVariation = 0.0
  /// Chance that a caller who hung up calls again, after an exponential time of this mean.
  public var redialProbability = 0.0
  public var redialDelaySeconds = 3600.0
  /// Intervals at the start that are simulated but not counted.
  public var warmUpIntervals = 0

  public init(intervals: [Interval], intervalSeconds: Double) {
    self.intervals = intervals
    self.intervalSeconds = intervalSeconds
  }
}

/// Mean numbers of calls a day.
public struct QueueCounts: Hashable, Sendable {
  public var offered = 0.0
  public var answered = 0.0
  /// Answered within the threshold.
  public var inTime = 0.0
  public var abandoned = 0.0
  /// Abandoned within the threshold.
  public var shortAbandoned = 0.0
  /// Would have been answered within the threshold, had they all had endless patience.
  public var virtuallyInTime = 0.0
  /// Seconds that the answered waited, all together.
  public var waitOfAnswered = 0.0
  /// Seconds of handling the calls, and of agents who end a call after they were to go in this interval or,
  /// in the last one, at its end.
  public var busySeconds = 0.0
  public var overtimeSeconds = 0.0

  public init() {}
}

/// What calls that arrived in one interval (or in all) met, over many days.
public struct QueueOutcome: Hashable, Sendable {
  public var counts: QueueCounts
  /// Offered calls per day.
  public var offered: Double { counts.offered }
  /// Answered within the threshold / offered; 1 where nobody calls.
  public var serviceLevel: Estimate
  /// By the other definitions: of the answered, of offered less short abandons, of virtual waits.
  public var levelOfAnswered: Estimate
  public var levelExcludingShortAbandons: Estimate
  public var virtualLevel: Estimate
  /// Hung up / offered.
  public var abandonment: Estimate
  /// Had to wait / offered.
  public var waiting: Estimate
  /// Mean wait of the answered in seconds.
  public var speedOfAnswer: Estimate
}

/// The result of a simulation.
public struct QueueReport: Hashable, Sendable {
  public var intervals: [QueueOutcome]
  public var day: QueueOutcome
  /// Busy share of the agents' time while they are present: who ends a call after hours is there until then.
  public var occupancy: Estimate
  public var replications: Int
  /// Calls simulated.
  public var calls: Int
}
