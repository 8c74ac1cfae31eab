public import CentreModel
internal import CivilTime
public import Publishing
public import Rostering

/// A finished plan in memory: every step's result.
public struct Plan: Sendable {
  public var folder: CentreFolder
  public var period: PlanningPeriod
  public var seed: UInt64
  /// In the order of the centre's queues.
  public var demand: [QueueDemand]
  /// By queue in the centre's order, then time.
  public var requirement: [RequirementRow]
  public var roster: Roster
  public var coverage: [CoverageRow]
  /// What a simulation of the roster gives, by queue and open interval.
  public var service: [SimulatedService] = []
  /// What the planner should know, in sentences.
  public var warnings: [String]
  /// The labour rules the roster obeys beside the centre's own, cited.
  public var labourRules: [String] = []
  /// What would close missing agent-intervals, cheapest first.
  public var relaxations: [RosterRelaxation] = []
  /// What agents had of nights and weekends, this plan included.
  public var ledger = FairnessLedger()
  /// What differs from the roster published for the same period; nil when it was not to be changed.
  public var changes: [RosterChange]?
  /// What the plugins add.
  public var extras = PlanExtras()

  public var forecastRows: [ForecastRow] { demand.flatMap(\.rows) }

  /// The files of the plan's folder, without the manifest.
  ///
  /// `previous`: Gives a file of the plan published before, for calendars to continue.
  public func files(previous: (String) -> [UInt8]?) -> [PlanFile] {
    let zone = folder.zone
    let agents = folder.agents.map { (id: $0.id, name: $0.name) }
    let calendars = AgentCalendars(
      centre: folder.centre.name, domain: folder.centre.calendarDomain, zone: folder.workZone,
      asOf: period.asOf, horizon: period.horizon(in: folder.workZone))
    return [
      PlanFile(PlanFileName.forecast, ForecastFile.write(forecastRows, zone: zone)),
      PlanFile(PlanFileName.evidence, EvidenceText.text(demand.compactMap(\.forecast))),
      PlanFile(PlanFileName.requirement, RequirementFile.write(requirement, zone: zone)),
      PlanFile(PlanFileName.roster, RosterFiles.long(roster.segments, zone: folder.workZone)),
      PlanFile(
        PlanFileName.grid,
        RosterFiles.grid(
          roster.segments, agents: agents, dates: period.dates, zone: folder.workZone)),
      PlanFile(PlanFileName.coverage, CoverageFile.write(coverage, zone: zone)),
      PlanFile(PlanFileName.ledger, ledger.csv()),
      PlanFile(PlanFileName.service, ServiceFile.write(service, zone: zone)),
      PlanFile(PlanFileName.summary, PlanSummary(self).text()),
    ]
      + changeFiles + extras.files()
      + calendars.files(roster.segments, agents: calendarAgents, previous: previous)
  }

  /// Everybody, and those who have left and whose shifts are withdrawn.
  private var calendarAgents: [String] {
    let ids = folder.agents.map(\.id)
    return ids + Set((changes ?? []).map(\.agent)).subtracting(ids).sorted()
  }

  private var changeFiles: [PlanFile] {
    guard let changes else { return [] }
    return [
      PlanFile(PlanFileName.changes, rosterChangesCSV(changes, zone: folder.workZone)),
      PlanFile(PlanFileName.notices, noticeText(changes, zone: folder.workZone)),
    ]
  }
}
