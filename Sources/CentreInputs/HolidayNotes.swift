internal import CentreModel
internal import CivilTime
internal import Diagnostics

extension CentreFolder {
  /// What there is to say of the holidays of the days planned: a calendar in use without rows for the
  /// year, dates that are estimates.
  func holidayNotes(_ period: PlanningPeriod) -> [InputNote] {
    let dates = period.from...(period.to - 1)
    let place = Place(file: file(centre.holidayFiles.first ?? Self.configurationName))
    var words: [String] = []
    func add(_ calendar: HolidayCalendar) {
      for warning in calendar.warnings(for: dates) where !words.contains(warning) {
        words.append(warning)
      }
    }
    if centre.calendar == nil, !centre.holidayFiles.isEmpty { add(allHolidays) }
    let named = [centre.calendar] + centre.queues.map(\.calendar) + centre.sites.map(\.calendar)
    for name in Set(named.compactMap { $0 }).sorted() {
      // One of which there is no row at all is named where it stands.
      if let calendar = try? allHolidays.calendar(name) { add(calendar) }
    }
    return words.map { InputNote(at: place, $0) }
  }
}
