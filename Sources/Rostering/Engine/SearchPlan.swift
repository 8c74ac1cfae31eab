// How a problem is searched: which moves, how many, at which temperatures.
//
// Costs are in thousandths of a missing agent-interval. The annealing of coverage begins at 2.5
// missing intervals (section 5.6 of the measurements: T0 = 150 at 60 a missing interval) and ends at
// a twentieth; wishes weigh less than that and are settled by a second, colder annealing in which a
// missing interval is never given away.

/// The stages of a search.
struct SearchPlan: Sendable {
  var stages: [AnnealingPlan] = []
  var wide = false

  init(_ compiled: CompiledRoster, _ options: RosterOptions) {
    let problem = compiled.search
    wide = problem.longestSpan > 64
    let unit = Double(max(1, problem.under.max() ?? 1))
    let rate = Self.movesPerSecond(problem)
    let total = options.moves ?? max(4096, Int(options.seconds * rate))
    let mix = Self.mix(problem)
    let hardWeight = Int(20 * unit)
    let hasWishes = Self.hasWishes(problem)
    let coverMoves = hasWishes ? total * 3 / 4 : total
    stages = [
      AnnealingPlan(
        moves: coverMoves, firstTemperature: 2.5 * unit, lastTemperature: 0.05 * unit, mix: mix,
        hardWeight: hardWeight, target: 0)
    ]
    if hasWishes {
      stages.append(
        AnnealingPlan(
          moves: total - coverMoves, firstTemperature: 0.05 * unit,
          lastTemperature: 0.001 * unit, mix: mix, hardWeight: hardWeight, target: 0))
    }
  }

  /// Moves a second on one core, on the safe side.
  static func movesPerSecond(_ problem: SearchProblem) -> Double {
    2_500_000 / (1 + Double(max(0, problem.days - 7)) / 14)
  }

  static func hasWishes(_ problem: SearchProblem) -> Bool {
    problem.preferences.start > 0 || problem.preferences.fairNights > 0
      || problem.preferences.fairWeekends > 0 || problem.preferences.fairUnpopular > 0
      || problem.cellCost.contains { $0 != 0 } || !problem.reference.isEmpty
      || problem.ruleSets.contains { set in
        zip(set.limits, set.weights).contains { $0 >= 0 && $1 != SearchProblem.RuleSet.hard }
      }
  }

  static func mix(_ problem: SearchProblem) -> MoveMix {
    var mix = MoveMix()
    let hasPauses = problem.shapes.contains { !$0.pauses.isEmpty }
    mix.pause = hasPauses ? 42 : 0
    mix.start = 34
    mix.daySwap = 12
    mix.wholeRow = 4
    mix.addOrDrop = 3
    mix.exchange = problem.agents.count > 1 ? 3 : 0
    let kindsPerGroup = problem.groupOptions.isEmpty ? 1 : problem.shapes.count
    mix.kind = kindsPerGroup > 1 ? 2 : 0
    mix.queue = problem.agents.contains { $0.queueCount > 1 } ? 30 : 0
    return mix
  }

  func run(_ compiled: CompiledRoster, seed: UInt64, monitor: SearchMonitor) -> SearchResult {
    wide
      ? run(Search<UInt128>(compiled.search, seed: seed), compiled, monitor)
      : run(Search<UInt64>(compiled.search, seed: seed), compiled, monitor)
  }

  private func run<Mask: FixedWidthInteger & UnsignedInteger>(
    _ search: Search<Mask>, _ compiled: CompiledRoster, _ monitor: SearchMonitor
  ) -> SearchResult {
    search.construct(shiftsPerWeek: compiled.shiftsPerWeek)
    var best = search.result(moves: 0)
    var moves = 0
    for stage in stages {
      let result = search.anneal(stage, monitor: monitor)
      moves += result.moves
      if result.isBetter(than: best) { best = result }
      search.restore(best.cells)
    }
    best.moves = moves
    return best
  }
}
