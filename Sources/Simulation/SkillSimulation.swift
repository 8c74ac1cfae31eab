// Many runs of a floor with skills, the same on any number of cores (see `QueueSimulation`).

/// Simulates a floor with skills.
public struct SkillSimulation: Sendable {
  public var model: SkillModel
  public var seed: UInt64

  public init(_ model: SkillModel, seed: UInt64) {
    self.model = model
    self.seed = seed
  }

  /// Runs exactly `replications` times.
  public func run(replications: Int) async -> SkillReport {
    var sums = SkillSums(model)
    await extend(&sums, from: 0, to: max(1, replications))
    return sums.report()
  }

  /// Runs until every class's service level has a half-width of at most `halfWidth`, or `most` times.
  public func run(halfWidth: Double, first: Int = 16, most: Int = 10_000) async -> SkillReport {
    var sums = SkillSums(model)
    var done = 0
    var next = max(2, min(first, most))
    while true {
      await extend(&sums, from: done, to: next)
      done = next
      let report = sums.report()
      let widest = report.classes.map(\.calls.serviceLevel.halfWidth).max() ?? 0
      if widest <= halfWidth || done >= most { return report }
      let need = Double(done) * (widest / halfWidth) * (widest / halfWidth) * 1.05
      next = min(most, max(done + 2, min(done * 4, Int(min(need, 1e9)))))
    }
  }

  private func extend(_ sums: inout SkillSums, from first: Int, to end: Int) async {
    // Long runs: a few replications make a block.
    let size = max(1, min(8, (end - first) / 16))
    let blocks = Swift.stride(from: first, to: end, by: size).map { $0..<min($0 + size, end) }
    let parts = await withTaskGroup(of: (Int, SkillSums).self) { group in
      for (k, range) in blocks.enumerated() {
        group.addTask { (k, simulate(range)) }
      }
      var found = [SkillSums?](repeating: nil, count: blocks.count)
      for await (k, part) in group { found[k] = part }
      return found
    }
    for part in parts {
      if let part { sums.add(part) }
    }
  }

  private func simulate(_ replications: Range<Int>) -> SkillSums {
    var sums = SkillSums(model)
    var day = SkillDay(model)
    for k in replications {
      day.run(RandomStream(seed: seed, stream: UInt64(k)))
      sums.add(day)
    }
    return sums
  }
}

/// Sums over runs.
struct SkillSums: Sendable {
  private struct Cell: Sendable {
    var outcome = OutcomeSums()
    var blocked = RatioSums()

    mutating func add(_ t: QueueTally, blocked b: Double) {
      outcome.add(t)
      blocked.add(b, over: t.offered + b)
    }
    mutating func add(_ other: Cell) {
      outcome.add(other.outcome)
      blocked.add(other.blocked)
    }
    func result() -> SkillOutcome {
      .init(calls: outcome.outcome(), blocking: blocked.estimate(ifEmpty: 0))
    }
  }

  private var cells: [[Cell]]
  private var classes: [Cell]
  private var all = Cell()
  private var occupancy: [RatioSums]
  private let warmUp: Int
  private var replications = 0
  private var calls = 0

  init(_ model: SkillModel) {
    cells = model.classes.map { _ in Array(repeating: .init(), count: model.intervals) }
    classes = model.classes.map { _ in .init() }
    occupancy = model.groups.map { _ in .init() }
    warmUp = model.warmUpIntervals
  }

  mutating func add(_ run: borrowing SkillDay) {
    var everything = QueueTally()
    var turned = 0.0
    for kind in cells.indices {
      var sum = QueueTally()
      var blocked = 0.0
      for k in cells[kind].indices {
        let t = run.tally[kind][k]
        let b = run.blocked[kind][k]
        cells[kind][k].add(t, blocked: b)
        if k < warmUp { continue }
        sum.add(t)
        blocked += b
      }
      classes[kind].add(sum, blocked: blocked)
      everything.add(sum)
      turned += blocked
    }
    all.add(everything, blocked: turned)
    for g in occupancy.indices { occupancy[g].add(run.busySeconds[g], over: run.presentSeconds[g]) }
    replications += 1
    calls += run.calls
  }

  mutating func add(_ other: SkillSums) {
    for kind in cells.indices {
      for k in cells[kind].indices { cells[kind][k].add(other.cells[kind][k]) }
      classes[kind].add(other.classes[kind])
    }
    all.add(other.all)
    for g in occupancy.indices { occupancy[g].add(other.occupancy[g]) }
    replications += other.replications
    calls += other.calls
  }

  func report() -> SkillReport {
    .init(
      intervals: cells.map { $0.map { $0.result() } }, classes: classes.map { $0.result() },
      all: all.result(), occupancy: occupancy.map { $0.estimate(ifEmpty: 0) },
      replications: replications, calls: calls)
  }
}
