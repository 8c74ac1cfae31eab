/// The generator of the search: xorshift64 (Marsaglia 2003, shifts 13, 7, 17), seeded explicitly.
///
/// Fast, small and the same on every machine; not for secrets, not for statistics.
package struct RandomSource: Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    for _ in 0..<10 { _ = next() }
  }

  @inline(__always)
  package mutating func next() -> UInt64 {
    state ^= state &<< 13
    state ^= state &>> 7
    state ^= state &<< 17
    return state
  }

  /// Uniform in `0..<n`, for n from 1 to 2^31.
  @inline(__always)
  package mutating func below(_ n: Int) -> Int {
    Int(truncatingIfNeeded: ((next() &>> 33) &* UInt64(truncatingIfNeeded: n)) &>> 31)
  }

  /// Uniform in `low...high`.
  @inline(__always)
  package mutating func within(_ low: Int, _ high: Int) -> Int { low + below(high - low + 1) }
}
