// Goal: coverage up to a limit from a published roster by as few single changes as possible.
// Method: first greedily, the change that wins most again and again; then breadth first, at each depth
// the rosters that come nearest, which finds the limit with fewer changes or where the greedy way ends
// before it.
// Cost: the greedy way looks at every agent once and then at few; breadth first is given a number of looks.

/// How many agents are looked at breadth first, about 30 microseconds each.
private let looks = 50_000
private let mostWidth = 40

extension NearSearch {
  /// The roster with few changed shifts that reaches the limit, or the nearest found. Each change wins
  /// at least half an agent-interval.
  func climbed(limit: Int) -> SearchResult {
    let start = priced(unit / 2).search
    return start.isWide
      ? climbed(Search<UInt128>(start, seed: seed), limit)
      : climbed(Search<UInt64>(start, seed: seed), limit)
  }

  private func climbed<Mask: FixedWidthInteger & UnsignedInteger>(
    _ search: Search<Mask>, _ limit: Int
  ) -> SearchResult {
    search.hardWeight = SearchPlan.hardWeight(compiled.search)
    var sums = WorkSums(steps: compiled.search.steps)
    let greedy = greedily(search, limit, &sums)
    guard greedy.hard == 0 else { return greedy }
    return breadthFirst(search, pruned(greedy, limit: limit), limit, &sums)
  }

  /// Quick enough to be gone to its end even when the search is to stop.
  private func greedily<Mask: FixedWidthInteger & UnsignedInteger>(
    _ search: Search<Mask>, _ limit: Int, _ sums: inout WorkSums
  ) -> SearchResult {
    // What an agent's best change won when last looked at; what others do seldom makes it win more.
    var known = (0..<search.agentCount).map { search.bestChange($0, &sums)?.cost ?? 0 }
    while search.hardUnits > 0 || search.plainCover() > limit,
      let a = known.indices.min(by: { known[$0] < known[$1] }), known[a] < 0
    {
      let change = search.bestChange(a, &sums)
      known[a] = change?.cost ?? 0
      guard let change, known.allSatisfy({ change.cost <= $0 }) else { continue }
      let before = search.cost
      search.apply(change)
      assert(search.cost == before + change.cost, "a change was priced wrongly")
      known[a] = search.bestChange(a, &sums)?.cost ?? 0
    }
    return search.result(moves: 0)
  }

  private func breadthFirst<Mask: FixedWidthInteger & UnsignedInteger>(
    _ search: Search<Mask>, _ known: SearchResult, _ limit: Int, _ sums: inout WorkSums
  ) -> SearchResult {
    let changed = changeCount(known.cells)
    let depth = known.cover <= limit ? changed - 1 : changed + 4
    let width = min(mostWidth, looks / max(1, search.agentCount * depth))
    guard depth > 0, width > 1 else { return known }
    var best = known
    var rosters = [published]
    for _ in 0..<depth {
      var next: [(cost: Int, roster: Int, change: RowChange)] = []
      for (number, cells) in rosters.enumerated() {
        if monitor.isStopped { return best }
        search.restore(cells)
        let cost = search.cost
        for a in 0..<search.agentCount {
          guard let change = search.bestChange(a, &sums) else { continue }
          next.append((cost + change.cost, number, change))
        }
      }
      next.sort { ($0.cost, $0.roster, $0.change.agent) < ($1.cost, $1.roster, $1.change.agent) }
      var kept: [[Cell]] = []
      for (_, roster, change) in next where kept.count < width {
        var cells = rosters[roster]
        for (index, cell) in change.cells { cells[index] = cell }
        guard !kept.contains(cells) else { continue }
        kept.append(cells)
        search.restore(cells)
        let cover = search.plainCover()
        guard search.hardUnits == 0, cover < best.cover || cover <= limit else { continue }
        best = search.result(moves: 0)
        if cover <= limit { return best }
      }
      rosters = kept
    }
    return best
  }
}
