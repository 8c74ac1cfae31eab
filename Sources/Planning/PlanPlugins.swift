public import CentreInputs
public import CentreModel
internal import CivilTime
public import Diagnostics
public import PluginContract
public import PluginHost
internal import Publishing
public import SitePlanning

/// Where a run finds plugins and how it loads them; the command line decides.
public struct PluginSource {
  public var search: (_ configured: [String]) -> PluginSearch
  public var loader: PluginLoader
  /// Whether commands that the centre's file names may be run.
  public var runsModels: Bool

  public init(
    search: @escaping ([String]) -> PluginSearch, loader: PluginLoader, runsModels: Bool = false
  ) {
    self.search = search
    self.loader = loader
    self.runsModels = runsModels
  }
}

/// The plugins of one run of the chain, in the words of the steps that ask them about demand and the
/// plan; what they say of sites is asked by the ``desk``.
///
/// Used by one thread at a time.
public final class PlanPlugins {
  public let session: PluginSession
  public var desk: SiteDesk
  let folder: CentreFolder
  let centre: CentreInfo

  /// Loads and configures the plugins that the centre's file asks for, and those of a comparison.
  ///
  /// `more`: Plugins of the comparison; of one that both name, the comparison's settings count.
  /// `holidays`: Calendars of sites, by name, in place of the centre's rows of that name.
  public init(
    folder: CentreFolder, period: PlanningPeriod, source: PluginSource,
    more: [PluginRequest] = [], holidays: [HolidayInfo] = []
  ) throws(Problems) {
    self.folder = folder
    let horizon = period.horizon(in: folder.zone)
    let replaced = Set(holidays.map(\.calendar))
    let own = folder.allHolidays.holidays.filter { !replaced.contains($0.calendar) }.map {
      HolidayInfo(
        calendar: $0.calendar, date: "\($0.date)", kind: $0.kind.rawValue, name: $0.name)
    }
    centre = CentreInfo(
      id: folder.centre.name, zone: folder.zone.name, intervalS: folder.centre.intervalSeconds,
      asOfUnix: period.asOf.seconds, fromUnix: horizon.lowerBound.seconds,
      toUnix: horizon.upperBound.seconds, holidays: own + holidays,
      dropFiles: folder.centre.dropFiles)
    var requests: [PluginRequest] = []
    if !folder.centre.plugins.isEmpty {
      let name = CentreFolder.configurationName
      let content: [UInt8]
      do { content = try folder.content(name) } catch { throw Problems([error]) }
      requests = try PluginRequest.all(inFile: folder.file(name), bytes: content)
    }
    requests = requests.filter { request in !more.contains { $0.id == request.id } } + more
    session =
      requests.isEmpty
      ? PluginSession()
      : try PluginSession(
        requests, search: source.search(folder.centre.pluginFolders.map(folder.file)),
        loader: source.loader, centre: centre, folder: folder.path)
    desk = SiteDesk(
      session: session, centre: folder.centre, period: period, clientZone: folder.zone,
      zones: folder.zones)
  }

  /// Name and version of each plugin, for the manifest and the plan's id.
  public var versions: [String: String] {
    Dictionary(
      session.plugins.map { ("plugin \($0.id)", "\($0.identity.version) \($0.sha256.prefix(16))") }
    ) { first, _ in first }
  }

  /// The files that the plugins were given, hashed as they were given.
  var inputs: [Manifest.File] {
    session.inputFiles.map { file in
      let prefix = folder.path + "/"
      let name = file.path.hasPrefix(prefix) ? String(file.path.dropFirst(prefix.count)) : file.path
      return Manifest.File(name: name, content: file.content)
    }
  }

  // MARK: - Demand

  /// The demand of a queue that has no history; nil when no plugin takes it.
  func demand(_ queue: Queue, _ rows: [ForecastRow]) -> [ForecastRow]? {
    session.demand(desk.info(queue), rows, offset: desk.offset(queue))
  }

  /// The forecast with what the plugins change of it.
  func overlay(_ queue: Queue, _ rows: [ForecastRow]) -> [ForecastRow] {
    let (info, offset) = (desk.info(queue), desk.offset(queue))
    let changed = session.overlay(info, rows, offset: offset)
    guard let found = session.workload(info, changed, offset: offset) else { return changed }
    let longest = 86_400.0
    for (row, work) in zip(changed, found.answer)
    where row.offered > 0 && work.agentSeconds > longest * row.offered {
      session.refuse(
        found.plugin, .workload,
        "\(work.agentSeconds) s for \(row.offered) contacts of \(queue.id) is more than a day each")
      return changed
    }
    return zip(changed, found.answer).map { row, work in
      var row = row
      if row.offered > 0 { row.handlingSeconds = work.agentSeconds / row.offered }
      return row
    }
  }

  // MARK: - Plan

  /// What the plugins say about the finished plan.
  func findings(on plan: Plan) -> PlanExtras {
    guard !session.plugins.isEmpty else { return PlanExtras() }
    let info = planInfo(plan)
    let resources = session.resources(info)
    let audits = session.audit(info) + outsideWindows(info)
    let sections = session.report(info)
    let judged = plan.parts.map { (plugin: "", findings: $0.pay.findings) }
    return PlanExtras(
      resources: resources.map { ($0.plugin, $0.answer) },
      findings: audits.map { ($0.plugin, $0.answer.findings) }
        + judged.filter { !$0.findings.isEmpty },
      sections: sections.map { ($0.plugin, $0.answer.sections) },
      faults: session.faults.map(\.problem.description))
  }

  /// The plan in the words of the contract, every site with its own people, shifts and clock.
  private func planInfo(_ plan: Plan) -> PlanInfo {
    let coverage = Dictionary(
      plan.coverage.map { (QueueInterval($0.queue, $0.start), $0.rostered) }
    ) { first, _ in first }
    let queues = folder.centre.queues.map { queue in
      let sites = plan.parts.filter { part in part.part.queues.contains { $0.id == queue.id } }
      return QueuePlan(
        id: queue.id, channel: queue.channel.rawValue, zone: queue.zoneName(in: folder.centre),
        client: queue.client ?? "", site: sites.count == 1 ? sites[0].site.id : "",
        intervals: plan.requirement.filter { $0.queue == queue.id }.map { row in
          IntervalPlan(
            startUnix: row.start.seconds, volume: row.offered, ahtS: row.handlingSeconds,
            agents: row.agents, scheduled: row.scheduled,
            rostered: coverage[QueueInterval(row.queue, row.start)].map {
              Int(($0 + 1e-9).rounded(.down))
            },
            closed: row.isClosed, serviceLevel: row.serviceLevel,
            asaS: row.averageSpeedOfAnswerSeconds.isFinite ? row.averageSpeedOfAnswerSeconds : nil,
            abandonment: row.abandonment, occupancy: row.occupancy)
        })
    }
    return PlanInfo(
      centre: centre, sites: plan.parts.map(\.site).filter { !$0.id.isEmpty }.map(\.info),
      queues: queues,
      agents: plan.parts.flatMap { part in
        part.roster.agents.map { desk.info($0, part.part.site) }
      },
      shifts: plan.parts.flatMap { part in
        let shifts = Dictionary(
          grouping: RosterShift.shifts(of: part.roster.segments), by: \.agent)
        return part.roster.agents.flatMap {
          desk.infos(shifts[$0.id] ?? [], of: $0, part.part.site)
        }
      }.sorted { ($0.agent, $0.startUnix) < ($1.agent, $1.startUnix) })
  }
}
