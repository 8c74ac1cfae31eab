// Agents for a service level through a day.
//
// Method: SIPP, lag and MOL turn a load per interval into agents by the stationary model. The
// transient method walks through the day: with the queue as the interval finds it, the fewest agents
// whose transient service level reaches the target, starting from the MOL plan. What it promises is
// what a simulation of the plan then shows (to about 0.1 point); the others promise their stationary
// level and can be off by 5 to 75 points where volume changes fast and calls are long.

/// Staffing of a varying day.
public enum VaryingStaffing {
  /// Largest load in erlangs, and largest number of agents, that is followed through a day.
  public static let largestFollowed = 5000.0

  /// Agents for the service level `target` (answered in time of offered) in every interval.
  ///
  /// Intervals without calls get no agents, but finish what came before.
  public static func plan(
    _ queue: VaryingQueue, target: Double, method: VaryingMethod
  ) throws(QueueingError) -> VaryingPlan {
    let queue = try queue.validated()
    guard target >= 0, target < 1 else {
      throw .outOfRange(
        quantity: .serviceLevel, value: target, allowed: "from 0 to below 1 (0.8 for 80 %)")
    }
    switch method {
    case .sipp: return try stationary(queue, VaryingLoad.sipp(queue), target)
    case .lag: return try stationary(queue, VaryingLoad.lag(queue), target)
    case .mol: return try stationary(queue, VaryingLoad.modified(queue), target)
    case .transient: return try transient(queue, target)
    }
  }

  /// The transient service level and more of given agents, the day starting empty.
  public static func evaluate(
    _ queue: VaryingQueue, agents: [Int]
  ) throws(QueueingError) -> [TransientInterval] {
    let queue = try queue.validated()
    try checkSize(queue, agents.max() ?? 0)
    guard agents.count == queue.intervals.count, agents.allSatisfy({ $0 >= 0 }) else {
      throw .outOfRange(
        quantity: .agents, value: Double(agents.min() ?? -1), allowed: "given for every interval")
    }
    var state = TransientQueue()
    return queue.intervals.indices.map { k in
      state.advance(
        queue.intervals[k], seconds: queue.intervalSeconds, agents: agents[k],
        next: k + 1 < agents.count ? (queue.intervals[k + 1], agents[k + 1]) : nil)
    }
  }

  private static func checkSize(_ queue: VaryingQueue, _ agents: Int) throws(QueueingError) {
    let largest = max(queue.intervals.map(\.load).max() ?? 0, Double(agents))
    guard largest <= largestFollowed else {
      throw .outOfRange(
        quantity: .load, value: largest,
        allowed: "at most 5000 erlangs (and agents) for following the queue; take the method mol")
    }
  }

  private static func stationary(
    _ queue: VaryingQueue, _ loads: [Double], _ target: Double
  ) throws(QueueingError) -> VaryingPlan {
    var agents: [Double] = []
    var levels: [Double] = []
    for (one, load) in zip(queue.intervals, loads) {
      guard one.callsPerHour > 0, load > 0 else {
        agents.append(one.callsPerHour > 0 ? 1 : 0)
        levels.append(1)
        continue
      }
      let answer = try Staffing.minimumAgents(
        for: one.question(load: load), goals: .init(serviceLevel: target))
      agents.append(answer.agents)
      levels.append(answer.performance.serviceLevel.ofOffered)
    }
    return .init(agents: agents, serviceLevel: levels, load: loads)
  }

  private static func transient(
    _ queue: VaryingQueue, _ target: Double
  ) throws(QueueingError) -> VaryingPlan {
    try checkSize(queue, 0)
    let start = try stationary(queue, VaryingLoad.modified(queue), target)
    var state = TransientQueue()
    var plan = VaryingPlan(agents: [], serviceLevel: [], load: VaryingLoad.sipp(queue))
    for (k, one) in queue.intervals.enumerated() {
      guard one.callsPerHour > 0, one.handlingSeconds > 0 else {
        let n = one.callsPerHour > 0 ? 1 : 0
        _ = state.advance(one, seconds: queue.intervalSeconds, agents: n)
        plan.agents.append(Double(n))
        plan.serviceLevel.append(1)
        continue
      }
      // What follows is not decided yet; the MOL plan says by how many agents it will differ.
      let following = k + 1 < start.agents.count ? Int(start.agents[k + 1] - start.agents[k]) : 0
      func attempt(_ n: Int) -> (TransientQueue, Double) {
        var after = state
        let next =
          k + 1 < start.agents.count
          ? (queue.intervals[k + 1], max(0, n + following)) : nil
        let result = after.advance(
          one, seconds: queue.intervalSeconds, agents: n, next: next)
        return (after, result.serviceLevel)
      }
      var n = max(1, Int(start.agents[k]))
      var found = attempt(n)
      if found.1 >= target {
        while n > 1 {
          let fewer = attempt(n - 1)
          if fewer.1 < target { break }
          n -= 1
          found = fewer
        }
      } else {
        var step = 1
        var low = n
        repeat {
          low = n
          n += step
          step *= 2
          found = attempt(n)
        } while found.1 < target && n < 1_000_000
        // found meets; halve between low (misses) and n.
        while n - low > 1 {
          let middle = (low + n) / 2
          let tried = attempt(middle)
          if tried.1 >= target {
            n = middle
            found = tried
          } else {
            low = middle
          }
        }
      }
      state = found.0
      plan.agents.append(Double(n))
      plan.serviceLevel.append(found.1)
    }
    // With every number known: who now misses because of what follows gets one more.
    for _ in 0..<20 {
      plan.serviceLevel = try evaluate(queue, agents: plan.agents.map { Int($0) })
        .map(\.serviceLevel)
      let misses = plan.serviceLevel.indices.filter { plan.serviceLevel[$0] < target }
      if misses.isEmpty { break }
      for k in misses { plan.agents[k] += 1 }
    }
    return plan
  }
}
