// Days with hours of their own: half days, eves that end at noon, late openings.
//
// Hours of a date are given (by a holiday's row or an event), or learnt: on a named day, an eve or a day
// of an event, a run of slots at the day's start or end without a record, or with zeros where at least
// eight contacts were usual, is out of hours. Such a day is completed like any other
// (``completeHours()``), so that its level and shape are those of a whole day; the forecast of a day to
// come is of a whole day as well, and only then cut to its hours: those given, else those most of the
// last three dates of its name had, else for a half day the first half of the usual hours.

internal import CivilTime

/// The hours of one day of the horizon where they differ from its weekday's.
struct DayHours: Sendable {
  /// By column, whether contacts are taken.
  var served: [Bool]
  /// Spans beyond the columns, seconds after midnight; given hours may be longer than the weekday's.
  var spans: [OpeningHours.Span] = []
  /// Why, in a few words.
  var reason: String
}

extension DaySeries {
  /// Contacts that make a run of zeros a closed door.
  private static let leastMissed = 8.0

  /// Notes what the setting says of single dates: hours, and days that are open whatever the calendar.
  mutating func noteDates(_ setting: ForecastSetting) {
    var spans: [CivilDate: [OpeningHours.Span]] = [:]
    for day in setting.namedDays { if let hours = day.hours { spans[day.date] = hours } }
    for event in setting.events {
      if case .hours(let hours) = event.effect { spans[event.date] = hours }
    }
    let places = Dictionary(
      dates.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for (date, hours) in spans { if let d = places[date] { givenHours[d] = hours } }
    for day in setting.namedDays where day.kind == HolidayKind.halfDay.rawValue {
      if let d = places[day.date] { isHalfDay[d] = true }
    }
    for event in setting.events where event.effect.opens {
      if let d = places[event.date] {
        isOpened[d] = true
        isClosed[d] = false
      }
    }
    for event in setting.events where event.effect == .closed {
      if let d = places[event.date] {
        isClosed[d] = true
        isOpened[d] = false
      }
    }
  }

  /// Marks what special days of the past were closed for.
  mutating func markShortDays(_ events: EventColumns) {
    let j = columns
    for d in 0..<origin where labels[d].isSpecial || events.isActive(d) || givenHours[d] != nil {
      let open = (0..<j).filter { self.open[weekdays[d]][$0] }
      if let hours = givenHours[d] {
        for c in open where !isWithin(hours, c) { close(d, c) }
        continue
      }
      func isIdle(_ c: Int) -> Bool { counts[d * j + c].isNaN || counts[d * j + c] == 0 }
      guard let first = open.first(where: { !isIdle($0) }),
        let last = open.last(where: { !isIdle($0) }),
        open.count(where: { $0 >= first && $0 <= last }) >= max(2, open.count / 8)
      else { continue }
      for run in [open.filter { $0 < first }, open.filter { $0 > last }] {
        guard run.count >= max(2, open.count / 8), isClosedRun(d, run) else { continue }
        for c in run { close(d, c) }
      }
    }
  }

  private mutating func close(_ d: Int, _ c: Int) {
    counts[d * columns + c] = .nan
    isOutOfHours[d * columns + c] = true
  }

  /// Whether the zeros of a run without contacts cannot have come by chance.
  private func isClosedRun(_ d: Int, _ run: [Int]) -> Bool {
    let j = columns
    let zeros = run.filter { !counts[d * j + $0].isNaN }
    guard !zeros.isEmpty else { return true }
    var before: [Int] = []
    var day = d - weekLength
    while day >= 0, before.count < 4 {
      if zeros.allSatisfy({ !counts[day * j + $0].isNaN }) { before.append(day) }
      day -= weekLength
    }
    guard !before.isEmpty else { return false }
    let usual = before.reduce(0) { sum, day in
      sum + zeros.reduce(0) { $0 + counts[day * j + $1] }
    }
    return usual / Double(before.count) >= Self.leastMissed
  }

  private func isWithin(_ spans: [OpeningHours.Span], _ column: Int) -> Bool {
    let start = slots[column] * intervalSeconds
    return spans.contains { $0.start < start + intervalSeconds && start < $0.end }
  }

  /// The hours of a day of the horizon that differ from its weekday's; nil where they do not.
  func hours(on d: Int) -> DayHours? {
    let open = self.open[weekdays[d]]
    if let spans = givenHours[d] {
      return DayHours(
        served: (0..<columns).map { open[$0] && isWithin(spans, $0) }, spans: spans,
        reason: "as given")
    }
    guard labels[d].isSpecial else { return nil }
    let past = (0..<origin).filter { labels[$0] == labels[d] && !isMissing[$0] }.suffix(3)
    if let latest = past.last {
      let served = (0..<columns).map { c in
        let having = past.count { !isOutOfHours[$0 * columns + c] }
        return open[c]
          && (2 * having == past.count
            ? !isOutOfHours[latest * columns + c] : 2 * having > past.count)
      }
      return served == open ? nil : DayHours(served: served, reason: "as on \(dates[latest])")
    }
    guard isHalfDay[d], let first = open.firstIndex(of: true), let last = open.lastIndex(of: true)
    else { return nil }
    let middle = (slots[first] + slots[last] + 1) / 2
    return DayHours(
      served: (0..<columns).map { open[$0] && slots[$0] < middle },
      reason: "a half day without a past: the first half of the usual hours")
  }
}
