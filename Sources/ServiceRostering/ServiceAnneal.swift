// Goal: within a number of moves, the cheapest roster of the anchored surrogate.
// Method: simulated annealing, Metropolis acceptance, geometric cooling, the best state kept.

internal import Rostering

extension ServiceSearch {
  /// Anneals from `first` to `last` paid quarter hours; ends in the best state met at the ends of blocks.
  /// `isStopped` is told the moves since it was asked last.
  func anneal(
    moves: Int, first: Double, last: Double, isStopped: (_ moves: Int) -> Bool
  ) {
    let block = 2000
    let blocks = max(1, moves / block)
    let ratio = blocks > 1 ? portableExp(portableLog(last / first) / Double(blocks - 1)) : 1
    var temperature = first
    var bestCost = cost
    var bestHard = hard
    var best = cells
    var present = bestCost
    for number in 0..<blocks {
      if isStopped(block) { break }
      let heat = temperature * Double(Self.unit)
      for _ in 0..<block {
        let changes = draw()
        if changes.isEmpty { continue }
        let most = Int(heat * rows.exponential())
        if let delta = attempt(changes, most: most), delta <= most { present += delta }
      }
      // The first half is too hot to be kept.
      if number * 2 >= blocks, hard < bestHard || hard == bestHard && present < bestCost {
        bestCost = present
        bestHard = hard
        best = cells
      }
      temperature *= ratio
    }
    if present != bestCost || hard != bestHard { put(best) }
  }

  /// A short annealing from `temperature` to a tenth of it; ends in the best state met, which is the first
  /// one when none costs less. `withinDays`: no shift goes to another day.
  func descend(moves: Int, temperature: Double, withinDays: Bool) {
    var best = cells
    var bestCost = cost
    var present = bestCost
    let block = 500
    let blocks = max(1, moves / block)
    let ratio = portableExp(portableLog(0.1) / Double(blocks))
    var heat = temperature * Double(Self.unit)
    for _ in 0..<blocks {
      for _ in 0..<block {
        let changes = withinDays ? drawWithinDay() : draw()
        if changes.isEmpty { continue }
        let most = Int(heat * rows.exponential())
        if let delta = attempt(changes, most: most), delta <= most { present += delta }
      }
      if present < bestCost {
        bestCost = present
        best = cells
      }
      heat *= ratio
    }
    if present != bestCost { put(best) }
  }
}
