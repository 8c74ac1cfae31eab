public import CivilTime

/// What the roster covers of the requirement in one interval of one queue.
///
/// Somebody who is at work for a part of the interval counts for that part; what is missing while a
/// break lasts is not made good by a surplus after it.
public struct CoverageRow: Hashable, Sendable {
  public var queue: String
  public var start: Instant
  /// Agents to schedule.
  public var scheduled: Int
  /// Mean number of agents at work.
  public var rostered: Double
  /// Agents below and above the requirement, moment by moment, on average over the interval.
  public var missing: Double
  public var surplus: Double

  public init(
    queue: String, start: Instant, scheduled: Int, rostered: Double, missing: Double,
    surplus: Double
  ) {
    self.queue = queue
    self.start = start
    self.scheduled = scheduled
    self.rostered = rostered
    self.missing = missing
    self.surplus = surplus
  }
}

extension [CoverageRow] {
  /// Rows of several sites added up by queue and interval, in the order of first appearance.
  public func addedUp() -> [CoverageRow] {
    var index: [QueueInterval: Int] = [:]
    var all: [CoverageRow] = []
    for row in self {
      let key = QueueInterval(row.queue, row.start)
      if let k = index[key] {
        all[k].scheduled += row.scheduled
        all[k].rostered += row.rostered
        all[k].missing += row.missing
        all[k].surplus += row.surplus
      } else {
        index[key] = all.count
        all.append(row)
      }
    }
    return all
  }
}
