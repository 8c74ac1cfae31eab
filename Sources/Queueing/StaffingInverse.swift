// The same question turned round: the load, the volume or the AHT that given agents can carry, and the
// fractional number of agents that meets the goals exactly.
//
// Method: every measure gets worse with the load and better with the agents, so the answer is where
// the goals stop being met, found by doubling and halving to the last bits: about 60 evaluations.

extension Staffing {
  /// The largest offered load in erlangs with which `agents` agents meet every goal.
  public static func maximumLoad(
    agents: Double, handlingSeconds: Double, patienceSeconds: Double? = nil,
    thresholdSeconds: Double = 20, goals: StaffingGoals
  ) throws(QueueingError) -> Double {
    let s = try Check.positive(handlingSeconds, .handlingTime)
    return try largest(agents: agents, goals: goals) { load in
      .init(
        load: load, handlingSeconds: s, patienceSeconds: patienceSeconds,
        thresholdSeconds: thresholdSeconds)
    }
  }

  /// The largest volume in calls per hour with which `agents` agents meet every goal.
  public static func maximumCalls(
    agents: Double, handlingSeconds: Double, patienceSeconds: Double? = nil,
    thresholdSeconds: Double = 20, goals: StaffingGoals
  ) throws(QueueingError) -> Double {
    try maximumLoad(
      agents: agents, handlingSeconds: handlingSeconds, patienceSeconds: patienceSeconds,
      thresholdSeconds: thresholdSeconds, goals: goals) * 3600 / handlingSeconds
  }

  /// The longest AHT in seconds with which `agents` agents meet every goal at `callsPerHour`.
  public static func maximumHandling(
    agents: Double, callsPerHour: Double, patienceSeconds: Double? = nil,
    thresholdSeconds: Double = 20, goals: StaffingGoals
  ) throws(QueueingError) -> Double {
    let calls = try Check.positive(callsPerHour, .callsPerHour)
    return try largest(agents: agents, goals: goals) { load in
      .init(
        callsPerHour: calls, handlingSeconds: load * 3600 / calls,
        patienceSeconds: patienceSeconds, thresholdSeconds: thresholdSeconds)
    } * 3600 / calls
  }

  /// The real number of agents that meets every goal exactly, at most the whole number of
  /// `minimumAgents`: 13.2 agents are 13 for four fifths of the time and 14 for one fifth.
  public static func fractionalAgents(
    for question: StaffingQuestion, goals: StaffingGoals
  ) throws(QueueingError) -> Double {
    let whole = try minimumAgents(for: question, goals: goals).agents
    guard whole > 0, question.load > 0 else { return whole }
    // Without patience the queue needs more agents than load, however few more.
    let lowest = question.finitePatience == nil ? question.load : 0
    let low = max(lowest, whole - 1)
    return -largestReal(-whole, -low) { goals.areMet(by: unchecked(question, -$0)) }
  }

  private static func largest(
    agents: Double, goals: StaffingGoals, _ question: (Double) -> StaffingQuestion
  ) throws(QueueingError) -> Double {
    let n = try Check.notNegative(agents, .agents)
    let probe = try question(min(1, n / 2)).validated()
    let goals = try goals.validated(hasPatience: probe.finitePatience != nil)
    guard !goals.asked.isEmpty else {
      throw .missing(quantity: .serviceLevel, because: "without a goal any load will do")
    }
    if n == 0 { return 0 }
    func meets(_ load: Double) -> Bool { goals.areMet(by: unchecked(question(load), n)) }
    var high = n
    while meets(high) {
      high *= 2
      guard high < Check.largest else {
        throw .unreachable(
          quantity: .load, value: high, because: "the goals are met at any load")
      }
    }
    return largestReal(0, high, meets)
  }
}

extension LimitedLines {
  /// The smallest whole number of agents on `lines` lines that meets every goal, of accepted calls.
  public static func minimumAgents(
    for question: StaffingQuestion, lines: Double, goals: StaffingGoals
  ) throws(QueueingError) -> StaffingAnswer {
    let q = try question.validated()
    let goals = try goals.validated(hasPatience: q.finitePatience != nil)
    if q.load == 0 { return try Staffing.minimumAgents(for: q, goals: goals) }
    let full = try performance(of: q, agents: lines, lines: lines)
    for kind in goals.asked where !goals.isMet(kind, by: full) {
      throw .unreachable(
        quantity: .lines, value: lines,
        because: "an agent on every line misses the \(kind.rawValue)")
    }
    var best = (agents: 1.0, goal: StaffingGoals.Kind.none)
    var perGoal: [(goal: StaffingGoals.Kind, agents: Double)] = []
    for kind in goals.asked {
      var low = 0.0
      var high = lines
      while high - low > 1.5 {
        let middle = ((low + high) / 2).rounded(.down)
        let p = try performance(of: q, agents: middle, lines: lines)
        if goals.isMet(kind, by: p) { high = middle } else { low = middle }
      }
      perGoal.append((kind, high))
      if high > best.agents || best.goal == .none { best = (max(high, best.agents), kind) }
    }
    return .init(
      agents: best.agents, boundBy: best.goal, perGoal: perGoal,
      performance: try performance(of: q, agents: best.agents, lines: lines))
  }
}
