public import MusterPluginKit
public import Queueing

extension StaffingGoals {
  /// The goals of a queue in the words of the staffing models; abandonment only where callers have a
  /// patience, since nobody abandons otherwise.
  public init(_ goal: GoalInfo, hasPatience: Bool) {
    let definition: ServiceLevelDefinition =
      switch goal.definition {
      case "answered-of-answered": .answered
      case "excluding-short-abandons": .excludingShortAbandons
      case "virtual": .virtual
      default: .offered
      }
    self.init(
      serviceLevel: goal.serviceLevel, definition: definition,
      averageSpeedOfAnswerSeconds: goal.asaS,
      abandonment: hasPatience ? goal.abandonment : nil, maximumOccupancy: goal.maxOccupancy)
  }

  /// Whether any goal is set.
  public var isEmpty: Bool {
    serviceLevel == nil && averageSpeedOfAnswerSeconds == nil && abandonment == nil
      && maximumOccupancy == nil && waitProbability == nil
  }
}

extension Requirement {
  /// Agents and what a queue promises with them.
  public mutating func set(
    agents: Int, boundBy: String, _ performance: QueuePerformance,
    definition: ServiceLevelDefinition
  ) {
    func known(_ x: Double) -> Double { x.isFinite ? x : .nan }
    set(
      agents: agents, boundBy: boundBy,
      serviceLevel: known(performance.serviceLevel[definition]),
      asaSeconds: known(performance.averageSpeedOfAnswer),
      abandonment: known(performance.abandonment), occupancy: known(performance.occupancy))
  }
}
