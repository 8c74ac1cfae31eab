public import CivilTime

/// How many agents every interval of every queue needs, on one gapless grid.
public struct RosterRequirement: Hashable, Sendable {
  public var start: Instant
  public var intervalSeconds: Int
  /// One name per queue; a single queue may have the empty name.
  public var queues: [String]
  /// `required[queue][interval]`, never negative.
  public var required: [[Int]]
  /// What one missing agent costs in each interval, in thousandths of an ordinary missing
  /// agent-interval (from the staffing model's marginal service value); nil means 1000 everywhere.
  public var worth: [[Int]]?
  /// Where anybody was required when this was made, `needed[queue][interval]`: it stays when `required` is
  /// lowered to what is left to do, so that enough is not taken for nothing.
  public var needed: [[Bool]]
  /// Agents that all queues of the centre require by interval, where these are only some of them: presence
  /// rules count them. Nil: those of `required`.
  public var requiredInAll: [Int]?

  public init(
    start: Instant, intervalSeconds: Int, queues: [String] = [""], required: [[Int]],
    worth: [[Int]]? = nil, needed: [[Bool]]? = nil
  ) {
    self.start = start
    self.intervalSeconds = intervalSeconds
    self.queues = queues
    self.required = required
    self.worth = worth
    self.needed = needed ?? required.map { $0.map { $0 > 0 } }
  }

  public var intervalCount: Int { required.first?.count ?? 0 }
  public var end: Instant { start + intervalSeconds * intervalCount }
  /// Agents of all queues in an interval; none outside.
  public func requiredInAll(at interval: Int) -> Int {
    guard (0..<intervalCount).contains(interval) else { return 0 }
    return requiredInAll?[interval] ?? required.reduce(0) { $0 + $1[interval] }
  }
  /// Agent-intervals over all queues.
  public var total: Int { required.reduce(0) { $0 + $1.reduce(0, +) } }

  /// Dates of a zone on which somebody is required.
  public func neededDates(in zone: Zone) -> Set<CivilDate> {
    var dates: Set<CivilDate> = []
    let count = max(intervalCount, needed.map(\.count).max() ?? 0)
    for index in 0..<count where isNeeded(at: index) {
      dates.insert(zone.date(at: start + index * intervalSeconds))
    }
    return dates
  }

  /// Whether anybody is required in any queue of the centre, or was when the requirement was made.
  public func isNeeded(at interval: Int) -> Bool {
    requiredInAll(at: interval) > 0 || queues.indices.contains { isNeeded($0, interval) }
  }

  /// Whether anybody is required, or was when the requirement was made.
  public func isNeeded(_ queue: Int, _ interval: Int) -> Bool {
    if queue < required.count, interval < required[queue].count, required[queue][interval] > 0 {
      return true
    }
    return queue < needed.count && interval < needed[queue].count && needed[queue][interval]
  }

  /// Rows in any order, several queues; intervals that are not listed require nobody.
  ///
  /// The interval is the smallest distance between two starts of one queue. Nil when there are no
  /// rows, or a start is off that grid, or an interval is listed twice.
  public init?(rows: [RequirementRow], intervalSeconds: Int? = nil) {
    guard let first = rows.map(\.start).min(), let last = rows.map(\.start).max() else {
      return nil
    }
    let queues = Set(rows.map(\.queue)).sorted()
    var step = intervalSeconds ?? 0
    if step == 0 {
      let starts = Set(rows.map(\.start)).sorted()
      step = zip(starts.dropFirst(), starts).map { $0 - $1 }.min() ?? 1800
    }
    guard step > 0 else { return nil }
    let count = (last - first) / step + 1
    guard count <= 1_000_000 else { return nil }
    var required = Array(repeating: Array(repeating: -1, count: count), count: queues.count)
    let position = Dictionary(uniqueKeysWithValues: queues.enumerated().map { ($1, $0) })
    for row in rows {
      let offset = row.start - first
      guard offset % step == 0, let queue = position[row.queue],
        required[queue][offset / step] < 0
      else { return nil }
      required[queue][offset / step] = max(0, row.scheduled)
    }
    self.init(
      start: first, intervalSeconds: step, queues: queues,
      required: required.map { $0.map { max(0, $0) } })
  }
}
