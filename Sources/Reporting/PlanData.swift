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
    shifts = try WorkedShift.shifts(of: roster) { name in
      name == folder.zone.name ? folder.zone : (try? folder.zones.zone(name)) ?? folder.workZone
    }
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
  var promised: Set<String> { manifest.promisedQueues }
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
