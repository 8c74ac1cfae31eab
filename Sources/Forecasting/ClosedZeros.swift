// Goal: zeros that a report writes for hours in which the queue was closed are no quiet hours. Where hours
// change, they would else pull the new hours down, or keep the old ones open.
//
// Method: a zero before a day's first contact or after its last may be a closed door. A slot with nothing
// but such zeros over at least two weeks of its weekday, or a week of four or more weekdays, all that ever
// used it, was closed if they cannot have come by chance: the contacts expected by the four weeks before and
// after the stretch (each day by its own weekday, scaled down where the day was a weak one) are at least
// twenty, P < e^-20.
// No more than four weeks next to each end of a stretch count, so that a stray contact a year ago is no
// reason to doubt the years after. Where hours are given, a slot of theirs that its weekday never used was
// never open if its day breaks off beside it: a quarter of what came in the nearest slot used, over all days,
// is twenty contacts or more; so was a weekday without any contact, by what came on the others. Such zeros
// become missing, like the rows of a report that leaves them out.

internal import CivilTime

struct ClosedZeros {
  private static let weeks = 2
  private static let nearWeeks = 4
  private static let leastExpected = 20.0

  private let slots: Int
  private let weekday: [Int]
  private let total: [Double]
  private let firstUsed: [Int]
  private let lastUsed: [Int]
  /// Days with any contact.
  private let live: [Int]

  /// Takes such zeros out of a grid; `hours`: those that were given.
  static func drop(from grid: inout DemandGrid, hours: OpenSlots?) {
    let days = ClosedZeros(grid)
    for slot in 0..<days.slots { days.look(at: slot, &grid) }
    if let hours { days.dropNeverUsed(hours, &grid) }
  }

  private init(_ grid: DemandGrid) {
    let slots = grid.slots
    self.slots = slots
    var total = [Double](repeating: 0, count: grid.days)
    var first = [Int](repeating: slots, count: grid.days)
    var last = [Int](repeating: -1, count: grid.days)
    for day in 0..<grid.days {
      for slot in 0..<slots where grid.counts[day * slots + slot] > 0 {
        total[day] += grid.counts[day * slots + slot]
        first[day] = min(first[day], slot)
        last[day] = slot
      }
    }
    let monday = grid.first.weekday.rawValue
    weekday = (0..<grid.days).map { (monday + $0) % 7 }
    live = (0..<grid.days).filter { total[$0] > 0 }
    self.total = total
    firstUsed = first
    lastUsed = last
  }

  /// Takes out the zeros of slots that are given as open and were never used, where the day breaks off.
  private func dropNeverUsed(_ hours: OpenSlots, _ grid: inout DemandGrid) {
    let usual = live.reduce(0) { $0 + total[$1] } / Double(max(1, live.count))
    for w in 0..<7 {
      let all = weekday.indices.filter { weekday[$0] == w }
      let own = all.filter { total[$0] > 0 }
      var sums = [Double](repeating: 0, count: slots)
      for day in own {
        for slot in 0..<slots where grid.counts[day * slots + slot] > 0 {
          sums[slot] += grid.counts[day * slots + slot]
        }
      }
      let used = (0..<slots).filter { sums[$0] > 0 }
      for slot in 0..<slots where hours.week[w][slot] && sums[slot] == 0 {
        let beside = [used.last { $0 < slot }, used.first { $0 > slot }].compactMap { $0 }
        let nearest = beside.min { (abs($0 - slot), $0) < (abs($1 - slot), $1) }
        let seen = nearest.map { sums[$0] } ?? usual * Double(all.count)
        guard seen / 4 >= Self.leastExpected, nearest == nil || beside.count == 1 else { continue }
        for day in own.isEmpty ? all : own { grid.counts[day * slots + slot] = .nan }
      }
    }
  }

  private func look(at slot: Int, _ grid: inout DemandGrid) {
    let counts = live.map { grid.counts[$0 * slots + slot] }
    guard zip(live, counts).contains(where: { $1 == 0 && isIdle($0, slot) }) else { return }
    var isUsed = [Bool](repeating: false, count: 7)
    for (day, count) in zip(live, counts) where count > 0 { isUsed[weekday[day]] = true }
    let used = (0..<7).filter { isUsed[$0] }
    guard !used.isEmpty else { return }
    let known = zip(live, counts).filter { isUsed[weekday[$0.0]] && !$0.1.isNaN }.map(\.0)
    drop(known, slot, least: used.count < 4 ? Self.weeks * used.count : used.count, &grid)
    for w in used where used.count > 1 {
      let own = known.filter { weekday[$0] == w && !grid.counts[$0 * slots + slot].isNaN }
      drop(own, slot, least: Self.weeks, &grid)
    }
  }

  /// Whether the slot lies outside the hours in which the day had contacts.
  private func isIdle(_ day: Int, _ slot: Int) -> Bool {
    slot < firstUsed[day] || slot > lastUsed[day]
  }

  /// Drops the stretches of idle days among `days` that are at least `least` days long.
  private func drop(_ days: [Int], _ slot: Int, least: Int, _ grid: inout DemandGrid) {
    var k = 0
    while k < days.count {
      guard isIdle(days[k], slot) else {
        k += 1
        continue
      }
      var end = k
      while end < days.count, isIdle(days[end], slot) { end += 1 }
      let stretch = k..<end
      k = end
      guard stretch.count >= least,
        expected(days, stretch, slot, grid) >= Self.leastExpected
      else { continue }
      for day in days[stretch] { grid.counts[day * slots + slot] = .nan }
    }
  }

  /// Contacts that the days next to the ends of a stretch would have had if it had been open.
  private func expected(
    _ days: [Int], _ stretch: Range<Int>, _ slot: Int, _ grid: DemandGrid
  ) -> Double {
    let reach = Self.nearWeeks * 7
    let (first, last) = (days[stretch.lowerBound], days[stretch.upperBound - 1])
    var (sums, totals) = ([Double](repeating: 0, count: 7), [Double](repeating: 0, count: 7))
    var found = [Double](repeating: 0, count: 7)
    for day in days[..<stretch.lowerBound] + days[stretch.upperBound...]
    where day >= first - reach && day <= last + reach {
      sums[weekday[day]] += grid.counts[day * slots + slot]
      totals[weekday[day]] += total[day]
      found[weekday[day]] += 1
    }
    let (hasBefore, hasAfter) = (stretch.lowerBound > 0, stretch.upperBound < days.count)
    var expected = 0.0
    for day in days[stretch]
    where (hasBefore && day < first + reach) || (hasAfter && day > last - reach) {
      let w = weekday[day]
      guard found[w] > 0, totals[w] > 0 else { continue }
      expected += sums[w] / found[w] * min(1, total[day] * found[w] / totals[w])
    }
    return expected
  }
}
