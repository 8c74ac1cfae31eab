public import MusterPluginKit
public import Simulation
public import Workloads

/// Work that waits until a deadline, done by the people who are there, over replications.
public struct DeferredRun {
  private let rows: [Interval]
  private let goal: GoalInfo
  private let replay: DeferredReplay

  public init(_ rows: [Interval], _ goal: GoalInfo, jobs: [DeferredReplay.Job] = []) {
    self.rows = rows
    self.goal = goal
    replay = DeferredReplay(
      jobs: jobs, intervalSeconds: Double(max(1, rows.first?.length_s ?? 900)))
  }

  /// The answer of the simulate hook.
  ///
  /// - `productive`: Share of the time people are there that goes into this work.
  /// - `deadline`: What is promised of all of it, such as `done within 4 open hours`; nil when the work
  ///   has no deadline.
  /// - `what`: The contacts in the plural.
  public func answer(
    _ presence: Presence, productive: Double = 1, deadline: String?, what: String,
    replications: Int, seed: UInt64
  ) -> SimulateAnswer {
    let seconds = rows.map { presence.agentSeconds($0) * productive }
    return answer(deadline: deadline, what: what, replications: replications, seed: seed) {
      replay.run(agentSeconds: seconds, &$0)
    }
  }

  /// The same of a model of its own: `run` gives the tallies of a replication, and of what is expected
  /// without a stream.
  public func answer(
    deadline: String?, what: String, replications: Int, seed: UInt64, notes: [String] = [],
    run replication: (inout RandomStream?) -> [ServiceTally]
  ) -> SimulateAnswer {
    var run = ServiceRun(rows, .deferred)
    for k in 0..<replications {
      var stream: RandomStream? = RandomStream(seed: seed, stream: UInt64(k))
      run.add(replication(&stream))
    }
    var verdicts: [ServiceVerdict?] = []
    var not: [UnjudgedGoal] = []
    var other = goal
    if let deadline {
      var none: RandomStream?
      verdicts.append(
        expected(
          replication(&none), "all \(what) \(deadline), if as many come as expected"))
      if let share = goal.serviceLevel, goal.withinS >= replay.intervalSeconds {
        other.serviceLevel = nil
        verdicts.append(
          .least(
            "at least \(fixed(100 * share, 1)) % of \(what) \(deadline)",
            run.total.serviceLevel(.offered), share))
      }
    }
    not = other.unjudged(
      because: "nobody waits on the line: what may wait is counted by interval and deadline")
    let closed = rows.reduce(0) { $0 + ($1.isClosed ? $1.volume : 0) }
    return run.answer(
      verdicts: verdicts.compactMap { $0 }, notJudged: not,
      notes: (closed > 0
        ? ["\(fixed(closed, 1)) \(what) come while closed and land at the next opening"] : [])
        + notes)
  }

  /// Whether everything is in time when nothing is left to chance.
  private func expected(_ tallies: [ServiceTally], _ goal: String) -> ServiceVerdict? {
    var sum = ServiceTally()
    for tally in tallies { sum.append(tally) }
    guard sum.judged > 1e-9 else { return nil }
    let share = min(1, sum.inTime / sum.judged)
    return ServiceVerdict(goal: goal, value: share, promised: 1, missed: share < 1 - 1e-6)
  }
}
