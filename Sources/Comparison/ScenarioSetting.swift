public import CentreModel
public import CivilTime
internal import Configuration
public import Diagnostics
internal import Files
public import PluginHost

/// One way to run the work: which site takes which part of it.
public struct ScenarioSetting: Hashable, Sendable {
  /// A site's part.
  public struct Part: Hashable, Sendable {
    public var site: String
    /// Of the contacts of its hours.
    public var share: Double
    /// By the client's clock; nil: always.
    public var hours: ClientHours?
    /// The most contacts of an hour it takes; what is more goes to the parts after it.
    public var contactsPerHour: Double?

    public init(site: String, share: Double, hours: ClientHours?, contactsPerHour: Double?) {
      self.site = site
      self.share = share
      self.hours = hours
      self.contactsPerHour = contactsPerHour
    }
  }

  public var id: String
  public var name: String
  public var parts: [Part]

  public init(id: String, name: String, parts: [Part]) {
    self.id = id
    self.name = name
    self.parts = parts
  }
}

/// A stretch of the client's day in minutes; past midnight when `to` is not after `from`.
public struct ClientHours: Hashable, Sendable {
  public var from: Int
  public var to: Int

  public init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }

  func contains(_ minute: Int) -> Bool {
    from < to ? from <= minute && minute < to : minute >= from || minute < to
  }
}

/// A comparison file, read and checked.
public struct ComparisonSetting {
  public var exchange: ExchangeRates
  public var sites: [SiteSetting]
  public var scenarios: [ScenarioSetting]
  public var billing: Billing?
  /// Warn when the system's time zones are older.
  public var minimumTzdata: String?
  public var plugins: [PluginRequest]

  public static let fileName = "compare.toml"

  /// Reads the file; `fallback` are the centre's rules.
  ///
  /// - Throws: Everything that is wrong with it.
  public static func read(
    path: String, zones: ZoneDatabase, fallback: RosterRules
  ) throws(Problems) -> ComparisonSetting {
    let root: ConfigTable
    do throws(Problem) {
      guard exists(path) else {
        throw Problem(
          .missingConfiguration, at: Place(file: path), "there is no comparison here",
          maybe: "write one with [[site]] and [[scenario]], or name it with --scenarios")
      }
      root = try ConfigTable(file: path, bytes: try readFile(path))
    } catch { throw Problems([error]) }
    let exchange = ExchangeRates.read(root.table("exchange"))
    if exchange == nil, !root.contains("exchange") {
      root.note(
        "exchange", "is missing", maybe: "add [exchange] with currency = \"USD\" and rates")
    }
    let tables = root.tables("site")
    let sites = tables.compactMap {
      SiteSetting.read($0, zones: zones, fallback: fallback)
    }
    if tables.isEmpty { root.note("site", "no site is described", maybe: "add [[site]]") }
    var scenarios = root.tables("scenario").compactMap {
      scenario($0, tables.map { $0.string("id") ?? "" })
    }
    if !root.contains("scenario") {
      scenarios = sites.map { site in
        ScenarioSetting(
          id: site.id, name: site.name,
          parts: [.init(site: site.id, share: 1, hours: nil, contactsPerHour: nil)])
      }
    }
    let billing = Billing.read(root.table("billing"))
    let minimum = root.string("minimum_tzdata")
    let plugins = PluginRequest.all(in: root)
    noteTwice(root, "site", sites.map { $0.id })
    noteTwice(root, "scenario", scenarios.map { $0.id })
    if let exchange {
      for (index, site) in sites.enumerated()
      where site.currency != exchange.currency && exchange.rates[site.currency] == nil {
        root.note(
          "site[\(index)].currency", "there is no exchange rate for it", value: site.currency,
          maybe: "add \(site.currency) = … (units for one \(exchange.currency)) to [exchange.rates]"
        )
      }
    }
    if let exchange, let billing, billing.currency != exchange.currency,
      exchange.rates[billing.currency] == nil
    {
      root.note(
        "billing.currency", "there is no exchange rate for it", value: billing.currency,
        maybe: "add \(billing.currency) = … (units for one \(exchange.currency)) to "
          + "[exchange.rates]")
    }
    let problems = root.problems()
    guard problems.isEmpty, let exchange else { throw Problems(problems) }
    return ComparisonSetting(
      exchange: exchange, sites: sites, scenarios: scenarios, billing: billing,
      minimumTzdata: minimum, plugins: plugins)
  }

  private static func scenario(_ table: ConfigTable, _ sites: [String]) -> ScenarioSetting? {
    let id = table.required("id", table.string("id"))
    let name = table.string("name")
    let parts = table.tables("part").compactMap { part -> ScenarioSetting.Part? in
      let site = part.required("site", part.choice("site", of: sites))
      let share = part.number("share", in: 0...1) ?? 1
      let most = part.number("contacts_per_hour", in: 0...1e9)
      let hours = part.string("hours").flatMap { text -> ClientHours? in
        let ends = text.split(separator: "-").compactMap { minutesOfDay(String($0)) }
        guard ends.count == 2, ends[0] != ends[1] else {
          part.note(
            "hours", "is not a stretch of the day", value: text, maybe: "write \"08:00-20:00\"")
          return nil
        }
        return ClientHours(from: ends[0] % 1440, to: ends[1] % 1440)
      }
      return site.map {
        ScenarioSetting.Part(site: $0, share: share, hours: hours, contactsPerHour: most)
      }
    }
    if parts.isEmpty {
      table.note("part", "no site takes part", maybe: "add part = [{ site = \"…\" }]")
    }
    return id.map { ScenarioSetting(id: $0, name: name ?? $0, parts: parts) }
  }

  private static func noteTwice(_ root: ConfigTable, _ key: String, _ ids: [String]) {
    for (index, id) in ids.enumerated() where ids[..<index].contains(id) {
      root.note("\(key)[\(index)].id", "is used twice", value: "\"\(id)\"", maybe: "rename one")
    }
  }
}
