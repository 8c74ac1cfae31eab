/// The instants at which the clocks of a zone show a given local time.
public enum LocalResolution: Hashable, Sendable {
  /// Once, as nearly always.
  case unique(Instant)
  /// Never: the clocks were put forward over it. `before` reads it with the offset in force before
  /// the gap and so falls after it, `after` with the one in force afterwards and falls before it.
  case gap(before: Instant, after: Instant)
  /// Twice: the clocks were put back.
  case overlap(first: Instant, second: Instant)

  /// The first instant meant; a time in a gap moves forward by the gap's length.
  public var first: Instant {
    switch self {
    case .unique(let instant), .gap(let instant, _), .overlap(let instant, _): instant
    }
  }
}

extension Zone {
  /// The instants at which the clocks show `secondsOfDay` (0 to 86,400) on `date`.
  public func resolve(_ date: CivilDate, secondsOfDay: Int) -> LocalResolution {
    let wall = Int64(date.dayNumber) * 86_400 + Int64(secondsOfDay)
    // Offsets lie within a day and two hours of UTC, so what matters happens within two days.
    let window = Int64(2 * 86_400)
    var cursor = Instant(seconds: wall - window)
    var offset = offsetSeconds(at: cursor)
    var found: [Instant] = []
    var gap: LocalResolution?
    while true {
      let next = nextChange(after: cursor)
      let candidate = wall - Int64(offset)
      if candidate >= cursor.seconds, next.map({ candidate < $0.seconds }) ?? true {
        found.append(Instant(seconds: candidate))
      }
      guard let next, next.seconds <= wall + window else { break }
      let nextOffset = offsetSeconds(at: next)
      if wall - Int64(offset) >= next.seconds, wall - Int64(nextOffset) < next.seconds {
        gap = .gap(
          before: Instant(seconds: wall - Int64(offset)),
          after: Instant(seconds: wall - Int64(nextOffset)))
      }
      cursor = next
      offset = nextOffset
    }
    if let first = found.first, let last = found.last {
      return first == last ? .unique(first) : .overlap(first: first, second: last)
    }
    return gap ?? .unique(Instant(seconds: wall - Int64(offset)))
  }

  /// When the clocks show `secondsOfDay` on `date`: not at all where they skip the time, twice where they are
  /// put back over it.
  public func instants(_ date: CivilDate, secondsOfDay: Int) -> [Instant] {
    switch resolve(date, secondsOfDay: secondsOfDay) {
    case .unique(let instant): [instant]
    case .overlap(let first, let second): [first, second]
    case .gap: []
    }
  }

  /// The first instant of a date.
  ///
  /// Usually midnight; the end of the gap where midnight is skipped. A date that the zone skipped
  /// altogether starts when the next one does.
  public func startOfDay(_ date: CivilDate) -> Instant {
    switch resolve(date, secondsOfDay: 0) {
    case .unique(let instant), .overlap(let instant, _): return instant
    case .gap(_, let after): return nextChange(after: after) ?? after
    }
  }

  /// The elapsed seconds of a date: 86,400, or more or less when clocks change.
  public func dayLengthSeconds(_ date: CivilDate) -> Int {
    startOfDay(date + 1) - startOfDay(date)
  }

  /// The intervals of a date, `length` seconds each from its first instant on.
  ///
  /// The last one is shorter where the day is not a multiple of the length. Together they are the
  /// day, whether it has 23, 24 or 25 hours.
  public func intervals(of date: CivilDate, length: Int) -> [Range<Instant>] {
    precondition(length > 0)
    let end = startOfDay(date + 1)
    var all: [Range<Instant>] = []
    var start = startOfDay(date)
    while start < end {
      all.append(start..<min(start + length, end))
      start = start + length
    }
    return all
  }
}
