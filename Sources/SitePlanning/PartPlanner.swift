// Goal: parts of a period planned: law, requirement, roster, coverage, service and pay, one answer each.
//
// Method: what asks plugins is asked part by part, in order; what does not (search and simulation) runs side
// by side. The order of parts and the number of cores change no result.

public import CentreModel
internal import CivilTime
public import Diagnostics
internal import PluginContract
public import RosterChecking
public import Rostering

/// Plans the parts of one period.
public struct PartPlanner {
  public var desk: SiteDesk
  public var seed: UInt64
  /// Seconds of one core that each roster search is worth.
  public var rosterSeconds: Double
  public var replications: Int
  /// Cores to use; changes no result.
  public var threads: Int
  public var monitor: RosterMonitor

  public init(
    _ desk: SiteDesk, seed: UInt64, rosterSeconds: Double, replications: Int, threads: Int,
    monitor: RosterMonitor = RosterMonitor()
  ) {
    self.desk = desk
    self.seed = seed
    self.rosterSeconds = rosterSeconds
    self.replications = replications
    self.threads = threads
    self.monitor = monitor
  }

  public var posing: Posing { desk.posing }

  /// A part before its roster: what asks plugins is known.
  struct Posed: Sendable {
    var part: SitePart
    var law: SiteLaw
    var requirement: [RequirementRow]
    var payFactors: [Instant: Int]
  }

  /// Plans `parts`, in their order.
  ///
  /// `requirement`: Rows that stand already, by part; nil: they are made from the demand.
  public func planned(
    _ parts: [SitePart], requirement given: [[RequirementRow]]? = nil
  ) async throws(Problem) -> [PlannedPart] {
    var posed: [Posed] = []
    for (k, part) in parts.enumerated() {
      let rows =
        if let given { given[k] } else { try requirement(part) }
      posed.append(try self.posed(part, rows))
    }
    // One core a part, unless there is only one part.
    let search = PartSearch(
      posing: posing, seed: seed, seconds: rosterSeconds, threads: posed.count > 1 ? 1 : threads,
      monitor: monitor)
    let simulation = ServiceSimulation(
      intervalSeconds: desk.centre.intervalSeconds, replications: replications, seed: seed)
    let made = await concurrently(posed, threads: threads) {
      await Self.rostered($0, search, simulation)
    }
    var planned: [PlannedPart] = []
    for (one, result) in zip(posed, made) { planned.append(try finished(one, result.get())) }
    return planned
  }

  /// The agents that the part's intervals need, by queue in its order.
  public func requirement(_ part: SitePart) throws(Problem) -> [RequirementRow] {
    var pooled: [String: [RequirementRow]] = [:]
    for pool in desk.pools(part) { pooled.merge(try pool.requirement()) { _, own in own } }
    var all: [RequirementRow] = []
    for queue in part.queues {
      if let rows = pooled[queue.id] {
        all += rows
      } else {
        all += try desk.requirement(queue, part.demand(of: queue.id), site: part.site.site.id)
      }
    }
    return all
  }

  private func posed(_ part: SitePart, _ rows: [RequirementRow]) throws(Problem) -> Posed {
    let law = try desk.law(part.site)
    return Posed(
      part: part, law: law, requirement: rows,
      payFactors: try desk.payFactors(part.site, law.rules))
  }

  /// The problem that a part poses, as `planned` solves it; for steps that stop there.
  public func problem(
    _ part: SitePart, _ rows: [RequirementRow]
  ) throws(Problem) -> (problem: RosterProblem, law: SiteLaw) {
    let posed = try posed(part, rows)
    guard case .named(let agents) = part.site.people else {
      throw Problem(
        .usage, subject: "site \(part.site.site.id)", "has heads without names",
        maybe: "name its people in the agents' file")
    }
    let problem = posing.continued(
      part, try posing.requirement(rows), agents: agents, rules: posed.law.rules,
      payFactors: posed.payFactors)
    return (problem, posed.law)
  }

  // MARK: - Side by side

  private struct Rostered: Sendable {
    var roster: PartRoster
    var presence: RosterPresence?
    var service: [SimulatedService]
  }

  private static func rostered(
    _ posed: Posed, _ search: PartSearch, _ simulation: ServiceSimulation
  ) async -> Result<Rostered, Problem> {
    do throws(Problem) {
      let part = posed.part
      let roster = try await search.roster(
        part, posed.requirement, rules: posed.law.rules, payFactors: posed.payFactors)
      guard !posed.requirement.isEmpty else {
        return .success(Rostered(roster: roster, presence: nil, service: []))
      }
      let presence = try search.posing.presence(part, roster.segments, posed.requirement)
      let service = await simulation.service(
        part, posed.requirement, presence, roster.segments, agents: roster.agents, search.posing)
      return .success(Rostered(roster: roster, presence: presence, service: service))
    } catch { return .failure(error) }
  }

  // MARK: - After

  private func finished(_ posed: Posed, _ made: Rostered) throws(Problem) -> PlannedPart {
    let part = posed.part
    let pay = try desk.pay(part, made.roster)
    return PlannedPart(
      part: part, law: posed.law, requirement: posed.requirement, roster: made.roster,
      coverage: made.presence.map { Self.coverage(posed.requirement, $0) } ?? [],
      service: try made.presence.map { presence throws(Problem) in
        try desk.service(
          part, presence, made.roster.segments, agents: made.roster.agents, host: made.service,
          replications: replications, seed: seed)
      } ?? PartService(), pay: pay, peakSeats: Self.peakSeats(part, made.roster))
  }

  /// What those at work cover of each row.
  public static func coverage(
    _ rows: [RequirementRow], _ presence: RosterPresence
  ) -> [CoverageRow] {
    let queues = Dictionary(
      uniqueKeysWithValues: presence.requirement.queues.enumerated().map { ($1, $0) })
    let origin = presence.requirement.start
    return rows.map { row in
      let i = (row.start - origin) / presence.requirement.intervalSeconds
      let cover =
        queues[row.queue].map { presence.cover(queue: $0, interval: i) }
        ?? RosterPresence.Cover(working: 0, missing: Double(row.scheduled), surplus: 0)
      return CoverageRow(
        queue: row.queue, start: row.start, scheduled: row.scheduled, rostered: cover.working,
        missing: cover.missing, surplus: cover.surplus)
    }
  }

  /// The most people at the site at once, those who work elsewhere not counted.
  private static func peakSeats(_ part: SitePart, _ roster: PartRoster) -> Int {
    let remote = Set(roster.agents.filter(\.isRemote).map(\.id))
    guard let first = roster.segments.map(\.start).min() else { return 0 }
    let still = part.previous.filter { $0.end > first }
    return FloorNeed.peak(
      of: RosterShift.shifts(of: roster.segments + still).filter { !remote.contains($0.agent) }
        .map { $0.start..<$0.end }
    ).count
  }
}

extension Posing {
  /// Who is at work on what in the period, those still there from the weeks before among them.
  public func presence(
    _ part: SitePart, _ segments: [RosterSegment], _ rows: [RequirementRow]
  ) throws(Problem) -> RosterPresence {
    RosterPresence(segments + part.stillAtWork, over: try requirement(rows))
  }
}

extension SitePart {
  /// What its people work on of shifts published before the period.
  var stillAtWork: [RosterSegment] {
    let people: Set<String>? =
      if case .named(let agents) = site.people { Set(agents.map(\.id)) } else { nil }
    return previous.filter { people?.contains($0.agent) ?? true }
  }
}
