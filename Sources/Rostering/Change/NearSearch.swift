// Goal: after something changed, the roster with the fewest changes that loses hardly any coverage.
// Method: a fresh search tells what coverage there is to be had; then cold searches from the published
// roster, in which every changed shift costs a number of missing agent-intervals, at falling prices,
// until the coverage comes near the fresh one. The first that does has few changes, and those it does
// not need for that coverage are taken back.

internal import CentreModel

/// How far from a fresh roster's coverage a changed one may stay, as a share of the demand.
private let tolerance = 0.0018

/// Searches near the published roster.
func searchNear(
  _ compiled: CompiledRoster, options: RosterOptions, monitor: SearchMonitor
) async -> SearchResult {
  let problem = compiled.search
  let unit = Int(max(1, problem.under.max() ?? 1))
  let demand = zip(problem.slack, problem.under).reduce(0) {
    $0 + Double(max(0, -$1.0)) * Double($1.1)
  }
  let total = options.moves ?? Int(options.seconds * SearchPlan.movesPerSecond(problem))
  var weights = [16.0, 8, 4, 2, 1, 0.5, 0.2, 0.1]
  var goal = 0
  if let fixed = options.changeWeight {
    weights = [Double(fixed) / 1000]
  } else {
    var free = compiled
    free.search.reference = []
    var all = options
    all.moves = max(4096, total)
    goal = await search(free, options: all, monitor: monitor).cover
  }
  var best: SearchResult?
  // Where no weight comes near enough: the round whose changes each win at least an agent-interval.
  var fallback: (value: Int, result: SearchResult)?
  var moves = 0
  for weight in weights {
    var near = compiled
    near.search.changeCost = Int(weight * Double(unit))
    near.search.pauseChangeCost = near.search.changeCost / 2
    // The published roster as it can still be kept.
    for index in near.search.initial.indices
    where near.search.freedom[index] == .free || near.search.freedom[index] == .on {
      near.search.initial[index] = near.search.reference[index]
    }
    let start = near
    let plan = SearchPlan(near: start, moves: max(4096, total / 20))
    async let one = plan.run(start, seed: options.seed, monitor: monitor, fromInitial: true)
    async let two = plan.run(start, seed: options.seed &+ 1, monitor: monitor, fromInitial: true)
    let (first, second) = await (one, two)
    let result = second.isBetter(than: first) ? second : first
    moves += first.moves + second.moves
    let limit = goal + Int(tolerance * demand)
    best =
      options.changeWeight == nil && result.hard == 0
      ? pruned(result, near, limit: limit, wide: plan.wide) : result
    if result.hard == 0, Double(result.cover) <= Double(goal) + tolerance * demand {
      fallback = nil
      break
    }
    if let round = best {
      let changed = round.cells.indices.count { round.cells[$0] != near.search.initial[$0] }
      let value = round.cover + changed * unit + (round.hard > 0 ? Int.max / 2 : 0)
      if value < fallback?.value ?? .max { fallback = (value, round) }
    }
    if monitor.isStopped { break }
  }
  if let fallback { best = fallback.result }
  var result =
    best
    ?? SearchPlan(near: compiled, moves: 4096).run(
      compiled, seed: options.seed, monitor: monitor, fromInitial: true)
  result.moves = moves
  return result
}

extension SearchPlan {
  /// A cold search that begins at the published roster.
  init(near compiled: CompiledRoster, moves: Int) {
    let problem = compiled.search
    wide = problem.longestSpan > 64
    let unit = Double(max(1, problem.under.max() ?? 1))
    var mix = Self.mix(problem)
    mix.aimed = 40
    stages = [
      AnnealingPlan(
        moves: moves, firstTemperature: 0.5 * unit, lastTemperature: 0.02 * unit, mix: mix,
        hardWeight: Int(2 * Double(problem.longestSpan) * unit), target: 0)
    ]
  }
}
