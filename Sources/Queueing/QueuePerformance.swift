/// Service level under each of its definitions, for one threshold T. Fractions from 0 to 1.
public struct ServiceLevels: Hashable, Sendable {
  /// Answered within T / offered. At T = 0 this is the share that does not wait.
  public var ofOffered: Double
  /// Answered within T / answered.
  public var ofAnswered: Double
  /// Answered within T / (offered - abandoned within T).
  public var excludingShortAbandons: Double
  /// Share of calls whose wait would be at most T if they had unlimited patience.
  public var virtual: Double
  /// (Answered + abandoned within T) / offered.
  public var offeredPlusAbandoned: Double
}

/// Which service level is meant.
public enum ServiceLevelDefinition: String, Hashable, Sendable, CaseIterable {
  /// Answered within T of all offered.
  case offered
  /// Answered within T of all answered.
  case answered
  /// Answered within T of all offered but those who hang up within T.
  case excludingShortAbandons = "excl-short-ab"
  /// Virtual wait of a patient caller at most T.
  case virtual
  /// Answered or abandoned within T of all offered.
  case offeredPlusAbandoned = "offered-plus-ab"
}

extension ServiceLevels {
  public subscript(definition: ServiceLevelDefinition) -> Double {
    switch definition {
    case .offered: ofOffered
    case .answered: ofAnswered
    case .excludingShortAbandons: excludingShortAbandons
    case .virtual: virtual
    case .offeredPlusAbandoned: offeredPlusAbandoned
    }
  }

  static func all(_ value: Double) -> ServiceLevels {
    .init(
      ofOffered: value, ofAnswered: value, excludingShortAbandons: value, virtual: value,
      offeredPlusAbandoned: value)
  }
}

/// How a queue performs in the long run. Times in seconds, shares from 0 to 1.
public struct QueuePerformance: Hashable, Sendable {
  /// Agents on the phone (may be fractional).
  public var agents: Double
  /// λ · AHT in erlangs.
  public var offeredLoad: Double
  /// Share of calls that find all agents busy.
  public var waitProbability: Double
  /// Share of offered calls that find no free line; 0 without a limit.
  public var blocking: Double
  /// Share of (accepted) calls that hang up.
  public var abandonment: Double
  /// Share of (accepted) calls that hang up within the threshold.
  public var abandonedWithinThreshold: Double
  public var serviceLevel: ServiceLevels
  /// Mean wait of the answered.
  public var averageSpeedOfAnswer: Double
  /// Mean wait of all accepted calls, answered or not.
  public var meanWait: Double
  /// Mean wait of those who hang up; nil when nobody does.
  public var meanWaitOfAbandoned: Double?
  /// Mean wait a caller of unlimited patience would have.
  public var meanVirtualWait: Double
  /// Mean number of waiting calls.
  public var queueLength: Double
  /// Busy share of the agents' time.
  public var occupancy: Double

  /// Nobody calls: nobody waits.
  static func idle(agents: Double) -> QueuePerformance {
    .init(
      agents: agents, offeredLoad: 0, waitProbability: 0, blocking: 0, abandonment: 0,
      abandonedWithinThreshold: 0, serviceLevel: .all(1), averageSpeedOfAnswer: 0, meanWait: 0,
      meanWaitOfAbandoned: nil, meanVirtualWait: 0, queueLength: 0, occupancy: 0)
  }

  /// As many calls as the agents can take or more, and nobody hangs up: the queue grows for ever.
  static func unstable(agents: Double, load: Double) -> QueuePerformance {
    .init(
      agents: agents, offeredLoad: load, waitProbability: 1, blocking: 0, abandonment: 0,
      abandonedWithinThreshold: 0, serviceLevel: .all(0), averageSpeedOfAnswer: .infinity,
      meanWait: .infinity, meanWaitOfAbandoned: nil, meanVirtualWait: .infinity,
      queueLength: .infinity, occupancy: 1)
  }
}
