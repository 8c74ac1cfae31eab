internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Files
internal import PluginContract
public import PluginHost
internal import Publishing
internal import Rostering
internal import Tables

/// Where a run finds plugins and how it loads them; the command line decides.
public struct PluginSource {
  public var search: (_ configured: [String]) -> PluginSearch
  public var loader: PluginLoader

  public init(search: @escaping ([String]) -> PluginSearch, loader: PluginLoader) {
    self.search = search
    self.loader = loader
  }
}

/// The plugins of one run of the chain, in the words of the steps that ask them.
///
/// Used by one thread at a time.
public final class PlanPlugins {
  public let session: PluginSession
  let folder: CentreFolder
  let centre: CentreInfo

  /// Loads and configures the plugins that the centre's file asks for.
  public init(
    folder: CentreFolder, period: PlanningPeriod, source: PluginSource
  ) throws(Problems) {
    self.folder = folder
    let horizon = period.horizon(in: folder.zone)
    centre = CentreInfo(
      id: folder.centre.name, zone: folder.zone.name, intervalS: folder.centre.intervalSeconds,
      asOfUnix: period.asOf.seconds, fromUnix: horizon.lowerBound.seconds,
      toUnix: horizon.upperBound.seconds,
      holidays: folder.allHolidays.holidays.map {
        HolidayInfo(
          calendar: $0.calendar, date: "\($0.date)", kind: $0.kind.rawValue, name: $0.name)
      })
    guard !folder.centre.plugins.isEmpty else {
      session = PluginSession()
      return
    }
    session = try PluginSession(
      PluginRequest.all(inFile: folder.file(CentreFolder.configurationName)),
      search: source.search(folder.centre.pluginFolders.map(folder.file)), loader: source.loader,
      centre: centre, folder: folder.path)
  }

  /// No plugins, for steps that need none.
  public static func none(_ folder: CentreFolder, _ period: PlanningPeriod) -> PlanPlugins {
    PlanPlugins(folder, period)
  }

  private init(_ folder: CentreFolder, _ period: PlanningPeriod) {
    self.folder = folder
    centre = CentreInfo()
    session = PluginSession()
  }

  /// Name and version of each plugin, for the manifest and the plan's id.
  public var versions: [String: String] {
    Dictionary(
      session.plugins.map { ("plugin \($0.id)", "\($0.identity.version) \($0.sha256.prefix(16))") }
    ) { first, _ in first }
  }

  /// The files that the plugins were given, hashed.
  func inputs() throws(Problem) -> [Manifest.File] {
    var files: [Manifest.File] = []
    for path in session.inputFiles {
      let prefix = folder.path + "/"
      let name = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
      files.append(Manifest.File(name: name, content: try readFile(path)))
    }
    return files
  }

  // MARK: - Demand

  func info(_ queue: Queue) -> QueueInfo {
    QueueInfo(
      id: queue.id, channel: queue.channel.rawValue, zone: folder.zone.name,
      client: queue.client ?? "", site: folder.centre.sites.first?.id ?? "",
      calendar: folder.centre.calendar ?? "", intervalS: folder.centre.intervalSeconds,
      shrinkage: queue.shrinkage, patienceS: queue.patienceSeconds)
  }

  private func offset(_ instant: Instant) -> Int { folder.zone.offsetSeconds(at: instant) }

  /// The demand of a queue that has no history; nil when no plugin takes it.
  func demand(_ queue: Queue, _ rows: [ForecastRow]) -> [ForecastRow]? {
    session.demand(info(queue), rows, offset: offset)
  }

  /// The forecast with what the plugins change of it.
  func overlay(_ queue: Queue, _ rows: [ForecastRow]) -> [ForecastRow] {
    let changed = session.overlay(info(queue), rows, offset: offset)
    guard let work = session.workload(info(queue), changed, offset: offset)?.answer else {
      return changed
    }
    return zip(changed, work).map { row, work in
      var row = row
      if row.offered > 0 { row.handlingSeconds = work.agentSeconds / row.offered }
      return row
    }
  }

  /// What a plugin's own staffing model asks for, nil where the host's is to be used.
  func requirement(_ queue: Queue, _ rows: [ForecastRow]) throws(Problem) -> [PluginRequirement?]? {
    var named: String?
    if case .plugin(let id) = queue.model { named = id }
    let answer = session.requirement(
      info(queue), goal: queue.goal, rows, by: named, offset: offset)
    if answer == nil, let named {
      throw session.noRequirement(for: queue.id, by: named)
    }
    return answer?.answer
  }

  // MARK: - Roster and plan

  /// Labour rules that bind the roster, by the plugins; the first site's law where there are sites.
  func labour(from: CivilDate, to: CivilDate) -> [Contribution<LabourAnswer>] {
    let site = folder.centre.sites.first
    return session.labour(
      LabourQuestion(
        site: site?.id ?? "", jurisdiction: site?.jurisdiction ?? "",
        zone: site?.timezone ?? folder.workZone.name, fromDate: "\(from)", toDate: "\(to)"))
  }

  /// What the plugins say about the finished plan.
  func findings(on plan: Plan) -> PlanExtras {
    guard !session.plugins.isEmpty else { return PlanExtras() }
    let info = planInfo(plan)
    let resources = session.resources(info)
    let findings = session.audit(info) + judged(info) + outsideWindows(info)
    let sections = session.report(info)
    return PlanExtras(
      resources: resources.map { ($0.plugin, $0.answer) },
      findings: findings.map { ($0.plugin, $0.answer.findings) },
      sections: sections.map { ($0.plugin, $0.answer.sections) },
      faults: session.faults.map(\.problem.description))
  }

  /// What plugins find that judge shifts and have no audit, which would see the same.
  private func judged(_ plan: PlanInfo) -> [Contribution<FindingsAnswer>] {
    guard session.adds(.shifts) else { return [] }
    let shifts = Dictionary(grouping: plan.shifts, by: \.agent)
    return plan.agents.flatMap { agent -> [Contribution<FindingsAnswer>] in
      guard let own = shifts[agent.id] else { return [] }
      let site =
        plan.sites.first { $0.id == agent.site } ?? plan.sites.first
        ?? SiteInfo(id: agent.site, zone: folder.workZone.name)
      return session.judge(
        ShiftsQuestion(site: site, agent: agent, shifts: own), unlessAdding: .audit)
    }
  }

  private func planInfo(_ plan: Plan) -> PlanInfo {
    let coverage = Dictionary(
      plan.coverage.map { (CoverageKey(queue: $0.queue, start: $0.start), $0.rostered) }
    ) { first, _ in first }
    let site = folder.centre.sites.first?.id ?? ""
    let queues = folder.centre.queues.map { queue in
      QueuePlan(
        id: queue.id, channel: queue.channel.rawValue, zone: folder.zone.name,
        client: queue.client ?? "", site: site,
        intervals: plan.requirement.filter { $0.queue == queue.id }.map { row in
          IntervalPlan(
            startUnix: row.start.seconds, volume: row.offered, ahtS: row.handlingSeconds,
            agents: row.agents, scheduled: row.scheduled,
            rostered: coverage[CoverageKey(queue: row.queue, start: row.start)],
            closed: row.boundBy == ForecastRow.closedMethod, serviceLevel: row.serviceLevel,
            asaS: row.averageSpeedOfAnswerSeconds.isFinite ? row.averageSpeedOfAnswerSeconds : nil,
            abandonment: row.abandonment, occupancy: row.occupancy)
        })
    }
    return PlanInfo(
      centre: centre, sites: folder.centre.sites.map(\.info), queues: queues,
      agents: folder.agents.map { folder.info($0) },
      shifts: RosterShift.shifts(of: plan.roster.segments).map { shift in
        shift.info(site: site, zone: folder.workZone, queues: folder.centre.queues)
      })
  }

  private struct CoverageKey: Hashable {
    var queue: String
    var start: Instant
  }
}

extension CentreFolder {
  /// The agent in the words of the contract, with wage and traits where the centre gives them.
  func info(_ agent: RosterAgent) -> AgentInfo {
    let site = centre.sites.first { $0.id == agent.site } ?? centre.sites.first
    let contract = rules.contracts.first { $0.id == agent.contract }
    let traits = contract?.traits ?? []
    return AgentInfo(
      id: agent.id, site: agent.site ?? site?.id ?? "", contract: agent.contract,
      skills: agent.skills.keys.sorted(), hourlyRate: contract?.hourlyRate ?? site?.hourlyRate,
      facts: traits.isEmpty ? nil : ["traits": .array(traits.map { .string($0) })])
  }
}

extension Site {
  var info: SiteInfo {
    SiteInfo(
      id: id, zone: timezone, jurisdiction: jurisdiction ?? "", currency: currency ?? "",
      calendar: calendar ?? "", seats: seats)
  }
}

extension RosterShift {
  /// The shift in the words of the contract; its queue is the one served longest.
  func info(site: String, zone: Zone, queues: [Queue]) -> Shift {
    var seconds: [String: Int] = [:]
    for segment in segments where segment.activity == .work {
      seconds[segment.queue, default: 0] += segment.end - segment.start
    }
    let main = seconds.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
    let queue = main.isEmpty ? (queues.count == 1 ? queues.first?.id : nil) : main
    return Shift(
      id: "\(agent) \(zone.date(at: start))", agent: agent, site: site, queue: queue,
      client: queues.first { $0.id == queue }?.client, startUnix: start.seconds,
      endUnix: end.seconds,
      segments: segments.map {
        ShiftSegment(
          activity: $0.activity.rawValue, startUnix: $0.start.seconds, endUnix: $0.end.seconds)
      })
  }
}
