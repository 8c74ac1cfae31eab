internal import CivilTime

/// Reads local times of a zone fast: on days without a clock change one addition does.
struct WallClock {
  let zone: Zone
  private var date: CivilDate?
  /// Seconds east of UTC on that date, nil when the clocks change.
  private var offset: Int?

  init(zone: Zone) { self.zone = zone }

  mutating func resolve(_ date: CivilDate, _ secondsOfDay: Int) -> LocalResolution {
    if date != self.date {
      self.date = date
      // Any resolution near the day's ends is decided by the offsets a day around it.
      let noon = Instant(seconds: Int64(date.dayNumber) * 86_400 + 43_200)
      let before = zone.offsetSeconds(at: noon - 2 * 86_400)
      let change = zone.nextChange(after: noon - 2 * 86_400)
      offset = change.map { $0 <= noon + 2 * 86_400 } ?? false ? nil : before
    }
    guard let offset else { return zone.resolve(date, secondsOfDay: secondsOfDay) }
    let seconds = Int64(date.dayNumber) * 86_400 + Int64(secondsOfDay - offset)
    return .unique(Instant(seconds: seconds))
  }
}
