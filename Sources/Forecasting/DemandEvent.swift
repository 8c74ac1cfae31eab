public import CivilTime

/// Something that changes demand on some dates and is known beforehand.
public struct DemandEvent: Hashable, Sendable {
  public enum Effect: Hashable, Sendable {
    /// Learnt from the past dates of the same name, for this many days from each date on.
    case learnt(days: Int)
    /// The forecast times this factor.
    case factor(Double)
    /// The forecast of the whole day plus so many contacts, spread like the day's forecast.
    case extra(Double)
    /// The forecast of the whole day, spread like the day's forecast.
    case total(Double)
    /// Like a day of the past: its contacts by interval, times the growth since then.
    case like(CivilDate)
    /// No contacts are taken.
    case closed
    /// Contacts are taken, whatever the calendar says.
    case open
    /// Contacts are taken at these hours.
    case hours([OpeningHours.Span])
    /// Contacts are taken at the hours of the weekday.
    case week(OpeningHours)
    /// The handling time of a contact changes.
    case handling(HandlingChange)

    /// Whether a day with this effect takes contacts even where the calendar closes it.
    var opens: Bool {
      switch self {
      case .open, .hours, .week, .like: true
      case .total(let value), .extra(let value): value > 0
      case .learnt, .factor, .closed, .handling: false
      }
    }
  }
  /// How AHT is announced to change.
  public enum HandlingChange: Hashable, Sendable {
    case factor(Double)
    /// Seconds more or fewer.
    case extra(Double)
    /// Seconds on average.
    case total(Double)
  }

  public var name: String
  public var date: CivilDate
  /// The last date of what lasts; nil: the date alone. ``openEnd``: until further notice.
  public var until: CivilDate?
  public var effect: Effect
  /// Why; shown in the evidence.
  public var reason: String

  /// The last day of the year 9999: nobody said when it ends.
  public static let openEnd = CivilDate(dayNumber: 2_932_896)

  public init(
    name: String, date: CivilDate, until: CivilDate? = nil, effect: Effect, reason: String = ""
  ) {
    self.name = name
    self.date = date
    self.until = until
    self.effect = effect
    self.reason = reason
  }
}

/// A mailing, catalogue or campaign that makes people call over the days that follow.
public struct Drop: Hashable, Sendable {
  public var id: String
  public var date: CivilDate
  /// Pieces sent.
  public var quantity: Double
  public var medium: String
  /// Contacts per piece that are expected; nil learns it from past drops of the medium.
  public var responseRate: Double?

  public init(
    id: String, date: CivilDate, quantity: Double, medium: String, responseRate: Double? = nil
  ) {
    self.id = id
    self.date = date
    self.quantity = quantity
    self.medium = medium
    self.responseRate = responseRate
  }
}
