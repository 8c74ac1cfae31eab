// Goal: the roster of least cost within a given number of moves.
// Method: simulated annealing, Metropolis acceptance, geometric cooling updated once a block of
// moves. Budgeted by moves: the same seed gives the same roster on any load and any machine.
// The best state is kept at the ends of blocks, so copying costs nothing that matters.

internal import Synchronization

/// How far the searches are.
public struct RosterProgress: Hashable, Sendable {
  /// Moves done by all searches together.
  public var moves: Int
  /// Coverage cost, in thousandths of a missing agent-interval, of the best roster so far that breaks
  /// no hard rule; nil before there is one.
  public var cover: Int?
}

/// What a search is told from outside and tells: progress and the wish to stop.
package final class SearchMonitor: Sendable {
  private let stopFlag = Atomic<Bool>(false)
  private let hurryFlag = Atomic<Bool>(false)
  private let movesDone = Atomic<Int>(0)
  private let best = Atomic<Int>(Int.max)
  private let poll: (@Sendable (RosterProgress) -> Bool)?

  private let timeShare: (@Sendable () -> Double)?

  /// `poll` and `timeShare` are asked by the searches themselves, once a block: where they fill every
  /// core nothing else would get to run. `timeShare` is the share of the time that has passed; a search
  /// whose work is behind it cools as if it were not.
  package init(
    poll: (@Sendable (RosterProgress) -> Bool)? = nil, timeShare: (@Sendable () -> Double)? = nil
  ) {
    self.poll = poll
    self.timeShare = timeShare
  }

  /// How far a search is that has done this share of its work.
  func share(work: Double) -> Double {
    guard let timeShare else { return work }
    let time = min(1, timeShare())
    guard time > 0.05, time > work else { return work }
    hurryFlag.store(true, ordering: .relaxed)
    return time
  }

  /// The searches end at their next block and answer the best they have.
  package func stop() { stopFlag.store(true, ordering: .relaxed) }
  /// Whether the clock ran ahead of the work, so that another machine may find another roster.
  package var isHurried: Bool { hurryFlag.load(ordering: .relaxed) }
  package var isStopped: Bool { stopFlag.load(ordering: .relaxed) }

  package func report(moves: Int, cover: Int?) {
    movesDone.add(moves, ordering: .relaxed)
    if let cover { best.min(cover, ordering: .relaxed) }
    guard let poll else { return }
    let known = best.load(ordering: .relaxed)
    let progress = RosterProgress(
      moves: movesDone.load(ordering: .relaxed), cover: known == Int.max ? nil : known)
    if poll(progress) { stop() }
  }
}

/// The course of one annealing.
package struct AnnealingPlan: Sendable, Hashable {
  package var moves: Int
  package var firstTemperature: Double
  package var lastTemperature: Double
  package var mix: MoveMix
  /// Cost of one unit of a broken hard rule.
  package var hardWeight: Int
  /// Weight of smoothing as a share of the temperature, see `Search.smooth`.
  package var smoothing = 0.0
  /// Whether surplus is drawn to even shares, see `Search.spread`; never at the price of a missing
  /// interval.
  package var spreads = false
  /// By how much of its cost a short step becomes dearer with every block, see
  /// `Search.raiseShortages`.
  package var raise = 0.0
  /// Ends at once when the total cost has come down to this.
  package var target: Int
}

/// What a search ends with.
package struct SearchResult: Sendable {
  package var cells: [Cell]
  package var cover: Int
  package var soft: Int
  package var hard: Int
  package var moves: Int
  package var cost: Int { cover + soft }

  /// Smaller is better: first no broken rule, then the cost.
  package func isBetter(than other: SearchResult) -> Bool {
    (hard, cost) < (other.hard, other.cost)
  }
}

/// A search with a seed and one with the next: the better result, the first when equal, with the moves
/// of both. One thread gives the same as two.
func bestOfTwo(
  seed: UInt64, threads: Int = 2, _ run: @escaping @Sendable (UInt64) -> SearchResult
) async -> SearchResult {
  let first: SearchResult
  let second: SearchResult
  if threads < 2 {
    first = run(seed)
    second = run(seed &+ 1)
  } else {
    async let one = run(seed)
    async let two = run(seed &+ 1)
    (first, second) = await (one, two)
  }
  var best = second.isBetter(than: first) ? second : first
  best.moves = first.moves + second.moves
  return best
}

extension Search {
  static var block: Int { 1024 }

  /// Runs one annealing from the present state; answers the best state seen, the present one
  /// included.
  func anneal(_ plan: AnnealingPlan, monitor: SearchMonitor) -> SearchResult {
    hardWeight = plan.hardWeight
    smooth(Int(plan.smoothing * plan.firstTemperature))
    if plan.spreads { spread() }
    var best = result(moves: 0)
    var bestTotal = plan.spreads ? coverCost + softCost : best.cost
    var done = 0
    let blocks = max(1, plan.moves / Self.block)
    let ratio = portableExp(
      portableLog(plan.lastTemperature / plan.firstTemperature) / Double(blocks))
    temperature = plan.firstTemperature
    let mix = plan.mix.cumulative
    mix.withUnsafeBufferPointer { table in
      guard let frequencies = table.baseAddress, mix[8] > 0, agentCount > 0 else { return }
      for block in 0..<blocks {
        if monitor.isStopped || best.hard == 0 && best.cost <= plan.target { break }
        if plan.raise > 0 { raiseShortages(by: plan.raise) }
        if plan.mix.aimed > 0 { listShortages() }
        for _ in 0..<Self.block { step(frequencies) }
        done += Self.block
        if hardUnits <= best.hard {
          let isPlain = plan.smoothing == 0 && plan.raise == 0 && !plan.spreads
          let plain = isPlain ? coverCost : plainCover()
          let total = (plan.spreads ? coverCost : plain) + softCost
          let isBetter =
            plan.spreads ? (plain, total) < (best.cover, bestTotal) : total < bestTotal
          if hardUnits < best.hard || isBetter {
            best = result(moves: 0)
            bestTotal = total
          }
        }
        monitor.report(moves: Self.block, cover: best.hard == 0 ? best.cover : nil)
        temperature *= ratio
        if plan.smoothing > 0, block % 64 == 63 { smooth(Int(plan.smoothing * temperature)) }
      }
    }
    if plan.raise > 0 { lowerShortages() }
    best.moves = done
    return best
  }

  func result(moves: Int) -> SearchResult {
    SearchResult(
      cells: snapshot(), cover: plainCover(), soft: softCost, hard: hardUnits, moves: moves)
  }
}
