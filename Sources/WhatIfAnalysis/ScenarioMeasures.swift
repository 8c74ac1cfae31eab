internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Planning
internal import SitePlanning

/// All that is measured of a site's roster.
struct MeasuredPart {
  var part: SitePart
  var requirement: [RequirementRow]
  var coverage: [CoverageRow]
  var segments: [RosterSegment]
  var service: PartService
  var pay: SitePay
}

extension MeasuredPart {
  init(_ planned: PlannedPart) {
    self.init(
      part: planned.part, requirement: planned.requirement, coverage: planned.coverage,
      segments: planned.roster.segments, service: planned.service, pay: planned.pay)
  }
}

/// What a plan comes to: agents, hours, service and money.
public struct ScenarioMeasures: Hashable, Sendable {
  /// Of one queue.
  public struct OfQueue: Hashable, Sendable {
    public var queue: String
    public var contacts: Double
    /// Nil where nobody is expected.
    public var handlingSeconds: Double?
    /// The most agents that an interval asks for.
    public var peakAgents: Int
    public var requiredHours: Double
    public var missingHours: Double
    /// Shares; nil where nothing simulates the queue.
    public var serviceLevel: Double?
    public var abandonment: Double?
    public var averageSpeedOfAnswerSeconds: Double?
    public var occupancy: Double?
    /// Goals of weeks and days that are missed beyond doubt.
    public var goalsMissed: Int
  }

  /// In the centre's order.
  public var queues: [OfQueue]
  /// People with a shift.
  public var people: Int
  public var shifts: Int
  public var paidHours: Double
  public var requiredHours: Double
  public var missingHours: Double
  public var surplusHours: Double
  /// What is missing of queues that are held by interval; of a promise over a day or a week the requirement is
  /// a guide.
  var uncoveredHours: Double
  /// Nil where a wage is not known, or sites pay in several currencies.
  public var wages: Double?
  public var currency: String

  public var contacts: Double { queues.reduce(0) { $0 + $1.contacts } }
  public var goalsMissed: Int { queues.reduce(0) { $0 + $1.goalsMissed } }
  public var wagesPerContact: Double? { wages.flatMap { contacts > 0 ? $0 / contacts : nil } }

  init(_ steps: CentreSteps, _ parts: [MeasuredPart], _ goals: JudgedGoals) {
    let hours = Double(steps.folder.centre.intervalSeconds) / 3600
    let demand = Dictionary(grouping: parts.flatMap(\.part.demand), by: \.queue)
    let coverage = Dictionary(grouping: parts.flatMap(\.coverage), by: \.queue)
    let service = Dictionary(grouping: parts.flatMap(\.service.rows), by: \.queue)
    let required = Dictionary(
      grouping: parts.map(\.requirement).together(steps.folder.centre), by: \.queue)
    queues = steps.folder.centre.queues.map { queue in
      let rows = demand[queue.id] ?? []
      let contacts = rows.reduce(0) { $0 + $1.offered }
      let work = rows.reduce(0) { $0 + $1.offered * $1.handlingSeconds }
      let figures = service[queue.id]?.total()?.figures
      let covered = coverage[queue.id] ?? []
      return OfQueue(
        queue: queue.id, contacts: contacts, handlingSeconds: contacts > 0 ? work / contacts : nil,
        peakAgents: required[queue.id]?.map(\.scheduled).max() ?? 0,
        requiredHours: covered.reduce(0) { $0 + Double($1.scheduled) } * hours,
        missingHours: covered.reduce(0) { $0 + $1.missing } * hours,
        serviceLevel: figures?.serviceLevel, abandonment: figures?.abandonment,
        averageSpeedOfAnswerSeconds: figures?.averageSpeedOfAnswerSeconds,
        occupancy: figures?.occupancy,
        goalsMissed: goals.weeks(queue.id).count(where: \.isMissedBeyondDoubt)
          + goals.daysMissed(queue.id).count { $0.days == 1 && steps.period.days > 1 })
    }
    let all = parts.flatMap(\.coverage)
    let worked = RosterShift.shifts(of: parts.flatMap(\.segments))
    people = Set(worked.map(\.agent)).count
    shifts = worked.count
    paidHours = parts.reduce(0) { $0 + $1.pay.bill.paidHours }
    requiredHours = all.reduce(0) { $0 + Double($1.scheduled) } * hours
    missingHours = all.reduce(0) { $0 + $1.missing } * hours
    surplusHours = all.reduce(0) { $0 + $1.surplus } * hours
    uncoveredHours =
      parts.reduce(0) { sum, part in
        sum
          + part.coverage.filter { !part.part.promised.contains($0.queue) }.reduce(0) {
            $0 + $1.missing
          }
      } * hours
    let currencies = Set(parts.map { $0.part.site.site.currency ?? "" })
    currency = currencies.count == 1 ? currencies.first ?? "" : ""
    let isKnown = currencies.count == 1 && parts.allSatisfy { $0.pay.hasRates }
    wages = isKnown ? parts.reduce(0) { $0 + $1.pay.bill.total } : nil
  }
}
