// Inbound calls and outbound work done by the same agents, outbound only while enough agents are free.
//
// Goal: 1e-12. Method: an outbound contact starts whenever fewer than c agents are busy and nobody
// waits, so that never fewer than c are busy and the chain of busy agents and waiting calls lives on
// x ≥ c with π_x ~ Π λ/d_x, d_x the departure rate in state x. The queue above n is that of Erlang A
// or C. Source: Bhulai & Koole 2003; Gans & Zhou 2003 (a threshold policy is optimal).
// Contacts of another length than calls take the chain of `BlendChain`; where that is too large, they count
// as so many of the calls' length.

/// A blended floor.
public struct BlendPerformance: Hashable, Sendable {
  /// The inbound calls; occupancy counts both kinds of work.
  public var inbound: QueuePerformance
  /// Outbound contacts handled per hour.
  public var outboundPerHour: Double
}

/// Blending by a threshold.
public enum Blend {
  /// Performance of whole `agents`; outbound work starts only while fewer than `busy` of them are
  /// busy, 0 meaning never.
  ///
  /// `outboundHandlingSeconds`: Mean length of an outbound contact; nil: that of a call.
  public static func performance(
    of question: StaffingQuestion, agents: Double, busyThreshold busy: Double,
    outboundHandlingSeconds: Double? = nil
  ) throws(QueueingError) -> BlendPerformance {
    let q = try question.validated()
    let n = try Check.notNegative(agents, .agents)
    let c = try Check.notNegative(busy, .busyThreshold)
    guard c <= n, c == c.rounded(.down), n == n.rounded(.down), n <= 1e8 else {
      throw .outOfRange(
        quantity: .busyThreshold, value: busy,
        allowed: "a whole number from 0 to that of the agents")
    }
    guard q.handlingSeconds > 0 else {
      throw .outOfRange(quantity: .handlingTime, value: q.handlingSeconds, allowed: "above 0")
    }
    let length = try Check.positive(outboundHandlingSeconds ?? q.handlingSeconds, .handlingTime)
    let a = q.load
    if a == 0 || n == 0 {
      var p = Staffing.unchecked(q, n)
      if n > 0 { p.occupancy = c / n }
      return .init(inbound: p, outboundPerHour: c * 3600 / length)
    }
    if length != q.handlingSeconds, c > 0, let blend = unequal(q, n, c, outbound: length) {
      return blend
    }
    // Σ π_x / π_n over c ≤ x ≤ n, and π_c / π_n; both from the term at n downwards.
    var sum = 1.0
    var term = 1.0
    var k = n
    while k > c {
      term *= k / a
      sum += term
      k -= 1
    }
    if q.finitePatience == nil, n <= a {
      return .init(inbound: .unstable(agents: n, load: a), outboundPerHour: 0)
    }
    let inbound: QueuePerformance
    let empty: Double
    if let patience = q.finitePatience, patience > 0 {
      let state = ErlangAState(
        agents: n, load: a, handling: q.handlingSeconds, patience: patience, reciprocal: sum)
      inbound = state.performance(threshold: q.thresholdSeconds)
      empty = state.probabilityOfFull
    } else {
      (inbound, empty) = withoutQueueLoss(q, n, sum)
    }
    let started = c == 0 ? 0 : c * term * empty
    var all = inbound
    all.occupancy = (a * (1 - inbound.abandonment) + started) / n
    return .init(inbound: all, outboundPerHour: started * 3600 / length)
  }

  /// With contacts of another length than calls; nil where the chain is too large or the queue has no end.
  private static func unequal(
    _ q: StaffingQuestion, _ n: Double, _ c: Double, outbound length: Double
  ) -> BlendPerformance? {
    let lambda = q.callsPerHour / 3600
    let patience = q.finitePatience
    guard patience != 0, n <= 10_000, patience != nil || n > q.load,
      let equal = try? performance(of: q, agents: n, busyThreshold: c),
      let chain = BlendChain(
        agents: Int(n), threshold: Int(c), calls: lambda, inbound: 1 / q.handlingSeconds,
        outbound: 1 / length, leaving: patience.map { 1 / $0 } ?? 0,
        guess: equal.outboundPerHour / 3600 * max(length, q.handlingSeconds))
    else { return nil }
    var inbound: QueuePerformance
    if let patience {
      // Of those who wait one in so many seconds hangs up: the pace at which as many do.
      let lost = chain.waiting / patience / lambda
      var (short, long) = (
        min(length, q.handlingSeconds) / 2, 2 * max(length, q.handlingSeconds)
      )
      func state(_ handling: Double) -> ErlangAState {
        ErlangAState(
          agents: n, load: lambda * handling, handling: handling, patience: patience,
          reciprocal: chain.reciprocal)
      }
      for _ in 0..<50 {
        let middle = (short * long).squareRoot()
        if state(middle).abandonment < lost { short = middle } else { long = middle }
      }
      inbound = state(long).performance(threshold: q.thresholdSeconds)
    } else {
      let wait = chain.waiting / lambda / chain.full
      let handling = n * wait / (1 + lambda * wait)
      inbound = ErlangC.performance(
        n, lambda * handling, handling: handling, threshold: q.thresholdSeconds,
        delay: chain.full)
    }
    inbound.offeredLoad = q.load
    inbound.occupancy = chain.busy / n
    return BlendPerformance(inbound: inbound, outboundPerHour: chain.outboundRate * 3600)
  }

  /// Erlang C (or B for patience 0) with the sum of the lower states given; also π_n.
  private static func withoutQueueLoss(
    _ q: StaffingQuestion, _ n: Double, _ sum: Double
  ) -> (QueuePerformance, Double) {
    let a = q.load
    if q.finitePatience != nil {
      return (Staffing.impatient(n, a, blocked: 1 / sum), 1 / sum)
    }
    let spare = n - a
    let delay = n / (spare * sum + a)
    return (
      ErlangC.performance(
        n, a, handling: q.handlingSeconds, threshold: q.thresholdSeconds, delay: delay),
      delay * spare / n
    )
  }

  /// The highest threshold with which the inbound goals are still met; nil when even 0 misses them.
  ///
  /// The higher the threshold, the more outbound work and the longer inbound calls wait.
  public static func highestThreshold(
    for question: StaffingQuestion, agents: Double, goals: StaffingGoals,
    outboundHandlingSeconds: Double? = nil
  ) throws(QueueingError) -> Double? {
    let goals = try goals.validated(hasPatience: question.finitePatience != nil)
    var low = -1.0
    var high = try Check.notNegative(agents, .agents).rounded(.down) + 1
    while high - low > 1.5 {
      let middle = ((low + high) / 2).rounded(.down)
      let p = try performance(
        of: question, agents: agents, busyThreshold: middle,
        outboundHandlingSeconds: outboundHandlingSeconds)
      if goals.areMet(by: p.inbound) { low = middle } else { high = middle }
    }
    return low < 0 ? nil : low
  }

  /// The smallest team that meets the inbound goals and does `outboundPerHour` outbound contacts, and
  /// the highest threshold it can use.
  public static func minimumAgents(
    for question: StaffingQuestion, goals: StaffingGoals, outboundPerHour: Double,
    outboundHandlingSeconds: Double? = nil
  ) throws(QueueingError) -> (agents: Double, threshold: Double, performance: BlendPerformance) {
    let q = try question.validated()
    let wanted = try Check.notNegative(outboundPerHour, .callsPerHour)
    var n = try Staffing.minimumAgents(for: q, goals: goals).agents
    while n < 1e6 {
      if let c = try highestThreshold(
        for: q, agents: n, goals: goals, outboundHandlingSeconds: outboundHandlingSeconds)
      {
        let p = try performance(
          of: q, agents: n, busyThreshold: c, outboundHandlingSeconds: outboundHandlingSeconds)
        if p.outboundPerHour >= wanted * (1 - 1e-12) { return (n, c, p) }
      }
      n += 1
    }
    throw .unreachable(
      quantity: .callsPerHour, value: wanted, because: "a million agents do not do that much")
  }
}
