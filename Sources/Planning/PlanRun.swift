public import CentreInputs
public import CentreModel
internal import CivilTime
public import Diagnostics
internal import Files
internal import PluginHost
public import Publishing
public import Rostering
internal import SitePlanning
internal import Tables

/// One run of the whole chain, from a centre folder to a published plan.
public struct PlanRun {
  public enum Outcome: Sendable {
    case published(path: String, plan: Plan)
    /// The plan that these inputs give stands there already; nothing was changed.
    case unchanged(path: String)

    /// The folder of the plan.
    public var path: String {
      switch self {
      case .published(let path, _), .unchanged(let path): path
      }
    }
  }

  /// What a run did, and why its plan is not in force; empty when it is.
  public struct Result: Sendable {
    public var outcome: Outcome
    public var attention: [Attention]
    public var isInForce: Bool
    /// Whether `latest` points to another plan than before.
    public var switchedLatest: Bool
  }

  /// How often each day of a plan is simulated before it is published.
  public static let replications = 100

  public let identity: PlanIdentity
  public let steps: CentreSteps
  public let options: PlanOptions
  public let store: PlanStore
  private let lock: FileLock

  /// Takes the lock of the centre's published folder and reads the centre: what a run waited for, it knows.
  ///
  /// `version`: The program's version, for the manifest. `staffing`: Who works where, when it is not as
  /// the centre says.
  /// - Throws: ``Problems``; one of kind `locked` when another run is at work.
  public init(
    folder path: String, options: PlanOptions, plugins source: PluginSource, version: String,
    staffing: ((CentreFolder, PlanningPeriod) throws(Problems) -> CentreStaffing)? = nil
  ) throws(Problems) {
    self.options = options
    store = PlanStore(folder: options.output ?? "\(path)/published")
    do {
      try CentreFolder.mustStand(at: path)
      lock = try store.lock(waitingSeconds: options.lockWaitSeconds)
    } catch { throw Problems([error]) }
    do throws(Problems) {
      steps = try CentreSteps.open(path, options: options, plugins: source, staffing: staffing)
      steps.plugins.desk.isAudited = true
      do {
        if options.output != nil { try store.mustBelong(to: steps.folder.centre.name) }
        identity = try PlanIdentity(steps, options: options, store: store, version: version)
      } catch { throw Problems([error]) }
    } catch {
      lock.release()
      throw error
    }
  }

  /// Plans and publishes, unless the plan is there.
  ///
  /// `monitor`: Progress of the roster search, and the wish to end it early.
  /// `pages`: Makes files for people out of the plan, its other files and what it was made from.
  /// `progress`: Called with a few words as each step begins.
  public func run(
    monitor: RosterMonitor = RosterMonitor(), pages: PageMaker = { _, _, _ in [] },
    progress: @Sendable (String) -> Void = { _ in }
  ) async throws(Problems) -> Result {
    defer { lock.release() }
    let before: String?
    do {
      before = try store.latestName
      if let name = try standing() { return try found(name) }
      try refuseEarlier()
    } catch { throw Problems([error]) }
    let plan = try await plan(monitor: monitor, progress: progress)
    do throws(Problem) {
      guard !monitor.isStopped else {
        throw Problem(.interrupted, "interrupted; nothing was published")
      }
      progress("Publishing")
      // Where others do not see the lock, one of them may have been quicker.
      if let name = try standing() { return try found(name) }
      let isInForce = options.accept || plan.attention.failures.isEmpty
      let publication = try publish(plan, pages)
      return Result(
        outcome: .published(path: store.path(of: publication.name), plan: plan),
        attention: try plan.attention + stayed(isInForce && !publication.isLatest),
        isInForce: isInForce, switchedLatest: try store.latestName != before)
    } catch { throw Problems([error]) }
  }

  /// A plan that knows less than the one in force, as where the clock of a machine is late, would take its
  /// place in all that follows.
  private func refuseEarlier() throws(Problem) {
    guard !options.allowEarlier, let latest = try store.latestAsOf, identity.period.asOf < latest
    else { return }
    throw Problem(
      .stale, at: Place(file: "\(store.folder)/latest"), subject: "as-of",
      "the plan in force knows more than this one would: it is as of "
        + latest.text(in: steps.folder.zone),
      value: identity.period.asOf.text(in: steps.folder.zone),
      maybe:
        "the clock of this machine is late; --allow-earlier plans all the same, --output FOLDER "
        + "plans elsewhere")
  }

  /// That `latest` did not move.
  private func stayed(_ didStay: Bool) throws(Problem) -> [Attention] {
    guard didStay, let latest = try store.latestName else { return [] }
    return [
      Attention(
        .warning, "earlier",
        "latest stays \(latest), which knows more: it goes back with --allow-earlier only")
    ]
  }

  /// The plan of these inputs where it stands whole; without a plugin's answers it counts only when accepted.
  private func standing() throws(Problem) -> String? {
    guard let name = try store.wholePlan(named: identity.name) else { return nil }
    if options.accept { return name }
    return try isFaulty(name) ? nil : name
  }

  /// Whether a plan is without the answers of a plugin that failed: it is never the plan of its inputs, but
  /// made again, for the plugin may be well by now.
  private func isFaulty(_ name: String) throws(Problem) -> Bool {
    try store.failure(of: name).contains { $0.hasPrefix("\(Attention.plugin):") }
  }

  /// The plan of these inputs stands there: it is pointed to, unless it failed and nobody accepts it.
  private func found(_ name: String) throws(Problem) -> Result {
    let failure = try store.failure(of: name)
    let accepted = try store.accepted(of: name)
    let path = store.path(of: name)
    let attention = (failure + accepted).map { line in
      let words = line.split(separator: ":", maxSplits: 1).map(String.init)
      return Attention(
        .failure, words.first ?? "", words.last.map { String($0.drop { $0 == " " }) } ?? "",
        kind: words.first == Attention.plugin ? .missingConfiguration : .violated)
    }
    let isInForce = failure.isEmpty || options.accept
    let before = try store.latestName
    var isLatest = true
    if failure.isEmpty {
      isLatest = try store.pointLatest(to: name, allowingEarlier: options.allowEarlier)
    } else if options.accept {
      isLatest = try store.accept(name, allowingEarlier: options.allowEarlier)
    }
    return Result(
      outcome: .unchanged(path: path), attention: try attention + stayed(isInForce && !isLatest),
      isInForce: isInForce, switchedLatest: try store.latestName != before)
  }

  /// All steps in memory.
  public func plan(
    monitor: RosterMonitor = RosterMonitor(), progress: @Sendable (String) -> Void = { _ in }
  ) async throws(Problems) -> Plan {
    let (folder, period) = (steps.folder, steps.period)
    progress("Forecasting \(period.from) to \(period.to - 1)")
    let files = try steps.forecasting.histories.files()
    let notes = steps.forecasting.notes(files)
    let demand = try await steps.demand(files)
    do throws(Problem) {
      var parts: [SitePart] = []
      for part in try steps.parts(demand.flatMap(\.rows)) { parts.append(try continued(part)) }
      progress("Staffing and rostering \(folder.agents.count) agents, simulating")
      let planned = try await steps.planner(
        seed: identity.seed, rosterSeconds: options.rosterSeconds,
        replications: Self.replications, monitor: monitor
      ).planned(parts)
      var plan = Plan(
        folder: folder, period: period, seed: identity.seed, demand: demand, parts: planned,
        requirement: planned.map(\.requirement).together(folder.centre),
        coverage: planned.flatMap(\.coverage).addedUp(),
        goals: JudgedGoals(folder, period, planned.map(\.service)))
      let before = identity.published + identity.kept
      if !before.isEmpty {
        plan.changes = rosterChanges(from: before, to: plan.segments, zone: folder.workZone)
          .filter { identity.publishedDates.contains($0.date) }
      }
      for part in planned {
        guard let problem = part.roster.problem, let roster = part.roster.roster else {
          plan.relaxations.append([])
          continue
        }
        let isPromised = part.roster.promise != nil
        plan.ledger.rows.merge(FairnessLedger(after: roster.segments, of: problem).rows) { $1 }
        // What is missing of the guide of a promise is nothing to be closed.
        plan.relaxations.append(isPromised ? [] : relaxations(of: roster, problem, most: 5))
      }
      plan.extras = steps.plugins.findings(on: plan)
      if let fatal = steps.plugins.session.fatalFaults.first { throw fatal.problem }
      plan.attention = try attention(to: plan, notes)
      plan.past = PastWeeks(steps.forecasting.histories, files)
      return plan
    } catch { throw Problems([error]) }
  }

  /// A part with what the weeks before and the published roster say of its people.
  private func continued(_ part: SitePart) throws(Problem) -> SitePart {
    var part = part
    guard case .named(let agents) = part.site.people else { return part }
    let own = Set(agents.map(\.id))
    func ofSite(_ segments: [RosterSegment]) -> [RosterSegment] {
      segments.filter { own.contains($0.agent) }
    }
    part.previous = ofSite(identity.previous)
    part.isContinued = identity.isContinued
    part.ledger = identity.ledger
    part.keep(StandingRoster(published: identity.published, kept: identity.kept))
    part.frozenUntil = identity.frozenUntil
    if let file = options.pins, let bytes = identity.pins {
      let given = try readPins(
        try CSVTable(file: file, bytes: bytes), zone: part.site.shiftZone)
      try given.refuseStrangers(among: steps.folder.agents.map(\.id), file: file)
      let fixed = given.filter { own.contains($0.agent) }
      // What is fixed by name takes the place of what another plan left for the day.
      part.pins.removeAll { pin in fixed.contains { $0.agent == pin.agent && $0.date == pin.date } }
      part.pins += fixed
    }
    return part
  }

  /// Makes files for people: out of a plan, its files so far, and a manifest without outputs.
  public typealias PageMaker = (Plan, [PlanFile], Manifest) throws(Problem) -> [PlanFile]

  private func publish(
    _ plan: Plan, _ pages: PageMaker
  ) throws(Problem) -> PlanStore.Publication {
    let latest = try store.latestName
    let kept = try store.planNames()
    // A calendar that is there and cannot be read must not be continued from nothing.
    var unreadable: Problem?
    func calendar(_ plan: String, _ name: String) -> [UInt8]? {
      let path = "\(store.path(of: plan))/\(name)"
      do throws(Problem) { return try readFileIfAny(path) } catch {
        unreadable = unreadable ?? error
        return nil
      }
    }
    var files = plan.files(
      previous: { name in latest.flatMap { calendar($0, name) } },
      others: { name in kept.filter { $0 != latest }.compactMap { calendar($0, name) } })
    if let unreadable { throw unreadable }
    var manifest = Manifest(
      planID: identity.id, centre: plan.folder.centre.name, asOf: "\(plan.period.asOf)",
      from: "\(plan.period.from)", to: "\(plan.period.to)", seed: plan.seed,
      options: identity.options, versions: identity.versions, inputs: identity.inputs,
      outputs: [], previous: latest,
      sequence: identity.sequence,
      proved: plan.promiseFacts.isEmpty ? nil : plan.promiseFacts, wages: plan.wages)
    files += try pages(plan, files, manifest)
    manifest.outputs = files.map { Manifest.File(name: $0.name, content: $0.bytes) }
    let publication = try store.publish(
      name: store.freeName(for: identity.name), files: files, manifest: manifest.encoded(),
      failure: plan.attention.failures.map { "\($0.code): \($0.words)" },
      isAccepted: options.accept, allowingEarlier: options.allowEarlier)
    let name = publication.name
    for faulty in kept
    where faulty == identity.name || faulty.hasPrefix("\(identity.name)-") {
      if faulty != name, faulty != latest, try isFaulty(faulty) { try store.remove(faulty) }
    }
    // The roster that is worked today, those before it that still count, and those ahead.
    let today = plan.folder.zone.date(at: plan.period.asOf)
    let first = min(today, plan.period.from) - PublishedRosters.daysBack
    let inForce = try PublishedRosters(store).parts(
      first..<(today + PlanningPeriod.mostAhead + 371))
    try store.prune(
      keeping: plan.folder.centre.plansKept, needed: Set(inForce.map(\.plan.name)),
      sources: PublishedRosters.sources)
    return publication
  }
}
