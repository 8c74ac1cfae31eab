// Opening hours, given or learnt. Learnt: a slot of a weekday is open when most of that weekday's
// recent days with any record have it. "Recent" is the last six such days within ten weeks, so that a
// new opening pattern is taken up after four weeks; weekdays without a record for ten weeks are
// closed.

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
    var seen = Array(repeating: 0, count: 7)
    var recorded = Array(repeating: Array(repeating: 0, count: grid.slots), count: 7)
    for day in (0..<grid.days).reversed() where grid.days - day <= 70 {
      let weekday = grid.date(day).weekday.rawValue
      if seen[weekday] == 6 { continue }
      let cells = day * grid.slots..<(day + 1) * grid.slots
      guard cells.contains(where: { !grid.counts[$0].isNaN }) else { continue }
      // A day that the as-of instant or a failure cut short says little about the hours.
      seen[weekday] += 1
      for slot in 0..<grid.slots where !grid.counts[day * grid.slots + slot].isNaN {
        recorded[weekday][slot] += 1
      }
    }
    for weekday in 0..<7 where seen[weekday] > 0 {
      for slot in 0..<grid.slots {
        week[weekday][slot] = 2 * recorded[weekday][slot] > seen[weekday]
      }
    }
    // A single week of history may lack some weekdays altogether: they are closed.
  }

  func isOpen(_ weekday: Weekday) -> Bool { week[weekday.rawValue].contains(true) }
}
