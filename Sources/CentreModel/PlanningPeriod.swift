public import CivilTime
public import Diagnostics

/// Which days are planned, and from which knowledge.
public struct PlanningPeriod: Hashable, Sendable {
  /// The forecast origin: nothing at or after it is known. The only clock there is.
  public var asOf: Instant
  /// The first day planned, in the centre's zone.
  public var from: CivilDate
  public var days: Int

  /// The day after the last.
  public var to: CivilDate { from + days }
  public var dates: [CivilDate] { (0..<days).map { from + $0 } }

  /// `days` days from `from`; by default from the first Monday after the as-of date, which is what
  /// people call next week.
  ///
  /// - Throws: A ``Problem`` when `from` lies before the as-of date, or `days` is not 1 to 371.
  public init(asOf: Instant, from: CivilDate?, days: Int, zone: Zone) throws(Problem) {
    let today = zone.date(at: asOf)
    guard (1...371).contains(days) else {
      throw Problem(
        .usage, subject: "period", "is not between 1 day and 53 weeks", value: "\(days) days")
    }
    guard Self.years.contains(today.year) else {
      throw Problem(
        .usage, subject: "--as-of",
        "is not between \(Self.years.lowerBound) and"
          + " \(Self.years.upperBound)", value: "\(today)")
    }
    if let from, from - today > Self.mostAhead {
      throw Problem(
        .usage, subject: "--from",
        "lies more than \(Self.mostAhead) days after the as-of date \(today)", value: "\(from)",
        maybe: "give a later --as-of, with the history up to it")
    }
    if let from, from < today {
      throw Problem(
        .usage, subject: "--from", "lies before the as-of date \(today)", value: "\(from)",
        maybe: "give an earlier --as-of")
    }
    self.asOf = asOf
    self.from = from ?? (today + 1).next(.monday)
    self.days = days
  }

  /// The years in which a plan may be made: those for which the rules of time zones say something.
  public static let years = 1970...2100
  /// Days from the as-of date to the first day planned; beyond, no history says anything.
  public static let mostAhead = 3 * 366

  /// From the start of the first day to the end of the last.
  public func horizon(in zone: Zone) -> Range<Instant> {
    zone.startOfDay(from)..<zone.startOfDay(to)
  }

  /// Reads an as-of as the user writes it: a date (its first instant in `zone`), or an RFC 3339
  /// instant, or a local time without an offset.
  public static func asOf(
    _ text: String, zone: Zone, option: String = "--as-of"
  ) throws(Problem) -> Instant {
    if let date = CivilDate(text) { return zone.startOfDay(date) }
    do { return try Instant(text, in: zone) } catch {
      throw Problem(
        .usage, subject: option, "is neither a date nor an instant", value: "\"\(text)\"",
        maybe: "write 2026-11-23 or 2026-11-23T06:00:00-05:00")
    }
  }
}
