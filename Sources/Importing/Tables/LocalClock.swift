// Method: away from clock changes one addition does. Within a doubled hour the order of the rows decides:
// times of a sorted file run forwards, so a step back begins the second hour; rows of an interval table
// stand once for each hour.

internal import CivilTime

/// Turns the times of a table, as its clock showed them, into instants.
struct LocalClock {
  enum Answer {
    case instant(Instant)
    /// The clocks are put forward over it.
    case gap
  }

  let zone: Zone
  /// 1 when the times of the file ascend, -1 when they descend, 0 when they do neither.
  let direction: Int
  /// Whether each time stands once for each queue and hour.
  let isIntervals: Bool
  /// Times shown twice of which one had to be taken for the first.
  private(set) var unresolved = 0

  private var day = Int.min
  /// Seconds east of UTC on that day; nil when the clocks change near it.
  private var offset: Int?
  private var seen: [Seen: Bool] = [:]
  private var lastLocal = Int64.min
  private var isSecondHour = false

  private struct Seen: Hashable {
    var queue: Int
    var local: Int64
  }

  init(zone: Zone, direction: Int, isIntervals: Bool) {
    self.zone = zone
    self.direction = direction
    self.isIntervals = isIntervals
  }

  /// The instant at which the clock showed `local` (seconds since 1970 of calendar and clock).
  mutating func resolve(_ local: Int64, queue: Int) -> Answer {
    let day = Int((local >= 0 ? local : local - 86_399) / 86_400)
    if day != self.day {
      self.day = day
      let noon = Instant(seconds: Int64(day) * 86_400 + 43_200)
      let change = zone.nextChange(after: noon - 2 * 86_400)
      offset =
        change.map { $0 <= noon + 2 * 86_400 } ?? false
        ? nil : zone.offsetSeconds(at: noon - 2 * 86_400)
    }
    if let offset {
      lastLocal = local
      return .instant(Instant(seconds: local - Int64(offset)))
    }
    let before = lastLocal
    lastLocal = local
    switch zone.resolve(CivilDate(dayNumber: day), secondsOfDay: Int(local - Int64(day) * 86_400)) {
    case .unique(let instant):
      isSecondHour = false
      return .instant(instant)
    case .gap: return .gap
    case .overlap(let first, let second):
      return .instant(
        isIntervals
          ? ofIntervals(local, queue, first, second) : ofCalls(local, before, first, second))
    }
  }

  /// How many times stood once that should stand twice.
  var lonely: Int { seen.values.count { !$0 } }

  private mutating func ofIntervals(
    _ local: Int64, _ queue: Int, _ first: Instant, _ second: Instant
  ) -> Instant {
    let key = Seen(queue: queue, local: local)
    let isAgain = seen[key] != nil
    seen[key] = isAgain
    return isAgain == (direction >= 0) ? second : first
  }

  private mutating func ofCalls(
    _ local: Int64, _ before: Int64, _ first: Instant, _ second: Instant
  ) -> Instant {
    switch direction {
    case 1:
      if local < before { isSecondHour = true }
      return isSecondHour ? second : first
    case -1:
      if local > before { isSecondHour = true }
      return isSecondHour ? first : second
    default:
      unresolved += 1
      return first
    }
  }
}
