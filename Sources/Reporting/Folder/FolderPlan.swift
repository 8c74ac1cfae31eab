internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Planning
internal import Publishing
internal import Tables

/// A published plan as the pages of a folder tell of it, read from its own files alone: nothing of today's
/// inputs is asked.
struct FolderPlan {
  let name: String
  let manifest: Manifest
  let figures: PlanFigures
  /// Hours of queues that are held by interval: missing, and asked for at all.
  let missingHeld: Double
  let requiredHeld: Double
  /// Promises of a day, a week or an hour that are missed.
  let missedGoals: Int
  let service: ServiceSummary
  /// In the centre's order.
  let queues: [String]
  let people: [PlanPerson]
  /// By agent and time.
  let shifts: [WorkedShift]
  let changes: [DayChange]
  let days: PlanDays
  /// The plan's own page; plans from before plans had one have none.
  let page: [UInt8]?

  /// `clock`: The zone of a name.
  init(
    _ plan: StoredPlan, files: PlanFiles, _ clock: (String) throws(Problem) -> Zone
  ) throws(Problem) {
    name = plan.name
    manifest = plan.manifest
    let forecast = try files.forecast()
    let coverage = try files.coverage()
    let roster = try files.roster()
    let hours = Double(Self.intervalSeconds(forecast)) / 3600
    figures = PlanFigures(
      from: manifest.from, to: manifest.to, forecast: forecast, coverage: coverage, roster: roster,
      hours: hours)
    let promised = manifest.promisedQueues
    let held = coverage.filter { !promised.contains($0.queue) }
    missingHeld = held.reduce(0) { $0 + $1.missing } * hours
    requiredHeld = held.reduce(0) { $0 + Double($1.scheduled) } * hours
    let goals = try files.goals()
    missedGoals = goals.count { $0.outcome == "missed" }
    service = ServiceSummary(goals) { $0 }
    queues = forecast.map(\.queue).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    shifts = try WorkedShift.shifts(of: roster, clock)
    people = try files.people(of: roster)
    for name in Set(people.map(\.timezone)).sorted() where !name.isEmpty { _ = try clock(name) }
    changes = try files.changes()
    days = try PlanDays(manifest, files)
    page = files.content(PlanFileName.page)
  }

  /// The file has a row for every interval, so that its shortest step is the interval.
  private static func intervalSeconds(_ forecast: [ForecastRow]) -> Int {
    zip(forecast, forecast.dropFirst()).lazy
      .filter { $0.queue == $1.queue && $0.start < $1.start }
      .map { $1.start - $0.start }.min() ?? 0
  }
}

/// One agent's day that is another than was published before, on nobody's clock.
struct DayChange {
  var agent: String
  /// `added`, `removed`, `moved` or `pauses`.
  var kind: String
  var before: Range<Instant>?
  var after: Range<Instant>?

  /// By which the day is known.
  var start: Instant { (after ?? before)?.lowerBound ?? Instant(seconds: 0) }
}

/// The dates of a plan by its centre's clock, as the intervals of its forecast tell them.
struct PlanDays {
  let from: CivilDate
  let to: CivilDate
  /// The instants at which the dates begin, ascending.
  private var starts: [(date: CivilDate, at: Instant)] = []

  init(_ manifest: Manifest, _ files: PlanFiles) throws(Problem) {
    guard let from = CivilDate(manifest.from), let to = CivilDate(manifest.to), from < to else {
      throw Problem(.invalidInput, "the manifest of the plan has no dates", value: manifest.planID)
    }
    self.from = from
    self.to = to
    guard let table = try files.table(PlanFileName.forecast) else { return }
    let column = try table.require("interval_start")
    var first: [CivilDate: Instant] = [:]
    try table.forEachRow { (row) throws(Problem) in
      guard let date = CivilDate(String(row.text(column).prefix(10))) else { return }
      let start = try row.instant(column, in: nil)
      first[date] = min(first[date] ?? start, start)
    }
    starts = first.map { (date: $0.key, at: $0.value) }.sorted { $0.at < $1.at }
  }

  /// The date on which a shift counts that begins at an instant: one that begins outside the plan's dates goes
  /// with the nearest of them.
  func date(at instant: Instant) -> CivilDate {
    let found = starts.last { $0.at <= instant }?.date ?? from
    return min(max(found, from), to - 1)
  }
}

extension PlanFiles {
  /// Everybody the plan was made for.
  func people(of roster: [RosterRow]) throws(Problem) -> [PlanPerson] {
    if let table = try table(PlanFileName.people) { return try PeopleFile.read(table) }
    // A plan from before plans had this file: those of its grid, with the sites of their shifts.
    let known = Dictionary(roster.map { ($0.segment.agent, $0) }) { first, _ in first }
    return try rows(PlanFileName.grid, ["agent_id", "name"]).map { row in
      PlanPerson(
        id: row[0], name: row[1], site: known[row[0]]?.site ?? "",
        timezone: known[row[0]]?.zoneName ?? "", contract: "", leave: [])
    }
  }

  /// What differs from the roster published before for the same days.
  func changes() throws(Problem) -> [DayChange] {
    guard let table = try table(PlanFileName.changes) else { return [] }
    let columns = try table.require(
      "agent_id", "change", "before_start", "before_end", "after_start", "after_end")
    var changes: [DayChange] = []
    func stretch(
      _ row: borrowing CSVRow, _ from: Int, _ to: Int
    ) throws(Problem) -> Range<Instant>? {
      guard !row.isEmpty(from), !row.isEmpty(to) else { return nil }
      let start = try row.instant(from, in: nil)
      return start..<max(start, try row.instant(to, in: nil))
    }
    try table.forEachRow { (row) throws(Problem) in
      changes.append(
        DayChange(
          agent: row.text(columns[0]), kind: row.text(columns[1]),
          before: try stretch(row, columns[2], columns[3]),
          after: try stretch(row, columns[4], columns[5])))
    }
    return changes
  }
}
