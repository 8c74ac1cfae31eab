/// A day of one queue with equal agents: what comes, how long it takes, who is there.
public struct QueueScenario: Hashable, Sendable {
  /// One interval of the day.
  public struct Interval: Hashable, Sendable {
    public var callsPerHour: Double
    /// Handling and patience of the calls that arrive in it.
    public var handling: Distribution
    public var patience: Distribution
    public var thresholdSeconds: Double
    /// Agents present from its start; they change only there.
    public var agents: Int

    public init(
      callsPerHour: Double, handling: Distribution, patience: Distribution = .never,
      thresholdSeconds: Double = 20, agents: Int
    ) {
      self.callsPerHour = callsPerHour
      self.handling = handling
      self.patience = patience
      self.thresholdSeconds = thresholdSeconds
      self.agents = agents
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

/// What calls that arrived in one interval (or in all) met, over many days.
public struct QueueOutcome: Hashable, Sendable {
  /// Offered calls per day.
  public var offered: Double
  /// Answered within the threshold / offered; 1 where nobody calls.
  public var serviceLevel: Estimate
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
  /// Busy share of the agents' time while they are present (a call finished after hours counts).
  public var occupancy: Estimate
  public var replications: Int
  /// Calls simulated.
  public var calls: Int
}
