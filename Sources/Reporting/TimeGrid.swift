internal import CivilTime

/// The days of a plan beside each other over the hours that are used on any of them: the columns of heat maps
/// and the x axis of charts. Nights in which nobody is ever there take no room.
struct TimeGrid {
  let zone: Zone
  let from: CivilDate
  let days: Int
  let intervalSeconds: Int
  /// The first interval of the day that is used, and how many there are.
  let first: Int
  let slots: Int

  init(zone: Zone, from: CivilDate, days: Int, intervalSeconds: Int, used: Set<Instant>) {
    self.zone = zone
    self.from = from
    self.days = days
    self.intervalSeconds = max(60, intervalSeconds)
    let dates = from..<(from + days)
    let slots = used.lazy.map { zone.local(at: $0) }.filter { dates.contains($0.date) }
      .map { $0.secondsOfDay / max(60, intervalSeconds) }
    // Whole hours, so that their labels stand at the same place everywhere.
    let hour = max(1, 3600 / max(60, intervalSeconds))
    let low = (slots.min() ?? 0) / hour * hour
    let high = ((slots.max() ?? 0) / hour + 1) * hour
    first = low
    self.slots = max(1, min(high, 86_400 / max(60, intervalSeconds)) - low)
  }

  private init(_ whole: TimeGrid, from: CivilDate, days: Int) {
    zone = whole.zone
    intervalSeconds = whole.intervalSeconds
    first = whole.first
    slots = whole.slots
    self.from = from
    self.days = days
  }

  /// The same hours, week by week.
  var weeks: [TimeGrid] {
    stride(from: 0, to: days, by: 7).map {
      TimeGrid(self, from: from + $0, days: min(7, days - $0))
    }
  }

  var count: Int { days * slots }
  var dates: [CivilDate] { (0..<days).map { from + $0 } }

  /// The position of an interval; nil when it lies outside.
  func index(of start: Instant) -> Int? {
    let local = zone.local(at: start)
    let day = local.date - from
    let slot = local.secondsOfDay / intervalSeconds - first
    guard (0..<days).contains(day), (0..<slots).contains(slot) else { return nil }
    return day * slots + slot
  }

  /// The clock at which a slot begins.
  func clock(_ slot: Int) -> String { clockText((first + slot) * intervalSeconds) }

  /// `Mon 30 07:15`.
  func name(_ index: Int) -> String {
    "\(dayName(from + index / slots)) \(clock(index % slots))"
  }

  /// `Mon 30`.
  func dayName(_ date: CivilDate) -> String { "\(date.weekday.shortName) \(date.day)" }

  /// Values by position; nil where there is none. Where clocks are put back two intervals share a place, and
  /// the later one stands there.
  func values(_ pairs: some Sequence<(Instant, Double?)>) -> [Double?] {
    var all = [Double?](repeating: nil, count: count)
    for (start, value) in pairs {
      if let index = index(of: start) { all[index] = value }
    }
    return all
  }
}
