// Chats with concurrency, simulated: what the exact chain cannot hold (large teams, many at once).
//
// Method: an agent with k chats finishes one at rate k / AHT[k]; with exponential times the time to the
// next event of the whole floor is drawn from the sum of all rates, and which agent it is from their
// shares, so that a change of k needs no redrawing. Patience ends while waiting only.
internal import Glibc

/// Simulates a chat floor in steady state.
public struct ChatSimulation: Sendable {
  public var chatsPerHour: Double
  /// Element k - 1: mean duration in seconds of one chat while its agent has k.
  public var handlingSeconds: [Double]
  public var agents: Int
  public var patience: Distribution
  public var thresholdSeconds: Double
  /// New chats fill agents up instead of going to the least loaded.
  public var fillsUp = false
  public var seed: UInt64
  /// Length of a run, after a warm-up of a tenth.
  public var seconds = 200_000.0

  public init(
    chatsPerHour: Double, handlingSeconds: [Double], agents: Int, patience: Distribution = .never,
    thresholdSeconds: Double = 30, seed: UInt64
  ) {
    self.chatsPerHour = chatsPerHour
    self.handlingSeconds = handlingSeconds
    self.agents = agents
    self.patience = patience
    self.thresholdSeconds = thresholdSeconds
    self.seed = seed
  }

  /// Runs on all cores; occupancy is the share of chat places in use.
  public func run(replications: Int) async -> QueueReport {
    let count = max(2, replications)
    let parts = await withTaskGroup(of: (Int, QueueTally, Double).self) { group in
      for k in 0..<count {
        group.addTask {
          let (tally, busy) = run(RandomStream(seed: seed, stream: UInt64(k)))
          return (k, tally, busy)
        }
      }
      var found = [(QueueTally, Double)](repeating: (.init(), 0), count: count)
      for await (k, tally, busy) in group { found[k] = (tally, busy) }
      return found
    }
    var sums = OutcomeSums()
    var occupancy = RatioSums()
    for (tally, busy) in parts {
      sums.add(tally)
      occupancy.add(busy, over: seconds * Double(agents * handlingSeconds.count))
    }
    let outcome = sums.outcome()
    return .init(
      intervals: [outcome], day: outcome, occupancy: occupancy.estimate(ifEmpty: 0),
      replications: count, calls: Int(outcome.offered * Double(count)))
  }

  private func run(_ given: RandomStream) -> (QueueTally, Double) {
    var stream = given
    var tally = QueueTally()
    var placesUsed = 0.0
    let most = handlingSeconds.count
    let lambda = chatsPerHour / 3600
    let sampler = Sampler(patience)
    // Number of agents with k chats.
    var having = [Int](repeating: 0, count: most + 1)
    having[0] = agents
    let rates = (0...most).map { $0 == 0 ? 0 : Double($0) / handlingSeconds[$0 - 1] }
    var line = CallQueue()
    let warmUp = seconds / 10
    let end = seconds + warmUp
    var clock = 0.0
    var open = 0
    func count(_ arrival: Double, _ change: (inout QueueTally) -> Void) {
      if arrival >= warmUp { change(&tally) }
    }
    func begin(_ arrival: Double, _ time: Double) {
      let taker =
        fillsUp
        ? (0..<most).last { having[$0] > 0 } ?? 0 : (0..<most).first { having[$0] > 0 } ?? 0
      having[taker] -= 1
      having[taker + 1] += 1
      open += 1
      count(arrival) {
        $0.answered += 1
        $0.waitOfAnswered += time - arrival
        if time - arrival <= thresholdSeconds { $0.inTime += 1 }
      }
    }
    while true {
      var total = lambda
      for k in 1...most { total += Double(having[k]) * rates[k] }
      let next = clock + stream.exponential() / total
      let from = max(clock, warmUp)
      if min(next, end) > from { placesUsed += Double(open) * (min(next, end) - from) }
      clock = next
      if clock >= end { break }
      var pick = stream.uniform() * total
      if pick < lambda {
        count(clock) { $0.offered += 1 }
        if having[most] < agents {
          begin(clock, clock)
        } else {
          count(clock) { $0.waited += 1 }
          let limit = sampler.isNever ? .infinity : sampler.draw(&stream)
          line.append(.init(arrival: clock, leaves: clock + limit))
        }
        continue
      }
      pick -= lambda
      var k = 1
      while k < most, pick >= Double(having[k]) * rates[k] {
        pick -= Double(having[k]) * rates[k]
        k += 1
      }
      if having[k] == 0 { continue }
      having[k] -= 1
      having[k - 1] += 1
      open -= 1
      while !line.isEmpty, line.first.leaves <= clock {
        count(line.first.arrival) { $0.abandoned += 1 }
        line.removeFirst()
      }
      if !line.isEmpty {
        let arrival = line.first.arrival
        line.removeFirst()
        begin(arrival, clock)
      }
    }
    while !line.isEmpty {
      count(line.first.arrival) { if line.first.leaves < end { $0.abandoned += 1 } }
      line.removeFirst()
    }
    return (tally, placesUsed)
  }
}
