// Random numbers that depend on nothing but the seed.
//
// Method: xoshiro256++ (Blackman & Vigna 2018), seeded by SplitMix64 from seed and stream number, so
// that every replication has a stream of its own whatever thread runs it. Gamma by Marsaglia & Tsang
// 2000; normal by the polar method.
internal import Glibc

/// A stream of random numbers.
public struct RandomStream: Sendable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Stream number `stream` of the family `seed`.
  public init(seed: UInt64, stream: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 ^ (stream &+ 0x632B_E59B_D9B4_E019)
    state = Self.mix(state)
    func next(_ state: inout UInt64) -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      return Self.mix(state)
    }
    state ^= stream &* 0xD134_2543_DE82_EF95
    s0 = next(&state)
    s1 = next(&state)
    s2 = next(&state)
    s3 = next(&state)
  }

  private static func mix(_ x: UInt64) -> UInt64 {
    var z = x
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  @inline(__always)
  private mutating func bits() -> UInt64 {
    let sum = s0 &+ s3
    let result = (sum << 23 | sum >> 41) &+ s0
    let t = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = s3 << 45 | s3 >> 19
    return result
  }

  /// Uniform in (0, 1), never either end.
  @inline(__always)
  public mutating func uniform() -> Double {
    (Double(bits() >> 12) + 0.5) * 0x1p-52
  }

  /// Exponential of mean 1.
  @inline(__always)
  public mutating func exponential() -> Double { -log(uniform()) }

  /// Standard normal.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let r = x * x + y * y
      if r < 1, r > 0 { return x * (-2 * log(r) / r).squareRoot() }
    }
  }

  /// Gamma of the given shape and mean 1.
  public mutating func gamma(shape: Double) -> Double {
    if shape < 1 {
      let boost = pow(uniform(), 1 / shape)
      return gammaAboveOne(shape + 1) * boost / shape
    }
    return gammaAboveOne(shape) / shape
  }

  private mutating func gammaAboveOne(_ shape: Double) -> Double {
    let d = shape - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      if log(uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }
}
