internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Planning
internal import Publishing

/// Everything that a page says of a plan, read from the plan's own files.
struct PlanData {
  let folder: CentreFolder
  let manifest: Manifest
  let files: PlanFiles
  let from: CivilDate
  let days: Int
  let forecast: [ForecastRow]
  let requirement: [RequirementRow]
  let coverage: [CoverageRow]
  let service: [ServiceRow]
  let goals: [GoalRow]
  let trials: [TrialRow]
  let wages: [WageRow]
  let roster: [RosterRow]
  let shifts: [WorkedShift]
  let attention: [[String]]
  let past: PastWeeks
  /// The plan that was in force when this one was made.
  let previous: PlanFigures?
  let grid: TimeGrid

  init(
    folder: CentreFolder, manifest: Manifest, files: PlanFiles, past: PastWeeks,
    previous: (manifest: Manifest, files: PlanFiles)?
  ) throws(Problem) {
    self.folder = folder
    self.manifest = manifest
    self.files = files
    self.past = past
    guard let from = CivilDate(manifest.from), let to = CivilDate(manifest.to), from < to else {
      throw Problem(.invalidInput, "the manifest of the plan has no dates", value: manifest.planID)
    }
    self.from = from
    days = to - from
    forecast = try files.forecast()
    requirement = try files.requirement()
    coverage = try files.coverage()
    service = try files.service()
    goals = try files.goals()
    trials = try files.trials()
    wages = try files.wages()
    roster = try files.roster()
    shifts = WorkedShift.shifts(of: roster, folder)
    attention = try files.rows(PlanFileName.attention, ["severity", "code", "words"])
    // A plan that cannot be read any more is none to be compared with.
    self.previous = previous.flatMap { earlier in
      try? PlanFigures(
        earlier.manifest, earlier.files, intervalSeconds: folder.centre.intervalSeconds)
    }
    grid = TimeGrid(
      zone: folder.zone, from: from, days: days, intervalSeconds: folder.centre.intervalSeconds,
      used: Set(
        forecast.filter { !$0.isClosed }.map(\.start)
          + coverage.filter { $0.rostered > 0 || $0.scheduled > 0 }.map(\.start)))
  }

  var zone: Zone { folder.zone }
  var queues: [Queue] {
    let known = Set(forecast.map(\.queue))
    return folder.centre.queues.filter { known.contains($0.id) }
  }
  var dates: [CivilDate] { (0..<days).map { from + $0 } }
  var hours: Double { Double(folder.centre.intervalSeconds) / 3600 }
  /// The figures of this plan, to be held against those of another.
  var figures: PlanFigures {
    PlanFigures(
      from: manifest.from, to: manifest.to, forecast: forecast, coverage: coverage, roster: roster,
      hours: hours)
  }
  /// Queues rostered for a promise over a day or a week: their requirement is advice, and what is missing of
  /// it is nothing to be closed.
  var promised: Set<String> {
    Set(
      (manifest.proved ?? [:]).filter { $0.key.hasSuffix("promised_queues") }
        .flatMap { $0.value.split(separator: ";").map(String.init) })
  }
  /// The coverage of the other queues.
  var heldByInterval: [CoverageRow] {
    let promised = promised
    return coverage.filter { !promised.contains($0.queue) }
  }
}

/// What a plan comes to.
struct PlanFigures {
  var from: String
  var to: String
  var contacts: Double
  var missingHours: Double
  var requiredHours: Double
  var paidHours: Double
  var people: Int
  var shifts: Int

  init(
    from: String, to: String, forecast: [ForecastRow], coverage: [CoverageRow],
    roster: [RosterRow], hours: Double
  ) {
    self.from = from
    self.to = to
    contacts = forecast.reduce(0) { $0 + $1.offered }
    missingHours = coverage.reduce(0) { $0 + $1.missing } * hours
    requiredHours = coverage.reduce(0) { $0 + Double($1.scheduled) } * hours
    let paid = roster.lazy.filter(\.isPaid).reduce(0) { $0 + ($1.segment.end - $1.segment.start) }
    paidHours = Double(paid) / 3600
    people = Set(roster.map(\.segment.agent)).count
    shifts = Set(roster.map { "\($0.segment.agent) \($0.shiftStart.seconds)" }).count
  }

  init(_ manifest: Manifest, _ files: PlanFiles, intervalSeconds: Int) throws(Problem) {
    self.init(
      from: manifest.from, to: manifest.to, forecast: try files.forecast(),
      coverage: try files.coverage(), roster: try files.roster(),
      hours: Double(intervalSeconds) / 3600)
  }
}

/// A shift with its people, on the clock of its site.
struct WorkedShift {
  var agent: String
  var rows: [RosterRow]
  var zone: Zone

  var start: Instant { rows.first?.segment.start ?? Instant(seconds: 0) }
  var end: Instant { rows.last?.segment.end ?? Instant(seconds: 0) }
  /// The date on which it starts.
  var date: CivilDate { zone.date(at: start) }
  var paidSeconds: Int {
    rows.filter(\.isPaid).reduce(0) { $0 + ($1.segment.end - $1.segment.start) }
  }
  /// `07:00–15:30`.
  var clock: String { "\(zone.local(at: start).clock)–\(zone.local(at: end).clock)" }

  static func shifts(of rows: [RosterRow], _ folder: CentreFolder) -> [WorkedShift] {
    var zones: [String: Zone] = [folder.zone.name: folder.zone]
    var shifts: [WorkedShift] = []
    for row in rows.sorted(by: { $0.segment < $1.segment }) {
      if let last = shifts.last, last.agent == row.segment.agent,
        last.rows.first?.shiftStart == row.shiftStart
      {
        shifts[shifts.count - 1].rows.append(row)
        continue
      }
      let zone = zones[row.zoneName] ?? (try? folder.zones.zone(row.zoneName)) ?? folder.workZone
      zones[row.zoneName] = zone
      shifts.append(WorkedShift(agent: row.segment.agent, rows: [row], zone: zone))
    }
    return shifts
  }
}
