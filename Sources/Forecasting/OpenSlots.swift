// Opening hours, given or learnt. Learnt: a slot of a weekday is open when most of that weekday's
// recent days with any record have it. "Recent" is the last six such days within ten weeks; weekdays
// without a record for ten weeks are closed. New hours are taken up sooner: after two days of the
// weekday, or one when three other weekdays say the same; hours given up after two days of the weekday
// and of three others, since a recorder fails on some days more easily than a queue opens on them. A week is
// enough where none of its days, at least four, has the slot, and it lies before the first or after the last
// slot that they have: that is no recorder, but a door.

internal import CivilTime

/// Which slots of which weekday are open.
struct OpenSlots: Sendable {
  /// By weekday (Monday 0), a flag a slot.
  var week: [[Bool]]
  var wasLearnt: Bool
  /// Slots that were usual on some weekday and were given up of late.
  private(set) var givenUp: [Int] = []

  init(_ hours: OpeningHours, intervalSeconds: Int) {
    let slots = 86_400 / intervalSeconds
    wasLearnt = false
    week = Array(repeating: Array(repeating: false, count: slots), count: 7)
    for weekday in Weekday.allCases {
      for span in hours.spans(on: weekday) {
        // Spans that run past midnight belong to the next day's slots from there on.
        var start = span.start / intervalSeconds * intervalSeconds
        while start < span.end {
          let day = (weekday.rawValue + start / 86_400) % 7
          week[day][start % 86_400 / intervalSeconds] = true
          start += intervalSeconds
        }
      }
    }
  }

  init(learntFrom grid: DemandGrid) {
    wasLearnt = true
    week = Array(repeating: Array(repeating: false, count: grid.slots), count: 7)
    // The latest days with any record by weekday, newest first.
    var recent = Array(repeating: [Int](), count: 7)
    for day in (0..<grid.days).reversed() where grid.days - day <= 70 {
      let weekday = grid.date(day).weekday.rawValue
      if recent[weekday].count == 6 { continue }
      let cells = day * grid.slots..<(day + 1) * grid.slots
      if cells.contains(where: { !grid.counts[$0].isNaN }) { recent[weekday].append(day) }
    }
    // The days of the last week that had contacts, with the slots from the first of them to the last.
    let lastWeek = recent.compactMap(\.first).filter { grid.days - $0 <= 7 }.compactMap {
      day -> (day: Int, used: ClosedRange<Int>)? in
      let used = (0..<grid.slots).filter { grid.counts[day * grid.slots + $0] > 0 }
      guard let first = used.first, let last = used.last else { return nil }
      return (day, first...last)
    }
    for slot in 0..<grid.slots {
      func has(_ day: Int) -> Bool { !grid.counts[day * grid.slots + slot].isNaN }
      let isOutside =
        lastWeek.count >= 4 && !lastWeek.contains { has($0.day) || $0.used.contains(slot) }
      let newest = recent.map { days in days.first.map(has) ?? false }
      let isGone = recent.map { days in days.count >= 2 && !days.prefix(2).contains(where: has) }
      for weekday in 0..<7 where !recent[weekday].isEmpty {
        let days = recent[weekday]
        let isUsual = 2 * days.count(where: has) > days.count
        let isNew = newest[weekday] && (newest.count { $0 } >= 4 || days.prefix(2).allSatisfy(has))
        let isGivenUp = isOutside || isGone[weekday] && isGone.count { $0 } >= 4
        week[weekday][slot] = (isUsual && !isGivenUp) || isNew
        if isUsual, isGivenUp, !isNew, givenUp.last != slot { givenUp.append(slot) }
      }
    }
  }

  func isOpen(_ weekday: Weekday) -> Bool { week[weekday.rawValue].contains(true) }
}
