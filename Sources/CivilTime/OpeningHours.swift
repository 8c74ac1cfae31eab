/// When a queue takes contacts, by weekday and local clock: `Mon-Fri 07:00-21:00; Sat 08:00-17:00`.
///
/// Hours may run past midnight (`Fri 22:00-06:00`); they belong to the day on which they begin.
public struct OpeningHours: Hashable, Sendable {
  /// One stretch of a day, in seconds after its midnight; `end` is beyond 86,400 after midnight.
  public struct Span: Hashable, Sendable {
    public var start: Int
    public var end: Int

    public init(start: Int, end: Int) {
      self.start = start
      self.end = end
    }
  }

  /// The spans of the days from Monday to Sunday, ascending, none overlapping another of its day.
  public let week: [[Span]]

  init(week: [[Span]]) { self.week = week }

  public static let alwaysOpen = OpeningHours(
    week: Array(repeating: [Span(start: 0, end: 86_400)], count: 7))
  public static let closed = OpeningHours(week: Array(repeating: [], count: 7))

  /// The spans that begin on a weekday.
  public func spans(on weekday: Weekday) -> [Span] { week[weekday.rawValue] }

  /// What begins on `date`, as instants; it may end on the next date.
  ///
  /// An opening time that the clocks skip is the end of the gap. Of a time that happens twice the
  /// opening is the first, the closing the second.
  public func openings(startingOn date: CivilDate, in zone: Zone) -> [Range<Instant>] {
    spans(on: date.weekday).compactMap { span in
      let start = zone.instant(date, span.start, latest: false)
      let end = zone.instant(date + span.end / 86_400, span.end % 86_400, latest: true)
      return start < end ? start..<end : nil
    }
  }

  /// When it is open on `date`, in order, from its first instant to its last.
  ///
  /// Includes what began the evening before. Dates for which `isClosed` says so begin nothing: on a
  /// closed Saturday a Friday night still ends in the morning.
  public func open(
    on date: CivilDate, in zone: Zone, isClosed: (CivilDate) -> Bool = { _ in false }
  ) -> [Range<Instant>] {
    let day = zone.startOfDay(date)..<zone.startOfDay(date + 1)
    var all: [Range<Instant>] = []
    for start in [date - 1, date] where !isClosed(start) {
      for opening in openings(startingOn: start, in: zone) {
        let clipped = opening.clamped(to: day)
        if clipped.isEmpty { continue }
        if let last = all.last, clipped.lowerBound <= last.upperBound {
          all[all.count - 1] = last.lowerBound..<max(last.upperBound, clipped.upperBound)
        } else {
          all.append(clipped)
        }
      }
    }
    return all
  }

  /// Whether it is open at a time of the local clock, what began on the day before included.
  public func covers(_ local: LocalTime) -> Bool {
    spans(on: local.date.weekday).contains {
      $0.start <= local.secondsOfDay && local.secondsOfDay < $0.end
    }
      || spans(on: (local.date - 1).weekday).contains { local.secondsOfDay < $0.end - 86_400 }
  }

  /// Whether it is open at an instant.
  public func isOpen(
    at instant: Instant, in zone: Zone, isClosed: (CivilDate) -> Bool = { _ in false }
  ) -> Bool {
    open(on: zone.date(at: instant), in: zone, isClosed: isClosed).contains {
      $0.contains(instant)
    }
  }
}

extension Zone {
  /// The instant of a local time, the end of the gap where the clocks skip it.
  fileprivate func instant(_ date: CivilDate, _ secondsOfDay: Int, latest: Bool) -> Instant {
    if secondsOfDay == 0 { return startOfDay(date) }
    switch resolve(date, secondsOfDay: secondsOfDay) {
    case .unique(let instant): return instant
    case .overlap(let first, let second): return latest ? second : first
    case .gap(_, let after): return nextChange(after: after) ?? after
    }
  }
}

extension OpeningHours: CustomStringConvertible {
  /// The shortest way to write the hours, days with the same hours together.
  public var description: String {
    if self == .alwaysOpen { return "24/7" }
    var parts: [String] = []
    var day = 0
    while day < 7 {
      var last = day
      while last < 6, week[last + 1] == week[day] { last += 1 }
      if !week[day].isEmpty {
        let names = Weekday.allCases.map(\.shortName)
        let days = day == last ? names[day] : "\(names[day])-\(names[last])"
        let spans = week[day].map { span in
          let end = span.end > 86_400 ? span.end - 86_400 : span.end
          return "\(clockText(span.start))-\(clockText(end))"
        }
        parts.append("\(days) \(spans.joined(separator: ", "))")
      }
      day = last + 1
    }
    return parts.isEmpty ? "closed" : parts.joined(separator: "; ")
  }
}
