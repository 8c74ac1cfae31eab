public import CentreModel
internal import CivilTime
public import Diagnostics
public import PluginHost
internal import Queueing

/// Turns a forecast into agents per interval: the staffing model, every goal together, shrinkage.
///
/// An open interval with contacts gets the smallest number of agents on the phone that meets all
/// goals in steady state, or followed through its day where calls outlast an interval; `scheduled` is that number divided by (1 - shrinkage), rounded up once.
/// An open interval in which nobody is expected still gets the queue's least number of agents.
public struct RequirementStep: Sendable {
  /// Agents in one interval of one queue; no requirement may ask for more, in a file or in the chain.
  public static let mostAgents = 1_000_000

  public var queue: Queue
  public var intervalSeconds: Int

  public init(queue: Queue, intervalSeconds: Int) {
    self.queue = queue
    self.intervalSeconds = intervalSeconds
  }

  /// One row per forecast row, in the same order.
  ///
  /// `own`: What a plugin's staffing model asks for, nil where this one is to be used.
  /// - Throws: A ``Problem`` when a goal cannot be met by any number of agents, or by
  ///   ``mostAgents`` at most.
  public func requirement(
    _ forecast: [ForecastRow], own: [PluginRequirement?]? = nil
  ) throws(Problem) -> [RequirementRow] {
    // Rows of equal load need equal agents and are staffed once.
    var known: [Load: RequirementRow] = [:]
    var rows: [RequirementRow] = []
    rows.reserveCapacity(forecast.count)
    for (index, row) in forecast.enumerated() {
      let given = own.flatMap { index < $0.count ? $0[index] : nil }
      let load = Load(row, borne: borne(row))
      if let given {
        rows.append(self.row(row, given))
      } else if var same = known[load] {
        same.start = row.start
        rows.append(same)
      } else {
        let made = try requirement(row)
        known[load] = made
        rows.append(made)
      }
      if let last = rows.last, last.scheduled > Self.mostAgents {
        throw Problem(
          subject: "queue \(queue.id)", "needs more than \(Self.mostAgents) agents at \(row.start)",
          value: "\(last.scheduled) for \(Int(nearest: row.offered)) contacts by \(row.method)",
          maybe: "look for a slip in the history, the events or a plugin's answers")
      }
    }
    if let own { roundMovable(&rows, own) }
    try followLongCalls(&rows, forecast, own: own)
    return rows
  }

  /// Work that may be done in other intervals of an opening: what shrinkage adds is rounded up once over
  /// the opening, at its end, and not in every interval.
  private func roundMovable(_ rows: inout [RequirementRow], _ own: [PluginRequirement?]) {
    func isMovable(_ i: Int) -> Bool { i < own.count && own[i]?.isMovable == true }
    var from = rows.startIndex
    while from < rows.endIndex {
      var to = from
      while to < rows.endIndex, isMovable(to), !rows[to].isClosed,
        rows[to].start.seconds - rows[from].start.seconds < 86_400
      {
        to += 1
      }
      guard to > from else {
        from += 1
        continue
      }
      let exact = (from..<to).map { Double(rows[$0].agents) / (1 - queue.shrinkage) }
      let whole = exact.map { Int(($0 + 1e-9).rounded(.down)) }
      let missing = exact.reduce(0, +) - Double(whole.reduce(0, +))
      var more = Int((missing - 1e-6).rounded(.up))
      for i in (from..<to).reversed() {
        let isPart = exact[i - from] > Double(whole[i - from]) + 1e-9
        rows[i].scheduled = whole[i - from] + (isPart && more > 0 ? 1 : 0)
        if isPart, more > 0 { more -= 1 }
      }
      from = to
    }
  }

  /// All of a row on which its requirement depends.
  private struct Load: Hashable {
    var offered: Double
    var borne: Double
    var handlingSeconds: Double
    var isClosed: Bool

    init(_ row: ForecastRow, borne: Double) {
      offered = row.offered
      self.borne = borne
      handlingSeconds = row.handlingSeconds
      isClosed = row.isClosed
    }
  }

  private func row(_ row: ForecastRow, _ given: PluginRequirement) -> RequirementRow {
    RequirementRow(
      queue: row.queue, start: row.start, offered: row.offered,
      handlingSeconds: row.handlingSeconds, agents: given.agents,
      scheduled: given.isAtWork
        ? given.agents : scheduledAgents(given.agents, shrinkage: queue.shrinkage),
      boundBy: given.isClosed ? ForecastRow.closedMethod : given.boundBy,
      serviceLevel: given.serviceLevel ?? 1,
      averageSpeedOfAnswerSeconds: given.averageSpeedOfAnswerSeconds ?? 0,
      abandonment: given.abandonment ?? 0, occupancy: given.occupancy ?? 0,
      isClosed: given.isClosed)
  }

  /// The contacts that the agents are to bear: those expected, or more for safety's sake.
  func borne(_ row: ForecastRow) -> Double {
    queue.staffingProbability.map { row.rate(notExceededWith: $0) } ?? row.offered
  }

  /// The staffing question that an interval poses.
  func question(_ row: ForecastRow) -> StaffingQuestion {
    StaffingQuestion(
      callsPerHour: borne(row) * 3600 / Double(intervalSeconds),
      handlingSeconds: row.handlingSeconds,
      patienceSeconds: queue.model == .erlangA ? queue.patienceSeconds : nil,
      thresholdSeconds: queue.goal.withinSeconds)
  }

  var goals: StaffingGoals {
    StaffingGoals(
      serviceLevel: queue.goal.serviceLevel, definition: queue.goal.definition.staffingDefinition,
      averageSpeedOfAnswerSeconds: queue.goal.averageSpeedOfAnswerSeconds,
      abandonment: queue.model == .erlangA ? queue.goal.abandonment : nil,
      maximumOccupancy: queue.goal.maximumOccupancy)
  }

  private func requirement(_ row: ForecastRow) throws(Problem) -> RequirementRow {
    if row.isClosed { return self.row(row, agents: 0, boundBy: RequirementRow.closedWord, nil) }
    let question = question(row)
    do {
      let answer = try Staffing.minimumAgents(for: question, goals: goals)
      let least = queue.minimumAgents
      guard Int(answer.agents) < least else {
        return self.row(
          row, agents: Int(answer.agents), boundBy: answer.boundBy.fileName, answer.performance)
      }
      return self.row(
        row, agents: least, boundBy: "minimum",
        try Staffing.performance(of: question, agents: Double(least)))
    } catch {
      throw cannotBeStaffed("\(error)")
    }
  }

  func cannotBeStaffed(_ why: String) -> Problem {
    Problem(
      .infeasible, subject: "queue \(queue.id)", "cannot be staffed: \(why)",
      maybe: "relax the goal in [queue.goal]")
  }

  private func row(
    _ row: ForecastRow, agents: Int, boundBy: String, _ performance: QueuePerformance?
  ) -> RequirementRow {
    RequirementRow(
      queue: row.queue, start: row.start, offered: row.offered,
      handlingSeconds: row.handlingSeconds, agents: agents,
      scheduled: scheduledAgents(agents, shrinkage: queue.shrinkage), boundBy: boundBy,
      serviceLevel: performance?.serviceLevel[queue.goal.definition.staffingDefinition] ?? 1,
      averageSpeedOfAnswerSeconds: performance?.averageSpeedOfAnswer ?? 0,
      abandonment: performance?.abandonment ?? 0, occupancy: performance?.occupancy ?? 0,
      isClosed: row.isClosed)
  }
}

/// `agents / (1 - shrinkage)`, rounded up; a quotient that is whole but for rounding stays whole.
public func scheduledAgents(_ agents: Int, shrinkage: Double) -> Int {
  let exact = Double(agents) / (1 - shrinkage)
  return Int(nearest: (exact - 1e-9 * max(1, exact)).rounded(.up))
}

extension ServiceGoal.Definition {
  var staffingDefinition: ServiceLevelDefinition {
    switch self {
    case .answeredOfOffered: .offered
    case .answeredOfAnswered: .answered
    case .excludingShortAbandons: .excludingShortAbandons
    case .virtual: .virtual
    }
  }
}

extension StaffingGoals.Kind {
  /// As files write it.
  var fileName: String {
    switch self {
    case .serviceLevel: "service-level"
    case .averageSpeedOfAnswer: "asa"
    case .waitProbability: "wait-probability"
    case .abandonment: "abandonment"
    case .occupancy: "occupancy"
    case .stability: "stability"
    case .none: "none"
    }
  }
}
