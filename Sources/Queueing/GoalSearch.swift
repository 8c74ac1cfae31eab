/// Search of agents (or of anything else that is counted) for goals on any model's performance.
extension StaffingGoals {
  /// The goals that are asked, in the order of `Kind`.
  public var asked: [Kind] {
    Kind.allCases.filter { kind in
      switch kind {
      case .serviceLevel: serviceLevel != nil
      case .averageSpeedOfAnswer: averageSpeedOfAnswerSeconds != nil
      case .waitProbability: waitProbability != nil
      case .abandonment: abandonment != nil
      case .occupancy: maximumOccupancy != nil
      case .stability, .none: false
      }
    }
  }

  /// Whether `performance` meets the goal `kind`; probabilities may miss by 1e-12 (ties of decimals).
  public func isMet(_ kind: Kind, by performance: QueuePerformance) -> Bool {
    switch kind {
    case .serviceLevel:
      serviceLevel.map { performance.serviceLevel[definition] >= $0 - 1e-12 } ?? true
    case .averageSpeedOfAnswer:
      averageSpeedOfAnswerSeconds.map { performance.averageSpeedOfAnswer <= $0 } ?? true
    case .waitProbability:
      waitProbability.map { performance.waitProbability <= $0 + 1e-12 } ?? true
    case .abandonment: abandonment.map { performance.abandonment <= $0 + 1e-12 } ?? true
    case .occupancy: maximumOccupancy.map { performance.occupancy <= $0 + 1e-12 } ?? true
    case .stability, .none: true
    }
  }

  /// Whether all goals that are asked are met.
  public func areMet(by performance: QueuePerformance) -> Bool {
    asked.allSatisfy { isMet($0, by: performance) }
  }

  /// The smallest whole number whose performance meets every goal, for a model that gets better with
  /// every agent.
  func minimum(
    lowest: Double, start: Double,
    _ performance: (Double) throws(QueueingError) -> QueuePerformance
  ) throws(QueueingError) -> StaffingAnswer {
    var perGoal: [(goal: Kind, agents: Double)] = []
    var agents = lowest
    var bound = Kind.none
    var failure: QueueingError?
    for kind in asked {
      let n = try smallestWhole(
        from: max(lowest, start.rounded(.up)), step: start.squareRoot(), lowest: lowest, .agents,
        start
      ) { n in
        do throws(QueueingError) { return isMet(kind, by: try performance(n)) } catch {
          failure = error
          return true
        }
      }
      if let failure { throw failure }
      perGoal.append((kind, n))
      if n > agents || bound == .none, n >= agents {
        agents = n
        bound = kind
      }
    }
    return .init(
      agents: agents, boundBy: bound, perGoal: perGoal, performance: try performance(agents))
  }
}
