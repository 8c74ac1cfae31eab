public import CentreModel
internal import CivilTime
public import Diagnostics
internal import Forecasting
internal import PluginContract
internal import PluginHost
public import Publishing
public import Rostering

/// The steps of the chain for one centre and period; a run of the chain is all of them in order, and
/// each is a command of its own.
public struct CentreSteps {
  public let folder: CentreFolder
  public let period: PlanningPeriod
  public let plugins: PlanPlugins
  /// Cores to use; changes no result.
  public let threads: Int

  public init(
    folder: CentreFolder, period: PlanningPeriod, plugins: PlanPlugins, threads: Int
  ) {
    self.folder = folder
    self.period = period
    self.plugins = plugins
    self.threads = threads
  }

  /// Reads a centre and loads its plugins.
  public static func open(
    _ path: String, options: PlanOptions, plugins source: PluginSource
  ) throws(Problems) -> CentreSteps {
    let folder = try CentreFolder.load(path)
    let period: PlanningPeriod
    do { period = try options.period(in: folder.zone) } catch { throw Problems([error]) }
    return CentreSteps(
      folder: folder, period: period,
      plugins: try PlanPlugins(folder: folder, period: period, source: source),
      threads: options.threads)
  }

  /// The expected contacts of every queue, in the centre's order, as the forecast file has them.
  public func demand() async throws(Problems) -> [QueueDemand] {
    try await ForecastStep(folder: folder, period: period)
      .forecast(threads: threads, plugins: plugins)
      .map { demand in
        // What the file says is what is staffed, so that a step replaced by another program, or run
        // on another machine, goes on from the same numbers.
        var demand = demand
        demand.rows = demand.rows.map(\.asWritten)
        return demand
      }
  }

  /// The agents that every interval needs, by queue in the centre's order.
  ///
  /// `rows`: Forecasts of any queues of the centre, by this program or another.
  public func requirement(_ rows: [ForecastRow]) throws(Problem) -> [RequirementRow] {
    let byQueue = Dictionary(grouping: rows, by: \.queue)
    let known = Set(folder.centre.queues.map(\.id))
    if let stranger = byQueue.keys.sorted().first(where: { !known.contains($0) }) {
      throw Problem(
        subject: "queue", "is no queue of this centre", value: stranger,
        maybe: nearestName(to: stranger, among: known.sorted()).map { "you meant \($0)" }
          ?? "one of \(known.sorted().joined(separator: ", ")) is meant")
    }
    var all: [RequirementRow] = []
    for queue in folder.centre.queues {
      let own = (byQueue[queue.id] ?? []).sorted { $0.start < $1.start }
      all += try RequirementStep(queue: queue, intervalSeconds: folder.centre.intervalSeconds)
        .requirement(own, own: plugins.requirement(queue, own))
    }
    return all
  }

  /// The service that a roster gives, queue by queue in the centre's order.
  public func simulated(
    _ requirement: [RequirementRow], _ coverage: [CoverageRow], replications: Int, seed: UInt64
  ) async -> [SimulatedService] {
    var all: [SimulatedService] = []
    for queue in folder.centre.queues where queue.isQueueOfCallers {
      all += await PlanSimulation(
        queue: queue, intervalSeconds: folder.centre.intervalSeconds, replications: replications,
        seed: seed
      ).replay(
        requirement.filter { $0.queue == queue.id }, coverage.filter { $0.queue == queue.id })
    }
    return all
  }

  /// The problem that a requirement poses to the centre's agents under its rules and the law's.
  ///
  /// `previous`: The roster of the period before, which this one continues.
  public func rosterProblem(
    _ requirement: [RequirementRow], previous: [RosterSegment] = []
  ) throws(Problem) -> (problem: RosterProblem, labourRules: [String]) {
    let last = period.to - 1
    let labour = LabourRules(
      folder.rules, tightenedBy: plugins.labour(from: period.from, to: last), from: period.from,
      to: last)
    for (plugin, what) in labour.refused { plugins.session.refuse(plugin, .labour, what) }
    let step = RosterStep(folder: folder, period: period, rules: labour.rules)
    return (try step.problem(requirement, previous: previous), labour.citations)
  }
}
