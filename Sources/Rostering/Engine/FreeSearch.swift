// A search without the call centre's stages: for problems whose rules speak of whole rows, such as
// nurse rostering.

/// Searches a problem of whole-day shifts with two seeds; the better result, the first when equal.
///
/// `work` is the budget of each, about a nanosecond a unit; the same budget and seed give the same
/// result on any machine unless `monitor` stops or hurries the search.
package func searchRows(
  _ problem: SearchProblem, work: Int, seed: UInt64, monitor: SearchMonitor = SearchMonitor()
) async -> SearchResult {
  await bestOfTwo(seed: seed) {
    searchRowsOnce(problem, work: work, seed: $0, monitor: monitor)
  }
}

/// One search of ``searchRows(_:work:seed:monitor:)``.
package func searchRowsOnce(
  _ problem: SearchProblem, work: Int, seed: UInt64, monitor: SearchMonitor = SearchMonitor()
) -> SearchResult {
  let search = Search<UInt64>(problem, seed: seed)
  let plan = RecreatePlan(problem, work: work)
  return search.annealRows(plan, RowPricer(problem), monitor: monitor)
}

extension Search {
  /// Fills every row, two weeks at a time, with the others as they are so far.
  func fillRows(_ pricer: RowPricer) {
    var order = Array(0..<agentCount)
    for i in stride(from: agentCount - 1, to: 0, by: -1) { order.swapAt(i, random.below(i + 1)) }
    var from = 0
    while from < days {
      var to = min(days, from + 14)
      if to < days, weekendOfDay[to] >= 0, weekendOfDay[to] == weekendOfDay[to - 1] { to += 1 }
      let reserved = Double(days - to) / Double(days)
      for a in order {
        for index in a * days + from..<a * days + to where !cells[index].isOff {
          removeWork(index, cells[index])
        }
        priceStretch(a, from, to, noise: 0, reserved: reserved, pricer)
        for index in a * days + from..<a * days + to where !cells[index].isOff {
          addWork(index, cells[index])
        }
      }
      from = to
    }
    coverCost = recomputedCover()
    rescoreRows()
  }
}
