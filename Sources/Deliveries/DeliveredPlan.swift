// Goal: all that is delivered of a plan, read from the plan's own folder.
//
// Method: people, shifts, pay, requirement and coverage stand in files of the plan; of today's inputs only the
// centre's clock is asked. A plan from before plans had all of these files lends the rest from its roster.

public import CentreInputs
public import CentreModel
public import CivilTime
public import Diagnostics
public import Planning
internal import Publishing
public import SitePlanning
internal import Tables

/// A published plan as deliveries read it.
public struct DeliveredPlan: Sendable {
  /// A stretch of a shift, as the roster's file has it.
  public struct Stretch: Hashable, Sendable {
    public var segment: RosterSegment
    /// The date and instant on which the shift began, by the site's clock.
    public var workDate: CivilDate
    public var shiftStart: Instant
    public var isPaid: Bool
    public var site: String
    public var timezone: String
  }

  /// The plan's folder.
  public let path: String
  public let id: String
  public let centre: String
  public let asOf: Instant
  public let from: CivilDate
  public let days: Int
  /// The centre's clock.
  public let zone: Zone
  public let intervalSeconds: Int
  /// Clocks of sites, by name.
  let zones: ZoneDatabase
  /// As the centre calls them today; their numbers are the plan's.
  public let queues: [Queue]
  /// Sites in their order.
  public let people: [PlanPerson]
  /// By agent and time.
  public let stretches: [Stretch]
  public let forecast: [ForecastRow]
  public let requirement: [RequirementRow]
  public let coverage: [CoverageRow]
  /// By person and time.
  public let pay: [PayRow]
  /// What is not the plan's own, in sentences.
  public let notes: [String]

  public var dates: [CivilDate] { (0..<days).map { from + $0 } }
  /// The plan's name.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? id }

  /// `steps`: The steps as the plan was made, asked only of a plan that does not say its own pay.
  public init(
    _ plan: PublishedPlan, of folder: CentreFolder,
    steps: () throws(Problems) -> CentreSteps
  ) throws(Problems) {
    path = plan.path
    id = plan.manifest.planID
    centre = plan.manifest.centre
    asOf = plan.period.asOf
    from = plan.period.from
    days = plan.period.days
    zone = folder.zone
    zones = folder.zones
    queues = folder.centre.queues
    intervalSeconds = plan.intervalSeconds
    forecast = plan.forecast
    requirement = plan.requirement
    var notes: [String] = []
    do throws(Problem) {
      stretches = try Self.stretches(plan)
      if let table = try Self.table(plan, PlanFileName.people) {
        people = try PeopleFile.read(table)
      } else {
        people = try Self.people(plan, stretches)
        notes.append("\(plan.path) does not say who was on leave, nor contracts")
      }
      coverage =
        try Self.table(plan, PlanFileName.coverage).map { table throws(Problem) in
          try CoverageFile.read(table)
        } ?? []
    } catch { throw Problems([error]) }
    let pay = try plan.pay(steps)
    self.pay = pay.rows
    if pay.isOfToday {
      notes.append("\(plan.path) does not say its own pay: it is priced by the wages of today")
    }
    self.notes = notes
  }

  private static func table(_ plan: PublishedPlan, _ name: String) throws(Problem) -> CSVTable? {
    guard let bytes = plan.content(name) else { return nil }
    return try CSVTable(file: "\(plan.path)/\(name)", bytes: bytes)
  }

  private static func stretches(_ plan: PublishedPlan) throws(Problem) -> [Stretch] {
    guard let table = try table(plan, PlanFileName.roster) else { return [] }
    let columns = try table.require(
      "agent_id", "work_date", "shift_start_utc", "activity", "queue", "start_utc", "end_utc",
      "timezone", "paid", "site")
    var all: [Stretch] = []
    try table.forEachRow { (row) throws(Problem) in all.append(try stretch(row, columns)) }
    return all
  }

  private static func stretch(
    _ row: borrowing CSVRow, _ columns: [Int]
  ) throws(Problem) -> Stretch {
    guard let date = CivilDate(row.text(columns[1])) else {
      throw row.problem(columns[1], "is not a date")
    }
    guard let activity = Activity(rawValue: row.text(columns[3])) else {
      throw row.problem(columns[3], "is no activity")
    }
    let segment = RosterSegment(
      agent: row.text(columns[0]), activity: activity,
      start: try row.instant(columns[5], in: .utc), end: try row.instant(columns[6], in: .utc),
      queue: row.text(columns[4]))
    return Stretch(
      segment: segment, workDate: date, shiftStart: try row.instant(columns[2], in: .utc),
      isPaid: row.text(columns[8]) == "yes", site: row.text(columns[9]),
      timezone: row.text(columns[7]))
  }

  /// The people of a plan that has no file of them: those of its grid, with the sites of their shifts.
  private static func people(
    _ plan: PublishedPlan, _ stretches: [Stretch]
  ) throws(Problem) -> [PlanPerson] {
    guard let table = try table(plan, PlanFileName.grid) else { return [] }
    let columns = try table.require("agent_id", "name")
    let known = Dictionary(stretches.map { ($0.segment.agent, $0) }) { first, _ in first }
    var people: [PlanPerson] = []
    try table.forEachRow { (row) throws(Problem) in
      let id = row.text(columns[0])
      people.append(
        PlanPerson(
          id: id, name: row.text(columns[1]), site: known[id]?.site ?? "",
          timezone: known[id]?.timezone ?? "", contract: "", leave: []))
    }
    return people
  }
}

extension DeliveredPlan {
  /// A shift with its stretches, in order.
  public struct DeliveredShift: Sendable {
    public var stretches: [Stretch]

    public var agent: String { stretches.first?.segment.agent ?? "" }
    public var workDate: CivilDate { stretches.first?.workDate ?? CivilDate(dayNumber: 0) }
    public var start: Instant { stretches.first?.segment.start ?? Instant(seconds: 0) }
    public var end: Instant { stretches.last?.segment.end ?? Instant(seconds: 0) }
    public var timezone: String { stretches.first?.timezone ?? "" }
    public var pauses: [Stretch] { stretches.filter { $0.segment.activity != .work } }
    public var paidHours: Double {
      Double(stretches.filter(\.isPaid).reduce(0) { $0 + ($1.segment.end - $1.segment.start) })
        / 3600
    }
  }

  /// The shifts by agent and time.
  public var shifts: [DeliveredShift] {
    var shifts: [DeliveredShift] = []
    for stretch in stretches.sorted(by: { $0.segment < $1.segment }) {
      if let last = shifts.last?.stretches.last, last.segment.agent == stretch.segment.agent,
        last.shiftStart == stretch.shiftStart
      {
        shifts[shifts.count - 1].stretches.append(stretch)
      } else {
        shifts.append(DeliveredShift(stretches: [stretch]))
      }
    }
    return shifts
  }

  /// The clock of a site; the centre's where the plan names none that is known.
  func clock(_ timezone: String) -> Zone { (try? zones.zone(timezone)) ?? zone }
}
