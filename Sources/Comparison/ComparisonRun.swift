// Goal: the same demand, run each way, planned, rostered, simulated and priced under the law of each
// place.
//
// Method: one forecast; each scenario splits it among its sites; each part gets its own requirement (with
// the site's handling time and shrinkage), a roster under the site's labour rules, a price from the
// plugins and a simulation. Everything is derived from the centre's inputs, the comparison file and the
// seed.

public import CentreInputs
public import CentreModel
internal import CivilTime
public import Diagnostics
internal import Forecasting
public import Planning
internal import PluginContract
internal import PluginHost
internal import Publishing
internal import SitePlanning

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
  let path: String
  let source: PluginSource
  /// The plugins of the centre and of the comparison together.
  let plugins: PlanPlugins
  /// What the centre published, which its own people continue and keep.
  let published: PublishedRosters

  var desk: SiteDesk { plugins.desk }

  /// Reads what is needed, nothing is planned yet; `file` nil takes the centre's own comparison file.
  public init(
    _ folder: CentreFolder, file: String?, period: PlanningPeriod, options: ComparisonOptions,
    source: PluginSource
  ) throws(Problems) {
    let path = file ?? folder.file(ComparisonSetting.fileName)
    let setting = try ComparisonSetting.read(
      path: path, zones: folder.zones, queues: folder.centre.queues, fallback: folder.rules)
    self.folder = folder
    self.path = path
    self.source = source
    self.setting = setting
    self.period = period
    self.options = options
    let dates = period.from...(period.to - 1)
    var holidays: [String: HolidayCalendar] = [:]
    var warnings = folder.holidays.warnings(for: dates).map { "client: \($0)" }
    do throws(Problem) {
      for id in options.only { _ = try setting.scenario(id, option: "--only") }
      for site in setting.sites {
        let calendar = try site.holidays(folder, extra: options.extraHolidays)
        holidays[site.id] = calendar
        warnings += calendar.warnings(for: dates).map { "\(site.id): \($0)" }
      }
      published = try PublishedRosters(PlanStore(folder: "\(folder.path)/published"))
    } catch { throw Problems([error]) }
    self.holidays = holidays
    if let minimum = setting.minimumTzdata {
      let version = folder.zones.version ?? "unknown"
      if version < minimum || version == "unknown" {
        warnings.append(
          "the time zone data is \(version), older than \(minimum): local times may be wrong")
      }
    }
    self.warnings = warnings
    plugins = try PlanPlugins(
      folder: folder, period: period, source: source, more: setting.plugins,
      holidays: setting.sites.holidayInfos(holidays))
  }

  /// The forecast of every queue, one after the other, rounded as its file has it.
  func forecast() async throws(Problems) -> [ForecastRow] {
    let step = ForecastStep(folder: folder, period: period, runsModels: source.runsModels)
    return try await step.forecast(
      step.histories.files(), threads: options.threads, plugins: plugins
    ).flatMap(\.rows).map(\.asWritten)
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
      warnings: warnings + results.flatMap(goalsMissed)
        + plugins.session.faults.map { "a plugin failed: \($0.problem)" })
  }

  /// The goals that a scenario misses beyond doubt, in sentences: of whole weeks, and of days where the weeks
  /// keep them.
  private func goalsMissed(_ scenario: ScenarioResult) -> [String] {
    let judged = JudgedGoals(folder, period, scenario.parts.map(\.planned.service))
    return folder.centre.queues.compactMap { queue in
      let subject = "\(scenario.name), \(queue.id): "
      if let week = judged.weeks(queue.id).first(where: \.isMissedBeyondDoubt) {
        return subject + week.words
      }
      let days = judged.daysMissed(queue.id)
      guard let first = days.first else { return nil }
      let others = Set(days.map(\.from)).count - 1
      return subject + first.words + " on \(first.from)"
        + (others > 0 ? " and a goal on \(others) more day\(others == 1 ? "" : "s")" : "")
    }
  }

  /// Ends a command whose output is without the part of a plugin that failed.
  ///
  /// - Throws: Every fault, by name.
  public func mustBeWhole() throws(Problems) { try plugins.session.mustBeWhole() }

  /// The scenarios asked for.
  var chosen: [ScenarioSetting] {
    setting.scenarios.filter { options.only.isEmpty || options.only.contains($0.id) }
  }

  /// The scenarios planned, rostered, simulated and priced; `staying` are rosters to stay near, by
  /// scenario and part.
  func results(
    _ scenarios: [ScenarioSetting], _ forecast: [ForecastRow], staying: [[PartRoster]] = []
  ) async throws(Problem) -> [ScenarioResult] {
    var counts: [Int] = []
    var parts: [SitePart] = []
    for (s, scenario) in scenarios.enumerated() {
      let own = try setting.staffing(scenario, folder).parts(
        forecast, centre: folder.centre, zone: folder.zone
      ).map(desk.promising)
      counts.append(own.count)
      for (k, part) in own.enumerated() {
        var part = try continued(part)
        if staying.indices.contains(s), staying[s].indices.contains(k) {
          part.staying = staying[s][k]
        }
        parts.append(part)
      }
    }
    var left = ArraySlice(try await planner.planned(parts))
    var results: [ScenarioResult] = []
    for (scenario, count) in zip(scenarios, counts) {
      var own: [PartResult] = []
      for planned in left.prefix(count) {
        guard let site = setting.sites.first(where: { $0.id == planned.site.id }) else { continue }
        own.append(try part(site, planned))
      }
      left = left.dropFirst(count)
      results.append(try finished(scenario, own))
    }
    return results
  }

  /// Named people continue what was published for them, and keep what is published for the period as a plan of
  /// it does; heads without names begin anew.
  private func continued(_ part: SitePart) throws(Problem) -> SitePart {
    guard case .named(let agents) = part.site.people else { return part }
    return try published.standing(part, agents, in: period, zone: folder.zone)
  }

  var planner: PartPlanner {
    PartPlanner(
      desk, seed: options.seed, rosterSeconds: options.rosterSeconds,
      replications: options.replications, threads: options.threads)
  }
}
