internal import CivilTime
internal import MusterPluginKit
internal import PluginSupport

/// The cases that the rows of a desk bring, by the working day and the minute at which they land.
struct Intake {
  private(set) var cases: [CivilDate: Double] = [:]
  private var byMinute: [CivilDate: [(minute: Int, cases: Double)]] = [:]

  /// `landing`: The row in which the cases of each row can first be worked on, as ``BackOfficePlugin/Desk``
  /// has it.
  init(_ rows: [Interval], landing: [Int?]) {
    for (row, place) in zip(rows, landing) where row.volume > 0 {
      guard let place else { continue }
      let date = CivilDate(dayNumber: rows[place].localDay)
      cases[date, default: 0] += row.volume
      byMinute[date, default: []].append((rows[place].secondOfDay / 60, row.volume))
    }
  }

  /// The share of a day's cases that come at a minute or later; that of all days where nothing is known of
  /// the day.
  func share(after minute: Int, on date: CivilDate) -> Double {
    let known = byMinute[date] ?? byMinute.values.flatMap { $0 }
    let all = known.reduce(0) { $0 + $1.cases }
    let late = known.reduce(0) { $0 + ($1.minute >= minute ? $1.cases : 0) }
    return all > 0 ? late / all : 0
  }
}
