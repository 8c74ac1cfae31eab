// A clock that is not the customers': found at the changes of the zone's clocks.
//
// Habits keep to the local clock. Where the shape of the day (mean of the weekdays of three weeks before a
// change, and after it) moves by just the change, and against it, the times were written by a clock that
// is never changed and read on one that is; where it moves with it, the customers' own clocks are not
// changed. A move counts when it leaves less than half of the squared differences that no move leaves, and
// every change that can be judged must show it.

internal import CivilTime

struct ClockCheck {
  /// The dates at which the day moved.
  private(set) var dates: [CivilDate] = []
  /// Whether the day moves against the clocks: its times are those of a fixed clock.
  private(set) var isFixedClock = false
  /// The zones that fit, for people; empty where nothing moves.
  private(set) var fitting = ""

  init(_ grid: DemandGrid, zone: Zone) {
    guard grid.intervalSeconds <= 3600, grid.days > 0 else { return }
    var with: [CivilDate] = []
    var against: [CivilDate] = []
    var judged = 0
    var at = zone.startOfDay(grid.first)
    let end = zone.startOfDay(grid.first + grid.days)
    while let change = zone.nextChange(after: at), change < end {
      at = change
      let moved = zone.offsetSeconds(at: change) - zone.offsetSeconds(at: change - 1)
      guard abs(moved) == 3600, let move = Self.move(grid, at: zone.date(at: change)) else {
        continue
      }
      judged += 1
      if move == moved / grid.intervalSeconds { with.append(zone.date(at: change)) }
      if move == -moved / grid.intervalSeconds { against.append(zone.date(at: change)) }
    }
    guard judged > 0 else { return }
    if against.count == judged {
      (dates, isFixedClock) = (against, true)
      fitting = Self.fixedClock(grid, zone)
    }
    if with.count == judged {
      dates = with
      fitting =
        "a zone whose clocks are not changed, at \(Self.text(Self.standardOffset(grid, zone)))"
        + " if the hours of the day are right"
    }
  }

  /// What was found, as a sentence; nil where nothing moves.
  func sentence(_ zone: Zone) -> String? {
    guard !dates.isEmpty else { return nil }
    let list = dates.map { "\($0)" }.joined(separator: ", ")
    return isFixedClock
      ? "the day moves by an hour against the clocks of \(zone) on \(list): the times are those of a clock"
        + " that is not changed; \(fitting) fits"
      : "the day moves by an hour with the clocks of \(zone) on \(list): the customers' clocks are not"
        + " changed; another zone is theirs, \(fitting)"
  }

  /// UTC or the zone's standard time all year: that under which the middle of the day's contacts is nearer to
  /// one o'clock; both where that does not tell them apart.
  private static func fixedClock(_ grid: DemandGrid, _ zone: Zone) -> String {
    let offset = standardOffset(grid, zone)
    let standard = "the standard time of \(zone) all year, \(text(offset))"
    if offset == 0 { return "UTC, \(standard)," }
    var (sum, total) = (0.0, 0.0)
    for day in 0..<grid.days {
      let start = zone.startOfDay(grid.date(day))
      guard zone.offsetSeconds(at: start) == offset else { continue }
      for slot in 0..<grid.slots {
        let count = grid.counts[day * grid.slots + slot]
        if count.isNaN { continue }
        sum += count * Double(slot)
        total += count
      }
    }
    let middle = total > 0 ? sum / total * Double(grid.intervalSeconds) : 46_800
    let (written, ofUTC) = (abs(middle - 46_800), abs(middle + Double(offset) - 46_800))
    if ofUTC < written - 3600 { return "UTC" }
    if written < ofUTC - 3600 { return standard }
    return "UTC or \(standard)"
  }

  /// The smaller of the offsets of summer and winter.
  private static func standardOffset(_ grid: DemandGrid, _ zone: Zone) -> Int {
    stride(from: 0, to: max(grid.days, 366), by: 30).map {
      zone.offsetSeconds(at: zone.startOfDay(grid.first + $0))
    }.min() ?? 0
  }

  private static func text(_ offset: Int) -> String {
    let minutes = abs(offset) / 60
    let digits = minutes % 60 < 10 ? "0\(minutes % 60)" : "\(minutes % 60)"
    return "UTC\(offset < 0 ? "-" : "+")\(minutes / 60):\(digits)"
  }

  /// By how many slots the day moved at a date; nil where there is too little to tell.
  private static func move(_ grid: DemandGrid, at date: CivilDate) -> Int? {
    let day = date - grid.first
    guard let before = shape(grid, day - 21..<day), let after = shape(grid, day + 1..<day + 22)
    else {
      return nil
    }
    let hour = 3600 / grid.intervalSeconds
    func difference(_ lag: Int) -> Double {
      let slots = grid.slots
      return (0..<slots).reduce(0) { sum, slot in
        let e = after[(slot + lag + slots) % slots] - before[slot]
        return sum + e * e
      }
    }
    let still = difference(0)
    let best = [-hour, hour].min { difference($0) < difference($1) } ?? 0
    return difference(best) < 0.5 * still ? best : 0
  }

  /// The shares of a weekday's contacts by slot; nil with fewer than eight weekdays.
  private static func shape(_ grid: DemandGrid, _ days: Range<Int>) -> [Double]? {
    var sums = [Double](repeating: 0, count: grid.slots)
    var live = 0
    for day in days where day >= 0 && day < grid.days && grid.date(day).weekday.rawValue < 5 {
      let cells = grid.counts[day * grid.slots..<(day + 1) * grid.slots]
      guard cells.contains(where: { !$0.isNaN }) else { continue }
      live += 1
      for (slot, count) in cells.enumerated() where !count.isNaN { sums[slot] += count }
    }
    let total = sums.reduce(0, +)
    return live >= 8 && total > 0 ? sums.map { $0 / total } : nil
  }
}
