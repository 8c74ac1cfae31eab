// Opening hours, given or learnt. Learnt: a slot of a weekday is open when most of that weekday's
// recent days with any record have it. "Recent" is the last six such days within ten weeks; weekdays
// without a record for ten weeks are closed. New hours are taken up sooner: after two days of the
// weekday, or one when three other weekdays say the same; hours given up after two days of the weekday
// and of three others, since a recorder fails on some days more easily than a queue opens on them.

internal import CivilTime

/// Which slots of which weekday are open.
struct OpenSlots: Sendable {
  /// By weekday (Monday 0), a flag a slot.
  var week: [[Bool]]
  var wasLearnt: Bool

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
    for slot in 0..<grid.slots {
      func has(_ day: Int) -> Bool { !grid.counts[day * grid.slots + slot].isNaN }
      let newest = recent.map { days in days.first.map(has) ?? false }
      let isGone = recent.map { days in days.count >= 2 && !days.prefix(2).contains(where: has) }
      for weekday in 0..<7 where !recent[weekday].isEmpty {
        let days = recent[weekday]
        let isUsual = 2 * days.count(where: has) > days.count
        let isNew = newest[weekday] && (newest.count { $0 } >= 4 || days.prefix(2).allSatisfy(has))
        let isGivenUp = isGone[weekday] && isGone.count { $0 } >= 4
        week[weekday][slot] = (isUsual && !isGivenUp) || isNew
      }
    }
  }

  func isOpen(_ weekday: Weekday) -> Bool { week[weekday.rawValue].contains(true) }
}
