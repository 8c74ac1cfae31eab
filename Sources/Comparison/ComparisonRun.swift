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
    progress("Planning \(chosen.map(\.name).joined(separator: "; "))")
    let results: [ScenarioResult]
    do throws(Problem) { results = try await self.results(chosen, forecast) } catch {
      throw Problems([error])
    }
    return ComparisonResult(
      centre: folder.centre.name, from: period.from, to: period.to - 1,
      clientZone: folder.centre.timezone, exchange: setting.exchange, scenarios: results,
      warnings: warnings)
  }

  /// The scenarios asked for.
  var chosen: [ScenarioSetting] {
    setting.scenarios.filter { options.only.isEmpty || options.only.contains($0.id) }
  }

  /// The scenarios planned, rostered, simulated and priced; `staying` are rosters to stay near, by
  /// scenario and part.
  func results(
    _ scenarios: [ScenarioSetting], _ forecast: [ForecastRow], staying: [[SiteRoster]] = []
  ) async throws(Problem) -> [ScenarioResult] {
    var splits: [[[ForecastRow]]] = []
    var jobs: [PartJob] = []
    var factors: [String: [Instant: Int]] = [:]
    for (s, scenario) in scenarios.enumerated() {
      let split = try scenario.split(
        forecast, zone: folder.zone, intervalSeconds: folder.centre.intervalSeconds)
      splits.append(split)
      for (k, part) in scenario.parts.enumerated() {
        guard let site = setting.sites.first(where: { $0.id == part.site }) else { continue }
        let rules = try site.rules.bound(by: desk.limits(site))
        if factors[site.id] == nil { factors[site.id] = try payFactors(site, rules) }
        let before = staying.indices.contains(s) ? staying[s] : []
        jobs.append(
          PartJob(
            site: site, rules: rules, payFactors: factors[site.id] ?? [:], rows: split[k],
            staying: before.indices.contains(k) ? before[k] : nil))
      }
    }
    let drafts = try await planner.drafts(of: jobs, threads: options.threads)
    var next = 0
    var results: [ScenarioResult] = []
    for (scenario, split) in zip(scenarios, splits) {
      var parts: [PartResult] = []
      for _ in scenario.parts {
        parts.append(try part(jobs[next].site, drafts[next]))
        next += 1
      }
      results.append(try finished(scenario, parts, split))
    }
    return results
  }

  private var planner: PartPlanner {
    PartPlanner(
      centre: folder.centre,
      rostering: SiteRostering(
        period: period, clientZone: folder.zone, intervalSeconds: folder.centre.intervalSeconds,
        seed: options.seed, seconds: options.rosterSeconds, threads: options.threads),
      replications: options.replications, seed: options.seed)
  }

  /// What an hour of work is paid in every interval of the period, in thousandths of basic pay: that of a
  /// shift about it.
  private func payFactors(_ site: SiteSetting, _ rules: RosterRules) throws(Problem)
    -> [Instant: Int]
  {
    guard
      let shift = site.mix.first.flatMap({ first in
        rules.contracts.first { $0.id == first.contract }?.kinds.first
      })
    else { return [:] }
    let horizon = period.horizon(in: folder.zone)
    let interval = folder.centre.intervalSeconds
    var factors: [Instant: Int] = [:]
    var t = horizon.lowerBound
    while t < horizon.upperBound {
      let start = t + -(shift.lengthSeconds / 2 / interval * interval)
      let factor = try desk.payFactor(site, at: t, start..<(start + shift.lengthSeconds))
      factors[t] = Int((factor * 1000).rounded())
      t = t + interval
    }
    return factors
  }
}
