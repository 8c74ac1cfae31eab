// How a problem is searched: which moves, how many, at which temperatures.
//
// Costs are in thousandths of a missing agent-interval (below: "missing"). Stages:
// 1. from 2.5 missing down to 0.2, with surplus and shortage spread evenly;
// 2. from 0.3 down to 0.05, while what stays short becomes dearer and moves aim at it; left out when
//    so much is short that the supply must be the reason;
// 3. the same once more with plain costs, and what surplus there is in even shares, so that one who falls
//    ill is missed as little as possible;
// 4. when there are wishes, from 0.05 to a thousandth: no missing interval is given away for them.
// Measured on the call-centre instances: without spreading 0.31 % of the demand above the bound at 200
// agents with demand = supply, with it 0.24 %; without dearer shortages 20 to 30 intervals stay
// missing at 97 % demand, with them 0 to 5. With uneven surplus one agent who leaves costs 0.36 % of the
// demand, with even surplus 0.28 %.

internal import Diagnostics

/// The stages of a search.
struct SearchPlan: Sendable {
  var stages: [AnnealingPlan] = []
  var wide = false

  init(wide: Bool) { self.wide = wide }

  init(_ compiled: CompiledRoster, _ options: RosterOptions) {
    let problem = compiled.search
    wide = problem.isWide
    let unit = Double(max(1, problem.under.max() ?? 1))
    let total = Self.moves(options, problem)
    let mix = Self.mix(problem)
    let hardWeight = Self.hardWeight(problem)
    let hasWishes = Self.hasWishes(problem)
    let wishMoves = hasWishes ? total * 15 / 100 : 0
    let raiseMoves = total * 35 / 100
    let plainMoves = total / 10
    var stage = AnnealingPlan(
      moves: total - wishMoves - raiseMoves - plainMoves, firstTemperature: 2.5 * unit,
      lastTemperature: 0.2 * unit, mix: mix, hardWeight: hardWeight, target: 0)
    stage.smoothing = 0.1
    stages.append(stage)
    stage.mix.aimed = mix.pause + mix.start > 0 ? 40 : 0
    stage.moves = raiseMoves
    stage.firstTemperature = 0.3 * unit
    stage.lastTemperature = 0.05 * unit
    stage.smoothing = 0.2
    stage.raise = 0.2
    stage.hardWeight = 8 * hardWeight
    stages.append(stage)
    stage.hardWeight = hardWeight
    stage.moves = plainMoves
    stage.firstTemperature = 0.15 * unit
    stage.smoothing = 0
    stage.raise = 0
    stage.spreads = true
    stages.append(stage)
    let supply = Self.supplyShare(problem, shiftsPerWeek: compiled.shiftsPerWeek)
    if supply < 1.015 {
      // Much must stay missing: nothing to make dearer, more time at plain costs.
      let isDeep = supply < 0.985
      stage.spreads = false
      stages[0].moves = isDeep ? total / 2 : total * 6 / 10
      if isDeep { stages[0].lastTemperature = 0.8 * unit }
      stage.moves = total - wishMoves - stages[0].moves
      stage.firstTemperature = (isDeep ? 0.8 : 0.3) * unit
      stage.lastTemperature = 0.04 * unit
      stage.smoothing = isDeep ? 0 : 0.1
      stage.mix.aimed = isDeep ? 0 : 15
      stages[1...] = [stage]
      stage.smoothing = 0
    }
    guard hasWishes else { return }
    stage.moves = wishMoves
    stage.firstTemperature = 0.05 * unit
    stage.lastTemperature = 0.001 * unit
    stage.mix.aimed = 0
    stages.append(stage)
  }

  /// Cost of a unit of a broken hard rule: more than a shift too many can win.
  static func hardWeight(_ problem: SearchProblem) -> Int {
    2 * problem.longestSpan * Int(max(1, problem.under.max() ?? 1))
  }

  /// Moves that each search has.
  static func moves(_ options: RosterOptions, _ problem: SearchProblem) -> Int {
    options.moves
      ?? max(4096, Int(nearest: (options.seconds * movesPerSecond(problem)).rounded(.down)))
  }

  /// Moves a second on one core, on the safe side.
  private static func movesPerSecond(_ problem: SearchProblem) -> Double {
    3_200_000 / (1 + Double(max(0, problem.days - 7)) / 14)
  }

  /// What everybody can work at most, as a share of what is required.
  static func supplyShare(_ problem: SearchProblem, shiftsPerWeek: [Int]) -> Double {
    let demand = problem.slack.reduce(0) { $0 + Double(max(0, -$1)) }
    let weeks = Double(problem.days) / 7
    let supply = problem.agents.indices.reduce(0.0) { sum, a in
      let agent = problem.agents[a]
      guard agent.queueCount > 0 else { return sum }
      var longest = 0
      var open = 0
      for day in 0..<problem.days where problem.freedom[a * problem.days + day] != .off {
        let range = problem.range(group: agent.group, day: day)
        guard !range.isEmpty else { continue }
        open += 1
        for position in [range.lowerBound, range.upperBound - 1] {
          let shape = problem.shapes[
            Int(problem.options[Int(problem.groupOptions[position])].shape)]
          longest = max(longest, shape.span - shape.pauses.reduce(0) { $0 + $1.length })
        }
      }
      return sum + min(Double(open), Double(shiftsPerWeek[agent.ruleSet]) * weeks) * Double(longest)
    }
    return supply / max(1, demand)
  }

  static func hasWishes(_ problem: SearchProblem) -> Bool {
    problem.preferences.start > 0 || problem.preferences.fairNights > 0
      || problem.preferences.fairWeekends > 0 || problem.preferences.fairUnpopular > 0
      || problem.preferences.fairHours > 0
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
    mix.daySwap = 24
    mix.wholeRow = 4
    mix.addOrDrop = 3
    mix.exchange = problem.agents.count > 1 ? 3 : 0
    let kindsPerGroup = problem.groupOptions.isEmpty ? 1 : problem.shapes.count
    mix.kind = kindsPerGroup > 1 ? 2 : 0
    mix.queue = problem.agents.contains { $0.queueCount > 1 } ? 30 : 0
    return mix
  }

  func run(
    _ compiled: CompiledRoster, seed: UInt64, monitor: SearchMonitor, fromInitial: Bool = false
  ) -> SearchResult {
    wide
      ? run(Search<UInt128>(compiled.search, seed: seed), compiled, monitor, fromInitial)
      : run(Search<UInt64>(compiled.search, seed: seed), compiled, monitor, fromInitial)
  }

  private func run<Mask: FixedWidthInteger & UnsignedInteger>(
    _ search: Search<Mask>, _ compiled: CompiledRoster, _ monitor: SearchMonitor,
    _ fromInitial: Bool
  ) -> SearchResult {
    if !fromInitial { search.construct(shiftsPerWeek: compiled.shiftsPerWeek) }
    var best = search.result(moves: 0)
    var moves = 0
    for planned in stages {
      var stage = planned
      // More than this cannot be for want of searching.
      if Double(search.missingCost()) > 0.012 * compiled.search.demandCost { stage.raise = 0 }
      let result = search.anneal(stage, monitor: monitor)
      moves += result.moves
      let isSpread = stage.spreads && result.hard == best.hard && result.cover <= best.cover
      if isSpread || result.isBetter(than: best) { best = result }
      search.restore(best.cells)
      if best.hard > 0, search.repairRows() { best = search.result(moves: 0) }
    }
    best.moves = moves
    return best
  }
}
