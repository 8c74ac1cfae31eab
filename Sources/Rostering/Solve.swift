// Goal: the best roster within a budget of moves, the same for a seed on any machine and load.
// Method: compile, construct, two independent annealings (seed and seed + 1), the better one checked
// by code that shares nothing with the search.

internal import CentreModel
public import Diagnostics
package import RosterChecking

/// How long and how to search.
public struct RosterOptions: Hashable, Sendable {
  /// Moves of each of the two searches; nil: from `seconds`.
  public var moves: Int?
  /// About how many seconds each search may take on one core. Turned into moves by a fixed table, so
  /// that a slow machine takes longer and does not get another roster.
  public var seconds: Double
  public var seed: UInt64
  /// 1 or 2; the result does not depend on it.
  public var threads: Int
  /// Cost of a changed shift against the published roster, in thousandths of a missing
  /// agent-interval; nil: what the purpose calls for.
  public var changeWeight: Int?
  /// Whether a lower bound on what must be missing is looked for beside the search.
  public var looksForBound: Bool

  public init(
    moves: Int? = nil, seconds: Double = 10, seed: UInt64 = 1, threads: Int = 2,
    changeWeight: Int? = nil, looksForBound: Bool = true
  ) {
    self.moves = moves
    self.seconds = seconds
    self.seed = seed
    self.threads = threads
    self.changeWeight = changeWeight
    self.looksForBound = looksForBound
  }
}

/// The wish to see progress, and to end a search with the best roster so far.
public final class RosterMonitor: Sendable {
  package let search: SearchMonitor

  /// `poll` is called by the searches every few hundred microseconds, on their tasks; when it answers
  /// true they end.
  public init(poll: (@Sendable (RosterProgress) -> Bool)? = nil) {
    search = SearchMonitor(poll: poll)
  }

  public func stop() { search.stop() }
  public var isStopped: Bool { search.isStopped }
}

/// Finds a roster and checks it.
///
/// - Throws: A ``Problem`` of kind `infeasible` that names who cannot keep which rules, or
///   `invalidInput` when agents and rules do not fit together.
public func solve(
  _ problem: RosterProblem, options: RosterOptions = RosterOptions(),
  monitor: RosterMonitor = RosterMonitor()
) async throws(Problem) -> Roster {
  try refuseImpossible(problem)
  let compiled = try CompiledRoster(problem)
  if let conflict = problem.rowConflict(compiled) ?? problem.setConflict(compiled) {
    throw conflict.problem
  }
  async let proof = options.looksForBound ? bound(compiled, problem, monitor.search) : nil
  let result =
    problem.published.isEmpty
    ? await search(compiled, options: options, monitor: monitor.search)
    : await searchNear(compiled, options: options, monitor: monitor.search)
  let segments = compiled.segments(result.cells)
  if result.hard > 0 { throw leftOver(problem, compiled, result).problem }
  let findings = checkRoster(segments, problem.checkInput)
  if let conflict = findings.unprovenConflict(problem) { throw conflict.problem }
  if let broken = findings.violations.first(where: \.isHard) {
    throw Problem(
      .violated, subject: broken.agent,
      "the roster did not pass the independent check: \(broken.rule): \(broken.text)",
      maybe: "report this; nothing was printed")
  }
  return Roster(
    segments: segments, findings: findings,
    evidence: RosterEvidence(
      bound: await proof, boundMethod: "interval prices", seed: options.seed, moves: result.moves,
      wasInterrupted: monitor.isStopped))
}

/// Fewest missing agent-intervals of any roster, by interval prices.
private func bound(
  _ compiled: CompiledRoster, _ problem: RosterProblem, _ monitor: SearchMonitor
) async -> Double {
  let steps = PriceModel(compiled).bound(rounds: 1200) { monitor.isStopped }.missingSteps
  return Double(steps * compiled.step) / Double(problem.requirement.intervalSeconds)
}

extension RosterProblem {
  /// What the checker needs to know.
  package var checkInput: RosterCheckInput {
    RosterCheckInput(
      requirement: requirement, agents: agents, rules: rules, zone: zone,
      horizonStart: horizonStart, days: days, previous: previous, pins: pins,
      closedDates: closedDates)
  }
}

/// Two searches; the better one, the first when equal.
func search(
  _ compiled: CompiledRoster, options: RosterOptions, monitor: SearchMonitor
) async -> SearchResult {
  let plan = SearchPlan(compiled, options)
  return await bestOfTwo(seed: options.seed, threads: options.threads) {
    plan.run(compiled, seed: $0, monitor: monitor)
  }
}
