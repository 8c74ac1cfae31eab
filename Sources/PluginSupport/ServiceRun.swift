public import MusterPluginKit
public import Simulation

/// What replications found of a queue's rows, by interval, local day and in all.
public struct ServiceRun: Sendable {
  /// What kind of service is reported.
  public enum Kind: Sendable {
    /// People wait for an answer.
    case queue
    /// Work waits until a deadline.
    case deferred
    /// A list is worked.
    case list
  }

  private let rows: [Interval]
  private let kind: Kind
  private let definition: ServiceSums.Definition
  private var intervals: [ServiceSums]
  private var days: [(rows: Range<Int>, sums: ServiceSums)]
  public private(set) var total = ServiceSums()

  public init(
    _ rows: [Interval], _ kind: Kind, definition: ServiceSums.Definition = .offered
  ) {
    self.rows = rows
    self.kind = kind
    self.definition = definition
    intervals = rows.map { _ in ServiceSums() }
    days = daysOf(rows).compactMap { day in
      guard let first = day.indices.first, let last = day.indices.last else { return nil }
      return (first..<last + 1, ServiceSums())
    }
  }

  /// One replication: a tally for each row.
  public mutating func add(_ tallies: [ServiceTally]) {
    for (i, tally) in tallies.enumerated() { intervals[i].add(tally) }
    for k in days.indices { days[k].sums.add(Self.sum(tallies[days[k].rows])) }
    total.add(Self.sum(tallies[...]))
  }

  private static func sum(_ tallies: ArraySlice<ServiceTally>) -> ServiceTally {
    var sum = ServiceTally()
    for tally in tallies { sum.append(tally) }
    return sum
  }

  /// The answer of the simulate hook.
  public func answer(
    verdicts: [ServiceVerdict], notJudged: [UnjudgedGoal] = [], notes: [String] = []
  ) -> SimulateAnswer {
    SimulateAnswer(
      intervals: rows.indices.map { service(intervals[$0], $0..<$0 + 1) },
      days: days.map { service($0.sums, $0.rows) }, total: service(total, rows.indices),
      verdicts: verdicts, notJudged: notJudged, notes: notes)
  }

  private func service(_ sums: ServiceSums, _ range: Range<Int>) -> ServiceInfo {
    guard let first = range.first, let last = range.last else {
      return ServiceInfo(startUnix: 0, endUnix: 0, offered: 0)
    }
    func share(_ x: Double?) -> Double? { x.map { min(1, max(0, $0)) } }
    let level = kind == .list ? nil : sums.serviceLevel(definition)
    let abandonment = kind == .deferred ? nil : sums.abandonment
    return ServiceInfo(
      startUnix: rows[first].start_unix,
      endUnix: rows[last].start_unix + Int64(rows[last].length_s), offered: sums.offered,
      served: sums.served, serviceLevel: share(level?.value),
      halfWidth: level.flatMap { $0.halfWidth.isFinite ? $0.halfWidth : nil },
      abandonment: share(abandonment?.value),
      asaS: kind == .list ? nil : sums.speedOfAnswer?.value,
      occupancy: share(sums.occupancy?.value), backlog: sums.backlog,
      late: kind == .deferred ? sums.late : nil)
  }
}

extension ServiceSums.Definition {
  /// The definition of a queue's goal.
  public init(_ goal: GoalInfo) {
    self =
      switch goal.definition {
      case "answered-of-answered": .answered
      case "excluding-short-abandons": .excludingShortAbandons
      case "virtual": .virtual
      default: .offered
      }
  }
}

extension ServiceVerdict {
  /// A share or a time that must be at least `promised`; nil without a value.
  public static func least(
    _ goal: String, _ found: Estimate?, _ promised: Double, unit: String = "share"
  ) -> ServiceVerdict? {
    found.map { ServiceVerdict(goal, $0, promised, unit) { $0 - promised } }
  }

  /// A share or a time that must be at most `promised`; nil without a value.
  public static func most(
    _ goal: String, _ found: Estimate?, _ promised: Double, unit: String = "share"
  ) -> ServiceVerdict? {
    found.map { ServiceVerdict(goal, $0, promised, unit) { promised - $0 } }
  }

  /// Missed only where the whole confidence interval is on the wrong side.
  ///
  /// `margin`: By how much a value keeps the promise.
  private init(
    _ goal: String, _ found: Estimate, _ promised: Double, _ unit: String,
    margin: (Double) -> Double
  ) {
    let half = found.halfWidth.isFinite ? found.halfWidth : 0
    self.init(
      goal: goal, value: found.value, promised: promised, halfWidth: half, unit: unit,
      missed: margin(found.value) + half < -1e-9)
  }
}

extension GoalInfo {
  /// The goals in words, by what they are about.
  public func words(_ share: Double) -> String {
    "at least \(fixed(100 * share, 1)) % within \(fixed(withinS)) s, \(definition)"
  }

  /// Verdicts on people who wait: every goal that is set.
  public func verdicts(_ sums: ServiceSums, hasPatience: Bool) -> (
    judged: [ServiceVerdict], not: [UnjudgedGoal]
  ) {
    var judged: [ServiceVerdict?] = []
    var not: [UnjudgedGoal] = []
    if let share = serviceLevel {
      judged.append(.least(words(share), sums.serviceLevel(.init(self)), share))
    }
    if let asaS {
      judged.append(
        .most("answered after \(fixed(asaS, 1)) s on average", sums.speedOfAnswer, asaS, unit: "s"))
    }
    if let abandonment {
      let goal = "at most \(fixed(100 * abandonment, 1)) % abandon"
      if hasPatience {
        judged.append(.most(goal, sums.abandonment, abandonment))
      } else {
        not.append(
          UnjudgedGoal(goal: goal, reason: "the queue gives no patience, so nobody abandons"))
      }
    }
    if let maxOccupancy {
      judged.append(
        .most(
          "occupancy of at most \(fixed(100 * maxOccupancy, 1)) %", sums.occupancy, maxOccupancy))
    }
    return (judged.compactMap { $0 }, not)
  }

  /// The goals of people who wait, for a queue in which nobody does.
  public func unjudged(because reason: String) -> [UnjudgedGoal] {
    var goals: [String] = []
    if let share = serviceLevel { goals.append(words(share)) }
    if let asaS { goals.append("answered after \(fixed(asaS, 1)) s on average") }
    if let abandonment { goals.append("at most \(fixed(100 * abandonment, 1)) % abandon") }
    if let maxOccupancy {
      goals.append("occupancy of at most \(fixed(100 * maxOccupancy, 1)) %")
    }
    return goals.map { UnjudgedGoal(goal: $0, reason: reason) }
  }
}
