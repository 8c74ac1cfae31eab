public import CivilTime

/// How many agents one interval of one queue needs, and what that many promise.
public struct RequirementRow: Hashable, Sendable {
  public var queue: String
  public var start: Instant
  public var offered: Double
  public var handlingSeconds: Double
  /// Agents on the phone.
  public var agents: Int
  /// Agents to schedule so that `agents` remain after shrinkage; rounded up once.
  public var scheduled: Int
  /// The goal that asked for the most agents, such as `service-level`; `none` else.
  public var boundBy: String
  /// Whether nobody works at the queue in the interval; contacts may come all the same.
  public var isClosed: Bool
  /// What the model promises with `agents`.
  public var serviceLevel: Double
  public var averageSpeedOfAnswerSeconds: Double
  public var abandonment: Double
  public var occupancy: Double

  /// How files say in their column `bound_by` that an interval is closed.
  public static let closedWord = ForecastRow.closedMethod

  /// `isClosed`: Nil takes it from a `boundBy` as files write it.
  public init(
    queue: String, start: Instant, offered: Double, handlingSeconds: Double, agents: Int,
    scheduled: Int, boundBy: String, serviceLevel: Double, averageSpeedOfAnswerSeconds: Double,
    abandonment: Double, occupancy: Double, isClosed: Bool? = nil
  ) {
    self.queue = queue
    self.start = start
    self.offered = offered
    self.handlingSeconds = handlingSeconds
    self.agents = agents
    self.scheduled = scheduled
    self.boundBy = boundBy
    self.isClosed = isClosed ?? (boundBy == Self.closedWord)
    self.serviceLevel = serviceLevel
    self.averageSpeedOfAnswerSeconds = averageSpeedOfAnswerSeconds
    self.abandonment = abandonment
    self.occupancy = occupancy
  }
}
