public import CentreModel
public import CivilTime
package import FloorSimulation

/// What is promised to the callers of each queue, and how the floor is on which it is to be kept.
public struct ServicePromise: Hashable, Sendable {
  /// Over which time a goal is to hold.
  public enum Scope: String, Hashable, Sendable, CaseIterable {
    /// Every queue over every seven days of the horizon.
    case week
    /// Every queue on every day on which it is open.
    case day
    /// Every queue in every interval in which it is open.
    case interval
  }

  /// A queue and its goal: a share answered within the time, by its definition.
  public struct Queue: Hashable, Sendable {
    public var id: String
    public var handlingSeconds: Double
    public var patienceSeconds: Double
    public var withinSeconds: Double
    public var serviceLevel: Double
    public var definition: ServiceGoal.Definition
    /// Agents with the skill at work, not on a pause, in every open interval.
    public var minimumAgents: Int
    /// Most work over presence, on every day; nil: people may be busy all the time.
    public var maximumOccupancy: Double?
    /// The queue's own period, and its own floor of the hours; nil: those of all queues.
    public var scope: Scope?
    public var hourFloor: Double?
    /// The chance that somebody who serves it alone loses an interval of work; nil: that of all queues.
    public var offPhone: Double?

    public init(
      id: String, handlingSeconds: Double, patienceSeconds: Double, withinSeconds: Double,
      serviceLevel: Double, definition: ServiceGoal.Definition = .answeredOfOffered,
      minimumAgents: Int = 0, maximumOccupancy: Double? = nil, scope: Scope? = nil,
      hourFloor: Double? = nil,
      offPhone: Double? = nil
    ) {
      self.id = id
      self.handlingSeconds = handlingSeconds
      self.patienceSeconds = patienceSeconds
      self.withinSeconds = withinSeconds
      self.serviceLevel = serviceLevel
      self.definition = definition
      self.minimumAgents = minimumAgents
      self.maximumOccupancy = maximumOccupancy
      self.scope = scope
      self.hourFloor = hourFloor
      self.offPhone = offPhone
    }

    /// Fewest people with the skill at work while so many calls are expected: the minimum; somebody at least
    /// where calls that nobody answers could be left out, for nobody at work would then keep every promise.
    func leastPeople(calls: Double) -> Int {
      guard calls > 0 else { return 0 }
      let isAsked = definition.onTheFloor.leavesOut && calls > Self.fewestCalls
      return isAsked ? max(1, minimumAgents) : minimumAgents
    }

    /// Below this nobody is expected although the queue is open.
    private static let fewestCalls = 1e-5
  }

  public var start: Instant
  public var days: Int
  public var intervalSeconds: Int
  public var scope: Scope
  /// In no hour of the horizon is less expected for any queue; nil: no floor.
  public var hourFloor: Double?
  /// The chance that a whole shift is missed, and that an interval of work is lost.
  public var absentShift: Double
  public var offPhone: Double
  /// Coefficient of variation of a gamma factor on all rates of a day.
  public var dayVariation: Double
  public var queues: [Queue]

  public init(
    start: Instant, days: Int, intervalSeconds: Int, scope: Scope, hourFloor: Double? = nil,
    absentShift: Double = 0, offPhone: Double = 0, dayVariation: Double = 0, queues: [Queue]
  ) {
    self.start = start
    self.days = days
    self.intervalSeconds = intervalSeconds
    self.scope = scope
    self.hourFloor = hourFloor
    self.absentShift = absentShift
    self.offPhone = offPhone
    self.dayVariation = dayVariation
    self.queues = queues
  }

  /// The period of a queue's goal.
  public func scope(of queue: Int) -> Scope { queues[queue].scope ?? scope }

  /// The floor of a queue's hours; nil: none.
  public func hourFloor(of queue: Int) -> Double? {
    let floor = queues[queue].hourFloor ?? hourFloor ?? 0
    return floor > 0 ? floor : nil
  }
}

/// Expected contacts by queue and interval; intervals without a row are closed.
public struct ServiceDemand: Hashable, Sendable {
  /// By queue of the promise, then interval from its start on; nil: closed.
  public var offered: [[Double?]]
  /// Mean handling time of the interval's contacts.
  public var handlingSeconds: [[Double]]

  public init(offered: [[Double?]], handlingSeconds: [[Double]]) {
    self.offered = offered
    self.handlingSeconds = handlingSeconds
  }
}

extension ServiceGoal.Definition {
  /// As the floor counts it.
  package var onTheFloor: FloorModel.Definition {
    switch self {
    case .answeredOfOffered: .offered
    case .answeredOfAnswered: .answered
    case .excludingShortAbandons: .excludingShort
    case .virtual: .virtual
    }
  }
}
