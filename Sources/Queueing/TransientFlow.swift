internal import Glibc

/// One interval of the forward equations with constant rates, by uniformisation.
struct TransientFlow {
  private(set) var main: [Double]
  private(set) var excess: [[Double]]
  private var meanMain: [Double]
  private var meanExcess: [[Double]]
  private let agents: Int
  private let lambda: Double
  private let mu: Double
  private let theta: Double

  init(
    main: [Double], excess: [[Double]], agents: Int, lambda: Double, mu: Double, theta: Double
  ) {
    self.main = main
    self.excess = excess
    self.agents = agents
    self.lambda = lambda
    self.mu = mu
    self.theta = theta
    meanMain = Array(repeating: 0, count: main.count)
    meanExcess = excess.map { Array(repeating: 0, count: $0.count) }
  }

  /// Lives through `seconds`; they count `share` in the means.
  mutating func run(seconds: Double, share: Double) {
    let waiting = Double(max(0, main.count - 1 - agents, excess.first?.count ?? 0))
    let busy = Double(min(main.count - 1, agents) + excess.count)
    let rate = lambda + busy * mu + waiting * theta
    guard rate > 0 else {
      accumulate(main, into: &meanMain, share)
      for e in excess.indices { accumulate(excess[e], into: &meanExcess[e], share) }
      return
    }
    // Sub-steps with at most 60 expected events keep the Poisson weights well above underflow.
    let steps = max(1, (rate * seconds / 60).rounded(.up))
    let events = rate * seconds / steps
    for _ in 0..<Int(steps) { step(rate: rate, events: events, share: share / steps) }
  }

  /// Advances by `events` expected events and adds the time average times `share` to the means.
  private mutating func step(rate: Double, events: Double, share: Double) {
    let hasExcess = !excess.isEmpty && excess.contains { $0.contains { $0 > 1e-15 } }
    var weight = exp(-events)
    // P(more than m events): the time average has weights tail/events.
    var tail = 1 - weight
    var now = main
    var nowExcess = excess
    var next = now
    var nextExcess = nowExcess
    var sum = [Double](repeating: 0, count: now.count)
    var sumExcess = nowExcess.map { [Double](repeating: 0, count: $0.count) }
    accumulate(now, into: &sum, weight)
    accumulate(now, into: &meanMain, tail / events * share)
    if hasExcess {
      for e in nowExcess.indices {
        accumulate(nowExcess[e], into: &sumExcess[e], weight)
        accumulate(nowExcess[e], into: &meanExcess[e], tail / events * share)
      }
    }
    var m = 0.0
    while tail > 1e-13 || m < events {
      m += 1
      move(now, hasExcess ? nowExcess : [], &next, &nextExcess, rate)
      swap(&now, &next)
      if hasExcess { swap(&nowExcess, &nextExcess) }
      weight *= events / m
      tail = max(0, tail - weight)
      accumulate(now, into: &sum, weight)
      accumulate(now, into: &meanMain, tail / events * share)
      if hasExcess {
        for e in nowExcess.indices {
          accumulate(nowExcess[e], into: &sumExcess[e], weight)
          accumulate(nowExcess[e], into: &meanExcess[e], tail / events * share)
        }
      }
      if m > events + 200 { break }
    }
    main = sum
    excess = hasExcess ? sumExcess : []
  }

  private func accumulate(_ values: [Double], into sum: inout [Double], _ weight: Double) {
    sum.withUnsafeMutableBufferPointer { sum in
      values.withUnsafeBufferPointer { values in
        for k in 0..<min(values.count, sum.count) { sum[k] += weight * values[k] }
      }
    }
  }

  /// One jump of the uniformised chain.
  private func move(
    _ p: [Double], _ q: [[Double]], _ to: inout [Double], _ toExcess: inout [[Double]],
    _ rate: Double
  ) {
    let last = p.count - 1
    let n = agents
    let up = lambda / rate
    let service = mu / rate
    let leave = theta / rate
    to.withUnsafeMutableBufferPointer { to in
      p.withUnsafeBufferPointer { p in
        var below = 0.0
        for k in 0...last {
          let death = Double(min(k, n)) * service + Double(max(0, k - n)) * leave
          let nextDeath = Double(min(k + 1, n)) * service + Double(max(0, k + 1 - n)) * leave
          let stay = 1 - death - (k < last ? up : 0)
          to[k] = below * up + p[k] * stay + (k < last ? p[k + 1] * nextDeath : 0)
          below = p[k]
        }
      }
    }
    guard !q.isEmpty else { return }
    for e in q.indices {
      let finish = Double(n + e + 1) * service
      let finishAbove = Double(n + e + 2) * service
      let waiting = q[e]
      let above: [Double]? = e + 1 < q.count ? q[e + 1] : nil
      let top = waiting.count - 1
      for w in 0...top {
        let out = finish + Double(w) * leave + (w < top ? up : 0)
        var value = waiting[w] * (1 - out)
        if w > 0 { value += waiting[w - 1] * up }
        if w < top { value += waiting[w + 1] * Double(w + 1) * leave }
        if let above { value += above[w] * finishAbove }
        toExcess[e][w] = value
      }
    }
    let finish = Double(n + 1) * service
    for (w, value) in q[0].enumerated() where n + w <= last { to[n + w] += value * finish }
  }

  /// How many calls can wait, and how many agents above capacity can be busy, in the means.
  var room: (waiting: Int, above: Int) {
    (max(1, meanMain.count - agents, meanExcess.first?.count ?? 0), meanExcess.count)
  }

  /// Σ of the means times a chance that depends on (above capacity, waiting); 1 for a free agent.
  ///
  /// `chances` says what a call meets that has to wait: row e, column w.
  func level(_ chances: WaitingChances) -> Double {
    var level = 0.0
    for (k, p) in meanMain.enumerated() {
      level += k < agents ? p : p * chances[0, k - agents]
    }
    for (e, row) in meanExcess.enumerated() {
      for (w, p) in row.enumerated() { level += p * chances[e + 1, w] }
    }
    return level
  }

  /// The same of the state at this moment.
  func levelNow(_ chances: WaitingChances) -> Double {
    var level = 0.0
    for (k, p) in main.enumerated() {
      level += k < agents ? p : p * chances[0, k - agents]
    }
    for (e, row) in excess.enumerated() {
      for (w, p) in row.enumerated() { level += p * chances[e + 1, w] }
    }
    return level
  }

  /// The means without the service level.
  func result() -> TransientInterval {
    var waiting = 0.0
    var length = 0.0
    var busy = 0.0
    for (k, p) in meanMain.enumerated() {
      busy += p * Double(min(k, agents))
      if k >= agents {
        waiting += p
        length += p * Double(k - agents)
      }
    }
    for (e, row) in meanExcess.enumerated() {
      for (w, p) in row.enumerated() {
        waiting += p
        length += p * Double(w)
        busy += p * Double(agents + e + 1)
      }
    }
    let left = theta * length
    return .init(
      serviceLevel: 1,
      abandonment: lambda > 0 ? min(1, left / lambda) : left > 0 ? .infinity : 0,
      waiting: lambda > 0 ? min(1, waiting) : 0, meanQueue: length, meanBusy: busy)
  }
}
