// Agents for goals, with and without patience: Erlang C when nobody hangs up, Erlang A otherwise.

/// The staffing calculator of one interval in steady state.
public enum Staffing {
  /// How `agents` agents (≥ 0, may be fractional) perform.
  ///
  /// Documented answers: no calls or calls that take no time give service level 1 and no waits;
  /// agents ≤ load without patience gives waiting probability 1, service level 0, infinite waits;
  /// no agents with patience gives everybody waiting and hanging up; patience 0 is Erlang B.
  /// - Complexity: O(1), but for the mean waits with patience O(√agents).
  public static func performance(
    of question: StaffingQuestion, agents: Double
  ) throws(QueueingError) -> QueuePerformance {
    let q = try question.validated()
    let n = try Check.notNegative(agents, .agents)
    return unchecked(q, n)
  }

  /// The service levels alone: O(1), with patience too.
  public static func serviceLevels(
    of question: StaffingQuestion, agents: Double
  ) throws(QueueingError) -> ServiceLevels {
    let q = try question.validated()
    let n = try Check.notNegative(agents, .agents)
    if let patience = q.finitePatience, patience > 0, n > 0, q.load > 0 {
      return ErlangAState(
        agents: n, load: q.load, handling: q.handlingSeconds, patience: patience
      ).levels(threshold: q.thresholdSeconds).levels
    }
    return unchecked(q, n).serviceLevel
  }

  static func unchecked(_ q: StaffingQuestion, _ n: Double) -> QueuePerformance {
    let a = q.load
    if a == 0 { return .idle(agents: n) }
    guard let patience = q.finitePatience else {
      return ErlangC.performance(n, a, handling: q.handlingSeconds, threshold: q.thresholdSeconds)
    }
    if n == 0 { return nobody(load: a, q, patience) }
    if patience == 0 { return impatient(n, a, blocked: 1 / reciprocalBlocking(n, a)) }
    return ErlangAState(agents: n, load: a, handling: q.handlingSeconds, patience: patience)
      .performance(threshold: q.thresholdSeconds)
  }

  /// The smallest whole number of agents that meets every goal.
  ///
  /// No calls need no agents; calls that take no time need one. Without any goal the answer is the
  /// least possible: one agent more than the load's whole part without patience, one with.
  /// - Throws: `outOfRange` for NaN, negative and absurd input; `missing` for an abandonment goal
  ///   without patience; `unreachable` when no number of agents does.
  public static func minimumAgents(
    for question: StaffingQuestion, goals: StaffingGoals
  ) throws(QueueingError) -> StaffingAnswer {
    let q = try question.validated()
    let goals = try goals.validated(hasPatience: q.finitePatience != nil)
    let a = q.load
    if a == 0 {
      let n: Double = q.callsPerHour == 0 ? 0 : 1
      return .init(
        agents: n, boundBy: .none, perGoal: [], performance: .idle(agents: n))
    }
    var asked: [(goal: StaffingGoals.Kind, agents: Double)] = []
    for goal in StaffingGoals.Kind.allCases {
      if let n = try agents(q, a, goals, goal) { asked.append((goal, n)) }
    }
    var best = (goal: StaffingGoals.Kind.none, agents: 1.0)
    for one in asked where one.agents > best.agents || best.goal == .none {
      if one.agents >= best.agents { best = one }
    }
    return .init(
      agents: best.agents, boundBy: best.goal, perGoal: asked,
      performance: unchecked(q, best.agents))
  }

  /// Agents that `goal` alone asks for; nil when it is not asked.
  private static func agents(
    _ q: StaffingQuestion, _ a: Double, _ goals: StaffingGoals, _ goal: StaffingGoals.Kind
  ) throws(QueueingError) -> Double? {
    let patience = q.finitePatience
    switch goal {
    case .none: return nil
    case .stability: return patience == nil ? a.rounded(.down) + 1 : nil
    case .occupancy:
      guard let limit = goals.maximumOccupancy else { return nil }
      guard let patience, patience > 0 else {
        // Erlang B's occupancy is below the load's too; without patience it is the load's exactly.
        return agentsForOccupancy(a, maximum: limit)
      }
      return try search(q, a, .occupancy, limit) { state in
        a * (1 - state.abandonment) / state.n <= limit * (1 + 1e-12)
      }
    case .serviceLevel:
      guard let target = goals.serviceLevel else { return nil }
      guard patience != nil else {
        return DelayGoal.serviceLevel(
          target, threshold: q.thresholdSeconds, handling: q.handlingSeconds
        ).minimumAgents(a)
      }
      return try search(q, a, .serviceLevel, target) { state in
        state.levels(threshold: q.thresholdSeconds).levels[goals.definition] >= target - 1e-12
      }
    case .averageSpeedOfAnswer:
      guard let target = goals.averageSpeedOfAnswerSeconds else { return nil }
      guard patience != nil else {
        return DelayGoal.averageSpeedOfAnswer(target, handling: q.handlingSeconds).minimumAgents(a)
      }
      return try search(q, a, .averageSpeedOfAnswer, target) { state in
        let served = (1 - state.abandonment)
        return state.handling * state.waits().answered <= target * served * (1 + 1e-12)
      }
    case .waitProbability:
      guard let target = goals.waitProbability else { return nil }
      guard patience != nil else { return DelayGoal.waitProbability(target).minimumAgents(a) }
      return try search(q, a, .waitProbability, target) { $0.waitProbability <= target + 1e-12 }
    case .abandonment:
      guard let target = goals.abandonment else { return nil }
      return try search(q, a, .abandonment, target) { $0.abandonment <= target + 1e-12 }
    }
  }

  /// Search over Erlang A states; patience 0 is answered by a patience of a nanosecond.
  private static func search(
    _ q: StaffingQuestion, _ a: Double, _ quantity: QueueingError.Quantity, _ target: Double,
    _ meets: (ErlangAState) -> Bool
  ) throws(QueueingError) -> Double {
    let patience = max(q.finitePatience ?? 0, 1e-9)
    return try smallestWhole(
      from: max(1, a.rounded(.up)), step: a.squareRoot(), lowest: 1, quantity, target
    ) { n in
      meets(ErlangAState(agents: n, load: a, handling: q.handlingSeconds, patience: patience))
    }
  }

  private static func nobody(
    load a: Double, _ q: StaffingQuestion, _ patience: Double
  ) -> QueuePerformance {
    var result = QueuePerformance.unstable(agents: 0, load: a)
    result.abandonment = 1
    result.abandonedWithinThreshold =
      patience == 0 ? 1 : -plainExpm1(-q.thresholdSeconds / patience)
    result.serviceLevel.offeredPlusAbandoned = result.abandonedWithinThreshold
    result.averageSpeedOfAnswer = .nan
    result.meanWait = patience
    result.meanWaitOfAbandoned = patience
    result.queueLength = q.callsPerHour / 3600 * patience
    return result
  }

  /// Patience 0: who finds no free agent is gone at once.
  static func impatient(_ n: Double, _ a: Double, blocked: Double) -> QueuePerformance {
    var result = QueuePerformance.idle(agents: n)
    result.offeredLoad = a
    result.waitProbability = blocked
    result.abandonment = blocked
    result.abandonedWithinThreshold = blocked
    result.serviceLevel = .all(1 - blocked)
    result.serviceLevel.ofAnswered = 1
    result.serviceLevel.excludingShortAbandons = 1
    result.serviceLevel.offeredPlusAbandoned = 1
    result.meanWaitOfAbandoned = 0
    result.occupancy = a * (1 - blocked) / n
    return result
  }
}
