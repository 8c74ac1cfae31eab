/// Counts of the contacts that arrived in one interval, and of the agents' time in it, in one replication.
public struct ServiceTally: Hashable, Sendable {
  public var offered = 0.0
  /// Contacts whose fate is known at the end: not those that may still be answered in time.
  public var judged = 0.0
  public var answered = 0.0
  /// Contacts that found no agent free.
  public var waited = 0.0
  public var inTime = 0.0
  public var abandoned = 0.0
  /// Abandoned within the threshold.
  public var abandonedEarly = 0.0
  /// Contacts that a patient customer in their place would have seen answered in time.
  public var virtualInTime = 0.0
  /// Seconds until an answer, over those answered.
  public var wait = 0.0
  /// Contacts finished in the interval, whenever they arrived.
  public var served = 0.0
  public var busySeconds = 0.0
  public var staffedSeconds = 0.0
  /// Contacts left at the interval's end, and of them those past their deadline.
  public var backlog = 0.0
  public var late = 0.0

  public init() {}

  /// The interval after, taken together with this one: counts add, what is left is what is left now.
  public mutating func append(_ next: ServiceTally) {
    offered += next.offered
    judged += next.judged
    answered += next.answered
    waited += next.waited
    inTime += next.inTime
    abandoned += next.abandoned
    abandonedEarly += next.abandonedEarly
    virtualInTime += next.virtualInTime
    wait += next.wait
    served += next.served
    busySeconds += next.busySeconds
    staffedSeconds += next.staffedSeconds
    backlog = next.backlog
    late = next.late
  }
}

/// Sums of tallies over replications, as ratios with their intervals of confidence.
public struct ServiceSums: Sendable {
  private var level: [RatioSums]
  private var abandoned = RatioSums()
  private var answer = RatioSums()
  private var occupied = RatioSums()
  private var done = RatioSums()
  private var left = RatioSums()
  private var overdue = RatioSums()

  /// Which contacts count as served in time, over which others.
  public enum Definition: Int, CaseIterable, Hashable, Sendable {
    case offered, answered, excludingShortAbandons, virtual
  }

  public init() { level = Definition.allCases.map { _ in RatioSums() } }

  public mutating func add(_ t: ServiceTally) {
    level[Definition.offered.rawValue].add(t.inTime, over: t.judged)
    level[Definition.answered.rawValue].add(t.inTime, over: t.answered)
    level[Definition.excludingShortAbandons.rawValue].add(
      t.inTime, over: t.judged - t.abandonedEarly)
    level[Definition.virtual.rawValue].add(t.virtualInTime, over: t.judged)
    abandoned.add(t.abandoned, over: t.judged)
    answer.add(t.wait, over: t.answered)
    occupied.add(t.busySeconds, over: t.staffedSeconds)
    done.add(t.served, over: t.offered)
    left.add(t.backlog, over: 1)
    overdue.add(t.late, over: 1)
  }

  /// Contacts offered in a replication, on average.
  public var offered: Double { done.days > 0 ? done.y / done.days : 0 }
  /// Contacts finished in a replication, on average.
  public var served: Double { done.days > 0 ? done.x / done.days : 0 }
  /// Share served in time; nil where there was nothing to serve.
  public func serviceLevel(_ definition: Definition) -> Estimate? {
    Self.estimate(level[definition.rawValue])
  }
  public var abandonment: Estimate? { Self.estimate(abandoned) }
  /// Nil where nobody was answered.
  public var speedOfAnswer: Estimate? { Self.estimate(answer) }
  /// Share of the agents' time spent on contacts; nil without agents.
  public var occupancy: Estimate? { Self.estimate(occupied) }
  /// Contacts finished over contacts offered; nil without any.
  public var completion: Estimate? { Self.estimate(done) }
  public var backlog: Double { left.estimate(ifEmpty: 0).value }
  public var late: Double { overdue.estimate(ifEmpty: 0).value }

  private static func estimate(_ sums: RatioSums) -> Estimate? {
    sums.y > 0 ? sums.estimate(ifEmpty: 0) : nil
  }
}
