// Goal: after something changed, the roster with the fewest changes that loses hardly any coverage.
// Method: a fresh search tells what coverage there is to be had. From the published roster single
// changes lead to near that coverage (see `NearSearch.climbed`). Where that ends too early, because only
// several changes together win, cold searches go on, in which every changed shift costs a number of
// missing agent-intervals, at falling prices. Changes that the coverage reached does not need are taken
// back.
// Measured on 200 agents with 97 % demand, one full-time agent fewer: four to seven agents change five to
// nine shifts, for coverage within 0.19 % of the demand of a fresh roster's; cold searches alone change
// eight to sixteen shifts and 22 pauses.

internal import CentreModel

/// How far from a fresh roster's coverage a changed one may stay, as a share of the demand.
private let tolerance = 0.0019
/// Prices of a changed shift in missing agent-intervals.
private let prices = [4.0, 1, 0.25]

/// Searches near the published roster.
func searchNear(
  _ compiled: CompiledRoster, options: RosterOptions, monitor: SearchMonitor
) async -> SearchResult {
  let near = NearSearch(compiled, options, monitor)
  if let price = options.changeWeight {
    return await near.cold(price: Double(price) / 1000, moves: near.moves / 20, from: nil)
  }
  var free = compiled
  free.search.reference = []
  let fresh = await search(free, options: options, monitor: monitor)
  let limit = fresh.cover + Int(tolerance * compiled.search.demandCost)
  var best = near.climbed(limit: limit)
  var moves = fresh.moves
  for price in prices where best.hard > 0 || best.cover > limit {
    if monitor.isStopped { break }
    let round = await near.cold(price: price, moves: near.moves / 10, from: best.cells)
    moves += round.moves
    if near.value(round, limit) < near.value(best, limit) { best = round }
  }
  if best.hard == 0 { best = near.pruned(best, limit: limit) }
  best.moves = moves
  return best
}

/// A problem whose initial cells are the published roster as it can still be kept, and ways from there.
struct NearSearch {
  let compiled: CompiledRoster
  let unit: Int
  /// Moves that each search has for a whole roster.
  let moves: Int
  let seed: UInt64
  let threads: Int
  let monitor: SearchMonitor

  init(_ roster: CompiledRoster, _ options: RosterOptions, _ monitor: SearchMonitor) {
    var compiled = roster
    let problem = compiled.search
    for index in problem.initial.indices
    where problem.freedom[index] == .free || problem.freedom[index] == .on {
      compiled.search.initial[index] = problem.reference[index]
    }
    self.compiled = compiled
    self.monitor = monitor
    seed = options.seed
    threads = options.threads
    unit = Int(max(1, problem.under.max() ?? 1))
    moves = SearchPlan.moves(options, problem)
  }

  var published: [Cell] { compiled.search.initial }

  /// The problem with a price of a changed shift; a changed pause costs half.
  func priced(_ changeCost: Int) -> CompiledRoster {
    var result = compiled
    result.search.changeCost = changeCost
    result.search.pauseChangeCost = changeCost / 2
    return result
  }

  /// Two searches at temperatures far below the price of a changed shift, in agent-intervals; the better
  /// one. A warmer search drifts from the published roster and never finds all of its way back.
  func cold(price: Double, moves: Int, from cells: [Cell]?) async -> SearchResult {
    var changed = priced(Int(price * Double(unit)))
    if let cells { changed.search.initial = cells }
    let start = changed
    var mix = SearchPlan.mix(start.search)
    mix.aimed = 40
    var plan = SearchPlan(wide: compiled.search.isWide)
    plan.stages = [
      AnnealingPlan(
        moves: max(4096, moves), firstTemperature: 0.1 * price * Double(unit),
        lastTemperature: 0.02 * price * Double(unit), mix: mix,
        hardWeight: SearchPlan.hardWeight(start.search), target: 0)
    ]
    let cooled = plan
    return await bestOfTwo(seed: seed, threads: threads) {
      cooled.run(start, seed: $0, monitor: monitor, fromInitial: true)
    }
  }

  /// What a result is worth: first the rules, then coverage as far as the limit, then few changes.
  func value(_ result: SearchResult, _ limit: Int) -> (Int, Int) {
    (result.hard, max(limit, result.cover) + changeCount(result.cells) * unit)
  }

  func changeCount(_ cells: [Cell]) -> Int { zip(cells, published).count { $0 != $1 } }
}
