internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Files
internal import PluginHost
public import Publishing
public import Rostering

/// One run of the whole chain, from a centre folder to a published plan.
public struct PlanRun {
  public enum Outcome: Sendable {
    case published(path: String, plan: Plan)
    /// The plan that these inputs give stands there already; nothing was changed.
    case unchanged(path: String)
  }

  /// How often each day of a plan is simulated before it is published.
  static let replications = 100

  public let identity: PlanIdentity
  public let steps: CentreSteps
  public let options: PlanOptions
  public let store: PlanStore
  private let lock: FileLock

  /// Reads the centre and takes the lock of its published folder.
  ///
  /// `version`: The program's version, for the manifest.
  /// - Throws: ``Problems``; one of kind `locked` when another run is at work.
  public init(
    folder path: String, options: PlanOptions, plugins source: PluginSource, version: String
  ) throws(Problems) {
    steps = try CentreSteps.open(path, options: options, plugins: source)
    self.options = options
    store = PlanStore(folder: options.output ?? "\(path)/published")
    do {
      lock = try store.lock(waitingSeconds: options.lockWaitSeconds)
      identity = try PlanIdentity(steps, options: options, store: store, version: version)
    } catch { throw Problems([error]) }
  }

  /// Plans and publishes, unless the plan is there.
  ///
  /// `monitor`: Progress of the roster search, and the wish to end it early.
  /// `progress`: Called with a few words as each step begins.
  public func run(
    monitor: RosterMonitor = RosterMonitor(), progress: @Sendable (String) -> Void = { _ in }
  ) async throws(Problems) -> Outcome {
    defer { lock.release() }
    do {
      if let name = try store.wholePlan(named: identity.name) {
        try store.pointLatest(to: name)
        return .unchanged(path: store.path(of: name))
      }
    } catch { throw Problems([error]) }
    let plan = try await plan(monitor: monitor, progress: progress)
    do throws(Problem) {
      guard !monitor.isStopped else {
        throw Problem(.interrupted, "interrupted; nothing was published")
      }
      progress("Publishing")
      return .published(path: try publish(plan), plan: plan)
    } catch { throw Problems([error]) }
  }

  /// All steps in memory.
  public func plan(
    monitor: RosterMonitor = RosterMonitor(), progress: @Sendable (String) -> Void = { _ in }
  ) async throws(Problems) -> Plan {
    let (folder, period) = (steps.folder, steps.period)
    progress("Forecasting \(period.from) to \(period.to - 1)")
    let demand = try await steps.demand()
    do throws(Problem) {
      progress("Staffing")
      let requirement = try steps.requirement(demand.flatMap(\.rows))
      progress("Rostering \(folder.agents.count) agents")
      let (posed, labourRules) = try steps.rosterProblem(
        requirement, previous: identity.precedingRoster)
      var problem = identity.precedingLedger.carried(into: posed)
      problem.published = identity.publishedRoster
      if let until = identity.frozenUntil { problem = problem.frozen(until: until) }
      let roster = try await solve(
        problem,
        options: RosterOptions(
          seconds: options.rosterSeconds, seed: identity.seed, threads: options.threads),
        monitor: monitor)
      let coverage = RosterStep.coverage(
        requirement, roster.segments, intervalSeconds: folder.centre.intervalSeconds)
      var plan = Plan(
        folder: folder, period: period, seed: identity.seed, demand: demand,
        requirement: requirement, roster: roster, coverage: coverage,
        warnings: folder.holidays.warnings(for: period.from...(period.to - 1)),
        labourRules: labourRules)
      if options.change {
        plan.changes = rosterChanges(
          from: identity.publishedRoster, to: roster.segments, zone: problem.zone)
      }
      plan.ledger = FairnessLedger(after: roster.segments, of: problem)
      plan.relaxations = relaxations(of: roster, problem, most: 5)
      progress("Simulating")
      plan.service = await steps.simulated(
        requirement, coverage, replications: Self.replications, seed: identity.seed)
      plan.extras = steps.plugins.findings(on: plan)
      if let fatal = steps.plugins.session.fatalFaults.first { throw fatal.problem }
      return plan
    } catch { throw Problems([error]) }
  }

  private func publish(_ plan: Plan) throws(Problem) -> String {
    let latest = store.latestName
    let files = plan.files { name in
      guard let latest else { return nil }
      return try? readFile("\(store.path(of: latest))/\(name)")
    }
    let manifest = Manifest(
      planID: identity.id, centre: plan.folder.centre.name, asOf: "\(plan.period.asOf)",
      from: "\(plan.period.from)", to: "\(plan.period.to)", seed: plan.seed,
      options: identity.options, versions: identity.versions, inputs: identity.inputs,
      outputs: files.map { Manifest.File(name: $0.name, content: $0.bytes) }, previous: latest)
    let name = store.freeName(for: identity.name)
    try store.publish(name: name, files: files, manifest: manifest.encoded())
    try store.prune(keeping: plan.folder.centre.plansKept)
    return store.path(of: name)
  }
}
