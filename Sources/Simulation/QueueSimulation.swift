// Many days of one queue, on all cores, the same on any number of them.
//
// Method: replication k has the random stream (seed, k); replications run in blocks of fixed size whose
// sums are added in the order of the blocks, so that neither the number of threads nor their timing
// changes a bit of the result.

/// Simulates a queue.
public struct QueueSimulation: Sendable {
  public var scenario: QueueScenario
  public var seed: UInt64

  public init(_ scenario: QueueScenario, seed: UInt64) {
    self.scenario = scenario
    self.seed = seed
  }

  /// Runs exactly `replications` days.
  public func run(replications: Int) async -> QueueReport {
    var sums = QueueSums(intervals: scenario.intervals.count)
    await extend(&sums, from: 0, to: max(1, replications))
    return sums.report()
  }

  /// The same result on one core, without waiting for others.
  public func runAlone(replications: Int) -> QueueReport {
    var sums = QueueSums(intervals: scenario.intervals.count)
    let end = max(1, replications)
    for first in Swift.stride(from: 0, to: end, by: Self.block) {
      sums.add(simulate(first..<min(first + Self.block, end)))
    }
    return sums.report()
  }

  /// Runs until every interval's service level has a half-width of at most `halfWidth`, or `most` days.
  ///
  /// Days double from `first`; the answer depends on the seed only.
  public func run(
    halfWidth: Double, first: Int = 500, most: Int = 100_000
  ) async -> QueueReport {
    var sums = QueueSums(intervals: scenario.intervals.count)
    var done = 0
    // Whole blocks, so that the sums are formed as in one run of that length.
    func whole(_ days: Int) -> Int { min(most, (days + Self.block - 1) / Self.block * Self.block) }
    var next = whole(max(2, first))
    while true {
      await extend(&sums, from: done, to: next)
      done = next
      let report = sums.report()
      let widest =
        report.intervals.dropFirst(scenario.warmUpIntervals)
        .map(\.serviceLevel.halfWidth).max() ?? 0
      if widest <= halfWidth || done >= most { return report }
      // What the width seen so far asks for, at most fourfold at once.
      let need = Double(done) * (widest / halfWidth) * (widest / halfWidth) * 1.05
      next = whole(max(done + 50, min(done * 4, Int(min(need, 1e9)))))
    }
  }

  private static let block = 16

  private func extend(_ sums: inout QueueSums, from first: Int, to end: Int) async {
    let blocks = Swift.stride(from: first, to: end, by: Self.block).map {
      $0..<min($0 + Self.block, end)
    }
    // A few waves of many blocks bound the memory of finished ones.
    var next = 0
    while next < blocks.count {
      let wave = Array(blocks[next..<min(next + 1024, blocks.count)])
      next += wave.count
      let parts = await withTaskGroup(of: (Int, QueueSums).self) { group in
        for (k, range) in wave.enumerated() {
          group.addTask { (k, simulate(range)) }
        }
        var found = [QueueSums?](repeating: nil, count: wave.count)
        for await (k, part) in group { found[k] = part }
        return found
      }
      for part in parts {
        if let part { sums.add(part) }
      }
    }
  }

  private func simulate(_ replications: Range<Int>) -> QueueSums {
    var sums = QueueSums(intervals: scenario.intervals.count)
    var day = QueueDay(scenario)
    for k in replications {
      // Golden sections fill the unit interval evenly, however many days there are.
      let section = Double(k + 1) * 0.618_033_988_749_894_8
      day.run(
        RandomStream(seed: seed, stream: UInt64(k)), rounding: section - section.rounded(.down))
      sums.add(day, skipping: scenario.warmUpIntervals)
    }
    return sums
  }
}

/// Sums of one quantity of calls over days.
struct OutcomeSums: Sendable {
  var level = RatioSums()
  var abandoned = RatioSums()
  var waited = RatioSums()
  var answer = RatioSums()
  var levelOfAnswered = RatioSums()
  var levelExcludingShort = RatioSums()
  var virtualLevel = RatioSums()
  var busy = 0.0
  var overtime = 0.0

  mutating func add(_ t: QueueTally) {
    busy += t.busy
    overtime += t.overtime
    level.add(t.inTime, over: t.offered)
    levelOfAnswered.add(t.inTime, over: t.answered)
    levelExcludingShort.add(t.inTime, over: t.offered - t.shortAbandoned)
    virtualLevel.add(t.virtuallyInTime, over: t.offered)
    abandoned.add(t.abandoned, over: t.offered)
    waited.add(t.waited, over: t.offered)
    answer.add(t.waitOfAnswered, over: t.answered)
  }

  mutating func add(_ other: OutcomeSums) {
    level.add(other.level)
    abandoned.add(other.abandoned)
    waited.add(other.waited)
    answer.add(other.answer)
    levelOfAnswered.add(other.levelOfAnswered)
    levelExcludingShort.add(other.levelExcludingShort)
    virtualLevel.add(other.virtualLevel)
    busy += other.busy
    overtime += other.overtime
  }

  private var counts: QueueCounts {
    var counts = QueueCounts()
    guard level.days > 0 else { return counts }
    counts.offered = level.y / level.days
    counts.inTime = level.x / level.days
    counts.abandoned = abandoned.x / level.days
    counts.answered = answer.y / level.days
    counts.waitOfAnswered = answer.x / level.days
    counts.shortAbandoned = counts.offered - levelExcludingShort.y / level.days
    counts.virtuallyInTime = virtualLevel.x / level.days
    counts.busySeconds = busy / level.days
    counts.overtimeSeconds = overtime / level.days
    return counts
  }

  func outcome() -> QueueOutcome {
    .init(
      counts: counts, serviceLevel: level.estimate(ifEmpty: 1),
      levelOfAnswered: levelOfAnswered.estimate(ifEmpty: 1),
      levelExcludingShortAbandons: levelExcludingShort.estimate(ifEmpty: 1),
      virtualLevel: virtualLevel.estimate(ifEmpty: 1),
      abandonment: abandoned.estimate(ifEmpty: 0), waiting: waited.estimate(ifEmpty: 0),
      speedOfAnswer: answer.estimate(ifEmpty: 0))
  }
}

/// Sums over days of all intervals.
struct QueueSums: Sendable {
  private var intervals: [OutcomeSums]
  private var day = OutcomeSums()
  private var occupancy = RatioSums()
  private var calls = 0
  private var replications = 0

  init(intervals: Int) {
    self.intervals = Array(repeating: .init(), count: intervals)
  }

  mutating func add(_ run: borrowing QueueDay, skipping: Int) {
    var all = QueueTally()
    for k in intervals.indices {
      let t = run.tally[k]
      intervals[k].add(t)
      if k < skipping { continue }
      all.add(t)
    }
    day.add(all)
    occupancy.add(run.busySeconds, over: run.staffedSeconds)
    calls += run.calls
    replications += 1
  }

  mutating func add(_ other: QueueSums) {
    for k in intervals.indices { intervals[k].add(other.intervals[k]) }
    day.add(other.day)
    occupancy.add(other.occupancy)
    calls += other.calls
    replications += other.replications
  }

  func report() -> QueueReport {
    .init(
      intervals: intervals.map { $0.outcome() }, day: day.outcome(),
      occupancy: occupancy.estimate(ifEmpty: 0), replications: replications, calls: calls)
  }
}
