internal import CentreModel
internal import CivilTime

/// The days of a horizon on the site's clock, with everything the rules ask of a date.
struct HorizonCalendar {
  let zone: Zone
  let firstDate: CivilDate
  let days: Int
  /// Start of each day and, last, the end of the horizon.
  let starts: [Instant]
  let weekOfDay: [Int]
  let isWholeWeek: [Bool]
  let weekendOfDay: [Int]
  let monthOfWeekend: [Int]
  let isWholeWeekend: [Bool]
  /// Days of the first week that lie before the horizon.
  let daysOfFirstWeekBefore: Int
  private let nights: [Range<Instant>]

  init(zone: Zone, firstDate: CivilDate, days: Int, rules: RosterRules) {
    self.zone = zone
    self.firstDate = firstDate
    self.days = days
    starts = (0...days).map { zone.startOfDay(firstDate + $0) }

    let weekStart = rules.weekStart
    daysOfFirstWeekBefore = (firstDate.weekday.rawValue - weekStart.rawValue + 7) % 7
    var weeks: [Int] = []
    var sizes: [Int] = []
    for day in 0..<days {
      if sizes.isEmpty || (firstDate + day).weekday == weekStart { sizes.append(0) }
      sizes[sizes.count - 1] += 1
      weeks.append(sizes.count - 1)
    }
    weekOfDay = weeks
    isWholeWeek = sizes.map { $0 == 7 }

    var weekends: [Int] = []
    var months: [Int] = []
    var counts: [Int] = []
    for day in 0..<days {
      let date = firstDate + day
      switch date.weekday {
      case .saturday:
        months.append(date.year * 12 + date.month)
        counts.append(1)
        weekends.append(counts.count - 1)
      case .sunday:
        if day == 0 {
          let saturday = date - 1
          months.append(saturday.year * 12 + saturday.month)
          counts.append(0)
        }
        counts[counts.count - 1] += 1
        weekends.append(counts.count - 1)
      default: weekends.append(-1)
      }
    }
    weekendOfDay = weekends
    monthOfWeekend = months
    isWholeWeekend = counts.map { $0 == 2 }

    nights = (-1...days + 1).map { Self.night(firstDate + $0, zone, rules.night) }
  }

  private static func night(
    _ date: CivilDate, _ zone: Zone, _ hours: MinuteRange
  ) -> Range<Instant> {
    let from = zone.resolve(date, secondsOfDay: hours.from * 60).first
    let to = zone.resolve(date + hours.to / 1440, secondsOfDay: hours.to % 1440 * 60).first
    return from..<max(from, to)
  }

  var origin: Instant { starts[0] }
  var end: Instant { starts[days] }

  func date(_ day: Int) -> CivilDate { firstDate + day }

  func day(of date: CivilDate) -> Int? {
    let day = date - firstDate
    return (0..<days).contains(day) ? day : nil
  }

  /// Weekends worked before the horizon in the month of its first weekend, one of which it sees the
  /// Sunday alone among them.
  ///
  /// `dates`: Days worked before the horizon.
  func weekendsInMonth(before dates: [CivilDate], carried: Int?) -> Int {
    if let carried { return carried }
    guard let month = monthOfWeekend.first else { return 0 }
    let saturdays = dates.compactMap { date -> CivilDate? in
      switch date.weekday {
      case .saturday: date
      case .sunday: date - 1
      default: nil
      }
    }
    return Set(saturdays).count { $0.year * 12 + $0.month == month }
  }

  /// Seconds of a stretch that lie in night hours.
  func nightSeconds(_ start: Instant, _ end: Instant) -> Int {
    nights.reduce(0) {
      let overlap = min(end, $1.upperBound) - max(start, $1.lowerBound)
      return $0 + max(0, overlap)
    }
  }

  /// Whether a shift on any date, also long before the horizon, is a night.
  func isNight(_ start: Instant, _ end: Instant, _ rules: RosterRules) -> Bool {
    var seconds = 0
    var date = zone.date(at: start) - 1
    while date <= zone.date(at: end) {
      let night = Self.night(date, zone, rules.night)
      seconds += max(0, min(end, night.upperBound) - max(start, night.lowerBound))
      date = date + 1
    }
    return seconds >= max(1, rules.nightSeconds)
  }

  /// Seconds after midnight of `day` on the wall clock, beyond 86,400 on the days after.
  func wallSeconds(_ instant: Instant, day: Int) -> Int {
    let local = zone.local(at: instant)
    return (local.date - date(day)) * 86_400 + local.secondsOfDay
  }
}
