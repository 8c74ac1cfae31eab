// Goal: a plan under other assumptions, side by side with itself, by the code that made it.
//
// Method: the roster that stands is judged twice, as it was planned and under the assumptions: the requirement
// is made anew, the roster laid over it, simulated and paid as for a plan. Then the same people are rostered
// anew under the assumptions, as a run of the chain would. Nothing is written. Where no plan is published for
// the period the roster that stands is the one that a run would make.

public import CentreInputs
public import CentreModel
internal import CivilTime
public import Diagnostics
public import Planning
internal import Publishing
public import Rostering
internal import SitePlanning

/// Asks what a plan becomes under other assumptions.
public struct WhatIf {
  public let steps: CentreSteps
  public let assumptions: Assumptions
  public let options: PlanOptions
  /// How often each day is simulated.
  public let replications: Int
  /// The plan that stands; nil: it is made for the question.
  public let published: PublishedPlan?

  /// A site's roster that stands.
  private struct Standing {
    var part: SitePart
    var requirement: [RequirementRow]
    var segments: [RosterSegment]
  }

  /// `name`: The published plan that is meant; nil: the one in force for the period of `options`, or where
  /// these name no date the latest.
  public init(
    _ folder: CentreFolder, _ assumptions: Assumptions, options: PlanOptions, name: String?,
    replications: Int, steps: (PublishedPlan?, PlanningPeriod) throws(Problems) -> CentreSteps
  ) throws(Problems) {
    self.assumptions = assumptions
    self.options = options
    self.replications = replications
    let found: PublishedPlan?
    let period: PlanningPeriod
    do throws(Problem) {
      period = try options.period(in: folder.zone)
      found = try Self.plan(folder, options, name: name, period)
    } catch { throw Problems([error]) }
    published = found
    self.steps = try steps(found, found?.period ?? period)
    do throws(Problem) { try refuseStrangers() } catch { throw Problems([error]) }
  }

  private static func plan(
    _ folder: CentreFolder, _ options: PlanOptions, name: String?, _ period: PlanningPeriod
  ) throws(Problem) -> PublishedPlan? {
    if name != nil {
      return try PublishedPlan(folder: folder, name: name, output: options.output)
    }
    let store = PlanStore(folder: options.output ?? "\(folder.path)/published")
    if options.asOf == nil, options.from == nil {
      guard try store.latestName != nil else { return nil }
      return try PublishedPlan(folder: folder, output: options.output)
    }
    let fitting = try store.plans().plans.filter {
      $0.isInForce && $0.manifest.from == "\(period.from)"
        && $0.manifest.to == "\(period.from + period.days)"
    }
    guard
      let last = fitting.max(by: { ($0.manifest.sequence ?? 0) < ($1.manifest.sequence ?? 0) })
    else { return nil }
    return try PublishedPlan(folder: folder, name: last.name, output: options.output)
  }

  private func refuseStrangers() throws(Problem) {
    let queues = steps.folder.centre.queues.map(\.id)
    if let stranger = assumptions.queues.first(where: { !queues.contains($0) }) {
      throw Problem(
        .usage, subject: "--queue", "is no queue of this centre", value: stranger,
        maybe: nearestName(to: stranger, among: queues).map { "you meant \($0)" }
          ?? "one of \(queues.joined(separator: ", ")) is meant")
    }
    let people = Set(steps.staffing.sites.flatMap { $0.named.map(\.id) })
    if let stranger = assumptions.sick.first(where: { !people.contains($0) }) {
      throw Problem(
        .usage, subject: "--sick", "is nobody of this centre", value: stranger,
        maybe: nearestName(to: stranger, among: people.sorted()).map { "you meant \($0)" }
          ?? "the agents' file has the ids")
    }
    let dates = steps.period.dates
    if let other = assumptions.sickDates.first(where: { !dates.contains($0) }) {
      throw Problem(
        .usage, subject: "--on",
        "lies outside the plan \(steps.period.from) to "
          + "\(steps.period.from + (steps.period.days - 1))", value: "\(other)")
    }
  }

  /// The plan, its roster under the assumptions, and a new plan under them.
  public func run(
    monitor: RosterMonitor = RosterMonitor(), progress: @Sendable (String) -> Void = { _ in }
  ) async throws(Problems) -> WhatIfResult {
    var forecast: [ForecastRow]
    if let published {
      forecast = published.forecast
    } else {
      progress("Forecasting")
      forecast = try await steps.demand().flatMap(\.rows)
    }
    let changed = assumptions.changed(forecast)
    do throws(Problem) {
      let standing = try await standing(forecast, monitor, progress)
      progress("Simulating the roster that stands")
      let base = try await measured(standing, anew: false)
      progress("Simulating it under the assumptions")
      let parts = try steps.parts(changed).map { part throws(Problem) in try continued(part) }
        .map(assumptions.changed)
      let same = try await measured(laid(standing, over: parts), anew: true)
      progress("Planning anew under the assumptions")
      let planned = try await planner(monitor).planned(parts)
      let fresh = ScenarioMeasures(
        steps, planned.map { MeasuredPart($0) }, goals(planned.map(\.service)))
      guard !monitor.isStopped else {
        throw Problem(.interrupted, "interrupted; nothing was written")
      }
      return WhatIfResult(
        plan: published?.path, from: steps.period.from, days: steps.period.days,
        assumptions: assumptions, planned: base, sameRoster: same, newPlan: fresh)
    } catch { throw Problems([error]) }
  }

  private func planner(_ monitor: RosterMonitor = RosterMonitor()) -> PartPlanner {
    steps.planner(
      seed: published?.manifest.seed ?? options.seed, rosterSeconds: options.rosterSeconds,
      replications: replications, monitor: monitor)
  }

  private func goals(_ service: [PartService]) -> JudgedGoals {
    JudgedGoals(steps.folder, steps.period, service)
  }

  /// What the weeks before say of a part's people.
  private func continued(_ part: SitePart) throws(Problem) -> SitePart {
    guard case .named(let agents) = part.site.people else { return part }
    let store = PlanStore(folder: options.output ?? "\(steps.folder.path)/published")
    return try PublishedRosters(store).continued(
      part, agents, from: steps.period.from, zone: steps.folder.zone)
  }

  private func standing(
    _ forecast: [ForecastRow], _ monitor: RosterMonitor, _ progress: @Sendable (String) -> Void
  ) async throws(Problem) -> [Standing] {
    if let published {
      return try published.parts(steps).map {
        Standing(part: $0.part, requirement: $0.requirement, segments: $0.segments)
      }
    }
    progress("Planning, for nothing is published for these days")
    let parts = try steps.parts(forecast).map { part throws(Problem) in try continued(part) }
    return try await planner(monitor).planned(parts).map {
      Standing(part: $0.part, requirement: $0.requirement, segments: $0.roster.segments)
    }
  }

  /// The roster that stands, those who are sick taken out, over other demand.
  private func laid(_ standing: [Standing], over parts: [SitePart]) -> [Standing] {
    standing.map { own in
      var own = own
      if let part = parts.first(where: { $0.site.site.id == own.part.site.site.id }) {
        own.part = part
      }
      own.segments = assumptions.changed(own.segments, zone: own.part.site.zone)
      return own
    }
  }

  /// Coverage, service and pay of rosters; `anew`: of a requirement that is made from their demand.
  private func measured(
    _ standing: [Standing], anew: Bool
  ) async throws(Problem) -> ScenarioMeasures {
    let planner = planner()
    let simulation = ServiceSimulation(
      intervalSeconds: steps.folder.centre.intervalSeconds, replications: replications,
      seed: planner.seed)
    var parts: [MeasuredPart] = []
    var services: [PartService] = []
    for own in standing {
      let rows = anew ? try planner.requirement(own.part) : own.requirement
      let people = own.part.site.named
      let roster = PartRoster(
        segments: own.segments, agents: people, requiredHours: 0, missingHours: 0)
      var coverage: [CoverageRow] = []
      var service = PartService()
      if !rows.isEmpty {
        let presence = try planner.posing.presence(own.part, own.segments, rows)
        coverage = PartPlanner.coverage(rows, presence)
        let host = await simulation.service(
          own.part, rows, presence, own.segments, agents: people, planner.posing)
        service = try planner.desk.service(
          own.part, presence, own.segments, agents: people, host: host, replications: replications,
          seed: planner.seed)
      }
      parts.append(
        MeasuredPart(
          part: own.part, requirement: rows, coverage: coverage, segments: own.segments,
          service: service, pay: try planner.desk.pay(own.part, roster)))
      services.append(service)
    }
    return ScenarioMeasures(steps, parts, goals(services))
  }
}
