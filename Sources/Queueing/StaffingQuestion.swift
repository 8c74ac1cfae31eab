/// One interval's work: how many calls, how long they take, how patient callers are.
public struct StaffingQuestion: Hashable, Sendable {
  /// Offered calls per hour, ≥ 0.
  public let callsPerHour: Double
  /// AHT in seconds, ≥ 0.
  public let handlingSeconds: Double
  /// Mean patience in seconds, ≥ 0; nil or infinite: nobody hangs up (Erlang C).
  public let patienceSeconds: Double?
  /// T of the service level in seconds, ≥ 0.
  public let thresholdSeconds: Double
  /// Offered load in erlangs.
  public let load: Double

  public init(
    callsPerHour: Double, handlingSeconds: Double, patienceSeconds: Double? = nil,
    thresholdSeconds: Double = 20
  ) {
    self.callsPerHour = callsPerHour
    self.handlingSeconds = handlingSeconds
    self.patienceSeconds = patienceSeconds
    self.thresholdSeconds = thresholdSeconds
    load = callsPerHour * handlingSeconds / 3600
  }

  /// The same from an offered `load` in erlangs, which is kept to its last digit.
  public init(
    load: Double, handlingSeconds: Double, patienceSeconds: Double? = nil,
    thresholdSeconds: Double = 20
  ) {
    callsPerHour = load == 0 ? 0 : load * 3600 / handlingSeconds
    self.handlingSeconds = handlingSeconds
    self.patienceSeconds = patienceSeconds
    self.thresholdSeconds = thresholdSeconds
    self.load = load
  }

  /// nil when nobody hangs up. Above 10¹² s a patience is as good as infinite.
  var finitePatience: Double? {
    guard let patienceSeconds, patienceSeconds <= Check.largest else { return nil }
    return patienceSeconds
  }

  func validated() throws(QueueingError) -> StaffingQuestion {
    _ = try Check.notNegative(callsPerHour, .callsPerHour)
    _ = try Check.notNegative(handlingSeconds, .handlingTime)
    _ = try Check.notNegative(load, .load)
    _ = try Check.notNegative(thresholdSeconds, .threshold)
    if let patienceSeconds, !(patienceSeconds >= 0) {
      throw .outOfRange(
        quantity: .patience, value: patienceSeconds, allowed: "a number from 0 or infinite")
    }
    // The mean waits take a time that grows with the square root of this number.
    if let patience = finitePatience, handlingSeconds > 0,
      load * patience / handlingSeconds > 1e14
    {
      throw .outOfRange(
        quantity: .patience, value: patience,
        allowed: "so short that load · patience / AHT is at most 1e14 (or infinite)")
    }
    return self
  }
}

/// What is asked of an interval; every goal that is not nil must be met.
public struct StaffingGoals: Hashable, Sendable {
  /// Smallest service level, from 0 to below 1, under `definition`.
  public var serviceLevel: Double?
  public var definition: ServiceLevelDefinition
  /// Largest mean wait of the answered in seconds, above 0.
  public var averageSpeedOfAnswerSeconds: Double?
  /// Largest share that hangs up, above 0 to 1. Needs a patience.
  public var abandonment: Double?
  /// Largest busy share of the agents' time, above 0 to 1.
  public var maximumOccupancy: Double?
  /// Largest share that waits, above 0 to 1.
  public var waitProbability: Double?

  public init(
    serviceLevel: Double? = nil, definition: ServiceLevelDefinition = .offered,
    averageSpeedOfAnswerSeconds: Double? = nil, abandonment: Double? = nil,
    maximumOccupancy: Double? = nil, waitProbability: Double? = nil
  ) {
    self.serviceLevel = serviceLevel
    self.definition = definition
    self.averageSpeedOfAnswerSeconds = averageSpeedOfAnswerSeconds
    self.abandonment = abandonment
    self.maximumOccupancy = maximumOccupancy
    self.waitProbability = waitProbability
  }

  /// The goal that is asked, in the order in which ties are resolved.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case serviceLevel = "service level"
    case averageSpeedOfAnswer = "ASA"
    case waitProbability = "probability of waiting"
    case abandonment = "abandonment"
    case occupancy = "occupancy"
    /// More agents than load, which a queue needs in which nobody hangs up.
    case stability = "stability"
    /// No calls, or no goal asks for more than the least possible.
    case none
  }

  func validated(hasPatience: Bool) throws(QueueingError) -> StaffingGoals {
    if let serviceLevel, !(serviceLevel >= 0 && serviceLevel < 1) {
      throw .outOfRange(
        quantity: .serviceLevel, value: serviceLevel, allowed: "from 0 to below 1 (0.8 for 80 %)")
    }
    if let asa = averageSpeedOfAnswerSeconds {
      guard asa > 0, asa <= Check.largest else {
        throw .outOfRange(
          quantity: .averageSpeedOfAnswer, value: asa, allowed: "a time above 0 s")
      }
    }
    try Self.share(waitProbability, .waitProbability)
    try Self.share(abandonment, .abandonment)
    try Self.share(maximumOccupancy, .occupancy)
    if abandonment != nil, !hasPatience {
      throw .missing(quantity: .patience, because: "without it nobody hangs up")
    }
    return self
  }

  private static func share(
    _ value: Double?, _ quantity: QueueingError.Quantity
  ) throws(QueueingError) {
    guard let value, !(value > 0 && value <= 1) else { return }
    throw .outOfRange(quantity: quantity, value: value, allowed: "above 0 and at most 1")
  }
}

/// The smallest number of agents, and why.
public struct StaffingAnswer: Hashable, Sendable {
  /// Whole agents on the phone.
  public var agents: Double
  /// The goal that asks for the most agents; the first in the order of `StaffingGoals.Kind`.
  public var boundBy: StaffingGoals.Kind
  /// What each goal alone asks for, in the order of `StaffingGoals.Kind`.
  public var perGoal: [(goal: StaffingGoals.Kind, agents: Double)]
  /// What `agents` agents achieve.
  public var performance: QueuePerformance

  public static func == (a: StaffingAnswer, b: StaffingAnswer) -> Bool {
    a.agents == b.agents && a.boundBy == b.boundBy && a.performance == b.performance
      && a.perGoal.elementsEqual(b.perGoal) { $0 == $1 }
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(agents)
    hasher.combine(boundBy)
  }
}
