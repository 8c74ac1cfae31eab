public import CentreInputs
public import CentreModel
public import CivilTime
public import Diagnostics
internal import Files
public import Publishing
internal import RosterChecking
internal import Rostering
public import SitePlanning
internal import Tables

/// A plan read back from its folder.
public struct PublishedPlan: Sendable {
  public let path: String
  public let manifest: Manifest
  private let content: PlanContent
  public let forecast: [ForecastRow]
  public let requirement: [RequirementRow]
  public let roster: [RosterSegment]
  public let intervalSeconds: Int
  public let period: PlanningPeriod
  /// The shifts of the weeks before that the plan was made with.
  public let previous: [RosterSegment]
  /// Whether they reach up to its first day.
  let isContinued: Bool

  /// Reads the plan `name`, or the latest one.
  ///
  /// - Throws: A ``Problem`` when there is none, or a file of it is damaged.
  public init(
    folder: CentreFolder, name: String? = nil, output: String? = nil
  ) throws(Problem) {
    let store = PlanStore(folder: output ?? "\(folder.path)/published")
    let wanted = if let name { name } else { try store.latestName }
    guard let name = wanted else {
      if let failed = try store.plans().plans.last {
        throw Problem(
          .violated, at: Place(file: store.folder), "no plan is in force here",
          value: "\(failed.name) failed: "
            + (try store.failure(of: failed.name)).joined(separator: "; "),
          maybe: "read it with --published \(failed.name), or take it as it is with muster plan "
            + "\(folder.path) --accept")
      }
      throw Problem(
        .missingConfiguration, at: Place(file: store.folder), "no plan is published here",
        maybe: "run muster plan \(folder.path) first")
    }
    let path = store.path(of: name)
    guard try stands(at: "\(path)/\(PlanStore.manifestName)") else {
      throw Problem(
        .missingConfiguration, at: Place(file: path), "is no published plan",
        maybe: "take one of \(try store.planNames().suffix(5).joined(separator: ", "))")
    }
    guard let content = try store.content(of: name) else {
      throw Problem(
        at: Place(file: path), "a file of this plan was changed or lost since it was published",
        maybe: "run muster plan again; the manifest has the hashes")
    }
    func table(_ file: String) throws(Problem) -> CSVTable { try content.table(file) }
    self.content = content
    self.path = path
    manifest = content.manifest
    forecast = try ForecastFile.read(try table(PlanFileName.forecast))
    requirement = try RequirementFile.read(try table(PlanFileName.requirement))
    roster = try readSegments(try table(PlanFileName.roster))
    intervalSeconds = folder.centre.intervalSeconds
    guard let from = CivilDate(manifest.from), let to = CivilDate(manifest.to) else {
      throw Problem(at: Place(file: "\(path)/\(PlanStore.manifestName)"), "has no dates")
    }
    period = try PlanningPeriod(
      asOf: PlanningPeriod.asOf(manifest.asOf, zone: folder.zone), from: from,
      days: to - from, zone: folder.zone)
    let failure = try store.failure(of: name)
    isInForce = failure.isEmpty
    failures = try failure + store.accepted(of: name)
    let before = try PublishedRosters(store).before(manifest, zone: folder.zone)
    previous = before.segments
    isContinued = before.reachesPeriod
  }

  /// In what the plan failed when it was made, `code: words` line by line; empty when in nothing.
  public let failures: [String]
  /// Not so: it failed and nobody accepted it.
  public let isInForce: Bool

  /// Whether a plan was ever published for a centre, in force or not.
  public static func exists(
    for folder: CentreFolder, output: String? = nil
  ) throws(Problem) -> Bool {
    let store = PlanStore(folder: output ?? "\(folder.path)/published")
    if try store.latestName != nil { return true }
    return try !store.plans().plans.isEmpty
  }

  /// The plans published after this one that failed, with the reasons.
  public func failedSince() throws(Problem) -> [(name: String, reasons: [String])] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let store = PlanStore(folder: parts.dropLast().joined(separator: "/"))
    let failed = try store.plans().plans.filter {
      !$0.isInForce && ($0.manifest.sequence ?? 0) > (manifest.sequence ?? 0)
    }
    return try failed.map { plan throws(Problem) in
      (plan.name, try store.failure(of: plan.name))
    }
  }

  /// The content of a file of the plan; nil when the plan has none of that name.
  public func content(_ name: String) -> [UInt8]? { content.files[name] }

  /// A site's part as it was published.
  public struct Part: Sendable {
    public var part: SitePart
    public var requirement: [RequirementRow]
    public var segments: [RosterSegment]
    var presence: RosterPresence?

    public var coverage: [CoverageRow] {
      presence.map { PartPlanner.coverage(requirement, $0) } ?? []
    }
  }

  /// The parts of the sites, their people being those whom the centre has today.
  public func parts(_ steps: CentreSteps) throws(Problem) -> [Part] {
    var all: [Part] = []
    for var part in try steps.parts(forecast) {
      guard case .named(let agents) = part.site.people else { continue }
      let own = Set(agents.map(\.id))
      part.previous = previous.filter { own.contains($0.agent) }
      part.isContinued = isContinued
      let isOnly = steps.staffing.sites.count == 1
      let rows = isOnly ? requirement : try siteRequirement(part.site.site.id)
      // Somebody who has left since is the first site's, where the check names them.
      let others = Set(steps.folder.agents.map(\.id))
      let segments = roster.filter {
        isOnly || own.contains($0.agent) || (all.isEmpty && !others.contains($0.agent))
      }
      all.append(
        Part(
          part: part, requirement: rows, segments: segments,
          presence: rows.isEmpty
            ? nil : try steps.planner(replications: 1).posing.presence(part, segments, rows)))
    }
    return all
  }

  private func siteRequirement(_ id: String) throws(Problem) -> [RequirementRow] {
    try RequirementFile.read(
      try content.table("\(PlanFileName.site(id))/\(PlanFileName.requirement)"))
  }

  /// Required and rostered agents by queue and interval, all sites together.
  public func coverage(_ steps: CentreSteps) throws(Problem) -> [CoverageRow] {
    try parts(steps).flatMap(\.coverage).addedUp()
  }

  /// The hard rules that the roster breaks, found from its file by the independent checker, which knows
  /// the weeks before.
  public func brokenRules(_ steps: CentreSteps) throws(Problem) -> [String] {
    let planner = steps.planner(replications: 1)
    var broken: [String] = []
    for part in try parts(steps) where !part.requirement.isEmpty {
      let problem = try planner.problem(part.part, part.requirement).problem
      broken += checkRoster(part.segments, problem.checkInput).violations.filter(\.isHard)
        .map { "\($0.agent): \($0.rule): \($0.text)" }
    }
    return broken
  }

  /// The service that the roster gives, site by site.
  public func simulated(
    _ steps: CentreSteps, replications: Int, seed: UInt64? = nil
  ) async throws(Problem) -> [PartService] {
    let seed = seed ?? manifest.seed
    let simulation = ServiceSimulation(
      intervalSeconds: intervalSeconds, replications: replications, seed: seed)
    var all: [PartService] = []
    for part in try parts(steps) {
      guard let presence = part.presence else { continue }
      let host = await simulation.service(
        part.part, part.requirement, presence, part.segments, agents: part.part.site.named,
        steps.planner(replications: replications).posing)
      all.append(
        try steps.plugins.desk.service(
          part.part, presence, part.segments, agents: part.part.site.named, host: host,
          replications: replications, seed: seed))
    }
    return all
  }

  /// Every goal of every queue beside some service.
  public func goals(_ folder: CentreFolder, _ service: [PartService]) -> JudgedGoals {
    JudgedGoals(folder, period, service)
  }

  /// How the requirement of the interval that contains an instant came about, at each site that takes a
  /// part of it, by the model that made it.
  public func explain(
    queue: Queue, at instant: Instant, _ steps: CentreSteps
  ) throws(Problem) -> [(site: Site, explanation: RequirementExplanation)] {
    let row = try forecastRow(queue: queue.id, at: instant)
    var all: [(site: Site, explanation: RequirementExplanation)] = []
    for part in try parts(steps) {
      guard let own = part.part.queues.first(where: { $0.id == queue.id }) else { continue }
      all.append(
        (
          part.part.site.site,
          try steps.plugins.desk.explain(part.part, queue: own, at: row.start)
        ))
    }
    return all
  }

  /// Who is there in an interval, what service that gives and why no one was added or removed, by site; of
  /// queues that are simulated on a floor.
  public func explainFloor(
    queue: Queue, at instant: Instant, _ steps: CentreSteps
  ) async throws(Problem) -> [String: FloorExplanation] {
    let row = try forecastRow(queue: queue.id, at: instant)
    guard !row.isClosed else { return [:] }
    let posing = steps.planner(replications: 1).posing
    var all: [String: FloorExplanation] = [:]
    for part in try parts(steps) {
      all[part.part.site.site.id] = await FloorExplanation(
        part.part, part.requirement, part.segments, queue: queue.id, at: row.start, posing,
        seed: manifest.seed)
    }
    return all
  }

  /// The forecast of the interval that contains an instant.
  public func forecastRow(queue: String, at instant: Instant) throws(Problem) -> ForecastRow {
    let found = forecast.first {
      $0.queue == queue && $0.start <= instant && instant < $0.start + intervalSeconds
    }
    guard let found else {
      throw Problem(
        .usage, subject: "--at", "lies outside the plan \(manifest.from) to \(manifest.to)",
        value: "\(instant)")
    }
    return found
  }
}

extension PlanContent {
  /// A file of the plan as a table.
  func table(_ name: String) throws(Problem) -> CSVTable {
    let file = "\(path)/\(name)"
    guard let bytes = files[name] else {
      throw Problem(at: Place(file: file), "is no file of this plan")
    }
    return try CSVTable(file: file, bytes: bytes)
  }
}
