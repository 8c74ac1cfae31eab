/// One agent's shift on the floor, in seconds of a common clock.
public struct FloorShift: Hashable, Sendable {
  public var start: Int
  public var end: Int
  public var pool: String

  public init(start: Int, end: Int, pool: String) {
    self.start = start
    self.end = end
    self.pool = pool
  }
}

/// A group of shifts of a roster begun at another time, and the seats that saves.
public struct RosterMove: Hashable, Sendable {
  public var start: Int
  public var end: Int
  public var pool: String
  public var people: Int
  /// Seconds later, or earlier when negative.
  public var seconds: Int
  public var saved: Int

  /// Seats of all pools together.
  public static func seats(_ shifts: [FloorShift], policy: SeatPolicy) -> Int {
    Set(shifts.map(\.pool)).sorted().reduce(0) { sum, pool in
      let stays = shifts.filter { $0.pool == pool }.map {
        Stay(start: $0.start, end: $0.end, people: 1)
      }
      return sum + policy.seats(Occupancy(stays, handover: policy.handover).peak?.people ?? 0)
    }
  }

  /// The move of one group of equal shifts, present at a pool's peak, that saves the most seats;
  /// among equals the one that asks least of people.
  ///
  /// Only shifts that are there at the peak can lower it, so only those are tried.
  ///
  /// - Complexity: O(groups at the peak · reach / step · n log n).
  public static func best(
    _ shifts: [FloorShift], policy: SeatPolicy, reach: Int, step: Int
  ) -> RosterMove? {
    guard step > 0, reach > 0 else { return nil }
    let before = seats(shifts, policy: policy)
    var best: RosterMove?
    for pool in Set(shifts.map(\.pool)).sorted() {
      let own = shifts.filter { $0.pool == pool }
      let occupancy = Occupancy(
        own.map { Stay(start: $0.start, end: $0.end, people: 1) }, handover: policy.handover)
      guard let peak = occupancy.peak else { continue }
      let there = Set(own.filter { $0.start < peak.end && $0.end + policy.handover > peak.start })
      for group in there.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
        let people = own.count { $0 == group }
        for distance in stride(from: step, through: reach, by: step) {
          for seconds in [distance, -distance] {
            let moved = shifts.map { shift in
              shift == group
                ? FloorShift(start: shift.start + seconds, end: shift.end + seconds, pool: pool)
                : shift
            }
            let saved = before - seats(moved, policy: policy)
            guard saved > 0 else { continue }
            if let known = best {
              let effort = people * distance
              let knownEffort = known.people * abs(known.seconds)
              if saved < known.saved || (saved == known.saved && effort >= knownEffort) { continue }
            }
            best = RosterMove(
              start: group.start, end: group.end, pool: pool, people: people, seconds: seconds,
              saved: saved)
          }
        }
      }
    }
    return best
  }
}
