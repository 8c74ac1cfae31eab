public import CivilTime

/// A public holiday or another day by a name of its own, known in advance.
public struct NamedDay: Hashable, Sendable {
  public var date: CivilDate
  public var name: String
  /// Such as `public`, `bank`, `observed`.
  public var kind: String
  /// Whether the queue is closed on it; nil leaves that to what past holidays show.
  public var isClosed: Bool?
  /// The hours of the date, where they differ from its weekday's.
  public var hours: [OpeningHours.Span]?

  public init(
    date: CivilDate, name: String, kind: String = "public", isClosed: Bool? = nil,
    hours: [OpeningHours.Span]? = nil
  ) {
    self.hours = hours
    self.date = date
    self.name = name
    self.kind = kind
    self.isClosed = isClosed
  }

  /// A holiday of a calendar; whether the queue closes on it is left to what past ones show.
  public init(_ holiday: Holiday) {
    self.init(
      date: holiday.date, name: holiday.name, kind: holiday.kind.rawValue,
      isClosed: holiday.kind == .businessClosed ? true : nil, hours: holiday.hours)
  }
}

/// What is to be forecast, and what is known beforehand.
public struct ForecastSetting: Sendable {
  /// The clocks of the customers: days and slots are theirs.
  public var zone: Zone
  /// Nothing at or after this instant is used.
  public var asOf: Instant
  /// The first date to forecast.
  public var from: CivilDate
  /// The number of dates to forecast, at least 1.
  public var days: Int
  /// Opening hours; nil learns them from the history.
  public var hours: OpeningHours?
  /// Holidays of past and future, in any order.
  public var namedDays: [NamedDay]
  /// What is planned or was learnt to matter beside the calendar.
  public var events: [DemandEvent]
  /// Mailings and campaigns with their quantities.
  public var drops: [Drop]
  /// AHT in seconds where the history has none.
  public var handlingSeconds: Double
  /// The method to use; nil lets the evidence decide.
  public var method: ForecastMethod?
  /// History before this date is left out; nil uses all that is useful.
  public var trainFrom: CivilDate?
  /// Where the forecast is to be of shorter intervals than the history.
  public var split: IntradaySplit?
  /// Forecasts that something else makes, tried beside ours.
  public var outside: [OutsideMethod] = []
  /// Whether what would have been forecast from the origins of the trials is kept.
  var keepsTrials = false

  public init(
    zone: Zone, asOf: Instant, from: CivilDate, days: Int = 7, hours: OpeningHours? = nil,
    namedDays: [NamedDay] = [], events: [DemandEvent] = [], drops: [Drop] = [],
    handlingSeconds: Double = 300, method: ForecastMethod? = nil, trainFrom: CivilDate? = nil
  ) {
    self.zone = zone
    self.asOf = asOf
    self.from = from
    self.days = days
    self.hours = hours
    self.namedDays = namedDays
    self.events = events
    self.drops = drops
    self.handlingSeconds = handlingSeconds
    self.method = method
    self.trainFrom = trainFrom
  }
}

/// How a forecast can be made: by a method of ours, or by one from outside under its name.
public struct ForecastMethod: RawRepresentable, Hashable, Sendable {
  public var rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// The value of the same interval one week before.
  public static let seasonalNaive = ForecastMethod(rawValue: "snaive")
  /// The mean of the same interval on the last four same weekdays.
  public static let average4 = ForecastMethod(rawValue: "avg4")
  public static let average6 = ForecastMethod(rawValue: "avg6")
  public static let average8 = ForecastMethod(rawValue: "avg8")
  /// Penalised regression of the day level on the calendar, times the intraday shape.
  public static let regression = ForecastMethod(rawValue: "regression")
  /// Seasonal exponential smoothing with a state per interval, times the intraday shape.
  public static let smoothing = ForecastMethod(rawValue: "smoothing")
  /// The mean of regression and smoothing.
  public static let blend = ForecastMethod(rawValue: "blend")

  /// The plain methods shown beside every other.
  public static let baselines: [ForecastMethod] = [.seasonalNaive, .average4, .average6, .average8]
  /// Every method of ours.
  public static let own: [ForecastMethod] = baselines + [.regression, .smoothing, .blend]
}
