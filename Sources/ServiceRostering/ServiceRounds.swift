// Goal: a roster near the best, from any start.
// Method: two lanes anneal on the surrogate from hot to cool; after each round the floor is simulated on the
// same weeks, the surrogate is anchored to what they say (damped, since pooled queues trade calls with each
// other), and the lanes go on from the better of the two.

internal import FloorSimulation
internal import Rostering

struct ServiceRounds: Sendable {
  let polish: ServicePolish
  let budget: ServiceBudget
  let seed: UInt64
  let monitor: RosterMonitor

  /// A round: its share of the moves, first and last temperature in paid quarter hours, and the price of a
  /// missing call in the same.
  private struct Round: Sendable {
    var share: Double
    var first: Double
    var last: Double
    var price: Double
  }

  private let plan = [
    Round(share: 0.64, first: 30, last: 0.5, price: 5),
    Round(share: 0.22, first: 5, last: 0.4, price: 6),
    Round(share: 0.14, first: 2, last: 0.3, price: 8),
  ]

  /// One searcher between rounds.
  private struct Lane: Sendable {
    var cells: [Cell]
    /// Simulated less surrogate in-time calls by goal, in units.
    var fix: [Double]
  }

  private struct Trial: Sendable {
    var cells: [Cell]
    var sums: [Int]
    /// No hard rule is broken and no minimum missed.
    var isSound: Bool
  }

  /// The best roster met; when none was sound, the start.
  func run(
    _ start: [Cell], _ note: @Sendable (String) -> Void
  ) async -> (state: ServiceState, calls: Int) {
    let problem = polish.problem
    var calls = 0
    var best: ServiceState?
    var fallback: ServiceState?
    var lanes = (0..<2).map { _ in
      Lane(cells: start, fix: Array(repeating: 0, count: problem.goals.count))
    }
    for (number, round) in plan.enumerated() {
      if monitor.isStopped { break }
      let trials = await anneal(lanes, number, round)
      var costs: [Double] = []
      for (i, trial) in trials.enumerated() {
        let state = await polish.state(trial.cells)
        calls += state.tallies.reduce(0) { $0 + $1.calls }
        let damping = number == 0 ? 1.0 : 0.7
        for (g, goal) in problem.goals.enumerated() {
          let simulated = state.levels[g] * goal.calls * Double(ServiceSearch.unit)
          lanes[i].fix[g] += damping * (simulated - Double(trial.sums[g]) - lanes[i].fix[g])
        }
        lanes[i].cells = trial.cells
        costs.append(state.cost)
        note(polish.text("Annealed \(number + 1) of \(plan.count)", state))
        if trial.isSound, state.cost < best?.cost ?? .infinity { best = state }
        if state.cost < fallback?.cost ?? .infinity { fallback = state }
      }
      if number > 0, costs.count == 2 {
        let better = costs[1] < costs[0] ? 1 : 0
        lanes[1 - better] = lanes[better]
      }
    }
    if let best { return (best, calls) }
    if let fallback { return (fallback, calls) }
    return (await polish.state(start), calls)
  }

  private func anneal(_ lanes: [Lane], _ number: Int, _ round: Round) async -> [Trial] {
    await withTaskGroup(of: (Int, Trial).self) { group in
      for (i, lane) in lanes.enumerated() {
        group.addTask {
          let search = ServiceSearch(
            polish.problem, polish.surrogate, polish.presence, cells: lane.cells,
            seed: seed &* 1000 &+ UInt64(i * 500 + number))
          var anchored = polish
          anchored.price = round.price
          anchored.anchor(search, fix: lane.fix)
          search.anneal(
            moves: Int(Double(budget.annealing) * round.share), first: round.first,
            last: round.last
          ) { moves in
            monitor.search.report(moves: moves, cover: nil)
            return monitor.isStopped
          }
          return (
            i,
            Trial(
              cells: search.cells, sums: (0..<search.goals).map { search.sum[$0] },
              isSound: search.hard == 0 && search.absentPeople == 0)
          )
        }
      }
      var found = [Trial?](repeating: nil, count: lanes.count)
      for await (i, trial) in group { found[i] = trial }
      return found.compactMap { $0 }
    }
  }
}
