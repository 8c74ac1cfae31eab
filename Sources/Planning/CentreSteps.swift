public import CentreInputs
public import CentreModel
internal import CivilTime
public import Diagnostics
internal import Forecasting
internal import Publishing
public import Rostering
public import SitePlanning

/// The steps of the chain for one centre and period; a run of the chain is all of them in order, and
/// each is a command of its own.
public struct CentreSteps {
  public let folder: CentreFolder
  public let period: PlanningPeriod
  public let staffing: CentreStaffing
  public let plugins: PlanPlugins
  /// Cores to use; changes no result.
  public let threads: Int
  /// Whether commands that the centre's file names may be run.
  public let runsModels: Bool

  /// Forecasts and histories of the centre's queues.
  public var forecasting: ForecastStep {
    ForecastStep(folder: folder, period: period, runsModels: runsModels)
  }

  /// Files that were read beside the centre's own, for the manifest.
  var inputs: [Manifest.File] { staffing.inputs }

  public init(
    folder: CentreFolder, period: PlanningPeriod, staffing: CentreStaffing,
    plugins: PlanPlugins, threads: Int, runsModels: Bool = false
  ) {
    self.runsModels = runsModels
    self.folder = folder
    self.period = period
    self.staffing = staffing
    self.plugins = plugins
    self.threads = threads
  }

  /// Reads a centre and loads its plugins.
  ///
  /// `staffing`: Who works where, when it is not as the centre says.
  public static func open(
    _ path: String, options: PlanOptions, plugins source: PluginSource,
    staffing: ((CentreFolder, PlanningPeriod) throws(Problems) -> CentreStaffing)? = nil
  ) throws(Problems) -> CentreSteps {
    let folder = try CentreFolder.load(path)
    let period: PlanningPeriod
    do { period = try options.period(in: folder.zone) } catch { throw Problems([error]) }
    let misplaced = folder.previousShiftProblems(in: period)
    guard misplaced.isEmpty else { throw Problems(misplaced) }
    return try CentreSteps(
      folder, period, plugins: source, staffing: staffing, threads: options.threads)
  }

  /// The steps for a centre that is read already.
  public init(
    _ folder: CentreFolder, _ period: PlanningPeriod, plugins source: PluginSource,
    staffing given: ((CentreFolder, PlanningPeriod) throws(Problems) -> CentreStaffing)? = nil,
    threads: Int
  ) throws(Problems) {
    let staffing: CentreStaffing
    if let given {
      staffing = try given(folder, period)
    } else {
      do { staffing = try CentreStaffing(folder) } catch { throw Problems([error]) }
    }
    self.init(
      folder: folder, period: period, staffing: staffing,
      plugins: try PlanPlugins(
        folder: folder, period: period, source: source, more: staffing.plugins,
        holidays: staffing.holidays),
      threads: threads, runsModels: source.runsModels)
  }

  /// Contracts that nobody could keep, sites whose law nobody knows, and what keeps the period from
  /// being planned.
  public func inputProblems() -> [Problem] {
    var found = forecasting.problems { rows throws(Problem) in _ = try parts(rows) }
    for site in staffing.sites {
      do throws(Problem) { _ = try plugins.desk.law(site) } catch { found.append(error) }
      found += unworkableContracts(
        site.rules, agents: site.named, zone: site.shiftZone, from: period.from)
    }
    return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The expected contacts of the queues that are wanted, in the centre's order, as the forecast file has them.
  public func demand(
    where isWanted: (String) -> Bool = { _ in true }
  ) async throws(Problems) -> [QueueDemand] {
    try await demand(forecasting.histories.files(), where: isWanted)
  }

  /// The expected contacts by history files that are read already.
  func demand(
    _ files: HistoryFiles, where isWanted: (String) -> Bool = { _ in true }
  ) async throws(Problems) -> [QueueDemand] {
    try await forecasting.forecast(files, threads: threads, plugins: plugins, where: isWanted)
      .map { demand in
        // What the file says is what is staffed, so that a step replaced by another program, or run
        // on another machine, goes on from the same numbers.
        var demand = demand
        demand.rows = demand.rows.map(\.asWritten)
        return demand
      }
  }

  /// The sites' parts of a demand.
  ///
  /// `rows`: Forecasts of any queues of the centre, by this program or another.
  public func parts(_ rows: [ForecastRow]) throws(Problem) -> [SitePart] {
    try refuseStrangers(rows.lazy.map(\.queue))
    let byQueue = Dictionary(grouping: rows, by: \.queue)
    let ordered = folder.centre.queues.flatMap { queue in
      (byQueue[queue.id] ?? []).sorted { $0.start < $1.start }
    }
    return try staffing.parts(ordered, centre: folder.centre, zone: folder.zone)
      .map(plugins.desk.promising)
  }

  private func refuseStrangers(_ names: some Sequence<String>) throws(Problem) {
    let known = Set(folder.centre.queues.map(\.id))
    guard let stranger = Set(names).subtracting(known).min() else { return }
    throw Problem(
      subject: "queue", "is no queue of this centre", value: stranger,
      maybe: nearestName(to: stranger, among: known.sorted()).map { "you meant \($0)" }
        ?? "one of \(known.sorted().joined(separator: ", ")) is meant")
  }

  /// The agents that every interval needs at all sites together, by queue in the centre's order.
  public func requirement(_ rows: [ForecastRow]) throws(Problem) -> [RequirementRow] {
    let planner = planner(replications: 1)
    var all: [[RequirementRow]] = []
    for part in try parts(rows) { all.append(try planner.requirement(part)) }
    return all.together(folder.centre)
  }

  /// Plans parts as this run does.
  public func planner(
    seed: UInt64? = nil, rosterSeconds: Double = 1.5, replications: Int,
    monitor: RosterMonitor = RosterMonitor()
  ) -> PartPlanner {
    PartPlanner(
      plugins.desk, seed: seed ?? folder.centre.seed, rosterSeconds: rosterSeconds,
      replications: replications, threads: threads, monitor: monitor)
  }

  /// The site of an id; nil: the centre's only one.
  ///
  /// - Throws: A ``Problem`` where there is none of that id, or there are several and none is named.
  public func site(_ id: String?) throws(Problem) -> StaffedSite {
    let sites = staffing.sites
    let ids = sites.map(\.site.id)
    guard let id else {
      if sites.count == 1 { return sites[0] }
      throw Problem(
        .usage, subject: "centre", "has several sites, each with a roster of its own",
        value: ids.joined(separator: ", "),
        maybe: "name one with --site, or plan them together with muster plan")
    }
    if let found = sites.first(where: { $0.site.id == id }) { return found }
    throw Problem(
      .usage, subject: "--site", "is no site of this centre", value: id,
      maybe: nearestName(to: id, among: ids).map { "you meant \($0)" }
        ?? "one of \(ids.joined(separator: ", ")) is meant")
  }

  /// The agents that every interval needs at a site, by queue in the centre's order.
  public func requirement(
    _ rows: [ForecastRow], at site: StaffedSite
  ) throws(Problem) -> [RequirementRow] {
    let part = try parts(rows).first { $0.site.site.id == site.site.id }
    return try part.map { part throws(Problem) in
      try planner(replications: 1).requirement(part)
    } ?? []
  }

  /// The problem that a requirement poses to the people of a site.
  public func rosterProblem(
    _ requirement: [RequirementRow], at site: StaffedSite
  ) throws(Problem) -> RosterProblem {
    try refuseStrangers(requirement.lazy.map(\.queue))
    let part = SitePart(site: site, queues: folder.centre.queues, demand: [])
    return try planner(replications: 1).problem(part, requirement).problem
  }
}

extension [[RequirementRow]] {
  /// The rows of all sites, those of one queue and interval added up, in the order of the centre.
  package func together(_ centre: Centre) -> [RequirementRow] {
    guard count != 1 else { return self[0] }
    var sums: [QueueInterval: RequirementRow] = [:]
    for row in joined() {
      let key = QueueInterval(row.queue, row.start)
      sums[key] = sums[key].map { $0.added(row) } ?? row
    }
    let order = Dictionary(
      centre.queues.enumerated().map { ($1.id, $0) }
    ) { first, _ in first }
    return sums.values.sorted {
      (order[$0.queue] ?? 0, $0.start) < (order[$1.queue] ?? 0, $1.start)
    }
  }
}

extension RequirementRow {
  /// The row of two sites: agents add up, what is promised is weighed by contacts.
  fileprivate func added(_ other: RequirementRow) -> RequirementRow {
    if isClosed { return other }
    if other.isClosed { return self }
    var row = self
    row.offered += other.offered
    row.agents += other.agents
    row.scheduled += other.scheduled
    row.boundBy = agents >= other.agents ? boundBy : other.boundBy
    let all = offered + other.offered
    func mean(_ key: KeyPath<RequirementRow, Double>) -> Double {
      all > 0
        ? (offered * self[keyPath: key] + other.offered * other[keyPath: key]) / all
        : self[keyPath: key]
    }
    row.handlingSeconds = mean(\.handlingSeconds)
    row.serviceLevel = mean(\.serviceLevel)
    row.averageSpeedOfAnswerSeconds = mean(\.averageSpeedOfAnswerSeconds)
    row.abandonment = mean(\.abandonment)
    row.occupancy = mean(\.occupancy)
    return row
  }
}
