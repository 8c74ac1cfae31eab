// Goal: what a promise asks, queue by queue: stretches of time with a share of calls in time.

internal import CivilTime
internal import FloorSimulation

/// One queue and one stretch of time for which a share of answers in time is promised.
public struct ServiceGoalCell: Hashable, Sendable {
  public enum Period: Hashable, Sendable {
    case week
    case day
    case interval
    /// The floor below which no hour may fall.
    case hour
  }
  public var queue: Int
  public var period: Period
  /// Steps of the grid.
  public var steps: Range<Int>
  public var level: Double
  /// Expected calls.
  public var calls: Double
}

/// The days of a clock as steps, those of the first and the last as far as there are intervals.
func goalDays(
  _ span: Range<Instant>, _ zone: Zone, origin: Instant, _ floor: FloorModel
) -> [Range<Int>] {
  let step = floor.stepSeconds
  func at(_ instant: Instant) -> Int { min(floor.steps, max(0, (instant - origin) / step)) }
  guard span.lowerBound < span.upperBound else { return [] }
  let first = zone.date(at: span.lowerBound)
  let count = zone.date(at: span.upperBound + -1) - first + 1
  return (0..<count).map { k in
    let from = at(max(span.lowerBound, zone.startOfDay(first + k)))
    return from..<max(from, at(min(span.upperBound, zone.startOfDay(first + k + 1))))
  }
}

func serviceGoals(
  _ promise: ServicePromise, _ floor: FloorModel, days: [Range<Int>]
) -> [ServiceGoalCell] {
  var goals: [ServiceGoalCell] = []
  for (q, queue) in floor.queues.enumerated() {
    func add(_ period: ServiceGoalCell.Period, _ steps: Range<Int>, _ level: Double) {
      let calls = steps.reduce(0) { $0 + queue.offered[$1] }
      if calls > 0, level > 0 {
        goals.append(
          ServiceGoalCell(queue: q, period: period, steps: steps, level: level, calls: calls))
      }
    }
    func each(_ seconds: Int, _ body: (Range<Int>) -> Void) {
      let width = max(1, seconds / floor.stepSeconds)
      guard let first = days.first?.lowerBound, let end = days.last?.upperBound else { return }
      for from in stride(from: first, to: end, by: width) { body(from..<min(end, from + width)) }
    }
    let level = promise.queues[q].serviceLevel
    switch promise.scope(of: q) {
    case .week:
      for first in stride(from: 0, to: days.count, by: 7) {
        let last = min(days.count, first + 7) - 1
        add(.week, days[first].lowerBound..<days[last].upperBound, level)
      }
    case .day: for day in days { add(.day, day, level) }
    case .interval: each(promise.intervalSeconds) { add(.interval, $0, level) }
    }
    if let hour = promise.hourFloor(of: q) { each(3600) { add(.hour, $0, hour) } }
  }
  return goals
}
