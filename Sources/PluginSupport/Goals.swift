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

extension StaffingGoals {
  /// The goal of this kind in words.
  public func words(_ kind: Kind, withinSeconds: Double) -> String {
    func percent(_ value: Double?) -> String { "\(fixed((value ?? 0) * 100, 1)) %" }
    return switch kind {
    case .serviceLevel:
      "at least \(percent(serviceLevel)) within \(fixed(withinSeconds)) s, \(definition.rawValue)"
    case .averageSpeedOfAnswer: "at most \(fixed(averageSpeedOfAnswerSeconds ?? 0, 1)) s"
    case .abandonment: "at most \(percent(abandonment))"
    case .occupancy: "at most \(percent(maximumOccupancy))"
    case .waitProbability: "share that waits at most \(percent(waitProbability))"
    case .stability: "more agents than erlangs, or the queue grows for ever"
    case .none: "no goal"
    }
  }

  /// What each goal asks for, the number that is taken, and what it promises.
  public func steps(_ answer: StaffingAnswer, withinSeconds: Double) -> [ExplainStep] {
    var steps = answer.perGoal.map { goal, agents in
      ExplainStep(
        "goal: \(goal.rawValue)", "\(fixed(agents)) agents",
        words(goal, withinSeconds: withinSeconds)
          + (goal == answer.boundBy ? "; this one binds" : ""))
    }
    steps.append(ExplainStep("agents on the phone", fixed(answer.agents), "the largest of these"))
    steps.append(promise(answer.performance, withinSeconds: withinSeconds))
    return steps
  }

  /// What a number of agents promises.
  public func promise(_ performance: QueuePerformance, withinSeconds: Double) -> ExplainStep {
    ExplainStep(
      "promised",
      "\(fixed(performance.serviceLevel[definition] * 100, 1)) % in \(fixed(withinSeconds)) s",
      "\(definition.rawValue); ASA \(fixed(performance.averageSpeedOfAnswer, 1)) s, abandonment "
        + "\(fixed(performance.abandonment * 100, 1)) %, occupancy "
        + "\(fixed(performance.occupancy * 100, 1)) %")
  }
}

extension Need {
  /// Agents and what a queue promises with them.
  public init(
    agents: Int, boundBy: String, _ performance: QueuePerformance,
    definition: ServiceLevelDefinition
  ) {
    func known(_ x: Double) -> Double { x.isFinite ? x : .nan }
    self.init(
      agents: agents, boundBy: boundBy,
      serviceLevel: known(performance.serviceLevel[definition]),
      asaSeconds: known(performance.averageSpeedOfAnswer),
      abandonment: known(performance.abandonment), occupancy: known(performance.occupancy))
  }
}
