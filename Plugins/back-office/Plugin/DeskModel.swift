internal import BackOfficeModel
internal import CivilTime
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension BackOfficePlugin.Desk {
  /// Whether cases are worked on in a row.
  func isWorked(_ row: Interval) -> Bool {
    !row.isClosed && calendar.isOpen(CivilDate(dayNumber: row.localDay))
  }

  /// The row in which the cases of each row can first be worked on: itself, or the next opening; nil
  /// past the last one.
  func landing(_ rows: [Interval]) -> [Int?] {
    var next: Int?
    var landing = [Int?](repeating: nil, count: rows.count)
    for i in rows.indices.reversed() {
      if isWorked(rows[i]) { next = i }
      landing[i] = next
    }
    return landing
  }

  /// Cases by the working day on which they land.
  func intake(_ rows: [Interval]) -> Intake { Intake(rows, landing: landing(rows)) }

  /// Hours of the shortest working day: nobody is asked to work when the desk is closed. Nil without
  /// one.
  func shortestHours(_ rows: [Interval]) -> Double? {
    var hours: [Int: Double] = [:]
    for row in rows where isWorked(row) {
      hours[row.localDay, default: 0] += Double(row.length_s) / 3600
    }
    return hours.values.min()
  }

  /// Share of the time at work that goes into cases.
  func productiveShare(hours: Double) -> Double {
    hours > 0 ? min(1, (productiveHours ?? hours) / hours) : 1
  }
}

/// The least level staff over the whole period, on every open interval of every working day.
struct DeskModel: StaffingModel {
  let needs: [Need]
  private let rows: [Interval]
  private let desk: BackOfficePlugin.Desk
  private let goal: GoalInfo
  private let hours: Double
  /// Nil when no row is worked.
  private let plan: CasePlan?
  /// People with each skill that some of the work takes.
  private let skilled: [(skill: String, people: Double)]

  init(
    _ plugin: BackOfficePlugin, _ desk: BackOfficePlugin.Desk, _ goal: GoalInfo, _ rows: [Interval]
  ) {
    self.rows = rows
    self.desk = desk
    self.goal = goal
    guard let hours = desk.shortestHours(rows) else {
      needs = rows.map { _ in .closed }
      self.hours = 0
      plan = nil
      skilled = []
      return
    }
    self.hours = hours
    let dates = daysOf(rows).filter { day in day.indices.contains { !rows[$0].isClosed } }
      .map { CivilDate(dayNumber: $0.day) }
    let intake = desk.intake(rows)
    let plan = plugin.plan(desk, dates, hours: hours, intake)
    skilled = desk.skills.map { skill in
      (skill, plugin.plan(desk, dates, hours: hours, intake, skill: skill).level)
    }
    let agents = desk.people == nil ? max(desk.fewest, wholeUp(plan.people)) : wholeUp(plan.people)
    let capacity = plan.people * (desk.productiveHours ?? hours)
    let days = Dictionary(plan.days.map { ($0.date.dayNumber, $0) }) { first, _ in first }
    needs = rows.map { row in
      guard desk.isWorked(row) else { return .closed }
      let day = days[row.localDay]
      let breached = day?.breachedHours ?? 0
      let isFourEyes = agents > wholeUp(plan.people)
      var need = Need(
        agents: agents,
        boundBy: breached > 1e-6 ? "backlog" : isFourEyes ? "four eyes" : "deadline",
        serviceLevel: breached > 1e-6 ? 1 - breached / max(1e-9, day?.doneHours ?? 1) : 1,
        occupancy: capacity > 0 ? (day?.doneHours ?? 0) / capacity : 0)
      need.isMovable = true
      return need
    }
    self.plan = plan
  }

  func steps(_ index: Int) -> [ExplainStep] {
    guard let plan else { return [] }
    let productive = (desk.productiveHours ?? hours) - desk.reserveHours
    let work = plan.days.reduce(0) { $0 + $1.arrivingHours }
    let kinds = desk.types.map {
      "\($0.name) \(fixed($0.hoursPerCase * 60, 1)) min"
        + ($0.checkMinutes.map { " (check of \(fixed($0, 1)) included)" } ?? "")
    }
    var steps = [
      ExplainStep(
        "work of the plan", "\(fixed(work, 1)) h",
        "cases of every working day × \(kinds.joined(separator: ", ")), opening backlog included")
    ]
    let closed = rows.indices.reduce(0) { $0 + (desk.isWorked(rows[$1]) ? 0 : rows[$1].volume) }
    if closed > 0 {
      steps.append(
        ExplainStep(
          "of it while closed", "\(fixed(closed, 1)) cases", "land at the next opening"))
    }
    let span =
      plan.bindingFrom.map { from in
        "the cases of \(from)\(plan.bindingTo == from ? "" : " to \(plan.bindingTo ?? from)") ask for it"
      } ?? "no run of days asks for more"
    steps += [
      ExplainStep(
        "level staff", "\(fixed(plan.level, 2)) people",
        "the least that finishes every case within its turnaround, earliest deadline first, at "
          + "\(fixed(productive, 2)) productive hours a day"
          + (desk.isShared
            ? ", \(fixed(desk.reserveHours, 2)) less for the case in hand at its end" : "")
          + "; \(span)")
    ]
    steps += skilled.map {
      ExplainStep(
        "of them with \($0.skill)", "\(fixed($0.people, 2)) people",
        "by the work that takes this skill alone; [[presence]] has them rostered")
    }
    steps += [
      ExplainStep(
        "agents on the phone", "\(needs[index].agents)",
        desk.people != nil
          ? "people = \(fixed(plan.people, 1)) is set"
          : needs[index].boundBy == "four eyes"
            ? "whoever checks a case is another than did it"
            : "rounded up; the same on every working day"),
      ExplainStep(
        "promised", "\(fixed(100 * needs[index].serviceLevel, 1)) % in time",
        "on this day; occupancy \(fixed(100 * needs[index].occupancy, 1)) %"),
    ]
    return steps
  }

  func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer {
    let productive = desk.productiveShare(hours: hours)
    let jobs = desk.jobs(rows)
    let deadline = "done within their turnaround"
    guard desk.isShared else {
      let seconds = desk.types.map { $0.hoursPerCase * 3600 }
      return DeferredRun(
        rows, goal,
        jobs: jobs.map {
          .init(
            release: $0.release, due: $0.due, contacts: $0.cases,
            secondsPerContact: seconds[$0.kind], isBacklog: $0.isBacklog)
        }
      ).answer(
        presence, productive: productive, deadline: deadline, what: "cases",
        replications: replications, seed: seed)
    }
    let floor = desk.floor(jobs, desk.people(presence, rows, productive: productive), rows)
    var shares = desk.types.map { _ in CaseFloor.Share() }
    var answer = DeferredRun(rows, goal).answer(
      deadline: deadline, what: "cases", replications: replications, seed: seed
    ) { stream in
      let outcome = floor.run(&stream)
      if stream != nil { for k in shares.indices { shares[k] += outcome.kinds[k] } }
      return outcome.tallies
    }
    answer.notes += BackOfficePlugin.Desk.words(desk.types, shares)
    if presence.people == nil {
      answer.notes.append("who is there is not known by name: everybody is taken to do everything")
    }
    return answer
  }
}

extension BackOfficePlugin.Desk {
  /// The cases of each row by kind and deadline, and the opening backlog.
  func jobs(_ rows: [Interval]) -> [CaseFloor.Job] {
    var lastRow: [CivilDate: Int] = [:]
    for (i, row) in rows.enumerated() where isWorked(row) {
      lastRow[CivilDate(dayNumber: row.localDay)] = i
    }
    func due(_ days: Int, after date: CivilDate) -> Int {
      calendar.day(days, after: date).flatMap { lastRow[$0] } ?? .max
    }
    var jobs: [CaseFloor.Job] = []
    var mixes: [CivilDate: [Double]] = [:]
    for (i, landing) in landing(rows).enumerated() where rows[i].volume > 0 {
      let date = CivilDate(dayNumber: rows[landing ?? i].localDay)
      let mix = mixes[date] ?? kinds(on: date, received: nil)
      mixes[date] = mix
      let usual = mix.reduce(0, +) > 0 ? mix : demands.map(\.base)
      let whole = usual.reduce(0, +)
      guard whole > 0 else { continue }
      for (k, type) in types.enumerated() {
        let cases = rows[i].volume * usual[k] / whole
        guard let landing else {
          jobs.append(.init(release: i, due: .max, kind: k, cases: cases))
          continue
        }
        let late = afterCutOff(k, rows[landing])
        for (part, extra) in [(1 - late, 0), (late, 1)] where part > 0 {
          jobs.append(
            .init(
              release: i, due: due(type.turnaroundDays - 1 + extra, after: date), kind: k,
              cases: cases * part))
        }
      }
    }
    guard let first = rows.first(where: isWorked) else { return jobs }
    let opening = CivilDate(dayNumber: first.localDay)
    for entry in backlog {
      jobs.append(
        .init(
          release: 0, due: due(max(0, entry.daysLeft - 1), after: opening), kind: entry.type,
          cases: entry.cases, isBacklog: true))
    }
    return jobs
  }

  /// The share of a type's cases of a row that count for the next day.
  private func afterCutOff(_ type: Int, _ row: Interval) -> Double {
    guard let cutOff = types[type].cutOffMinute else { return 0 }
    return afterCutOff[type] ?? (row.secondOfDay / 60 >= cutOff ? 1 : 0)
  }
}
