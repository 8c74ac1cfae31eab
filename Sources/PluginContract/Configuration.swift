/// What a plugin is told before it is asked anything.
public struct PluginConfiguration: ContractCodable, Hashable, Sendable {
  /// The user's settings, checked against the plugin's schema.
  public var settings: AnyJSON
  /// The content of every file that a setting of format `muster-file` names, by that name.
  public var files: [String: String]
  public var centre: CentreInfo

  public init(
    settings: AnyJSON = .object([:]), files: [String: String] = [:],
    centre: CentreInfo = CentreInfo()
  ) {
    self.settings = settings
    self.files = files
    self.centre = centre
  }

  /// The settings as a type of the plugin's own; keys in `snake_case` become `camelCase`.
  public func settings<Settings: Decodable>(
    as _: Settings.Type = Settings.self
  ) throws(ContractMismatch) -> Settings {
    try ContractCoding.value(Settings.self, of: ContractCoding.text(settings))
  }
}

/// The centre that is planned, and the period.
public struct CentreInfo: ContractCodable, Hashable, Sendable {
  public var id: String
  /// IANA name of the centre's time zone.
  public var zone: String
  /// Length of an interval, in seconds.
  public var intervalS: Int
  /// The only "now" there is.
  public var asOfUnix: Int64
  public var fromUnix: Int64
  public var toUnix: Int64
  /// The holidays of every calendar the centre uses, ascending by date.
  public var holidays: [HolidayInfo]
  /// The files of mailings that the forecast itself reads; nil where nobody says.
  public var dropFiles: [String]?

  enum CodingKeys: String, CodingKey {
    case id, zone, holidays
    case intervalS = "interval_s"
    case dropFiles = "drop_files"
    case asOfUnix = "as_of_unix"
    case fromUnix = "from_unix"
    case toUnix = "to_unix"
  }

  public init(
    id: String = "", zone: String = "UTC", intervalS: Int = 900, asOfUnix: Int64 = 0,
    fromUnix: Int64 = 0, toUnix: Int64 = 0, holidays: [HolidayInfo] = [],
    dropFiles: [String]? = nil
  ) {
    self.id = id
    self.zone = zone
    self.dropFiles = dropFiles
    self.intervalS = intervalS
    self.asOfUnix = asOfUnix
    self.fromUnix = fromUnix
    self.toUnix = toUnix
    self.holidays = holidays
  }
}

/// One holiday of one calendar.
public struct HolidayInfo: ContractCodable, Hashable, Sendable {
  public var calendar: String
  /// `2026-12-25`.
  public var date: String
  /// `regular`, `public`, `observed`, …
  public var kind: String
  public var name: String

  public init(calendar: String, date: String, kind: String, name: String) {
    self.calendar = calendar
    self.date = date
    self.kind = kind
    self.name = name
  }
}
