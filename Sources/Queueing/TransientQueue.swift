// The queue followed through a day: Kolmogorov's forward equations of M/M/n(t)+M.
//
// Goal: service levels of intervals within 0.1 point of the simulated ones, staff changes included.
// Method: the distribution of (calls in the system, agents above the new number who still finish
// their call) is advanced through each interval by uniformisation; the time average over the interval,
// which is what arriving calls see, comes with it. When staff drops, busy agents finish and leave: for
// that time the number e of those above capacity is part of the state, the completions lower e and
// start no waiting call. The service level is the average of the chance to be answered in time seen
// from each state (`WaitingChances`), for calls near the end of the interval with the staff that
// follows.
// Sources: Green, Kolesar & Whitt 2007; Ingolfsson et al. 2007. Condition: exponential times.
internal import Glibc

/// What the equations give for one interval.
public struct TransientInterval: Hashable, Sendable {
  /// Answered within the threshold of offered.
  public var serviceLevel: Double
  /// Hung up per offered call; infinite where nobody calls but some hang up.
  public var abandonment: Double
  public var waiting: Double
  public var meanQueue: Double
  public var meanBusy: Double
}

/// The state of the queue at a moment of the day.
public struct TransientQueue: Sendable {
  /// Probability of k calls in the system and nobody above capacity.
  private var main: [Double] = [1]
  /// Probability of e agents above capacity (row e - 1) and w waiting.
  private var excess: [[Double]] = []
  private var agents = 0

  /// An empty system without agents.
  public init() {}

  /// Lives through one interval with `agents` agents from its start on.
  ///
  /// `next` is what follows: calls that arrive near the end of the interval meet its staff.
  public mutating func advance(
    _ interval: VaryingQueue.Interval, seconds: Double, agents: Int,
    next: (interval: VaryingQueue.Interval, agents: Int)? = nil
  ) -> TransientInterval {
    let lambda = interval.callsPerHour / 3600
    guard interval.handlingSeconds > 0 else {
      return .init(
        serviceLevel: agents > 0 || lambda == 0 ? 1 : 0, abandonment: 0, waiting: 0, meanQueue: 0,
        meanBusy: 0)
    }
    let mu = 1 / interval.handlingSeconds
    let theta = Self.rateOfLeaving(interval)
    changeStaff(to: agents)
    makeRoom(lambda: lambda, mu: mu, theta: theta, seconds: seconds)
    var flow = TransientFlow(
      main: main, excess: excess, agents: agents, lambda: lambda, mu: mu, theta: theta)
    let room = flow.room
    let t = min(interval.thresholdSeconds, 86_400)
    var chances = WaitingChances(
      agents: agents, above: room.above, waiting: room.waiting, mu: mu, theta: theta)
    chances.extend(seconds: t)
    let meetsNext = next.map { $0.agents != agents } ?? false
    let early = meetsNext && t < seconds ? seconds - t : seconds
    flow.run(seconds: early, share: early / seconds)
    var level = flow.level(chances)
    if early < seconds, let next {
      level += late(&flow, next, threshold: t, mu: mu, theta: theta) * t / seconds
    }
    main = trimmed(flow.main)
    excess = flow.excess
    while let last = excess.last, last.reduce(0, +) < 1e-13 { excess.removeLast() }
    var result = flow.result()
    result.serviceLevel = lambda > 0 ? min(1, level) : 1
    return result
  }

  private static func rateOfLeaving(_ interval: VaryingQueue.Interval) -> Double {
    let patience = interval.patienceSeconds ?? .infinity
    return patience <= Check.largest ? 1 / max(patience, 1e-3) : 0
  }

  /// Mean service level of the calls of the last T seconds, part of whose T lies after the change.
  private func late(
    _ flow: inout TransientFlow, _ next: (interval: VaryingQueue.Interval, agents: Int),
    threshold t: Double, mu: Double, theta: Double
  ) -> Double {
    let pieces = 4
    let width = t / Double(pieces)
    let room = flow.room
    let length = Double(pieces)
    var level = 0.0
    let above = max(0, agents + room.above - next.agents)
    var after = WaitingChances(
      agents: next.agents, above: above, waiting: room.waiting,
      mu: 1 / max(next.interval.handlingSeconds, 1e-3), theta: Self.rateOfLeaving(next.interval))
    for piece in 0..<pieces {
      // A call in the middle of the piece has `before` seconds until the change.
      let before = t - (Double(piece) + 0.5) * width
      after.extend(seconds: piece == 0 ? width / 2 : width)
      var chances = after.beforeChange(
        from: agents, above: room.above, waiting: room.waiting, mu: mu, theta: theta)
      chances.extend(seconds: before)
      flow.run(seconds: width / 2, share: 0)
      level += flow.levelNow(chances) / length
      flow.run(seconds: width / 2, share: 0)
    }
    return level
  }

  /// New agents take waiting calls at once; agents too many leave, the busy ones after their call.
  private mutating func changeStaff(to new: Int) {
    let old = agents
    agents = new
    if old == new { return }
    if new > old {
      var rest: [[Double]] = []
      for (row, waiting) in excess.enumerated() {
        let busy = old + row + 1
        if busy > new {
          let e = busy - new
          while rest.count < e { rest.append([]) }
          add(waiting, to: &rest[e - 1])
        } else {
          // busy ≤ new: free ones take callers; calls in the system = busy + waiting.
          while main.count < busy + waiting.count { main.append(0) }
          for (w, p) in waiting.enumerated() { main[busy + w] += p }
        }
      }
      excess = rest
      return
    }
    // Fewer: who is busy above the new number becomes excess, at most old - new of them.
    var rest = [[Double]](repeating: [], count: old - new + excess.count)
    for (row, waiting) in excess.enumerated() {
      add(waiting, to: &rest[row + old - new])
    }
    for k in main.indices where k > new {
      let busy = min(k, old)
      let w = k - busy
      let e = busy - new
      while rest[e - 1].count <= w { rest[e - 1].append(0) }
      rest[e - 1][w] += main[k]
    }
    if main.count > new + 1 { main.removeSubrange((new + 1)...) }
    excess = rest
    while let last = excess.last, last.reduce(0, +) < 1e-14 { excess.removeLast() }
  }

  private func add(_ values: [Double], to row: inout [Double]) {
    while row.count < values.count { row.append(0) }
    for (w, p) in values.enumerated() { row[w] += p }
  }

  /// Room for the calls that may come: where the tail is below 1e-13 by the end of the interval.
  private mutating func makeRoom(lambda: Double, mu: Double, theta: Double, seconds: Double) {
    var present = Double(main.count)
    for (row, waiting) in excess.enumerated() {
      present = max(present, Double(agents + row + 1 + waiting.count))
    }
    // Without service n + λt + 8√(λt) would bound it; service and patience pull back to a level.
    let load = lambda / mu
    let n = Double(agents)
    let settled: Double
    if load < n * 0.999 {
      let ratio = lambda / (n * mu)
      settled = n + min(32 / -log(ratio), lambda * seconds)
    } else if theta > 0 {
      settled = n + max(0, lambda - n * mu) / theta + 9 * (lambda / theta).squareRoot() + 20
    } else {
      settled = .infinity
    }
    let grown =
      present + max(0, lambda - n * mu) * seconds
      + 8 * (2 * lambda * seconds).squareRoot() + 20
    let top = Int(max(present, min(grown, max(settled, load + 9 * load.squareRoot() + 20)))) + 1
    while main.count < top { main.append(0) }
    let waiting = max(1, top - agents)
    for e in excess.indices {
      while excess[e].count < waiting { excess[e].append(0) }
    }
  }

  private func trimmed(_ values: [Double]) -> [Double] {
    var last = values.count - 1
    var tail = 0.0
    while last > 0 {
      tail += values[last]
      if tail > 1e-14 { break }
      last -= 1
    }
    return Array(values[...last])
  }
}
