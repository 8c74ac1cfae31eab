public import CentreInputs
public import CentreModel
internal import CivilTime
public import Publishing
public import Rostering
public import SitePlanning
internal import Tables

/// A finished plan in memory: every step's result.
public struct Plan: Sendable {
  public var folder: CentreFolder
  public var period: PlanningPeriod
  public var seed: UInt64
  /// In the order of the centre's queues.
  public var demand: [QueueDemand]
  /// What is planned at each site, in their order; one for a centre without sites.
  public var parts: [PlannedPart]
  /// By queue in the centre's order, then time; all sites together.
  public var requirement: [RequirementRow]
  public var coverage: [CoverageRow]
  /// Every goal beside the simulated service.
  public var goals: JudgedGoals
  /// What the planner must or should know.
  public var attention: [Attention] = []
  /// What would close missing agent-intervals, cheapest first, by part.
  public var relaxations: [[RosterRelaxation]] = []
  /// What agents had of nights and weekends, this plan included.
  public var ledger = FairnessLedger()
  /// What differs from the roster published for the same period; nil when none was.
  public var changes: [RosterChange]?
  /// What the plugins add.
  public var extras = PlanExtras()
  /// What was offered in the weeks before and a year before.
  public var past = PastWeeks()

  /// Queues rostered for a promise over a day or a week at any site.
  var promised: Set<String> { Set(parts.flatMap(\.part.promised)) }

  /// The coverage of queues that are held by interval.
  var coverageByInterval: [CoverageRow] {
    parts.flatMap { part in
      part.coverage.filter { !part.part.promised.contains($0.queue) }
    }.addedUp()
  }

  public var forecastRows: [ForecastRow] { demand.flatMap(\.rows) }
  /// What a simulation of the roster gives, by site, queue and open interval.
  public var service: [SimulatedService] { parts.flatMap(\.service.rows) }
  /// Of it what goals are judged by.
  var judgedService: [SimulatedService] { parts.flatMap(\.service.judged) }
  /// The shifts of all sites, by agent and time.
  public var segments: [RosterSegment] { parts.flatMap(\.roster.segments).sorted() }

  /// The files of the plan's folder, without the manifest.
  ///
  /// `previous`: Gives a file of the plan published before, for calendars to continue; `others` the same
  /// file of every other plan still kept.
  public func files(
    previous: (String) -> [UInt8]?, others: (String) -> [[UInt8]] = { _ in [] }
  ) -> [PlanFile] {
    let zone = folder.zone
    return [
      PlanFile(PlanFileName.forecast, ForecastFile.write(forecastRows, zone: zone)),
      PlanFile(
        PlanFileName.evidence,
        EvidenceText.text(
          demand.compactMap(\.forecast), promises: parts.compactMap(\.roster.promise))),
      PlanFile(PlanFileName.requirement, RequirementFile.write(requirement, zone: zone)),
      PlanFile(PlanFileName.roster, RosterFiles.long(parts.flatMap(\.rosterRows))),
      PlanFile(PlanFileName.grid, grid(parts)),
      PlanFile(PlanFileName.people, PeopleFile.write(people)),
      PlanFile(PlanFileName.pay, PayFile.write(parts.flatMap(\.payRows))),
      PlanFile(PlanFileName.coverage, CoverageFile.write(coverage, promised: promised, zone: zone)),
      PlanFile(PlanFileName.ledger, ledger.csv()),
      PlanFile(PlanFileName.service, ServiceFile.write(service, zone: zone)),
      PlanFile(PlanFileName.goals, goals.csv()),
      PlanFile(PlanFileName.summary, PlanSummary(self).text()),
    ]
      + pageFiles + promiseFiles + siteFiles + changeFiles + extras.files()
      + calendars(previous, others)
  }

  /// The promises of days and weeks beside the service, where there are any.
  private var promiseFiles: [PlanFile] {
    let table = PromiseFile.table(self)
    return table.rows.isEmpty ? [] : [PlanFile(PlanFileName.promises, table.csv())]
  }

  /// What the manifest says of the rosters that were searched for a promise.
  var promiseFacts: [String: String] {
    var facts: [String: String] = [:]
    for part in parts {
      guard let promise = part.roster.promise else { continue }
      let site = parts.count > 1 ? "\(part.site.id) " : ""
      facts["\(site)promised_queues"] = promise.queues.joined(separator: ";")
      facts["\(site)promise_kept"] = "\(promise.isKept)"
      facts["\(site)paid_hours"] = fixed(promise.paidHours, 2)
      facts["\(site)bound_paid_hours"] = fixed(promise.boundHours, 2)
      facts["\(site)gap"] = fixed(promise.gap, 4)
    }
    return facts
  }

  /// What the roster's hours cost, by currency; nil where no site's rates are known.
  var wages: [String: String]? {
    var sums: [String: Double] = [:]
    for part in parts where part.pay.hasRates && part.pay.bill.total > 0 {
      guard let currency = part.site.currency else { continue }
      sums[currency, default: 0] += part.pay.bill.total
    }
    return sums.isEmpty ? nil : sums.mapValues { fixed($0, 2) }
  }

  private func grid(_ parts: [PlannedPart]) -> [UInt8] {
    RosterFiles.grid(
      parts.map { part in
        .init(
          segments: part.roster.segments,
          agents: part.roster.agents.map { (id: $0.id, name: $0.name) }, zone: part.part.site.zone)
      }, dates: period.dates)
  }

  /// Each site's own files, where there are several.
  private var siteFiles: [PlanFile] {
    guard parts.count > 1 else { return [] }
    return parts.flatMap { part -> [PlanFile] in
      let folder = PlanFileName.site(part.site.id)
      let zone = part.part.site.zone
      return [
        PlanFile(
          "\(folder)/\(PlanFileName.requirement)",
          RequirementFile.write(part.requirement, zone: zone)),
        PlanFile("\(folder)/\(PlanFileName.roster)", RosterFiles.long(part.rosterRows)),
        PlanFile("\(folder)/\(PlanFileName.grid)", grid([part])),
        PlanFile(
          "\(folder)/\(PlanFileName.coverage)",
          CoverageFile.write(part.coverage, promised: Set(part.part.promised), zone: zone)),
        PlanFile(
          "\(folder)/\(PlanFileName.service)", ServiceFile.write(part.service.rows, zone: zone)),
      ]
    }
  }

  /// Calendars by the clock of each agent's site; those who have left have their shifts withdrawn.
  private func calendars(
    _ previous: (String) -> [UInt8]?, _ others: (String) -> [[UInt8]]
  ) -> [PlanFile] {
    let known = Set(parts.flatMap { $0.roster.agents.map(\.id) })
    let gone = Set((changes ?? []).map(\.agent)).subtracting(known).sorted()
    return parts.enumerated().flatMap { index, part in
      var calendars = AgentCalendars(
        centre: folder.centre.name, identity: folder.centre.identity,
        domain: folder.centre.calendarDomain, zone: part.part.site.zone, asOf: period.asOf,
        horizon: period.horizon(in: part.part.site.zone))
      calendars.hasBreaks = folder.centre.calendarHasBreaks
      calendars.location = folder.centre.sites.isEmpty ? nil : part.site.name
      return calendars.files(
        part.roster.segments, agents: part.roster.agents.map(\.id) + (index == 0 ? gone : []),
        names: Dictionary(part.roster.agents.map { ($0.id, $0.name) }) { first, _ in first },
        previous: previous, others: others)
    }
  }

  private var changeFiles: [PlanFile] {
    guard let changes else { return [] }
    return [
      PlanFile(PlanFileName.changes, rosterChangesCSV(changes, zone: folder.workZone)),
      PlanFile(PlanFileName.notices, noticeText(changes, zone: folder.workZone)),
    ]
  }
}
