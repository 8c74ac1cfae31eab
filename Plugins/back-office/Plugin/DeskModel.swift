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
  func received(_ rows: [Interval]) -> [CivilDate: Double] {
    var received: [CivilDate: Double] = [:]
    for (row, landing) in zip(rows, landing(rows)) {
      if let landing {
        received[CivilDate(dayNumber: rows[landing].localDay), default: 0] += row.volume
      }
    }
    return received
  }

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
      return
    }
    self.hours = hours
    let dates = daysOf(rows).filter { day in day.indices.contains { !rows[$0].isClosed } }
      .map { CivilDate(dayNumber: $0.day) }
    let plan = plugin.plan(desk, dates, hours: hours, received: desk.received(rows))
    let agents = wholeUp(plan.people)
    let capacity = plan.people * (desk.productiveHours ?? hours)
    let days = Dictionary(plan.days.map { ($0.date.dayNumber, $0) }) { first, _ in first }
    needs = rows.map { row in
      guard desk.isWorked(row) else { return .closed }
      let day = days[row.localDay]
      let breached = day?.breachedHours ?? 0
      var need = Need(
        agents: agents, boundBy: breached > 1e-6 ? "backlog" : "deadline",
        serviceLevel: breached > 1e-6 ? 1 - breached / max(1e-9, day?.doneHours ?? 1) : 1,
        occupancy: capacity > 0 ? (day?.doneHours ?? 0) / capacity : 0)
      need.isMovable = true
      return need
    }
    self.plan = plan
  }

  func steps(_ index: Int) -> [ExplainStep] {
    guard let plan else { return [] }
    let productive = desk.productiveHours ?? hours
    let work = plan.days.reduce(0) { $0 + $1.arrivingHours }
    let kinds = desk.types.map { "\($0.name) \(fixed($0.hoursPerCase * 60, 1)) min" }
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
          + "\(fixed(productive, 2)) productive hours a day; \(span)"),
      ExplainStep(
        "agents on the phone", "\(needs[index].agents)",
        desk.people == nil
          ? "rounded up; the same on every working day" : "people = \(fixed(plan.people, 1)) is set"
      ),
      ExplainStep(
        "promised", "\(fixed(100 * needs[index].serviceLevel, 1)) % in time",
        "on this day; occupancy \(fixed(100 * needs[index].occupancy, 1)) %"),
    ]
    return steps
  }

  func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer {
    DeferredRun(rows, goal, jobs: jobs).answer(
      presence, productive: desk.productiveShare(hours: hours),
      deadline: "done within their turnaround", what: "cases", replications: replications,
      seed: seed)
  }

  /// The cases of each row by kind and deadline, and the opening backlog.
  private var jobs: [DeferredReplay.Job] {
    var lastRow: [CivilDate: Int] = [:]
    for (i, row) in rows.enumerated() where desk.isWorked(row) {
      lastRow[CivilDate(dayNumber: row.localDay)] = i
    }
    func due(_ days: Int, after date: CivilDate) -> Int {
      desk.calendar.day(days, after: date).flatMap { lastRow[$0] } ?? .max
    }
    var jobs: [DeferredReplay.Job] = []
    var mixes: [CivilDate: [Double]] = [:]
    for (i, landing) in desk.landing(rows).enumerated() where rows[i].volume > 0 {
      guard let landing else {
        jobs.append(
          .init(
            release: i, due: .max, contacts: rows[i].volume, secondsPerContact: rows[i].aht_s))
        continue
      }
      let date = CivilDate(dayNumber: rows[landing].localDay)
      let mix = mixes[date] ?? desk.kinds(on: date, received: nil)
      mixes[date] = mix
      let usual = mix.reduce(0, +) > 0 ? mix : desk.demands.map(\.base)
      let whole = usual.reduce(0, +)
      guard whole > 0 else { continue }
      for (k, type) in desk.types.enumerated() {
        let cases = rows[i].volume * usual[k] / whole
        let late = type.cutOffMinute == nil ? 0 : min(1, max(0, desk.afterCutOff[k]))
        for (part, extra) in [(1 - late, 0), (late, 1)] where part > 0 {
          jobs.append(
            .init(
              release: i, due: due(type.turnaroundDays - 1 + extra, after: date),
              contacts: cases * part, secondsPerContact: type.hoursPerCase * 3600))
        }
      }
    }
    guard let first = rows.first(where: desk.isWorked) else { return jobs }
    let opening = CivilDate(dayNumber: first.localDay)
    for entry in desk.backlog {
      jobs.append(
        .init(
          release: 0, due: due(max(0, entry.daysLeft - 1), after: opening), contacts: entry.cases,
          secondsPerContact: desk.types[entry.type].hoursPerCase * 3600, isBacklog: true))
    }
    return jobs
  }
}
