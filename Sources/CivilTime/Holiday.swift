public import Diagnostics

/// What sort of day a holiday is; what follows from it is for a centre's configuration to say.
public enum HolidayKind: String, CaseIterable, Hashable, Sendable {
  case regular
  case specialNonworking = "special_nonworking"
  case specialWorking = "special_working"
  case `public`
  case bank
  case government
  case observed
  case optional
  case halfDay = "half_day"
  case businessClosed = "business_closed"
  /// A day people know and nobody has off for it.
  case observance
  /// A calendar calls it something that is no kind: it closes nothing unless it is told to.
  case unknown
}

/// One holiday of one calendar.
public struct Holiday: Hashable, Sendable {
  /// Whether the date is settled; some are announced shortly before.
  public enum Status: String, CaseIterable, Hashable, Sendable {
    case estimated
    case final
  }

  public var date: CivilDate
  /// The calendar it belongs to, such as a country or a client.
  public var calendar: String
  public var kind: HolidayKind
  public var name: String
  /// The part of the calendar in which it holds; empty for all of it.
  public var region: String
  public var status: Status
  /// The hours of the date, where they are not the weekday's: a half day from 08:00 to 13:00.
  public var hours: [OpeningHours.Span]?
  /// Who says so.
  public var source: String
  /// Where it was read.
  public var place: Place?

  public init(
    date: CivilDate, calendar: String, kind: HolidayKind = .public, name: String,
    region: String = "", status: Status = .final, source: String = "", place: Place? = nil,
    hours: [OpeningHours.Span]? = nil
  ) {
    self.date = date
    self.calendar = calendar
    self.kind = kind
    self.name = name
    self.region = region
    self.status = status
    self.source = source
    self.place = place
    self.hours = hours
  }
}

extension Holiday: Comparable {
  public static func < (a: Holiday, b: Holiday) -> Bool {
    (a.date, a.calendar, a.region, a.name, a.kind.rawValue)
      < (b.date, b.calendar, b.region, b.name, b.kind.rawValue)
  }
}
