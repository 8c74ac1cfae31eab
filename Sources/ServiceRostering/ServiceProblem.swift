// Goal: the promise, the demand, the people and the rules as one problem in whole steps of the grid.

public import CentreModel
public import CivilTime
public import Diagnostics
public import FloorSimulation
public import Rostering

/// A promise to be kept by named agents under rules.
public struct ServiceProblem: Sendable {
  public let promise: ServicePromise
  public let demand: ServiceDemand
  /// The people and rules; its requirement is the minimum presence alone.
  public let roster: RosterProblem
  public let floor: FloorModel
  /// What is promised, one queue and stretch of time each.
  public let goals: [ServiceGoalCell]
  package let rows: CompiledRows
  /// Seconds of a step.
  package var stepSeconds: Int { floor.stepSeconds }

  /// - Throws: A ``Problem`` when agents and rules do not fit together, when the horizon does not begin at
  ///   midnight of the site, or when a rule is asked for that this search does not know.
  public init(
    promise: ServicePromise, demand: ServiceDemand, agents: [RosterAgent], rules: RosterRules,
    zone: Zone
  ) throws(Problem) {
    let first = zone.date(at: promise.start)
    guard zone.startOfDay(first) == promise.start else {
      throw Problem(
        subject: "start_utc", "is not midnight at the site", value: promise.start.text(in: zone),
        maybe: "write the instant at which the first day begins in \(zone.name)")
    }
    for (asked, name) in [(!rules.seats.isEmpty, "seats"), (!rules.presence.isEmpty, "presence")]
    where asked {
      throw Problem(
        subject: "[[\(name)]]", "is not known to a roster by promised service",
        maybe: name == "presence"
          ? "use minimum_agents of the [[queue]]" : "roster by --requirement, or take it out")
    }
    self.promise = promise
    self.demand = demand
    let required = promise.queues.indices.map { q in
      demand.offered[q].map { ($0 ?? 0) > 0 ? promise.queues[q].minimumAgents : 0 }
    }
    var problem = RosterProblem(
      requirement: RosterRequirement(
        start: promise.start, intervalSeconds: promise.intervalSeconds,
        queues: promise.queues.map(\.id), required: required),
      agents: agents, rules: rules, zone: zone, horizonStart: first, days: promise.days)
    let intervals = promise.days * 86_400 / promise.intervalSeconds
    for day in 0..<promise.days {
      let from = (zone.startOfDay(first + day) - promise.start) / promise.intervalSeconds
      let to = (zone.startOfDay(first + day + 1) - promise.start) / promise.intervalSeconds
      let isOpen = demand.offered.contains { calls in
        (from..<min(max(from, to), intervals)).contains { (calls[$0] ?? 0) > 0 }
      }
      guard !isOpen else { continue }
      problem.closedDates.append(first + day)
    }
    rows = try CompiledRows(problem)
    roster = problem
    floor = Self.floor(promise, demand, rows)
    goals = serviceGoals(promise, floor)
  }

  private static func floor(
    _ promise: ServicePromise, _ demand: ServiceDemand, _ rows: CompiledRows
  ) -> FloorModel {
    let step = rows.stepSeconds
    let perInterval = max(1, promise.intervalSeconds / step)
    let starts = rows.dayStarts
    let steps = starts.last ?? 0
    func spread<T>(_ values: [T], _ share: (T) -> Double) -> [Double] {
      (0..<steps).map { t in
        t / perInterval < values.count ? share(values[t / perInterval]) : 0
      }
    }
    let queues = promise.queues.enumerated().map { q, queue in
      FloorModel.Queue(
        offered: spread(demand.offered[q]) { ($0 ?? 0) / Double(perInterval) },
        handlingSeconds: spread(demand.handlingSeconds[q]) { $0 },
        patienceSeconds: queue.patienceSeconds, thresholdSeconds: queue.withinSeconds)
    }
    let agents = rows.queuesOfAgent.map { served in
      FloorModel.Agent(skills: served.reduce(0) { $0 | 1 << UInt64($1) })
    }
    var floor = FloorModel(queues: queues, agents: agents, stepSeconds: step, dayStarts: starts)
    floor.stepsPerLoss = perInterval
    floor.absentShift = promise.absentShift
    floor.offPhone = promise.offPhone
    floor.dayVariation = promise.dayVariation
    return floor
  }

  /// Paid seconds of a roster.
  package func paidSeconds(_ cells: [Cell]) -> Int {
    cells.reduce(0) { sum, cell in
      guard !cell.isOff else { return sum }
      let option = rows.search.options[Int(rows.search.groupOptions[Int(cell.position)])]
      return sum + rows.search.shapes[Int(option.shape)].paidSeconds
    }
  }

  /// The roster as the floor sees it.
  package func plan(_ cells: [Cell]) -> FloorPlan {
    var plan = FloorPlan(floor)
    let days = rows.search.days
    for (index, cell) in cells.enumerated() where !cell.isOff {
      plan.set(index / days, day: index % days, work: work(of: cell), isThere: true)
    }
    return plan
  }

  /// Steps of work of a cell, between its pauses.
  package func work(of cell: Cell) -> [Range<Int>] {
    let option = rows.search.options[Int(rows.search.groupOptions[Int(cell.position)])]
    let shape = rows.search.shapes[Int(option.shape)]
    let start = Int(option.step)
    var from = start
    var pieces: [Range<Int>] = []
    for (j, pause) in shape.pauses.enumerated() {
      let at = start + cell.pause(j)
      if at > from { pieces.append(from..<at) }
      from = at + pause.length
    }
    if start + shape.span > from { pieces.append(from..<start + shape.span) }
    return pieces
  }
}

/// One queue and one stretch of time for which a share of answers in time is promised.
public struct ServiceGoalCell: Hashable, Sendable {
  public enum Period: Hashable, Sendable {
    case week
    case day(Int)
    case interval
    /// The floor below which no hour may fall.
    case hour
  }
  public var queue: Int
  public var period: Period
  /// Steps of the grid.
  public var steps: Range<Int>
  public var level: Double
  /// Expected calls.
  public var calls: Double
}

private func serviceGoals(_ promise: ServicePromise, _ floor: FloorModel) -> [ServiceGoalCell] {
  var goals: [ServiceGoalCell] = []
  for (q, queue) in floor.queues.enumerated() {
    func add(_ period: ServiceGoalCell.Period, _ steps: Range<Int>, _ level: Double) {
      let calls = steps.reduce(0) { $0 + queue.offered[$1] }
      if calls > 0, level > 0 {
        goals.append(
          ServiceGoalCell(queue: q, period: period, steps: steps, level: level, calls: calls))
      }
    }
    func each(_ seconds: Int, _ body: (Range<Int>) -> Void) {
      let width = max(1, seconds / floor.stepSeconds)
      for from in stride(from: 0, to: floor.steps, by: width) {
        body(from..<min(floor.steps, from + width))
      }
    }
    let level = promise.queues[q].serviceLevel
    switch promise.scope {
    case .week: add(.week, 0..<floor.steps, level)
    case .day:
      for day in 0..<floor.days { add(.day(day), floor.steps(of: day), level) }
    case .interval: each(promise.intervalSeconds) { add(.interval, $0, level) }
    }
    if let hour = promise.hourFloor { each(3600) { add(.hour, $0, hour) } }
  }
  return goals
}
