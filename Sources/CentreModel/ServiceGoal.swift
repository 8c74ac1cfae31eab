/// What a queue promises its callers; every goal that is set must be met.
public struct ServiceGoal: Hashable, Sendable {
  /// How the share answered in time is counted. Reports always name it.
  public enum Definition: String, CaseIterable, Hashable, Sendable {
    /// Answered within the threshold, of all offered.
    case answeredOfOffered = "answered-of-offered"
    /// Answered within the threshold, of all answered.
    case answeredOfAnswered = "answered-of-answered"
    /// Answered within the threshold, of offered less those who abandoned within it.
    case excludingShortAbandons = "excluding-short-abandons"
    /// A caller with endless patience would wait no longer than the threshold.
    case virtual = "virtual"
  }

  /// Over which time the service level is promised.
  public enum Period: String, CaseIterable, Hashable, Sendable {
    /// In every interval: agents are required interval by interval.
    case interval
    /// Over every day, and over every week: the roster is searched for the promise itself.
    case day
    case week
  }

  /// Share answered in time, 0 to 1.
  public var serviceLevel: Double?
  public var period: Period
  /// The share below which no hour may fall, 0 to 1; nil: none. With a period of a day or a week.
  public var hourFloor: Double?
  /// The threshold of the service level, in seconds.
  public var withinSeconds: Double
  public var definition: Definition
  /// Highest average speed of answer, in seconds.
  public var averageSpeedOfAnswerSeconds: Double?
  /// Highest share of contacts that abandon, 0 to 1.
  public var abandonment: Double?
  /// Highest share of logged-in time spent handling, 0 to 1.
  public var maximumOccupancy: Double?

  public init(
    serviceLevel: Double? = nil, withinSeconds: Double = 20,
    definition: Definition = .answeredOfOffered, averageSpeedOfAnswerSeconds: Double? = nil,
    abandonment: Double? = nil, maximumOccupancy: Double? = nil, period: Period = .interval,
    hourFloor: Double? = nil
  ) {
    self.serviceLevel = serviceLevel
    self.period = period
    self.hourFloor = hourFloor
    self.withinSeconds = withinSeconds
    self.definition = definition
    self.averageSpeedOfAnswerSeconds = averageSpeedOfAnswerSeconds
    self.abandonment = abandonment
    self.maximumOccupancy = maximumOccupancy
  }
}
