// Goal: the same numbers for a seed on any machine, for ever; good enough for simulation.
//
// xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS
// 47, 2021), its state filled by SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) as its authors advise.

/// A reproducible stream of random numbers.
package struct RandomSource: Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// The stream of a seed for one purpose; streams of different purposes do not depend on each other,
  /// so that one more agent does not change the history.
  package init(seed: UInt64, purpose: String) {
    // FNV-1a of the purpose.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var mixer = seed ^ hash
    func next() -> UInt64 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      var z = mixer
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    state = (next(), next(), next(), next())
  }

  package mutating func next() -> UInt64 {
    func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
    let result = rotated(state.1 &* 5, 7) &* 9
    let t = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= t
    state.3 = rotated(state.3, 45)
    return result
  }

  /// Uniform in 0 ..< 1, a multiple of 2^-53.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in 0 ..< 1 but never 0.
  package mutating func positiveUniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// Uniform in 0 ..< `count`, by rejection, without bias.
  package mutating func below(_ count: Int) -> Int {
    precondition(count > 0)
    let bound = UInt64(count)
    let limit = UInt64.max - (UInt64.max % bound + 1) % bound
    while true {
      let value = next()
      if value <= limit { return Int(value % bound) }
    }
  }

  package mutating func isTrue(withProbability p: Double) -> Bool { uniform() < p }

  /// The position of one of the weights, drawn in proportion to them.
  package mutating func index(weights: [Double]) -> Int {
    var left = uniform() * weights.reduce(0, +)
    for (k, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return k }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  /// Fisher-Yates.
  package mutating func shuffle<T>(_ items: inout [T]) {
    guard items.count > 1 else { return }
    for k in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(k, below(k + 1)) }
  }
}
