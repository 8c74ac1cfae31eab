// Goal: the last word have weeks that the search has not seen.
// Method: turns of polish, then a proof on fresh weeks. A search that picks the best of many rosters on one
// set of weeks overrates it; what the proof finds missing is asked for in excess of what the search believes,
// and the next proof has other weeks again.

internal import FloorSimulation
internal import Rostering
internal import Simulation

struct ServiceProof: Sendable {
  let problem: ServiceProblem
  let surrogate: Surrogate
  let budget: ServiceBudget
  let seed: UInt64
  let monitor: RosterMonitor
  /// Proofs at most: repairs are one fewer.
  let proofs: Int

  struct Found: Sendable {
    var cells: [Cell]
    var outcome: ServiceOutcome
    var moves: Int
    var calls: Int
  }

  /// More than a long shift is paid: a published shift is not taken back for its hours alone.
  private static let changePrice = 40.0

  /// A roster from `start`; `published`, it stays as it is where it keeps its promises, and changes as
  /// little as it takes where it does not.
  func run(
    _ start: [Cell], isPublished: Bool, _ note: @Sendable (String) -> Void
  ) async -> Found {
    let floor = problem.floor
    let streams = FloorStreams(floor, seed: seed &* 7919 &+ 17, weeks: 0..<budget.weeks)
    var polish = ServicePolish(
      problem: problem, surrogate: surrogate, presence: DayPresence(problem, surrogate),
      simulation: FloorSimulation(floor, streams),
      price: 8, wanted: problem.goals.map(\.level))
    var calls = 0
    var moves = 0
    if isPublished {
      let outcome = await proof(start, 0)
      if problem.missed(outcome, isPublished: true).isEmpty {
        return Found(cells: start, outcome: outcome, moves: 0, calls: outcome.calls)
      }
      polish.published = start
      polish.changePrice = Self.changePrice
    }
    var state: ServiceState
    if isPublished {
      state = await polish.state(start)
    } else {
      let rounds = ServiceRounds(polish: polish, budget: budget, seed: seed, monitor: monitor)
      (state, calls) = await rounds.run(start, note)
      moves = 2 * budget.annealing
    }
    var stay = 1.0
    for turn in 0..<(isPublished ? budget.turns / 2 : budget.turns) {
      if monitor.isStopped { break }
      polish.price = 10 + 15 * Double(turn) / Double(budget.turns)
      polish.presence = polish.presence.bearing(borne(state.tallies, weeks: budget.weeks))
      state = polish.state(state.cells, state.tallies)
      let answer = await self.turn(polish, state, turn, stay: stay)
      state = answer.state
      calls += answer.calls
      moves += 2 * budget.perTurn
      // Larger steps while they come out as foretold, smaller ones when they do not.
      stay =
        answer.tried == 0 || answer.kept * 4 > answer.tried
        ? max(0.1, stay * 0.8) : min(8, stay * 1.15)
      note(polish.text("Polished \(turn + 1) of \(budget.turns)", state))
    }
    var number = 0
    while true {
      let outcome = await proof(state.cells, number)
      calls += outcome.calls
      number += 1
      if problem.missed(outcome).isEmpty || number == proofs || monitor.isStopped {
        return Found(cells: state.cells, outcome: outcome, moves: moves, calls: calls)
      }
      note("Proof \(number): missed in \(problem.missed(outcome).count) places")
      // What a repair did not close is asked for with more in excess and at a higher price.
      let excess = 1 + 0.25 * Double(number - 1)
      for (g, goal) in problem.goals.enumerated() {
        let gap = goal.level - outcome.levels[g].value
        if gap > 0 { polish.wanted[g] = max(polish.wanted[g], state.levels[g] + excess * gap) }
      }
      polish.price = 40 * excess * excess
      state = polish.state(state.cells, state.tallies)
      for turn in 0..<max(4, budget.turns / 5) {
        if monitor.isStopped { break }
        let answer = await self.turn(polish, state, 1000 * number + turn, stay: 1)
        state = answer.state
        calls += answer.calls
        moves += 2 * budget.perTurn
      }
      note(polish.text("Repaired \(number)", state))
    }
  }

  /// The share of each day's work that the floor bore.
  private func borne(_ tallies: [FloorTally], weeks: Int) -> [Double] {
    let floor = problem.floor
    return (0..<floor.days).map { day in
      let work = floor.queues.reduce(0) { sum, queue in
        floor.steps(of: day).reduce(sum) { $0 + queue.workSeconds($1) }
      }
      return work > 0 ? min(1, tallies[day].busySeconds / Double(weeks) / work) : 1
    }
  }

  /// A roster on the weeks of a proof.
  private func proof(_ cells: [Cell], _ number: Int) async -> ServiceOutcome {
    let weeks = number * budget.proofWeeks..<(number + 1) * budget.proofWeeks
    return problem.outcome(
      await FloorSample(
        problem.floor, problem.plan(cells), seed: seed &* 104_729 &+ 5, weeks: weeks))
  }

  private func turn(
    _ polish: ServicePolish, _ state: ServiceState, _ number: Int, stay: Double
  ) async -> ServicePolish.Turn {
    monitor.search.report(moves: 2 * budget.perTurn, cover: nil)
    return await polish.turn(
      state, seed: seed &* 1_000_003 &+ UInt64(number), moves: budget.perTurn, stay: stay,
      withinDays: number % 3 != 2)
  }
}
