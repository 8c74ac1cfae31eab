// Goal: the service a roster gives, with its uncertainty.
//
// Method: each queue's week is simulated as one run of five-minute slots, with the agents the roster has
// at work in each, less shrinkage, rounded down; handling and patience are exponential. The half-width is that
// of 95 % over independent weeks. Parts of a scenario are separate queues; their service is weighted by
// contacts, and their half-widths add up as independent ones do.

internal import CentreModel
internal import CivilTime
internal import Planning
internal import Publishing
internal import Simulation

/// Service achieved, as shares of the contacts offered.
public struct ServiceResult: Hashable, Sendable {
  public var offered: Double
  public var handled: Double
  /// Answered within the queue's threshold.
  public var serviceLevel: Double
  public var halfWidth: Double
  public var abandonment: Double
  public var speedOfAnswerSeconds: Double
  public var occupancy: Double
  /// Seconds of handling.
  public var handlingSeconds: Double

  /// Results of queues or parts together.
  static func together(_ all: [ServiceResult]) -> ServiceResult {
    let offered = all.reduce(0) { $0 + $1.offered }
    let handled = all.reduce(0) { $0 + $1.handled }
    func mean(_ of: (ServiceResult) -> Double, by weight: (ServiceResult) -> Double) -> Double {
      let total = all.reduce(0) { $0 + weight($1) }
      return total > 0 ? all.reduce(0) { $0 + of($1) * weight($1) } / total : 0
    }
    let variance = all.reduce(0) { sum, one in
      let part = offered > 0 ? one.offered / offered * one.halfWidth : 0
      return sum + part * part
    }
    return ServiceResult(
      offered: offered, handled: handled,
      serviceLevel: mean(\.serviceLevel) { $0.offered }, halfWidth: variance.squareRoot(),
      abandonment: mean(\.abandonment) { $0.offered },
      speedOfAnswerSeconds: mean(\.speedOfAnswerSeconds) { $0.handled },
      occupancy: mean(\.occupancy) { $0.handlingSeconds },
      handlingSeconds: all.reduce(0) { $0 + $1.handlingSeconds })
  }
}

/// Simulates what rosters promise.
struct ServiceCheck: Sendable {
  var intervalSeconds: Int
  var replications: Int
  var seed: UInt64

  /// Pauses begin and end on this grid.
  private var slotSeconds: Int { intervalSeconds % 300 == 0 ? 300 : intervalSeconds }

  /// The rows cut into slots, each with its part of the contacts.
  private func slots(_ rows: [RequirementRow]) -> [RequirementRow] {
    let count = intervalSeconds / slotSeconds
    return rows.flatMap { row in
      (0..<count).map { k in
        var slot = row
        slot.start = row.start + k * slotSeconds
        slot.offered = row.offered / Double(count)
        return slot
      }
    }
  }

  /// One queue's rows, of all queues', against the segments of the agents.
  func service(
    _ queue: Queue, _ rows: [RequirementRow], _ segments: [RosterSegment]
  ) async -> ServiceResult {
    let all = slots(rows)
    let mine = all.filter { $0.queue == queue.id }
    let rostered = RosterStep.coverage(all, segments, intervalSeconds: slotSeconds)
      .filter { $0.queue == queue.id }
    let patience: Distribution = queue.patienceSeconds.map { .exponential(mean: $0) } ?? .never
    let present = 1 - queue.shrinkage
    let perHour = 3600 / Double(slotSeconds)
    let intervals = zip(mine, rostered).map { row, cover -> QueueScenario.Interval in
      let agents = Int(Double(cover.rostered) * present + 1e-9)
      let rate: Double = row.offered * perHour
      let handling = Distribution.exponential(mean: max(1, row.handlingSeconds))
      return QueueScenario.Interval(
        callsPerHour: rate, handling: handling, patience: patience,
        thresholdSeconds: queue.goal.withinSeconds, agents: agents)
    }
    let offered = mine.reduce(0) { $0 + $1.offered }
    guard offered > 0 else { return .together([]) }
    let report = await QueueSimulation(
      QueueScenario(intervals: intervals, intervalSeconds: Double(slotSeconds)), seed: seed
    ).run(replications: replications)
    let handled = offered * (1 - report.day.abandonment.value)
    let seconds = mine.reduce(0) { $0 + $1.offered * $1.handlingSeconds }
    return ServiceResult(
      offered: offered, handled: handled, serviceLevel: report.day.serviceLevel.value,
      halfWidth: report.day.serviceLevel.halfWidth, abandonment: report.day.abandonment.value,
      speedOfAnswerSeconds: report.day.speedOfAnswer.value, occupancy: report.occupancy.value,
      handlingSeconds: seconds * handled / offered)
  }
}
