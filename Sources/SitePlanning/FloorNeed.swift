public import CivilTime
internal import Queueing

/// How many seats and lines a roster takes.
public enum FloorNeed {
  /// The most stretches that run at once, and when that is first so; `handover` seconds are added
  /// to the end of each.
  ///
  /// - Complexity: O(n log n).
  public static func peak(
    of stretches: [Range<Instant>], handover: Int = 0
  ) -> (count: Int, at: Instant?) {
    let changes = stretches.filter { !$0.isEmpty }
      .flatMap { [($0.lowerBound, 1), ($0.upperBound + handover, -1)] }
      // Who leaves makes room for who comes.
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    var now = 0
    var most = 0
    var at: Instant?
    for (instant, change) in changes {
      now += change
      if now > most {
        most = now
        at = instant
      }
    }
    return (most, at)
  }

  /// Seats for a peak, with a spare share on top, rounded up once.
  public static func seats(peak: Int, spare: Double = 0) -> Int {
    // 105 × 1.05 is 110.25 in decimals but not quite in binary.
    Int((Double(peak) * (1 + spare) - 1e-9).rounded(.up))
  }

  /// Lines so that at most `blocking` of the calls find none, by Erlang B: a call takes its line while it
  /// rings or is in the menu, waits, is talked to and held; not in after-call work.
  public static func trunks(
    callsPerHour: Double, menuSeconds: Double, waitSeconds: Double, talkSeconds: Double,
    blocking: Double = 0.01
  ) -> Int? {
    let erlangs = callsPerHour / 3600 * (menuSeconds + waitSeconds + talkSeconds)
    return (try? ErlangB.minimumLines(load: erlangs, target: blocking)).map { Int($0) }
  }
}
