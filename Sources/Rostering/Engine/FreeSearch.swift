// A search without the call centre's stages: for problems whose rules only penalties can keep, such as
// nurse rostering. Blocks of days are overwritten and exchanged; the weight of hard rules adapts, and
// every restart begins at the best state with less heat.

/// Anneals a problem of whole-day shifts.
///
/// `moves` is the sum over its three rounds.
package func searchFreely(
  _ problem: SearchProblem, moves: Int, seed: UInt64, hardWeight: Int, firstTemperature: Double,
  lastTemperature: Double, monitor: SearchMonitor = SearchMonitor()
) -> SearchResult {
  let search = Search<UInt64>(problem, seed: seed)
  var mix = MoveMix()
  mix.block = 35
  mix.exchange = 65
  var best = search.result(moves: 0)
  var done = 0
  for (share, heat) in [(0.6, 1.0), (0.25, 0.3), (0.15, 0.15)] {
    let plan = AnnealingPlan(
      moves: Int(Double(moves) * share), firstTemperature: firstTemperature * heat,
      lastTemperature: lastTemperature, mix: mix, hardWeight: hardWeight,
      adaptsHardWeight: true, target: 0)
    let result = search.anneal(plan, monitor: monitor)
    done += result.moves
    if result.isBetter(than: best) { best = result }
    search.restore(best.cells)
  }
  best.moves = done
  return best
}
