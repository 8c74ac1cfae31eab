public import CentreModel
public import CivilTime
public import Publishing
internal import Simulation
internal import Tables

/// The service of one interval, day or week as a simulation found it.
public struct SimulatedService: Hashable, Sendable {
  public var queue: String
  public var start: Instant
  public var offered: Double
  /// Agents on the phone: rostered less shrinkage.
  public var agents: Int
  /// Answered within the threshold of all offered, with the half-width of its 95 % interval.
  public var serviceLevel: Double
  public var halfWidth: Double
  public var abandonment: Double
  public var averageSpeedOfAnswerSeconds: Double
  /// The run of open intervals it was simulated in, by the first one's start; its contacts, and the
  /// half-width of its service level as a whole.
  var stretch: Instant
  var stretchOffered: Double
  var stretchHalfWidth: Double
}

/// Replays a roster: calls of the forecast arrive at random and meet the agents rostered.
///
/// Every stretch of open intervals of a queue is simulated on its own, many times: Poisson arrivals,
/// exponential handling times and patience, agents who finish their call before they leave. Rostered
/// agents are reduced by the queue's shrinkage, rounded down. Intervals of confidence are those of a
/// ratio over independent replications. The same seed gives the same numbers with any threads.
public struct PlanSimulation: Sendable {
  public var queue: Queue
  public var intervalSeconds: Int
  public var replications: Int
  public var seed: UInt64

  public init(queue: Queue, intervalSeconds: Int, replications: Int, seed: UInt64) {
    self.queue = queue
    self.intervalSeconds = intervalSeconds
    self.replications = replications
    self.seed = seed
  }

  /// One row per open interval, in order.
  public func replay(
    _ requirement: [RequirementRow], _ coverage: [CoverageRow]
  ) async -> [SimulatedService] {
    let rostered = Dictionary(coverage.map { ($0.start, $0.rostered) }) { first, _ in first }
    var results: [SimulatedService] = []
    for stretch in stretches(requirement) {
      let agents = stretch.map { onPhone(rostered[$0.start] ?? 0) }
      let scenario = QueueScenario(
        intervals: zip(stretch, agents).map { row, agents in
          QueueScenario.Interval(
            callsPerHour: row.offered * 3600 / Double(intervalSeconds),
            handling: .exponential(mean: max(1, row.handlingSeconds)),
            patience: queue.patienceSeconds.map { .exponential(mean: $0) } ?? .never,
            thresholdSeconds: queue.goal.withinSeconds, agents: agents)
        }, intervalSeconds: Double(intervalSeconds))
      let report = await QueueSimulation(scenario, seed: seed).run(replications: replications)
      for (index, row) in stretch.enumerated() {
        let outcome = report.intervals[index]
        results.append(
          SimulatedService(
            queue: queue.id, start: row.start, offered: row.offered, agents: agents[index],
            serviceLevel: outcome.serviceLevel.value, halfWidth: outcome.serviceLevel.halfWidth,
            abandonment: outcome.abandonment.value,
            averageSpeedOfAnswerSeconds: outcome.speedOfAnswer.value, stretch: stretch[0].start,
            stretchOffered: stretch.reduce(0) { $0 + $1.offered },
            stretchHalfWidth: report.day.serviceLevel.halfWidth))
      }
    }
    return results
  }

  /// Rostered agents less shrinkage; the inverse of how `scheduled` came from the requirement.
  func onPhone(_ rostered: Int) -> Int {
    Int((Double(rostered) * (1 - queue.shrinkage) + 1e-9).rounded(.down))
  }

  /// Runs of open intervals without a gap between them.
  private func stretches(_ rows: [RequirementRow]) -> [[RequirementRow]] {
    var all: [[RequirementRow]] = []
    for row in rows where row.boundBy != ForecastRow.closedMethod {
      if let last = all.last?.last, last.start + intervalSeconds == row.start {
        all[all.count - 1].append(row)
      } else {
        all.append([row])
      }
    }
    return all
  }
}

extension [SimulatedService] {
  /// All of them together, weighted by their contacts.
  public func total() -> SimulatedService? {
    guard let first = first else { return nil }
    let offered = reduce(0) { $0 + $1.offered }
    guard offered > 0 else { return nil }
    func mean(_ key: KeyPath<SimulatedService, Double>) -> Double {
      reduce(0) { $0 + $1.offered * $1[keyPath: key] } / offered
    }
    // Stretches are independent of each other, intervals of one stretch are not: a part of a stretch
    // has the stretch's half-width, widened as the square root of its smaller share of the contacts.
    var variance = 0.0
    for part in Dictionary(grouping: self, by: \.stretch).sorted(by: { $0.key < $1.key }) {
      let own = part.value.reduce(0) { $0 + $1.offered }
      guard let whole = part.value.first, own > 0 else { continue }
      let halfWidth = whole.stretchHalfWidth * (whole.stretchOffered / own).squareRoot()
      variance += (own * halfWidth) * (own * halfWidth)
    }
    return SimulatedService(
      queue: first.queue, start: first.start, offered: offered, agents: 0,
      serviceLevel: mean(\.serviceLevel), halfWidth: variance.squareRoot() / offered,
      abandonment: mean(\.abandonment),
      averageSpeedOfAnswerSeconds: mean(\.averageSpeedOfAnswerSeconds), stretch: first.stretch,
      stretchOffered: offered, stretchHalfWidth: 0)
  }
}

/// Simulated service as a file, one row per open interval and queue.
public enum ServiceFile {
  public static func write(_ rows: [SimulatedService], zone: Zone) -> [UInt8] {
    var csv = CSVWriter([
      "queue", "interval_start", "offered", "agents", "sim_sl", "sim_ci95", "sim_p_abandon",
      "sim_asa_s",
    ])
    for row in rows {
      csv.row(
        row.queue, row.start.text(in: zone), fixed(row.offered, 3), "\(row.agents)",
        fixed(row.serviceLevel, 4), fixed(row.halfWidth, 4), fixed(row.abandonment, 4),
        fixed(row.averageSpeedOfAnswerSeconds, 1))
    }
    return csv.bytes
  }
}

/// Whether simulated service keeps a queue's goals.
public struct GoalVerdict: Hashable, Sendable {
  public var queue: String
  /// Such as `service level 76.1 % ± 0.4 where 80.0 % is promised`.
  public var words: String
  /// Missed even at the favourable end of the interval of confidence.
  public var isMissedBeyondDoubt: Bool

  /// The verdicts on a queue's week.
  public static func judge(_ queue: Queue, _ week: SimulatedService) -> [GoalVerdict] {
    var verdicts: [GoalVerdict] = []
    func percent(_ value: Double) -> String { "\(fixed(value * 100, 1)) %" }
    if let goal = queue.goal.serviceLevel, queue.goal.definition == .answeredOfOffered {
      verdicts.append(
        GoalVerdict(
          queue: queue.id,
          words: "service level \(percent(week.serviceLevel)) ± \(fixed(week.halfWidth * 100, 1))"
            + " in \(shortest(queue.goal.withinSeconds)) s where \(percent(goal)) is promised",
          isMissedBeyondDoubt: week.serviceLevel + week.halfWidth < goal))
    }
    // No half-width is known for these: a tenth above the goal is beyond doubt.
    if let goal = queue.goal.averageSpeedOfAnswerSeconds {
      verdicts.append(
        GoalVerdict(
          queue: queue.id,
          words: "ASA \(fixed(week.averageSpeedOfAnswerSeconds, 1)) s"
            + " where \(shortest(goal)) s is promised",
          isMissedBeyondDoubt: week.averageSpeedOfAnswerSeconds > goal * 1.1))
    }
    if let goal = queue.goal.abandonment {
      verdicts.append(
        GoalVerdict(
          queue: queue.id,
          words: "abandonment \(percent(week.abandonment)) where \(percent(goal)) is promised",
          isMissedBeyondDoubt: week.abandonment > goal * 1.1))
    }
    return verdicts
  }
}
