// Chats with concurrency in steady state, simulated: what the exact chain cannot hold (large teams, many
// at once).
//
// Method: `ChatFloor` with the same arrivals and agents throughout, after a warm-up of a tenth.

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
    let parts = await withTaskGroup(of: (Int, ServiceTally).self) { group in
      for k in 0..<count {
        group.addTask { (k, run(RandomStream(seed: seed, stream: UInt64(k)))) }
      }
      var found = [ServiceTally](repeating: .init(), count: count)
      for await (k, tally) in group { found[k] = tally }
      return found
    }
    var sums = OutcomeSums()
    var occupancy = RatioSums()
    for part in parts {
      var tally = QueueTally()
      tally.offered = part.offered
      tally.inTime = part.inTime
      tally.abandoned = part.abandoned
      tally.waited = part.waited
      tally.answered = part.answered
      tally.waitOfAnswered = part.wait
      sums.add(tally)
      occupancy.add(part.busySeconds, over: part.staffedSeconds)
    }
    let outcome = sums.outcome()
    return .init(
      intervals: [outcome], day: outcome, occupancy: occupancy.estimate(ifEmpty: 0),
      replications: count, calls: Int(outcome.offered * Double(count)))
  }

  private func run(_ given: RandomStream) -> ServiceTally {
    var stream = given
    let warmUp = seconds / 10
    var floor = ChatFloor(
      intervals: [
        .init(start: 0, end: warmUp, chatsPerHour: chatsPerHour),
        .init(start: warmUp, end: warmUp + seconds, chatsPerHour: chatsPerHour),
      ], handlingSeconds: handlingSeconds, patience: patience, thresholdSeconds: thresholdSeconds)
    floor.fillsUp = fillsUp
    return floor.run(&stream, staff: [.init(from: 0, agents: agents)])[1]
  }
}
