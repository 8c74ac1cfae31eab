// How sure one can be that a share of abandoned calls lies below a limit.
//
// Method: the one-sided Clopper-Pearson bound: the share at which seeing so few abandoned calls, or
// fewer, would have a probability of 1 - confidence. The binomial tail is summed outright from its
// largest term; the bound is found by halving. Exact for every size.

internal import Glibc

extension AbandonmentCount {
  /// Upper confidence bound of the true share, 0 to 1; 1 when nobody answered.
  ///
  /// - Complexity: O(60 · abandoned).
  public func upperBound(confidence: Double = 0.95) -> Double {
    guard live > 0, abandoned < live else { return 1 }
    let alpha = min(1, max(1e-12, 1 - confidence))
    var low = Double(abandoned) / Double(live)
    var high = 1.0
    for _ in 0..<60 {
      let p = 0.5 * (low + high)
      if atMostAbandoned(p) > alpha { low = p } else { high = p }
    }
    return high
  }

  /// P(X <= abandoned) for X binomial (live, p).
  private func atMostAbandoned(_ p: Double) -> Double {
    guard p > 0 else { return 1 }
    guard p < 1 else { return 0 }
    let n = Double(live)
    let k = Double(abandoned)
    let log0 = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p)
    // Terms fall from k downwards because p is above k / n.
    var term = 1.0
    var sum = 1.0
    for j in stride(from: k, to: 0, by: -1) {
      term *= j / (n - j + 1) * (1 - p) / p
      sum += term
      if term < 1e-17 * sum { break }
    }
    return min(1, exp(log0 + log(sum)))
  }

  /// The fewest live answers after which `share` abandoned would be proved to lie below `limit`;
  /// nil when it never is because the share is not below the limit.
  public static func answersToProve(
    share: Double, below limit: Double, confidence: Double = 0.95
  ) -> Int? {
    guard share < limit, limit > 0 else { return nil }
    func proved(_ live: Int) -> Bool {
      AbandonmentCount(live: live, abandoned: Int((share * Double(live)).rounded(.up)))
        .upperBound(confidence: confidence) <= limit
    }
    var high = 64
    while !proved(high) {
      high *= 2
      if high > 1 << 30 { return nil }
    }
    var low = high / 2
    while high - low > 1 {
      let middle = (low + high) / 2
      if proved(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
