// The chance of a waiting call to be answered in the time left, by the backward equations.
//
// Method: state (e agents above capacity, w calls ahead). A completion lowers e, or with e = 0 starts
// the first caller; those ahead leave at rate wθ; the caller's own patience ends at rate θ with value
// 0. Uniformised in steps of at most 60 events. A staff change in the time left is a jump of the state:
// `beforeChange`.
internal import Glibc

/// P(answered in time) of a call that finds e agents above capacity and w calls waiting.
struct WaitingChances {
  private var values: [Double]
  private let rows: Int
  private let count: Int
  private let agents: Int
  private let mu: Double
  private let theta: Double

  /// No time left: nobody who waits is answered. e up to `above`, w below `waiting`.
  init(agents: Int, above: Int, waiting: Int, mu: Double, theta: Double) {
    self.agents = agents
    rows = above + 1
    count = waiting
    self.mu = mu
    self.theta = theta
    values = Array(repeating: 0, count: rows * count)
  }

  /// Beyond the states kept, the last.
  subscript(e: Int, w: Int) -> Double {
    values[min(e, rows - 1) * count + min(w, count - 1)]
  }

  /// The chances when `seconds` more are left.
  mutating func extend(seconds: Double) {
    let rate = Double(agents + rows - 1) * mu + Double(count) * theta
    guard seconds > 0, rate > 0 else { return }
    let steps = max(1, (rate * seconds / 60).rounded(.up))
    let events = rate * seconds / steps
    var now = values
    var next = values
    var sum = values
    for _ in 0..<Int(steps) {
      var weight = exp(-events)
      var tail = 1 - weight
      for i in sum.indices {
        now[i] = values[i]
        sum[i] = weight * values[i]
      }
      var m = 0.0
      while (tail > 1e-12 || m < events) && m < events + 200 {
        m += 1
        jump(now, &next, service: mu / rate, leave: theta / rate)
        swap(&now, &next)
        weight *= events / m
        tail -= weight
        for i in sum.indices { sum[i] += weight * now[i] }
      }
      swap(&values, &sum)
    }
  }

  private func jump(
    _ v: [Double], _ next: inout [Double], service: Double, leave: Double
  ) {
    v.withUnsafeBufferPointer { v in
      next.withUnsafeMutableBufferPointer { next in
        for e in 0..<rows {
          let finish = Double(agents + e) * service
          let row = e * count
          for w in 0..<count {
            let ahead = Double(w) * leave
            let done = e > 0 ? v[row - count + w] : w > 0 ? v[w - 1] : 1
            let shorter = w > 0 ? v[row + w - 1] : 0
            next[row + w] =
              finish * done + ahead * shorter + (1 - finish - ahead - leave) * v[row + w]
          }
        }
      }
    }
  }

  /// These chances as seen just before staff changes from `old` agents to these.
  func beforeChange(
    from old: Int, above: Int, waiting: Int, mu: Double, theta: Double
  ) -> WaitingChances {
    var before = WaitingChances(
      agents: old, above: above, waiting: waiting, mu: mu, theta: theta)
    for e in 0...above {
      let busy = old + e
      for w in 0..<waiting {
        let value: Double
        if busy >= agents {
          value = self[busy - agents, w]
        } else {
          let free = agents - busy
          value = w < free ? 1 : self[0, w - free]
        }
        before.values[e * waiting + w] = value
      }
    }
    return before
  }
}
