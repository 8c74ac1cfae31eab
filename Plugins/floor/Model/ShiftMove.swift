/// One shift begun at another time, and the seats that saves.
public struct ShiftMove: Hashable, Sendable {
  /// Position of the shift in the list.
  public var shift: Int
  public var name: String
  public var people: Int
  /// Minutes later (or earlier when negative).
  public var minutes: Int
  public var newStart: Int
  public var seatsBefore: Int
  public var seatsAfter: Int

  public var saved: Int { seatsBefore - seatsAfter }

  /// The move of one shift that saves the most seats; among equals the one that asks least of people
  /// (fewest people times minutes, then the earlier shift of the list, then the later start).
  ///
  /// Of the arguments:
  /// - `reach`: Farthest move in minutes.
  /// - `step`: Grid of starts in minutes.
  /// Nil when no move saves a seat.
  /// - Complexity: O(n · reach / step · n log n) for n shifts.
  public static func best(
    _ shifts: [DailyShift], policy: SeatPolicy, reach: Int = 120, step: Int = 15
  ) -> ShiftMove? {
    let before = FloorNeed(shifts: shifts, policy: policy).seats
    var best: ShiftMove?
    for (i, shift) in shifts.enumerated() {
      for distance in stride(from: max(1, step), through: reach, by: max(1, step)) {
        for minutes in [distance, -distance] {
          var moved = shifts
          moved[i].start = ((shift.start + minutes) % 1440 + 1440) % 1440
          let after = FloorNeed(shifts: moved, policy: policy).seats
          let move = ShiftMove(
            shift: i, name: shift.name, people: shift.people, minutes: minutes,
            newStart: moved[i].start, seatsBefore: before, seatsAfter: after)
          guard move.saved > 0 else { continue }
          if let known = best {
            let effort = (move.people * distance, i)
            let knownEffort = (known.people * abs(known.minutes), known.shift)
            if move.saved < known.saved || (move.saved == known.saved && effort >= knownEffort) {
              continue
            }
          }
          best = move
        }
      }
    }
    return best
  }
}
