/// A point in time, in whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// The only key under which anything is stored or compared; local clock times are derived from it
/// through a ``Zone``.
public struct Instant: Hashable, Sendable {
  public var seconds: Int64

  public init(seconds: Int64) { self.seconds = seconds }

  public static func + (a: Instant, seconds: Int) -> Instant {
    Instant(seconds: a.seconds + Int64(seconds))
  }
  public static func - (a: Instant, seconds: Int) -> Instant {
    Instant(seconds: a.seconds - Int64(seconds))
  }
  /// Elapsed seconds from `b` to `a`.
  public static func - (a: Instant, b: Instant) -> Int { Int(a.seconds - b.seconds) }
}

extension Instant: Comparable {
  public static func < (a: Instant, b: Instant) -> Bool { a.seconds < b.seconds }
}
