internal import CivilTime

/// The intervals of a zone's clocks: to which one an instant belongs, and which one is next.
///
/// Up to an hour they are multiples of the length on the local clock; longer ones begin at multiples of
/// their length after local midnight, so that a day of 23 or 25 hours is one day.
struct IntervalGrid {
  let zone: Zone
  let seconds: Int
  private var offset = 0
  private var validFrom = Int64.max
  private var validUntil = Int64.min

  init(zone: Zone, seconds: Int) {
    self.zone = zone
    self.seconds = seconds
  }

  /// The start of the interval that holds `instant`.
  mutating func start(of instant: Instant) -> Instant {
    guard seconds <= 3600 else {
      let local = zone.local(at: instant)
      return resolve(local.date, local.secondsOfDay / seconds * seconds)
    }
    let shifted = instant.seconds + Int64(offset(at: instant))
    let part = shifted % Int64(seconds)
    return Instant(seconds: instant.seconds - (part < 0 ? part + Int64(seconds) : part))
  }

  /// The start of the interval after the one that starts at `start`.
  mutating func next(after start: Instant) -> Instant {
    guard seconds > 3600 else { return start + seconds }
    let local = zone.local(at: start)
    let sum = local.secondsOfDay + seconds
    // A start that a clock change moved is put back on the grid.
    let onGrid = sum / seconds * seconds
    return onGrid >= 86_400 ? resolve(local.date + 1, 0) : resolve(local.date, onGrid)
  }

  /// The number of the interval within the week, from Monday's first.
  mutating func slotOfWeek(_ start: Instant) -> Int {
    let shifted = start.seconds + Int64(offset(at: start))
    let day = (shifted >= 0 ? shifted : shifted - 86_399) / 86_400
    let second = Int(shifted - day * 86_400)
    return (CivilDate(dayNumber: Int(day)).weekday.rawValue * 86_400 + second) / seconds
  }

  /// Seconds since 1970 as the clocks of the zone count them.
  mutating func localSeconds(_ instant: Instant) -> Int64 {
    instant.seconds + Int64(offset(at: instant))
  }

  /// Days since 1970 on the local calendar.
  mutating func dayNumber(_ instant: Instant) -> Int {
    let shifted = instant.seconds + Int64(offset(at: instant))
    return Int((shifted >= 0 ? shifted : shifted - 86_399) / 86_400)
  }

  private func resolve(_ date: CivilDate, _ secondsOfDay: Int) -> Instant {
    secondsOfDay == 0 ? zone.startOfDay(date) : zone.resolve(date, secondsOfDay: secondsOfDay).first
  }

  private mutating func offset(at instant: Instant) -> Int {
    if instant.seconds >= validFrom, instant.seconds < validUntil { return offset }
    offset = zone.offsetSeconds(at: instant)
    validFrom = instant.seconds
    validUntil = zone.nextChange(after: instant)?.seconds ?? .max
    return offset
  }
}
