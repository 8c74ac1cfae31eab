// The N-model: a group dedicated to class 1 and a flexible group for both classes, solved exactly.
//
// Goal: 1e-9 of the exact chain. Method: states (busy in group 1, busy in group 2, waiting 1,
// waiting 2); all jumps change the number of calls in the system by one, so `LevelChain` solves the
// chain, truncated where less than 1e-13 of the time is spent.
// Conditions: one exponential handling time for all; class 1 goes to group 1 first; a free flexible
// agent takes class 2 first; the longest waiter within a class.

/// The question of an N-model.
public struct SharedGroupsQuestion: Hashable, Sendable {
  public var callsPerHour1: Double
  public var callsPerHour2: Double
  public var handlingSeconds: Double
  /// nil or infinite: nobody hangs up.
  public var patienceSeconds: Double?

  public init(
    callsPerHour1: Double, callsPerHour2: Double, handlingSeconds: Double,
    patienceSeconds: Double? = nil
  ) {
    self.callsPerHour1 = callsPerHour1
    self.callsPerHour2 = callsPerHour2
    self.handlingSeconds = handlingSeconds
    self.patienceSeconds = patienceSeconds
  }
}

/// How the two classes and groups fare.
public struct SharedGroupsPerformance: Hashable, Sendable {
  /// One class of calls.
  public struct Class: Hashable, Sendable {
    public var waitProbability: Double
    public var queueLength: Double
    /// Mean wait in seconds of all calls, answered or not.
    public var meanWait: Double
    public var abandonment: Double
  }
  public var class1: Class
  public var class2: Class
  /// Busy share of the dedicated and of the flexible group; 0 for a group of nobody.
  public var occupancy: [Double]
  /// Probability of the outermost states kept: what truncation may have cost.
  public var truncated: Double
}

/// The exact N-model.
public enum SharedGroups {
  /// Performance with `n1` dedicated and `n2` flexible agents.
  ///
  /// It is `unreachable` when the queue grows for ever, `outOfRange` when the chain would have more
  /// than three million states.
  public static func performance(
    of q: SharedGroupsQuestion, dedicated n1: Int, flexible n2: Int
  ) throws(QueueingError) -> SharedGroupsPerformance {
    let l1 = try Check.notNegative(q.callsPerHour1, .callsPerHour) / 3600
    let l2 = try Check.notNegative(q.callsPerHour2, .callsPerHour) / 3600
    let s = try Check.positive(q.handlingSeconds, .handlingTime)
    guard n1 >= 0, n2 >= 1, n1 + n2 <= 2000 else {
      throw .outOfRange(
        quantity: .agents, value: Double(n1 + n2),
        allowed: "at least one flexible agent and at most 2000 in all")
    }
    let patience = q.patienceSeconds ?? .infinity
    guard patience > 0 else {
      throw .outOfRange(quantity: .patience, value: patience, allowed: "above 0")
    }
    let theta = patience <= Check.largest ? 1 / patience : 0
    let n = Double(n1 + n2)
    if theta == 0, (l1 + l2) * s >= n || l2 * s >= Double(n2) {
      throw .unreachable(
        quantity: .load, value: (l1 + l2) * s,
        because: "the agents who may take the calls are not more, so the queue grows for ever")
    }
    if l1 + l2 == 0 {
      let none = SharedGroupsPerformance.Class(
        waitProbability: 0, queueLength: 0, meanWait: 0, abandonment: 0)
      return .init(class1: none, class2: none, occupancy: [0, 0], truncated: 0)
    }
    // Waiting calls of each class that matter, from the tail of a queue of their own.
    let tail1 = reach(rate: l1, others: l2, agents: n, s, theta)
    let tail2 = reach(rate: l2, others: 0, agents: Double(n2), s, theta)
    let states = Double((n1 + 1) * n2) + Double(n1) * Double(tail2) + Double(tail1 * tail2)
    guard states < 3e6 else {
      throw .outOfRange(
        quantity: .states, value: states, allowed: "below 3 000 000; simulate this case")
    }
    return solve(q, l1, l2, 1 / s, theta, n1, n2, tail1, tail2)
  }

  /// Places of the queue until its tail is below 1e-15.
  private static func reach(
    rate: Double, others: Double, agents: Double, _ s: Double, _ theta: Double
  ) -> Int {
    var tail = 1.0
    var most = 1.0
    var k = 0
    while k < 100_000 {
      k += 1
      tail *= (rate + others) / (agents / s + Double(k) * theta)
      most = max(most, tail)
      if tail < 1e-15 * most { break }
    }
    return k + 2
  }

  private static func solve(
    _ q: SharedGroupsQuestion, _ l1: Double, _ l2: Double, _ mu: Double, _ theta: Double,
    _ n1: Int, _ n2: Int, _ tail1: Int, _ tail2: Int
  ) -> SharedGroupsPerformance {
    struct State: Hashable {
      var i: Int32
      var j: Int32
      var q1: Int32
      var q2: Int32
      var total: Int32 { i + j + q1 + q2 }
    }
    let full1 = Int32(n1)
    let full2 = Int32(n2)
    var states: [State] = []
    for i in 0...full1 {
      for j in 0...full2 { states.append(.init(i: i, j: j, q1: 0, q2: 0)) }
      for w in 1..<Int32(tail2) where i < full1 {
        states.append(.init(i: i, j: full2, q1: 0, q2: w))
      }
    }
    for a in 0..<Int32(tail1) {
      for b in 0..<Int32(tail2) where a + b > 0 {
        states.append(.init(i: full1, j: full2, q1: a, q2: b))
      }
    }
    states.sort { ($0.total, $0.q1, $0.q2, $0.i) < ($1.total, $1.q1, $1.q2, $1.i) }
    var index: [State: Int] = [:]
    index.reserveCapacity(states.count)
    for (k, state) in states.enumerated() { index[state] = k }
    let chain = LevelChain(levels: states.map { Int($0.total) }) { s, jump in
      let x = states[s]
      func go(_ next: State, _ rate: Double) {
        if rate > 0, let target = index[next] { jump(target, rate) }
      }
      var y = x
      if x.i < full1 { y.i += 1 } else if x.j < full2 { y.j += 1 } else { y.q1 += 1 }
      go(y, l1)
      y = x
      if x.j < full2 { y.j += 1 } else { y.q2 += 1 }
      go(y, l2)
      y = x
      if x.q1 > 0 { y.q1 -= 1 } else { y.i -= 1 }
      go(y, Double(x.i) * mu)
      y = x
      if x.q2 > 0 { y.q2 -= 1 } else if x.q1 > 0 { y.q1 -= 1 } else { y.j -= 1 }
      go(y, Double(x.j) * mu)
      y = x
      y.q1 -= 1
      go(y, Double(x.q1) * theta)
      y = x
      y.q2 -= 1
      go(y, Double(x.q2) * theta)
    }
    let p = chain.solve()
    var delay = (0.0, 0.0)
    var length = (0.0, 0.0)
    var busy = (0.0, 0.0)
    var edge = 0.0
    for (k, x) in states.enumerated() {
      if x.j == full2 {
        delay.1 += p[k]
        if x.i == full1 { delay.0 += p[k] }
      }
      length.0 += p[k] * Double(x.q1)
      length.1 += p[k] * Double(x.q2)
      busy.0 += p[k] * Double(x.i)
      busy.1 += p[k] * Double(x.j)
      if x.q1 == Int32(tail1) - 1 || x.q2 == Int32(tail2) - 1 { edge += p[k] }
    }
    func report(
      _ rate: Double, _ delay: Double, _ length: Double
    ) -> SharedGroupsPerformance.Class {
      .init(
        waitProbability: delay, queueLength: length, meanWait: rate > 0 ? length / rate : 0,
        abandonment: rate > 0 ? theta * length / rate : 0)
    }
    return .init(
      class1: report(l1, delay.0, length.0), class2: report(l2, delay.1, length.1),
      occupancy: [n1 > 0 ? busy.0 / Double(n1) : 0, busy.1 / Double(n2)], truncated: edge)
  }
}
