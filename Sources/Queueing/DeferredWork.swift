// Work that may wait: backlog and turnaround.
//
// Goal: exact. Method: first in, first out, deterministic flow. All work of period t is done by the
// end of period t + D exactly when for all s ≤ t the arrivals A(s..t) do not exceed the capacity
// C(s..t+D); the smallest constant capacity is the largest quotient A(s..t) / open periods(s..t+D).
// Source: flow bound of the notes to every deadline scheduling text (Liu & Layland 1973).

/// What becomes of a day's deferred work.
public struct DeferredWorkTrace: Hashable, Sendable {
  /// Items done in each period.
  public var done: [Double]
  /// Items left at the end of each period.
  public var backlog: [Double]
  /// Periods until the last item that arrived in each period is done: 0 within its own; nil when
  /// that does not happen in the horizon.
  public var turnaround: [Int?]
  /// Share of all items done within the deadline asked for.
  public var withinDeadline: Double
}

/// Backlog staffing.
public enum DeferredWork {
  /// The smallest constant capacity, in items a period, that does every item within `deadline`
  /// periods after the one it arrived in.
  ///
  /// `arrivals` are the items that arrive in each period, `open` the periods in which work is done
  /// (nil for all); work goes on after the last arrival. O(periods²).
  public static func minimumCapacity(
    arrivals: [Double], deadline: Int, open: [Bool]? = nil
  ) throws(QueueingError) -> Double {
    try check(arrivals, deadline)
    // Closed periods before each; after the last that is given all are open.
    var closed = [0]
    for isOpen in open ?? [] { closed.append(closed[closed.count - 1] + (isOpen ? 0 : 1)) }
    var best = 0.0
    for s in arrivals.indices {
      var items = 0.0
      for t in s..<arrivals.count {
        items += arrivals[t]
        if items == 0 { continue }
        let last = t + deadline + 1
        let known = closed.count - 1
        let periods = last - s - (closed[min(last, known)] - closed[min(s, known)])
        guard periods > 0 else {
          throw .unreachable(
            quantity: .periods, value: Double(deadline),
            because: "work that arrives in period \(s + 1) falls due while nobody works")
        }
        best = max(best, items / Double(periods))
      }
    }
    return best
  }

  /// Agents for a capacity: items an hour times AHT, up to the next whole agent.
  public static func agents(
    itemsPerHour: Double, handlingSeconds: Double, maximumOccupancy: Double = 1
  ) throws(QueueingError) -> Double {
    let rate = try Check.notNegative(itemsPerHour, .callsPerHour)
    let s = try Check.notNegative(handlingSeconds, .handlingTime)
    guard maximumOccupancy > 0, maximumOccupancy <= 1 else {
      throw .outOfRange(
        quantity: .occupancy, value: maximumOccupancy, allowed: "above 0 and at most 1")
    }
    return agentsForOccupancy(rate * s / 3600, maximum: maximumOccupancy)
  }

  /// The flow of the work through given capacities, in items a period, starting with `backlog` items.
  public static func trace(
    arrivals: [Double], capacity: [Double], deadline: Int, backlog start: Double = 0
  ) throws(QueueingError) -> DeferredWorkTrace {
    try check(arrivals, deadline)
    for c in capacity { _ = try Check.notNegative(c, .callsPerHour) }
    let before = try Check.notNegative(start, .callsPerHour)
    var done: [Double] = []
    var left: [Double] = []
    var cumulativeDone = [0.0]
    var backlog = before
    for t in 0..<max(arrivals.count, capacity.count) {
      backlog += t < arrivals.count ? arrivals[t] : 0
      let work = min(backlog, t < capacity.count ? capacity[t] : 0)
      backlog -= work
      done.append(work)
      left.append(backlog)
      cumulativeDone.append((cumulativeDone.last ?? 0) + work)
    }
    var turnaround: [Int?] = []
    var arrived = before
    var inTime = 0.0
    var all = 0.0
    for t in arrivals.indices {
      let first = arrived
      arrived += arrivals[t]
      let tolerance = 1e-9 * max(1, arrived)
      let end = (t..<done.count).first { cumulativeDone[$0 + 1] >= arrived - tolerance }
      turnaround.append(arrivals[t] == 0 ? 0 : end.map { $0 - t })
      let by = min(t + deadline, done.count - 1)
      inTime += min(arrivals[t], max(0, cumulativeDone[by + 1] - first))
      all += arrivals[t]
    }
    return .init(
      done: done, backlog: left, turnaround: turnaround,
      withinDeadline: all > 0 ? min(1, inTime / all) : 1)
  }

  private static func check(_ arrivals: [Double], _ deadline: Int) throws(QueueingError) {
    for a in arrivals { _ = try Check.notNegative(a, .callsPerHour) }
    guard (0...1_000_000).contains(deadline) else {
      throw .outOfRange(
        quantity: .periods, value: Double(deadline), allowed: "a whole number from 0")
    }
  }
}
