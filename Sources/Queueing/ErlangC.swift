// Erlang C: calls wait, nobody hangs up.
//
// Goal: relative error below 1e-12; minimum agents exact, in at most 3 µs from 10 to 10⁶ erlangs.
// Method: C = n / ((n-a)/B + a), which does not cancel at n ≈ a because n - a is exact. The search
// starts from the square-root rule of Halfin & Whitt, which is at most a few agents off, and goes up
// by the stable recursion of 1/B. Comparisons of probabilities accept a tie within 1e-12 (1 - 0.9 is
// below 0.1 in binary); times are compared as they come.
// Sources: Erlang 1917; Halfin & Whitt 1981.
// Condition: n > a; otherwise there is no steady state and every caller waits for ever.
internal import Glibc

/// The Erlang C (delay) formula for real numbers of agents. All functions are pure.
public enum ErlangC {
  /// Share of calls that wait with `agents` agents at an offered `load` in erlangs; 1 when the
  /// agents are not more than the load. O(1).
  public static func waitProbability(
    agents: Double, load: Double
  ) throws(QueueingError) -> Double {
    let n = try Check.notNegative(agents, .agents)
    let a = try Check.notNegative(load, .load)
    return a == 0 ? 0 : delay(n, a)
  }

  /// The wait in seconds that the share `share` of all calls does not exceed; 0 when that many do
  /// not wait at all, infinite when agents ≤ load.
  public static func waitQuantile(
    _ share: Double, agents: Double, load: Double, handlingSeconds: Double
  ) throws(QueueingError) -> Double {
    guard share >= 0, share < 1 else {
      throw .outOfRange(quantity: .probability, value: share, allowed: "from 0 to below 1")
    }
    let c = try waitProbability(agents: agents, load: load)
    if c <= 1 - share { return 0 }
    guard agents > load else { return .infinity }
    return log(c / (1 - share)) * (try Check.notNegative(handlingSeconds, .handlingTime))
      / (agents - load)
  }

  static func delay(_ n: Double, _ a: Double) -> Double {
    n > a ? n / ((n - a) * reciprocalBlocking(n, a) + a) : 1
  }

  static func performance(
    _ n: Double, _ a: Double, handling s: Double, threshold t: Double, delay: Double? = nil
  ) -> QueuePerformance {
    if a == 0 { return .idle(agents: n) }
    guard n > a else { return .unstable(agents: n, load: a) }
    let c = delay ?? self.delay(n, a)
    let answer = c * s / (n - a)
    var result = QueuePerformance.idle(agents: n)
    result.offeredLoad = a
    result.waitProbability = c
    result.serviceLevel = .all(1 - c * exp(-(n - a) * t / s))
    result.averageSpeedOfAnswer = answer
    result.meanWait = answer
    result.meanVirtualWait = answer
    result.queueLength = c * a / (n - a)
    result.occupancy = a / n
    return result
  }
}

/// One goal of an Erlang C search as its logarithm is used: C e^-(n-a)k / (n-a)^j ≤ e^limit.
struct DelayGoal {
  /// T/S, or 0.
  var decay: Double
  /// 1 for a mean wait, else 0.
  var power: Double
  /// Largest value allowed.
  var limit: Double

  static func serviceLevel(_ target: Double, threshold: Double, handling: Double) -> DelayGoal {
    .init(decay: threshold / handling, power: 0, limit: (1 - target) + 1e-12)
  }
  static func waitProbability(_ target: Double) -> DelayGoal {
    .init(decay: 0, power: 0, limit: target * (1 + 1e-12))
  }
  static func averageSpeedOfAnswer(_ target: Double, handling: Double) -> DelayGoal {
    .init(decay: 0, power: 1, limit: target / handling)
  }

  func isMet(_ n: Double, _ a: Double, reciprocal: Double) -> Bool {
    let spare = n - a
    let c = n / (spare * reciprocal + a)
    if power != 0 { return c <= limit * spare }
    return decay == 0 ? c <= limit : c <= limit || c * exp(-spare * decay) <= limit
  }

  /// The smallest whole n > a that meets the goal, for a > 0.
  func minimumAgents(_ a: Double) -> Double {
    let lowest = a.rounded(.down) + 1
    let root = a.squareRoot()
    let guess = (a + halfinWhitt(root) * root).rounded(.down)
    var n = max(lowest, guess)
    var reciprocal = reciprocalBlocking(n, a)
    if isMet(n, a, reciprocal: reciprocal) {
      while n > lowest {
        let fewer = reciprocalBlocking(n - 1, a)
        if !isMet(n - 1, a, reciprocal: fewer) { break }
        n -= 1
        reciprocal = fewer
      }
      return n
    }
    repeat {
      n += 1
      reciprocal = 1 + n / a * reciprocal
    } while !isMet(n, a, reciprocal: reciprocal)
    return n
  }

  /// b with HW(b) e^(-b √a k) / (b √a)^j = limit, HW(b) = 1/(1 + b Φ(b)/φ(b)); from 0 to 38.
  private func halfinWhitt(_ root: Double) -> Double {
    let k = decay * root
    let goal = log(limit) + power * log(root)
    if power == 0, goal >= 0 { return 0 }
    var low = 0.0
    var high = 38.0
    var b = power == 0 ? 0 : min(1, 1 / (limit * root))
    for _ in 0..<60 {
      let ratio = normalRatio(b)
      let g = b * ratio
      let value = -log1p(g) - k * b - (power == 0 ? 0 : log(b)) - goal
      if value > 0 { low = b } else { high = b }
      let slope = (ratio + b * (1 + g)) / (1 + g) + k + (power == 0 ? 0 : 1 / b)
      var next = b + value / slope
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if abs(next - b) * root < 0.02 || next == b { return next }
      b = next
    }
    return b
  }
}
