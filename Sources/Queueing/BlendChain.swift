// Blending where outbound contacts are longer or shorter than inbound ones.
//
// Goal: half a point of the service level, exact outbound work and queue length. Method: the chain on the calls
// and contacts in the house, x ≥ c, and on the outbound contacts among those in work, o ≤ c. Its jumps reach
// no further than one level, so that elimination from the top down without a subtraction (Grassmann, Taksar &
// Heyman 1985) stays within a band. It gives the shares of time below the queue, the outbound contacts made
// and the mean number who wait; how long they wait is then what Erlang A or C says of agents whose pace gives
// a queue as long. With equal lengths the second number drops out and `Blend` needs no chain.
// Condition: up to `mostWork` steps, which is teams of some hundred; o is cut where it is hardly ever seen.
internal import Glibc

struct BlendChain {
  /// Multiplications that a chain may take.
  static let mostWork = 40_000_000

  /// Σ π_x / π_n over c ≤ x ≤ n.
  private(set) var reciprocal = 0.0
  /// Share of time in which all agents are busy, and the mean number who wait.
  private(set) var full = 0.0
  private(set) var waiting = 0.0
  /// Outbound contacts that end in a second.
  private(set) var outboundRate = 0.0
  /// Busy agents.
  private(set) var busy = 0.0

  private let n: Int
  private let c: Int
  private let calls: Double
  private let inbound: Double
  private let outbound: Double
  private let leaving: Double

  /// Nil where the chain is too large; rates are per second, `leaving` is 0 where nobody hangs up, `guess`
  /// outbound contacts are in work on average.
  init?(
    agents n: Int, threshold c: Int, calls: Double, inbound: Double, outbound: Double,
    leaving: Double, guess: Double
  ) {
    (self.n, self.c, self.calls) = (n, c, calls)
    (self.inbound, self.outbound, self.leaving) = (inbound, outbound, leaving)
    guard let top = top else { return nil }
    var most = min(c, Int(min(1e6, guess + 8 * guess.squareRoot() + 8)))
    while true {
      let band = most + 2
      guard (top + 1) * (most + 1) <= Self.mostWork / (band * band) else { return nil }
      let p = solve(top, most)
      let seen = stride(from: most, to: p.count, by: most + 1).reduce(0) { $0 + p[$1] }
      if most == c || seen < 1e-8 {
        measure(p, most)
        return
      }
      most = min(c, 2 * most)
    }
  }

  /// Levels above c until one that is seen less than once in 10¹² times; nil where there is no end.
  private var top: Int? {
    let slowest = min(inbound, outbound)
    var share = 0.0
    for k in 1...4000 {
      // By then all that was placed has ended.
      let pace = Double(n) * (k < n ? slowest : inbound) + Double(k) * leaving
      share += min(0.7, log(calls / pace))
      if share < -28 { return n - c + k }
    }
    return nil
  }

  /// Shares of time by level and outbound contacts, at most `most` of these.
  private func solve(_ top: Int, _ most: Int) -> [Double] {
    let width = most + 1
    let count = (top + 1) * width
    let band = width + 1
    // rates[s][band + t - s]: from s to t.
    var rates = [Double](repeating: 0, count: count * (2 * band + 1))
    func at(_ s: Int, _ t: Int) -> Int { s * (2 * band + 1) + band + t - s }
    for s in 0..<count {
      let (level, o) = (s / width, s % width)
      let x = c + level
      if level < top { rates[at(s, s + width)] = calls }
      let answered = Double(min(x, n) - o) * inbound
      if level == 0 {
        // Fewer than the threshold are busy: the next outbound contact starts at once.
        if o < most { rates[at(s, s + 1)] = answered }
      } else {
        rates[at(s, s - width)] = answered + Double(max(0, x - n)) * leaving
        if o > 0 { rates[at(s, s - width - 1)] = Double(o) * outbound }
      }
    }
    rates.withUnsafeMutableBufferPointer { rates in
      for k in stride(from: count - 1, to: 0, by: -1) {
        let first = max(0, k - band)
        var out = 0.0
        for j in first..<k { out += rates[at(k, j)] }
        for i in first..<k where rates[at(i, k)] > 0 {
          let share = rates[at(i, k)] / out
          rates[at(i, k)] = share
          let (to, from) = (at(i, first), at(k, first))
          for j in 0..<(k - first) { rates[to + j] += share * rates[from + j] }
        }
      }
    }
    var p = [Double](repeating: 1, count: count)
    for k in 1..<max(1, count) {
      p[k] = (max(0, k - band)..<k).reduce(0) { $0 + p[$1] * rates[at($1, k)] }
    }
    let total = p.reduce(0, +)
    return p.map { $0 / total }
  }

  private mutating func measure(_ p: [Double], _ most: Int) {
    var (below, atFull) = (0.0, 0.0)
    for (s, share) in p.enumerated() {
      let (x, o) = (c + s / (most + 1), s % (most + 1))
      outboundRate += share * Double(o) * outbound
      busy += share * Double(min(x, n))
      if x <= n { below += share }
      guard x >= n else { continue }
      full += share
      waiting += share * Double(x - n)
      if x == n { atFull += share }
    }
    reciprocal = below / atFull
  }
}
