// Goal: in-time calls of every queue and step for any numbers of people at work, in nanoseconds.
//
// Method: for a set U of queues let n_U be the people at work who have a skill in U, and m_U the share of
// misses if they were one team for the calls of U: Erlang A at the modified offered load, averaged over the
// random number of those who are really there. The misses of queue q are the 4-norm of m_U over the sets
// that contain q: never fewer than in the tightest set. Differences of single changes follow the simulated
// floor closely; levels do not, and are anchored by simulation (see ServiceSearch).
// Sources: Jennings et al. 1996 (modified offered load); Wallace and Whitt 2005 (two skills each give
// nearly all of pooling). Measured: see Documentation/service.md.
// Conditions: sets are all connected ones up to five queues; beyond, single queues, pairs and all.

internal import FloorSimulation
internal import Queueing
internal import Rostering

/// The tables of a floor.
struct Surrogate: Sendable {
  /// Queues of each set, as bits; the single queues come first, in order.
  let sets: [UInt64]
  /// Steps in which some queue is open, and the place of each step among them (-1: closed).
  let open: [Int]
  let place: [Int32]
  /// Most people a table knows.
  let most: Int
  /// Misses to the fourth power: `((place * sets + set) * (most + 1)) + people`.
  let misses: [Float]
  /// Expected calls, `place * queues + queue`.
  let calls: [Float]
  let queues: Int

  /// `levels`: What is promised to each queue, for definitions that leave calls out.
  init(_ floor: FloorModel, levels: [Double]) async {
    let queues = floor.queues.count
    self.queues = queues
    let sets = Self.connectedSets(floor)
    self.sets = sets
    let open = (0..<floor.steps).filter(floor.isOpen)
    self.open = open
    var place = Array(repeating: Int32(-1), count: floor.steps)
    for (k, t) in open.enumerated() { place[t] = Int32(k) }
    self.place = place
    let most = floor.agents.count
    self.most = most
    calls = open.flatMap { t in floor.queues.map { Float($0.offered[t]) } }
    let loads = floor.queues.map { Self.modifiedLoad($0, floor.stepSeconds) }
    let blocks = stride(from: 0, to: open.count, by: 8).map { $0..<min($0 + 8, open.count) }
    misses = await withTaskGroup(of: (Int, [Float]).self) { group in
      for (b, block) in blocks.enumerated() {
        group.addTask {
          var values: [Float] = []
          values.reserveCapacity(block.count * sets.count * (most + 1))
          for k in block {
            for set in sets {
              values += Self.row(floor, levels, loads, set, step: open[k], most: most)
            }
          }
          return (b, values)
        }
      }
      var parts = [[Float]](repeating: [], count: blocks.count)
      for await (b, values) in group { parts[b] = values }
      return parts.flatMap { $0 }
    }
  }

  private static func connectedSets(_ floor: FloorModel) -> [UInt64] {
    let queues = floor.queues.count
    let skills = Set(floor.agents.map(\.skills))
    let all = (UInt64(1) << UInt64(queues)) - 1
    func isConnected(_ set: UInt64) -> Bool {
      var reached = set & (~set &+ 1)
      while true {
        var more = reached
        for one in skills where one & reached != 0 { more |= one & set }
        if more == reached { return reached == set }
        reached = more
      }
    }
    let singles = (0..<queues).map { UInt64(1) << UInt64($0) }
    let candidates =
      queues <= 5
      ? Array(1...all)
      : Set(singles.flatMap { a in singles.map { a | $0 } } + [all]).sorted()
    return singles
      + candidates.filter { $0.nonzeroBitCount > 1 && (isConnected($0) || $0 == all) }
  }

  /// Load that an unlimited team would carry, averaged over each step; while a queue opens, its highest.
  private static func modifiedLoad(_ queue: FloorModel.Queue, _ step: Int) -> [Double] {
    var load = 0.0
    var isClosed = true
    return queue.offered.indices.map { t in
      let seconds = queue.handlingSeconds[t]
      guard seconds > 0 else { return 0 }
      let target = queue.offered[t] / Double(step) * seconds
      let decay = portableExp(-Double(step) / seconds)
      let end = target + (load - target) * decay
      let mean = target + (load - target) * seconds / Double(step) * (1 - decay)
      let opens = isClosed && target > 0
      isClosed = target == 0
      let answer = opens ? max(load, end) : mean
      load = end
      return answer
    }
  }

  /// Misses of one set and step for 0, 1, … people, to the fourth power.
  private static func row(
    _ floor: FloorModel, _ levels: [Double], _ loads: [[Double]], _ set: UInt64, step: Int,
    most: Int
  ) -> [Float] {
    /// Calls by what counts of them.
    var kinds: [(definition: FloorModel.Definition, level: Double, calls: Double)] = []
    var load = 0.0
    for q in floor.queues(of: set) where floor.queues[q].offered[step] > 0 {
      let queue = floor.queues[q]
      load += loads[q][step]
      let level = queue.definition.leavesOut ? levels[q] : 0
      let kind = kinds.firstIndex { $0.definition == queue.definition && $0.level == level }
      if let kind {
        kinds[kind].calls += queue.offered[step]
      } else {
        kinds.append((queue.definition, level, queue.offered[step]))
      }
    }
    let pooled = floor.pooledCalls(of: set, step: step)
    guard pooled.calls > 0, load > 0 else { return Array(repeating: 0, count: most + 1) }
    let question = pooled.question(load: load)
    let kept = floor.kept(of: set)
    let rows = kinds.map { kind in
      ExpectedMisses.byPeople(
        question, kept: kept, most: most,
        definition: kind.definition, level: kind.level)
    }
    let misses =
      rows.count == 1
      ? rows[0]
      : (0...most).map { n in
        zip(kinds, rows).reduce(0) { $0 + $1.0.calls / pooled.calls * $1.1[n] }
      }
    return misses.map { m in Float(m * m * m * m) }
  }
}
