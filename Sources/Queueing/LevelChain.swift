// Stationary distribution of a finite Markov chain whose jumps change a level by at most one.
//
// Goal: residual below 1e-13 relative for up to a few million states, in tens of sweeps.
// Method: aggregation/disaggregation. The probabilities of the levels follow exactly from the cut
// equations p(l) up(l) = p(l+1) down(l+1), given the shares within each level; the shares are
// improved by Gauss-Seidel sweeps up and down the levels. The two alternate until the balance
// equations hold. Source: Stewart 1994, ch. 6; Koury, McAllister & Stewart 1984.
// Conditions: states numbered by ascending level; the chain irreducible.
internal import Glibc

/// A chain given by its jumps; see the head of the file.
struct LevelChain {
  /// Level of each state, ascending from 0.
  private let firstOfLevel: [Int]
  /// Incoming jumps of state s: `sources[start[s]..<start[s+1]]` with `rates`.
  private let start: [Int]
  private let sources: [Int32]
  private let rates: [Double]
  private let outRate: [Double]
  /// Rate out of each state to the level above and below.
  private let up: [Double]
  private let down: [Double]

  /// `jumps` calls its argument with target and rate for each jump out of a state.
  init(levels: [Int], jumps: (Int, (Int, Double) -> Void) -> Void) {
    let count = levels.count
    var first = [0]
    for s in 0..<count where s > 0 && levels[s] != levels[s - 1] { first.append(s) }
    first.append(count)
    firstOfLevel = first
    var inCount = [Int](repeating: 0, count: count + 1)
    var out = [Double](repeating: 0, count: count)
    var above = out
    var below = out
    for s in 0..<count {
      jumps(s) { target, rate in
        inCount[target + 1] += 1
        out[s] += rate
        if levels[target] > levels[s] { above[s] += rate }
        if levels[target] < levels[s] { below[s] += rate }
      }
    }
    for s in 0..<count { inCount[s + 1] += inCount[s] }
    start = inCount
    var next = inCount
    var from = [Int32](repeating: 0, count: inCount[count])
    var rate = [Double](repeating: 0, count: inCount[count])
    for s in 0..<count {
      jumps(s) { target, r in
        from[next[target]] = Int32(s)
        rate[next[target]] = r
        next[target] += 1
      }
    }
    sources = from
    rates = rate
    outRate = out
    up = above
    down = below
  }

  /// The stationary probabilities.
  func solve() -> [Double] {
    let count = outRate.count
    var p = [Double](repeating: 1, count: count)
    for _ in 0..<2000 {
      aggregate(&p)
      let change = sweep(&p)
      if change < 2e-15 { break }
    }
    aggregate(&p)
    return p
  }

  /// Gives every level its exact probability, keeping the shares within.
  private func aggregate(_ p: inout [Double]) {
    let levels = firstOfLevel.count - 1
    var logs = [Double](repeating: 0, count: levels)
    var sums = logs
    var ups = logs
    var downs = logs
    for l in 0..<levels {
      for s in firstOfLevel[l]..<firstOfLevel[l + 1] {
        sums[l] += p[s]
        ups[l] += p[s] * up[s]
        downs[l] += p[s] * down[s]
      }
      if l > 0 {
        logs[l] = logs[l - 1] + log(ups[l - 1] / sums[l - 1]) - log(downs[l] / sums[l])
      }
    }
    let largest = logs.max() ?? 0
    let total = logs.reduce(0) { $0 + exp($1 - largest) }
    for l in 0..<levels {
      let scale = exp(logs[l] - largest) / total / sums[l]
      for s in firstOfLevel[l]..<firstOfLevel[l + 1] { p[s] = max(p[s] * scale, 1e-300) }
    }
  }

  /// One Gauss-Seidel sweep up and one down; the sum of all changes.
  private func sweep(_ p: inout [Double]) -> Double {
    var change = 0.0
    p.withUnsafeMutableBufferPointer { p in
      start.withUnsafeBufferPointer { start in
        sources.withUnsafeBufferPointer { sources in
          rates.withUnsafeBufferPointer { rates in
            func improve(_ s: Int) {
              var inflow = 0.0
              for k in start[s]..<start[s + 1] { inflow += p[Int(sources[k])] * rates[k] }
              let new = inflow / outRate[s]
              change += abs(new - p[s])
              p[s] = new
            }
            for s in 0..<p.count { improve(s) }
            for s in stride(from: p.count - 1, through: 0, by: -1) { improve(s) }
          }
        }
      }
    }
    return change
  }
}
