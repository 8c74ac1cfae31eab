// Goal: the service that a roster gives a queue of callers.
//
// Method: every run of open intervals is simulated on its own, many times: Poisson arrivals, exponential
// handling times and patience, agents who finish their call before they leave. Those present are those
// whom the roster has at work in each slot of the grid of its pauses, less the queue's shrinkage; the
// part of an agent is there on that part of the days. Intervals of confidence are those of a ratio over
// independent replications. The same seed gives the same numbers with any threads.
// Conditions: a queue's agents serve it alone while the roster has them there, unless they all serve the same; calls that come while the queue
// is closed are not simulated.

public import CentreModel
internal import CivilTime
public import RosterChecking
internal import Simulation

/// Simulates the queues of callers of a part.
public struct ServiceSimulation: Sendable {
  public var intervalSeconds: Int
  public var replications: Int
  public var seed: UInt64

  public init(intervalSeconds: Int, replications: Int, seed: UInt64) {
    self.intervalSeconds = intervalSeconds
    self.replications = replications
    self.seed = seed
  }

  /// Weeks of the floor for each replication of a queue of its own: days come out about as sure.
  private static let weeks = 3

  /// One row per open interval of every queue of callers of a part, in order: promised and pooled queues
  /// on the floor as it runs, the others each alone.
  ///
  /// `segments`: The roster; `agents`: its people.
  public func service(
    _ part: SitePart, _ rows: [RequirementRow], _ presence: RosterPresence,
    _ segments: [RosterSegment], agents: [RosterAgent], _ posing: Posing
  ) async -> [SimulatedService] {
    var pooled: [SimulatedService] = []
    var floor = part
    floor.promised += part.pooled.joined()
    if !floor.promised.isEmpty {
      pooled = await FloorService(floor, rows, segments, agents: agents, posing).service(
        weeks: Self.weeks * replications, seed: seed)
    }
    var all: [SimulatedService] = []
    for queue in part.queues where queue.isQueueOfCallers {
      if floor.promised.contains(queue.id) {
        all += pooled.filter { $0.queue == queue.id }
      } else {
        all += await service(
          queue, rows.filter { $0.queue == queue.id }, presence, site: part.site.site.id)
      }
    }
    return all
  }

  /// One row per open interval of a queue, in order.
  ///
  /// `rows`: The queue's requirement, ascending; `presence`: who is at work, last week's shifts among them.
  public func service(
    _ queue: Queue, _ rows: [RequirementRow], _ presence: RosterPresence, site: String = ""
  ) async -> [SimulatedService] {
    let working = presence.requirement.queues.firstIndex(of: queue.id).map { presence.working[$0] }
    var results: [SimulatedService] = []
    for stretch in stretches(rows) {
      results += await replay(queue, stretch, working ?? [], presence, site)
    }
    return results
  }

  private func replay(
    _ queue: Queue, _ stretch: [RequirementRow], _ working: [Int], _ presence: RosterPresence,
    _ site: String
  ) async -> [SimulatedService] {
    let count = presence.slotsPerInterval
    let slot = presence.slotSeconds
    let patience: Distribution = queue.patienceSeconds.map { .exponential(mean: $0) } ?? .never
    func agents(_ start: Instant, _ k: Int) -> Double {
      let index = (start - presence.requirement.start) / slot + k
      guard working.indices.contains(index) else { return 0 }
      return Double(working[index]) * (1 - queue.shrinkage)
    }
    let slots = stretch.flatMap { row in
      (0..<count).map { k in
        QueueScenario.Interval(
          callsPerHour: row.offered * 3600 / Double(intervalSeconds),
          handling: .exponential(mean: max(1, row.handlingSeconds)), patience: patience,
          thresholdSeconds: queue.goal.withinSeconds, expectedAgents: agents(row.start, k))
      }
    }
    let report = await QueueSimulation(
      QueueScenario(intervals: slots, intervalSeconds: Double(slot)), seed: seed
    ).run(replications: replications)
    let whole = SimulatedService.Stretch(
      start: stretch[0].start, offered: stretch.reduce(0) { $0 + $1.offered },
      halfWidths: ServiceFigures(
        serviceLevel: report.day.level(queue.goal.definition).halfWidth,
        abandonment: report.day.abandonment.halfWidth,
        averageSpeedOfAnswerSeconds: report.day.speedOfAnswer.halfWidth,
        occupancy: report.occupancy.halfWidth))
    return stretch.enumerated().map { index, row in
      let own = report.intervals[(index * count)..<((index + 1) * count)]
      var counts = ServiceCounts()
      // Sums of the simulated calls are scaled to the contacts expected, whose chance they share.
      for outcome in own { counts = counts + outcome.counts.sums(queue.goal.definition) }
      counts = counts.scaled(toOffer: row.offered)
      counts.handlingSeconds = counts.answered * row.handlingSeconds
      counts.busySeconds = own.reduce(0) { $0 + $1.counts.busySeconds }
      let present = (0..<count).reduce(0) { $0 + agents(row.start, $1) }
      // Who ends a call after the end of the shift is there until then.
      counts.staffedSeconds =
        own.reduce(present * Double(slot)) { $0 + $1.counts.overtimeSeconds }
      let halfWidths = own.map { $0.level(queue.goal.definition).halfWidth }
      let meanSquare = halfWidths.reduce(0) { $0 + $1 * $1 } / Double(count)
      return SimulatedService(
        queue: queue.id, site: site, start: row.start, counts: counts,
        agents: present / Double(count),
        // Slots of one interval go together: their mean is hardly surer than one of them.
        halfWidth: meanSquare.squareRoot(), stretch: whole)
    }
  }

  /// Runs of open intervals without a gap between them.
  private func stretches(_ rows: [RequirementRow]) -> [[RequirementRow]] {
    var all: [[RequirementRow]] = []
    for row in rows where !row.isClosed {
      if let last = all.last?.last, last.start + intervalSeconds == row.start {
        all[all.count - 1].append(row)
      } else {
        all.append([row])
      }
    }
    return all
  }
}

extension QueueOutcome {
  func level(_ definition: ServiceGoal.Definition) -> Estimate {
    switch definition {
    case .answeredOfOffered: serviceLevel
    case .answeredOfAnswered: levelOfAnswered
    case .excludingShortAbandons: levelExcludingShortAbandons
    case .virtual: virtualLevel
    }
  }
}

extension QueueCounts {
  /// The sums that goals are judged by, the service level as `definition` counts it.
  func sums(_ definition: ServiceGoal.Definition) -> ServiceCounts {
    var sums = ServiceCounts()
    sums.offered = offered
    sums.answered = answered
    sums.abandoned = abandoned
    sums.waitOfAnsweredSeconds = waitOfAnswered
    sums.inTime = definition == .virtual ? virtuallyInTime : inTime
    sums.judged =
      switch definition {
      case .answeredOfOffered, .virtual: offered
      case .answeredOfAnswered: answered
      case .excludingShortAbandons: offered - shortAbandoned
      }
    return sums
  }
}

extension ServiceCounts {
  func scaled(toOffer expected: Double) -> ServiceCounts {
    guard offered > 0 else {
      var none = ServiceCounts()
      none.offered = expected
      // Nobody called in any replication: nobody was kept waiting either.
      none.judged = expected
      none.inTime = expected
      none.answered = expected
      return none
    }
    let factor = expected / offered
    var scaled = ServiceCounts()
    scaled.offered = expected
    scaled.inTime = inTime * factor
    scaled.judged = judged * factor
    scaled.answered = answered * factor
    scaled.abandoned = abandoned * factor
    scaled.waitOfAnsweredSeconds = waitOfAnsweredSeconds * factor
    return scaled
  }
}
