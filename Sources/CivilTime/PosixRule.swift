// The rule for all years in the footer of a zone file, a POSIX TZ string with the extensions of
// RFC 9636: `EST5EDT,M3.2.0,M11.1.0`, `<+1030>-10:30<+11>-11,M10.1.0,M4.1.0`, `PST-8`.
//
// Signs are inverted: `-10:30` is 10:30 east of UTC. Times of day run from -167 to 167 hours.

/// Standard time, and from when to when in a year daylight saving time.
struct PosixRule: Hashable, Sendable {
  /// A day of the year.
  enum Day: Hashable, Sendable {
    /// `Jn`: 1 to 365, 29 February never counted.
    case julian(Int)
    /// `n`: 0 to 365, 29 February counted.
    case zeroBased(Int)
    /// `Mm.w.d`: weekday d (0 is Sunday) of week w of month m; week 5 is the last.
    case monthly(month: Int, week: Int, weekday: Int)
  }
  /// A change of the clocks: the day, and the seconds after its midnight on the clock before.
  struct Change: Hashable, Sendable {
    var day: Day
    var seconds: Int
  }
  struct Saving: Hashable, Sendable {
    /// Seconds east of UTC.
    var offset: Int
    var start: Change
    var end: Change
  }

  /// Seconds east of UTC.
  var standard: Int
  var saving: Saving?

  /// The changes that happen in `year`, as UTC seconds and the offset from then on.
  func changes(in year: Int) -> [(at: Int64, offset: Int)] {
    guard let saving, let january1 = CivilDate(year: year, month: 1, day: 1) else { return [] }
    func at(_ change: Change, _ offsetBefore: Int) -> Int64 {
      let day = change.day.dayNumber(in: year, january1: january1)
      return Int64(day * 86_400 + change.seconds - offsetBefore)
    }
    return [
      (at(saving.end, saving.offset), standard), (at(saving.start, standard), saving.offset),
    ]
  }

  /// The changes of several years ascending.
  ///
  /// Where an end and a start fall together the start comes last, so that daylight saving time all
  /// year round (`EST5EDT,0/0,J365/25`) is just that.
  func changes(in years: ClosedRange<Int>) -> [(at: Int64, offset: Int)] {
    let all = years.flatMap { changes(in: $0) }
    return all.enumerated().sorted {
      ($0.element.at, isEnd($0.element) ? 0 : 1, $0.offset)
        < ($1.element.at, isEnd($1.element) ? 0 : 1, $1.offset)
    }.map(\.element)
  }

  private func isEnd(_ change: (at: Int64, offset: Int)) -> Bool { change.offset == standard }

  /// Seconds east of UTC at an instant.
  func offset(at seconds: Int64) -> Int {
    guard saving != nil else { return standard }
    let year = CivilDate(dayNumber: Int(seconds / 86_400)).year
    var offset = standard
    for change in changes(in: (year - 2)...(year + 1)) {
      if change.at > seconds { break }
      offset = change.offset
    }
    return offset
  }
}

extension PosixRule.Day {
  fileprivate func dayNumber(in year: Int, january1: CivilDate) -> Int {
    switch self {
    case .julian(let n):
      let isLeap = (january1 + 59).month == 2
      return january1.dayNumber + n - 1 + (isLeap && n >= 60 ? 1 : 0)
    case .zeroBased(let n): return january1.dayNumber + n
    case .monthly(let month, let week, let weekday):
      guard let first = CivilDate(year: year, month: month, day: 1) else {
        return january1.dayNumber
      }
      let wanted = Weekday.allCases[(weekday + 6) % 7]
      var date = first.next(wanted) + (week - 1) * 7
      if date.month != month { date = date - 7 }
      return date.dayNumber
    }
  }
}
