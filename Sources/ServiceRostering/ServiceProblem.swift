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
  /// By place among the options of groups: shifts that nobody is given, since they work while everything is
  /// closed and need not.
  let liesShut: [Bool]
  /// Seconds of a step.
  package var stepSeconds: Int { floor.stepSeconds }

  /// The clock by whose days promises count, and their midnights from first to last as steps.
  public let goalZone: Zone
  /// Work of the roster before that reaches into the horizon.
  let standing: [StandingWork]

  /// Work of a shift of the roster before, in steps of the grid.
  struct StandingWork: Sendable {
    var agent: Int
    var day: Int
    var work: [Range<Int>]
  }

  /// A problem of plain files: days are those of `zone`.
  ///
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
    var problem = RosterProblem(
      requirement: Self.presence(promise, demand), agents: agents, rules: rules, zone: zone,
      horizonStart: first, days: promise.days)
    let open = problem.requirement.neededDates(in: zone)
    problem.closedDates = (0..<promise.days).map { first + $0 }.filter { !open.contains($0) }
    try self.init(promise: promise, demand: demand, roster: problem, goalZone: zone)
  }

  /// The minimum presence of a promise as a requirement, its open intervals being those in which
  /// somebody calls.
  public static func presence(
    _ promise: ServicePromise, _ demand: ServiceDemand
  ) -> RosterRequirement {
    let open = demand.offered.map { row in row.map { ($0 ?? 0) > 0 } }
    return RosterRequirement(
      start: promise.start, intervalSeconds: promise.intervalSeconds,
      queues: promise.queues.map(\.id),
      required: demand.offered.enumerated().map { q, row in
        row.map { promise.queues[q].leastPeople(calls: $0 ?? 0) }
      }, needed: open)
  }

  /// A problem whose people, rules, pins and weeks before stand in `roster`, its requirement being
  /// ``presence(_:_:)``; the promise's intervals may begin anywhere in the horizon.
  ///
  /// `goalZone`: The clock by whose days promises count.
  /// - Throws: As the other one.
  public init(
    promise: ServicePromise, demand: ServiceDemand, roster problem: RosterProblem, goalZone: Zone
  ) throws(Problem) {
    let rules = problem.rules
    for (asked, name) in [(!rules.seats.isEmpty, "seats"), (!rules.presence.isEmpty, "presence")]
    where asked {
      throw Problem(
        subject: "[[\(name)]]", "is not known to a roster by promised service",
        maybe: name == "presence"
          ? "use minimum_agents of the [[queue]]" : "roster by --requirement, or take it out")
    }
    self.promise = promise
    self.demand = demand
    self.goalZone = goalZone
    rows = try CompiledRows(problem)
    roster = problem
    let origin = problem.zone.startOfDay(problem.horizonStart)
    let floor = FloorModel(
      promise, demand, served: rows.queuesOfAgent, stepSeconds: rows.stepSeconds,
      dayStarts: rows.dayStarts, origin: origin)
    self.floor = floor
    liesShut = rows.search.liesShut(
      isOpen: (0..<floor.steps).map(floor.isOpen),
      tolerated: Self.toleratedShutSeconds / rows.stepSeconds)
    let end = promise.start + promise.intervalSeconds * (demand.offered.first?.count ?? 0)
    goals = serviceGoals(
      promise, floor, days: goalDays(promise.start..<end, goalZone, origin: origin, floor))
    standing = Self.standing(problem, rows, origin: origin)
  }

  /// How much longer than it must a shift may lie outside the open hours: a start that suits the day.
  private static let toleratedShutSeconds = 1800

  /// Shifts of the roster before that still work in the horizon, of people who are there.
  private static func standing(
    _ problem: RosterProblem, _ rows: CompiledRows, origin: Instant
  ) -> [StandingWork] {
    let step = rows.stepSeconds
    let agents = Dictionary(
      rows.agents.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let starts = rows.dayStarts
    return RosterShift.shifts(of: problem.previous).compactMap { shift in
      guard shift.end > origin, let agent = agents[shift.agent] else { return nil }
      let work = shift.segments.filter { $0.activity == .work && $0.end > origin }.map {
        max(0, ($0.start - origin) / step)..<max(0, ($0.end - origin) / step)
      }
      let begins = max(0, (shift.start - origin) / step)
      guard let day = starts.dropLast().lastIndex(where: { $0 <= begins }) else { return nil }
      return StandingWork(agent: agent, day: day, work: work.filter { !$0.isEmpty })
    }
  }

  /// Paid seconds of a roster, what the roster before works apart.
  package func paidSeconds(_ cells: [Cell]) -> Int {
    cells.reduce(0) { sum, cell in
      guard !cell.isOff else { return sum }
      let option = rows.search.options[Int(rows.search.groupOptions[Int(cell.position)])]
      return option.isGiven ? sum : sum + rows.search.shapes[Int(option.shape)].paidSeconds
    }
  }

  /// The roster as the floor sees it.
  package func plan(_ cells: [Cell]) -> FloorPlan {
    var plan = FloorPlan(floor)
    let days = rows.search.days
    for (index, cell) in cells.enumerated() where !cell.isOff {
      let work = work(of: cell)
      if !work.isEmpty { plan.set(index / days, day: index % days, work: work, isThere: true) }
    }
    for one in standing { plan.set(one.agent, day: one.day, work: one.work, isThere: true) }
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
