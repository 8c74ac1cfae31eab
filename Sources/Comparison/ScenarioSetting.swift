public import CentreModel
public import CivilTime
internal import Configuration
public import Diagnostics
internal import Files
public import PluginHost
public import SitePlanning

/// One way to run the work: which site takes which part of it.
public struct ScenarioSetting: Hashable, Sendable {
  public var id: String
  public var name: String
  public var parts: [WorkPart]
  /// By site: the contracts of the heads that its part takes, where they are not the site's own.
  public var mixes: [String: [ContractShare]]

  public init(
    id: String, name: String, parts: [WorkPart], mixes: [String: [ContractShare]] = [:]
  ) {
    self.id = id
    self.name = name
    self.parts = parts
    self.mixes = mixes
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

  /// Reads the file; `queues` are the centre's, of which parts choose, `fallback` its rules.
  ///
  /// - Throws: Everything that is wrong with it.
  public static func read(
    path: String, zones: ZoneDatabase, queues: [Queue], fallback: RosterRules
  ) throws(Problems) -> ComparisonSetting {
    let root: ConfigTable
    do throws(Problem) {
      guard try stands(at: path) else {
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
      scenario($0, tables.map { $0.string("id") ?? "" }, sites, queues)
    }
    if !root.contains("scenario") {
      scenarios = sites.map { site in
        ScenarioSetting(
          id: site.id, name: site.name,
          parts: [WorkPart(site: site.id)])
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

  private static func scenario(
    _ table: ConfigTable, _ ids: [String], _ sites: [SiteSetting], _ queues: [Queue]
  ) -> ScenarioSetting? {
    let id = table.required("id", table.string("id"))
    let name = table.string("name")
    var mixes: [String: [ContractShare]] = [:]
    let parts = table.tables("part").compactMap { part -> WorkPart? in
      let read = WorkPart.read(part, sites: ids, queues: queues)
      guard part.contains("mix"), let site = sites.first(where: { $0.id == read?.site }) else {
        return read
      }
      if site.mix == nil || mixes[site.id] != nil {
        part.note(
          "mix", site.mix == nil ? "is for heads without names" : "is given twice for one site",
          value: site.id, maybe: "take it out")
      }
      mixes[site.id] = SiteSetting.mix(part, site.rules)
      return read
    }
    if parts.isEmpty {
      table.note("part", "no site takes part", maybe: "add part = [{ site = \"…\" }]")
    }
    return id.map { ScenarioSetting(id: $0, name: name ?? $0, parts: parts, mixes: mixes) }
  }

  private static func noteTwice(_ root: ConfigTable, _ key: String, _ ids: [String]) {
    for (index, id) in ids.enumerated() where ids[..<index].contains(id) {
      root.note("\(key)[\(index)].id", "is used twice", value: "\"\(id)\"", maybe: "rename one")
    }
  }
}
