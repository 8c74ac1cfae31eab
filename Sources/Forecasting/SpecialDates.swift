internal import CentreModel
internal import CivilTime

/// Dates that are named, the day before, or one of three days after a closure.
struct SpecialDates {
  private var dates: Set<CivilDate> = []

  init(_ history: QueueHistory, setting: ForecastSetting) {
    var recorded: Set<CivilDate> = []
    for row in history.rows where row.offered != nil || row.handled != nil {
      recorded.insert(setting.zone.date(at: row.start))
    }
    guard let first = recorded.min(), let last = recorded.max() else { return }
    var openWeekdays = Array(repeating: 0, count: 7)
    for date in recorded { openWeekdays[date.weekday.rawValue] += 1 }
    let weeks = max(1, (last - first) / 7)
    for day in setting.namedDays {
      dates.insert(day.date)
      dates.insert(day.date - 1)
    }
    var date = first
    while date <= last {
      if !recorded.contains(date), 2 * openWeekdays[date.weekday.rawValue] > weeks {
        var (after, found) = (date + 1, 0)
        while after <= last, found < 3 {
          if recorded.contains(after) {
            dates.insert(after)
            found += 1
          }
          after = after + 1
        }
      }
      date = date + 1
    }
  }

  func contains(_ date: CivilDate) -> Bool { dates.contains(date) }
}
