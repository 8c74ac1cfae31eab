internal import MusterPluginKit
internal import PluginSupport
internal import WebModel
internal import Workloads

/// Whether rows are whole weeks, so that one may be taken to follow another like it.
func areWholeWeeks(_ rows: [Interval]) -> Bool {
  guard let length = rows.first?.length_s else { return false }
  let seconds = rows.count * Int(length)
  return seconds > 0 && seconds % 604_800 == 0
}

extension WebPlugin.Deferred {
  /// The deferred work of a queue in agent intervals; `rows` are work seconds, length, open.
  func team(_ rows: [(work: Double, length: Int, isOpen: Bool)]) -> DeferredTeam {
    let length = max(1, rows.first?.length ?? 900)
    return DeferredTeam(
      arrivals: rows.map { $0.work / Double(length) }, isOpen: rows.map(\.isOpen),
      slaPeriods: Int((slaHours * 3600 / Double(length)).rounded(.down)),
      isCyclic: !rows.isEmpty && rows.count * length % 604_800 == 0)
  }
}

/// Steady staff over all open intervals: the larger of total work and the deadline's bound.
struct DeferredModel: StaffingModel {
  let needs: [Need]
  private let rows: [Interval]
  private let work: WebPlugin.Deferred
  private let goal: GoalInfo
  private let team: DeferredTeam
  private let agents: Int

  /// `shrinkage`: Share of scheduled time that is not spent on the work.
  init(_ work: WebPlugin.Deferred, shrinkage: Double, _ goal: GoalInfo, _ rows: [Interval]) {
    let team = work.team(rows.map { ($0.volume * $0.aht_s, Int($0.length_s), !$0.isClosed) })
    let agents = team.level.isFinite ? wholeUp(team.level) : 0
    let reason = team.deadlineBound > team.totalBound ? "deadline" : "total work"
    let run = team.run(staff: Double(agents))
    // Shrinkage rounded down must leave enough for the deadlines of any part of a day.
    let least = (Double(agents) / (1 - shrinkage) + 1e-9).rounded(.down) * (1 - shrinkage)
    let isMovable = least >= team.deadlineBound
    var open = 0
    needs = rows.map { row in
      guard !row.isClosed else { return .closed }
      let late = open < run.breached.count ? run.breached[open] : 0
      let done = open < run.done.count ? run.done[open] : 0
      open += 1
      var need = Need(
        agents: agents, boundBy: reason,
        serviceLevel: late > 1e-9 ? max(0, 1 - late / max(late, done + late)) : 1,
        occupancy: agents > 0 ? done / Double(agents) : 0)
      need.isMovable = isMovable
      return need
    }
    self.rows = rows
    self.work = work
    self.goal = goal
    self.team = team
    self.agents = agents
  }

  func steps(_ index: Int) -> [ExplainStep] {
    let hours = Double(rows[index].length_s) / 3600
    let open = rows.indices.filter { !rows[$0].isClosed }
    let all = team.arrivals.reduce(0, +) * hours
    var steps = [
      ExplainStep(
        "work in all", "\(fixed(all, 1)) h",
        "contacts × AHT over the \(rows.count) intervals of the plan: work waits, so no interval "
          + "stands alone")
    ]
    if team.closedArrivals > 0 {
      steps.append(
        ExplainStep(
          "of it while closed", "\(fixed(team.closedArrivals * hours, 1)) h",
          "lands at the next opening"
            + (areWholeWeeks(rows) ? "; what comes after the last one, at the first" : "")))
    }
    let bound = team.bound
    func time(_ period: Int) -> String {
      period < open.count ? rows[open[period]].localText : "the end"
    }
    steps += [
      ExplainStep(
        "total work", "\(fixed(team.totalBound, 2)) agents",
        "\(fixed(all, 1)) h / \(fixed(Double(team.openPeriods) * hours, 1)) open hours, or the "
          + "backlog grows from week to week"),
      ExplainStep(
        "deadline", "\(fixed(bound.level, 2)) agents",
        "everything within \(fixed(work.slaHours, 1)) open hours: the work from "
          + "\(time(bound.firstArrival)) on that is due in the interval at \(time(bound.due))"),
      ExplainStep(
        "agents on the phone", "\(agents)",
        "the larger of the two, rounded up; the same in every open interval"),
      ExplainStep(
        "promised", "\(fixed(needs[index].serviceLevel * 100, 1)) % in time",
        "occupancy \(fixed(needs[index].occupancy * 100, 1)) %"),
    ]
    return steps
  }

  func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer {
    DeferredRun(rows, goal, jobs: jobs).answer(
      presence, deadline: "done within \(fixed(work.slaHours, 1)) open hours", what: "contacts",
      replications: replications, seed: seed)
  }

  /// Contacts by the row in which they arrive, due in the open row in which their open hours end; and
  /// of a week like this one before, what came after its last opening.
  private var jobs: [DeferredReplay.Job] {
    let open = rows.indices.filter { !rows[$0].isClosed }
    var position = 0
    var jobs: [DeferredReplay.Job] = []
    let isWeekly = areWholeWeeks(rows)
    for (i, row) in rows.enumerated() {
      let last = position + team.slaPeriods - 1
      if row.volume > 0 {
        jobs.append(
          .init(
            release: i, due: last < open.count ? open[last] : .max, contacts: row.volume,
            secondsPerContact: row.aht_s))
        if position == open.count, isWeekly, let due = open.dropFirst(team.slaPeriods - 1).first {
          jobs.append(
            .init(
              release: 0, due: due, contacts: row.volume, secondsPerContact: row.aht_s,
              isBacklog: true))
        }
      }
      if !row.isClosed { position += 1 }
    }
    return jobs
  }
}
