// Goal: no change of a published roster that is not needed for the coverage wanted.
// Method: changes are taken back one by one, those first whose loss is smallest, as long as no rule
// breaks and the coverage cost stays within a limit.

extension NearSearch {
  /// A result with as many cells as possible back at the published ones.
  func pruned(_ result: SearchResult, limit: Int) -> SearchResult {
    compiled.search.isWide
      ? pruned(result, Search<UInt128>(compiled.search, seed: 1), limit)
      : pruned(result, Search<UInt64>(compiled.search, seed: 1), limit)
  }

  private func pruned<Mask: FixedWidthInteger & UnsignedInteger>(
    _ result: SearchResult, _ search: Search<Mask>, _ limit: Int
  ) -> SearchResult {
    var best = result
    search.restore(best.cells)
    let hard = search.hardUnits
    let most = max(limit, best.cover)
    /// The cover after taking back some cells; nil when a rule would break.
    func cover(without changes: [Int]) -> Int? {
      var cells = best.cells
      for index in changes { cells[index] = published[index] }
      search.restore(cells)
      return search.hardUnits > hard ? nil : search.plainCover()
    }
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      let changed = best.cells.indices.filter { best.cells[$0] != published[$0] }
      // Whole agents first: who is left alone altogether need not be told.
      let byAgent = Dictionary(grouping: changed) { $0 / compiled.search.days }
        .sorted { $0.key < $1.key }.map(\.value)
      let candidates = byAgent + byAgent.filter { $0.count > 1 }.flatMap { $0.map { [$0] } }
      let priced = candidates.compactMap { change in cover(without: change).map { ($0, change) } }
        .sorted { ($0.0, $0.1[0]) < ($1.0, $1.1[0]) }
      for (_, change) in priced {
        guard change.contains(where: { best.cells[$0] != published[$0] }),
          let now = cover(without: change), now <= most
        else { continue }
        for index in change { best.cells[index] = published[index] }
        isSmaller = true
      }
    }
    search.restore(best.cells)
    let final = search.result(moves: 0)
    return SearchResult(
      cells: final.cells, cover: final.cover, soft: final.soft, hard: final.hard,
      moves: result.moves)
  }
}
