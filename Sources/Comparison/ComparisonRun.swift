// Goal: the same demand, run each way, planned, rostered, simulated and priced under the law of each
// place.
//
// Method: one forecast; each scenario splits it among its sites; each part gets its own requirement (with
// the site's handling time and shrinkage), a roster under the site's labour rules, a price from the
// plugins and a simulation. Everything is derived from the centre's inputs, the comparison file and the
// seed.

internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Forecasting
public import Planning
internal import PluginContract
internal import PluginHost

/// How to compare.
public struct ComparisonOptions: Sendable {
  public var rosterSeconds: Double
  public var replications: Int
  public var threads: Int
  public var seed: UInt64
  /// Only these scenarios; empty: all.
  public var only: [String]
  /// A holiday file whose rows take the place of others on their dates.
  public var extraHolidays: String?

  public init(
    rosterSeconds: Double = 0.3, replications: Int = 200, threads: Int = 2, seed: UInt64,
    only: [String] = [], extraHolidays: String? = nil
  ) {
    self.rosterSeconds = rosterSeconds
    self.replications = replications
    self.threads = threads
    self.seed = seed
    self.only = only
    self.extraHolidays = extraHolidays
  }
}

/// One comparison of a centre.
public struct ComparisonRun {
  public let folder: CentreFolder
  public let setting: ComparisonSetting
  public let period: PlanningPeriod
  public let options: ComparisonOptions
  /// Holidays by site, for its labour rules.
  let holidays: [String: HolidayCalendar]
  let warnings: [String]
  let desk: SiteDesk
  let path: String
  let source: PluginSource
  /// The plugins of the centre itself, which its demand may come from.
  let centrePlugins: PlanPlugins

  /// Reads what is needed, nothing is planned yet; `file` nil takes the centre's own comparison file.
  public init(
    _ folder: CentreFolder, file: String?, period: PlanningPeriod, options: ComparisonOptions,
    source: PluginSource
  ) throws(Problems) {
    let path = file ?? folder.file(ComparisonSetting.fileName)
    let setting = try ComparisonSetting.read(
      path: path, zones: folder.zones, fallback: folder.rules)
    for id in options.only where !setting.scenarios.contains(where: { $0.id == id }) {
      let ids = setting.scenarios.map { $0.id }
      throw Problems([
        Problem(
          .usage, subject: "--only", "is no scenario of this comparison", value: id,
          maybe: nearestName(to: id, among: ids).map { "you meant \($0)" }
            ?? "one of \(ids.joined(separator: ", "))")
      ])
    }
    self.folder = folder
    self.path = path
    self.source = source
    centrePlugins = try PlanPlugins(folder: folder, period: period, source: source)
    self.setting = setting
    self.period = period
    self.options = options
    let dates = period.from...(period.to - 1)
    var holidays: [String: HolidayCalendar] = [:]
    var warnings = folder.holidays.warnings(for: dates).map { "client: \($0)" }
    for site in setting.sites {
      do throws(Problem) {
        let calendar = try Self.holidays(site, folder, extra: options.extraHolidays)
        holidays[site.id] = calendar
        warnings += calendar.warnings(for: dates).map { "\(site.id): \($0)" }
      } catch { throw Problems([error]) }
    }
    self.holidays = holidays
    if let minimum = setting.minimumTzdata {
      let version = folder.zones.version ?? "unknown"
      if version < minimum || version == "unknown" {
        warnings.append(
          "the time zone data is \(version), older than \(minimum): local times may be wrong")
      }
    }
    self.warnings = warnings
    let horizon = period.horizon(in: folder.zone)
    let info = CentreInfo(
      id: folder.centre.name, zone: folder.centre.timezone,
      intervalS: folder.centre.intervalSeconds, asOfUnix: period.asOf.seconds,
      fromUnix: horizon.lowerBound.seconds, toUnix: horizon.upperBound.seconds,
      holidays: Self.infos(setting.sites, holidays))
    let session = try PluginSession(
      setting.plugins, search: source.search(folder.centre.pluginFolders.map(folder.file)),
      loader: source.loader, centre: info, folder: folder.path)
    desk = SiteDesk(session: session, period: period, clientZone: folder.zone)
  }

  /// The rows of the site's calendar from its own files and the centre's; extra ones take the place
  /// of those on their dates.
  private static func holidays(
    _ site: SiteSetting, _ folder: CentreFolder, extra: String?
  ) throws(Problem) -> HolidayCalendar {
    guard !site.calendar.isEmpty else { return .empty }
    var all: [Holiday] = []
    for file in site.holidayFiles {
      all += try HolidayCalendar(path: folder.file(file), calendar: site.calendar).holidays
    }
    for file in folder.centre.holidayFiles {
      all += try HolidayCalendar(
        path: folder.file(file), calendar: folder.centre.calendar ?? ""
      ).holidays
    }
    var calendar = HolidayCalendar(all)
    if let extra {
      calendar = calendar.overridden(
        by: try HolidayCalendar(path: extra, calendar: site.calendar))
    }
    return try calendar.calendar(site.calendar)
  }

  private static func infos(
    _ sites: [SiteSetting], _ holidays: [String: HolidayCalendar]
  ) -> [HolidayInfo] {
    var seen: Set<String> = []
    return sites.filter { !$0.calendar.isEmpty && seen.insert($0.calendar).inserted }
      .flatMap { site in
        (holidays[site.id]?.holidays ?? []).map {
          HolidayInfo(
            calendar: site.calendar, date: "\($0.date)", kind: $0.kind.rawValue, name: $0.name)
        }
      }
      .sorted { ($0.date, $0.calendar, $0.name) < ($1.date, $1.calendar, $1.name) }
  }

  /// The forecast of every queue, one after the other.
  func forecast() async throws(Problems) -> [ForecastRow] {
    try await ForecastStep(folder: folder, period: period)
      .forecast(threads: options.threads, plugins: centrePlugins).flatMap(\.rows)
  }

  /// Compares; `progress` is told a few words as each step begins.
  public func run(
    progress: (String) -> Void = { _ in }
  ) async throws(Problems) -> ComparisonResult {
    progress("Forecasting \(period.from) to \(period.to - 1)")
    let forecast = try await forecast()
    var results: [ScenarioResult] = []
    do throws(Problem) {
      for scenario in setting.scenarios
      where options.only.isEmpty || options.only.contains(scenario.id) {
        progress("Planning \(scenario.name)")
        results.append(try await result(scenario, forecast))
      }
    } catch { throw Problems([error]) }
    return ComparisonResult(
      centre: folder.centre.name, from: period.from, to: period.to - 1,
      clientZone: folder.centre.timezone, exchange: setting.exchange, scenarios: results,
      warnings: warnings)
  }

  func result(
    _ scenario: ScenarioSetting, _ forecast: [ForecastRow], staying: [SiteRoster?] = []
  ) async throws(Problem) -> ScenarioResult {
    let split = try scenario.split(
      forecast, zone: folder.zone, intervalSeconds: folder.centre.intervalSeconds)
    var parts: [PartResult] = []
    for (k, part) in scenario.parts.enumerated() {
      guard let site = setting.sites.first(where: { $0.id == part.site }) else { continue }
      parts.append(
        try await self.part(
          site, split[k], staying: staying.indices.contains(k) ? staying[k] : nil))
    }
    return try finished(scenario, parts, split)
  }

  /// The rows a site needs for its part.
  func requirement(
    _ site: SiteSetting, _ rows: [ForecastRow], handling: Double = 1, shrinkage: Double = 0
  ) throws(Problem) -> [RequirementRow] {
    var all: [RequirementRow] = []
    for queue in queues(site, shrinkage: shrinkage) {
      let own = rows.filter { $0.queue == queue.id }.map { row in
        var row = row
        row.handlingSeconds *= site.handlingFactor * handling
        return row
      }
      all += try RequirementStep(
        queue: queue, intervalSeconds: folder.centre.intervalSeconds
      ).requirement(own)
    }
    return all
  }

  /// The centre's queues with the site's shrinkage, and some more.
  func queues(_ site: SiteSetting, shrinkage: Double = 0) -> [Queue] {
    folder.centre.queues.map { queue in
      var queue = queue
      queue.shrinkage = min(0.95, (site.shrinkage ?? queue.shrinkage) + shrinkage)
      // Overflow and hours leave parts with intervals of next to nothing.
      queue.minimumAgents = max(1, queue.minimumAgents)
      return queue
    }
  }
}
