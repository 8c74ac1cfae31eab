// Erlang X: Erlang A whose callers call again with some probability after hanging up.
//
// Goal: the fixed point total = fresh + r · total · P(abandon; total) to 1e-12.
// Method: total (1 - r P(abandon)) grows with total, so the root is unique and bracketed.
// Condition: redials are taken as a Poisson stream of their own, which holds when callers wait long
// before trying again. When they call back at once the true abandonment is 1 to 2 points higher.
// Sources: Koole 2013; Aguir et al. 2004.

/// A queue with redials. Probabilities of `perAttempt` are per attempt, fresh or repeated.
public struct RedialPerformance: Hashable, Sendable {
  /// Fresh and repeated calls per hour.
  public var totalCallsPerHour: Double
  public var perAttempt: QueuePerformance
  /// Share of fresh callers who give up in the end.
  public var lostPerCaller: Double
  /// Attempts per fresh caller.
  public var attemptsPerCaller: Double
}

/// Erlang A with redials.
public enum ErlangX {
  /// How `agents` agents perform when callers who hang up call again with probability `redial`.
  ///
  /// The calls of `question` are the fresh ones; a finite patience is needed.
  /// It is `unreachable` when everybody redials for ever and the agents are not more than the load
  /// of the fresh calls.
  public static func performance(
    of question: StaffingQuestion, redial: Double, agents: Double
  ) throws(QueueingError) -> RedialPerformance {
    let q = try question.validated()
    let n = try Check.notNegative(agents, .agents)
    let r = try Check.probability(redial, .redialProbability)
    guard let patience = q.finitePatience else {
      throw .missing(quantity: .patience, because: "without it nobody hangs up to call again")
    }
    if q.load == 0 {
      return .init(
        totalCallsPerHour: q.callsPerHour, perAttempt: .idle(agents: n), lostPerCaller: 0,
        attemptsPerCaller: 1)
    }
    guard r < 1 || n > q.load else {
      throw .unreachable(
        quantity: .redialProbability, value: r,
        because: "when everybody calls again for ever, agents must be more than the load")
    }
    let factor = try totalFactor(q, patience, r, n)
    let all = StaffingQuestion(
      load: q.load * factor, handlingSeconds: q.handlingSeconds, patienceSeconds: patience,
      thresholdSeconds: q.thresholdSeconds)
    let p = Staffing.unchecked(all, n)
    return .init(
      totalCallsPerHour: q.callsPerHour * factor, perAttempt: p,
      lostPerCaller: (1 - r) * factor * p.abandonment, attemptsPerCaller: factor)
  }

  /// Total over fresh calls, between 1 and 1/(1-r).
  private static func totalFactor(
    _ q: StaffingQuestion, _ patience: Double, _ r: Double, _ n: Double
  ) throws(QueueingError) -> Double {
    if r == 0 { return 1 }
    if n == 0 { return 1 / (1 - r) }
    let a = q.load
    func excess(_ factor: Double) -> Double {
      let lost =
        patience == 0
        ? 1 / reciprocalBlocking(n, a * factor)
        : ErlangAState(
          agents: n, load: a * factor, handling: q.handlingSeconds, patience: patience
        ).abandonment
      return factor * (1 - r * lost) - 1
    }
    var high = min(2, 1 / (1 - r))
    while excess(high) < 0 {
      guard a * high < Check.largest else {
        throw .unreachable(
          quantity: .redialProbability, value: r, because: "the repeated calls have no bound")
      }
      if high >= 1 / (1 - r) { return 1 / (1 - r) }
      high = min(2 * high, 1 / (1 - r))
    }
    return root(1, high, excess)
  }

  /// The smallest whole number of agents that meets every goal per attempt.
  public static func minimumAgents(
    for question: StaffingQuestion, redial: Double, goals: StaffingGoals
  ) throws(QueueingError) -> StaffingAnswer {
    let q = try question.validated()
    let goals = try goals.validated(hasPatience: q.finitePatience != nil)
    let r = try Check.probability(redial, .redialProbability)
    if q.load == 0 { return try Staffing.minimumAgents(for: q, goals: goals) }
    guard q.finitePatience != nil else {
      throw .missing(quantity: .patience, because: "without it nobody hangs up to call again")
    }
    let lowest = r == 1 ? q.load.rounded(.down) + 1 : 1
    return try goals.minimum(lowest: lowest, start: q.load) { n throws(QueueingError) in
      try performance(of: q, redial: r, agents: n).perAttempt
    }
  }
}
