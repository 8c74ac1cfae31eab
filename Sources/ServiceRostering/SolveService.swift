// Goal: the fewest paid hours that keep every promise on the floor as it runs.
//
// Method: two lanes anneal named rosters on a surrogate that is anchored to the simulated floor
// (ServiceRounds), the better one is polished by simulation (ServicePolish), and weeks that the search has
// not seen have the last word (ServiceProof); prices prove a lower bound (ServiceBound). Budgeted by moves
// and simulated calls: the same on any machine, load and number of threads.

public import CentreModel
public import Diagnostics
internal import FloorSimulation
public import RosterChecking
public import Rostering
internal import Simulation

/// How long to search, and from which seed.
public struct ServiceOptions: Hashable, Sendable {
  /// About how many seconds the search may take on two cores. Turned into moves and calls by fixed rates.
  public var seconds: Double
  public var seed: UInt64
  /// Only whether these people can keep the promise is asked: one repair has to do, and no bound is sought.
  public var isTrial: Bool

  public init(seconds: Double = 60, seed: UInt64 = 1, isTrial: Bool = false) {
    self.seconds = seconds
    self.seed = seed
    self.isTrial = isTrial
  }
}

/// A roster that has been checked and proved.
public struct ServiceRoster: Sendable {
  /// By agent, then time; the queue is left empty, since people serve all they have the skill for.
  public var segments: [RosterSegment]
  public var paidSeconds: Int
  public var shifts: Int
  /// On weeks the search has not seen.
  public var outcome: ServiceOutcome
  /// Goals that the proof finds missed by more than the tolerance.
  public var missed: [Int]
  /// No roster of the model pays fewer hours; see ``ServiceBound``. 0: not sought.
  public var boundHours: Double
  /// Seconds of pay that one more call in time costs by the prices of the bound; nil when it has none.
  public var callWorthSeconds: Double?
  public var moves: Int
  public var simulatedCalls: Int
  /// The published roster keeps its promises and is left as it is.
  public var hasStayed: Bool
  /// What the independent checker found; coverage is that of the minimum presence.
  public var findings: RosterFindings

  /// The form in which rosters are printed.
  public func asRoster(seed: UInt64, isInterrupted: Bool) -> Roster {
    Roster(
      segments: segments, findings: findings,
      evidence: RosterEvidence(
        bound: nil, boundMethod: "interval prices", seed: seed, moves: moves,
        wasInterrupted: isInterrupted))
  }
}

extension ServiceGoalCell {
  /// How far an estimate may lie below the promise and still count as kept: the promise is one of
  /// expected service, and simulated weeks tell it to about as much.
  public var tolerance: Double {
    switch period {
    case .week: 0.001
    case .day: 0.003
    case .hour, .interval: 0.015
    }
  }

  /// The error of a share that `weeks` tell of an hour or interval, of which few have many calls; what it
  /// may hide is no part of the tolerance. Callers who wait together make it half as large again as that of
  /// single calls. Days and weeks have calls enough.
  func noise(weeks: Int) -> Double {
    guard period == .hour || period == .interval, calls > 0, weeks > 0 else { return 0 }
    return 1.5 * (level * (1 - level) / (calls * Double(weeks))).squareRoot()
  }
}

/// Finds a roster, checks and proves it.
public func solveService(
  _ problem: ServiceProblem, options: ServiceOptions = ServiceOptions(),
  monitor: RosterMonitor = RosterMonitor(), note: @escaping @Sendable (String) -> Void = { _ in }
) async throws(Problem) -> ServiceRoster {
  let start = try await problem.start(seed: options.seed, monitor)
  let surrogate = await Surrogate(
    problem.floor, levels: problem.promise.queues.map(\.serviceLevel))
  let calls = problem.floor.queues.reduce(0) { $0 + $1.offered.reduce(0, +) }
  let budget = ServiceBudget(
    seconds: options.seconds, sets: surrogate.sets.count,
    agents: problem.floor.agents.count, weekCalls: max(1, calls))
  let found = await ServiceProof(
    problem: problem, surrogate: surrogate, budget: budget, seed: options.seed, monitor: monitor,
    proofs: options.isTrial ? 2 : 7
  ).run(start, isPublished: !problem.roster.published.isEmpty, note)
  let segments = problem.rows.segments(found.cells)
  let findings = checkRoster(segments, problem.roster.checkInput)
  if let broken = findings.violations.first(where: \.isHard) {
    throw Problem(
      .violated, subject: broken.agent,
      "the roster did not pass the independent check: \(broken.rule): \(broken.text)",
      maybe: "report this; nothing was printed")
  }
  let hasStayed = !problem.roster.published.isEmpty && found.cells == problem.rows.published
  let bound =
    options.isTrial
    ? nil
    : ServiceBoundModel(problem, surrogate).bound(
      rounds: 3000, working: problem.working(found.cells),
      paidSeconds: Double(problem.paidSeconds(found.cells)))
  return ServiceRoster(
    segments: segments.map {
      var segment = $0
      segment.queue = ""
      return segment
    },
    paidSeconds: problem.paidSeconds(found.cells), shifts: findings.shifts,
    outcome: found.outcome,
    missed: problem.missed(found.outcome, isPublished: hasStayed),
    boundHours: max(0, (bound?.paidSeconds ?? 0) / 3600),
    callWorthSeconds: bound?.meanCallWorth,
    moves: found.moves, simulatedCalls: found.calls,
    hasStayed: hasStayed,
    findings: findings)
}

extension ServiceProblem {
  /// Where a search begins: the published roster as far as it can be kept, else a roster of the minimum
  /// presence.
  fileprivate func start(seed: UInt64, _ monitor: RosterMonitor) async throws(Problem) -> [Cell] {
    if let published = rows.published, rows.hard(published) == 0 { return published }
    var problem = roster
    // Work beyond the minimum is what the promise needs: it costs nothing here.
    if !problem.published.isEmpty { problem.rules.surplusWeight = 0 }
    let found = try await solve(
      problem, options: RosterOptions(moves: 100_000, seed: seed, looksForBound: false),
      monitor: monitor)
    return rows.cells(found.segments)
  }

  /// People at work in every step.
  func working(_ cells: [Cell]) -> [Int] {
    var working = Array(repeating: 0, count: floor.steps)
    for one in standing {
      for piece in one.work {
        for t in piece where t < floor.steps { working[t] += 1 }
      }
    }
    for cell in cells where !cell.isOff {
      for piece in work(of: cell) {
        for t in piece where t < floor.steps { working[t] += 1 }
      }
    }
    return working
  }

  /// Goals below their promise by more than the tolerance, or what a published roster is forgiven.
  func missed(_ outcome: ServiceOutcome, isPublished: Bool = false) -> [Int] {
    goals.indices.filter { index in
      let goal = goals[index]
      // What one proof let pass is no reason for another to change somebody's week.
      let leeway =
        isPublished
        ? goal.tolerance * 5 / 3 : max(0, goal.tolerance - goal.noise(weeks: outcome.weeks))
      return outcome.levels[index].value < goal.level - leeway
    }
  }
}
