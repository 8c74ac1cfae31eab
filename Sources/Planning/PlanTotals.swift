internal import CivilTime
public import Diagnostics
internal import Files
public import Publishing
internal import Tables

/// What a published plan comes to, read from its own files alone: nothing of today's inputs is asked.
public struct PlanTotals: Hashable, Sendable {
  public var agents: Int
  public var shifts: Int
  public var paidHours: Double
  /// Agent-hours scheduled that nobody fills, of queues held by interval.
  public var missingHours: Double

  /// Reads the plan in the folder `path`, whose manifest is given.
  public init(path: String, _ manifest: Manifest) throws(Problem) {
    (agents, shifts, paidHours) = try Self.people(path)
    missingHours = try Self.missing(path, besides: manifest.promisedQueues)
  }

  private static func people(_ path: String) throws(Problem) -> (Int, Int, Double) {
    let table = try CSVTable(path: "\(path)/\(PlanFileName.roster)")
    let columns = try table.require("agent_id", "shift_start_utc", "minutes", "paid")
    var agents: Set<String> = []
    var shifts: Set<[String]> = []
    var paidMinutes = 0.0
    try table.forEachRow { (row) throws(Problem) in
      agents.insert(row.text(columns[0]))
      shifts.insert([row.text(columns[0]), row.text(columns[1])])
      if row.text(columns[3]) == "yes" { paidMinutes += try row.number(columns[2]) }
    }
    return (agents.count, shifts.count, paidMinutes / 60)
  }

  /// The file has a row for every interval, so that its shortest step is the interval.
  private static func missing(
    _ path: String, besides promised: Set<String>
  ) throws(Problem) -> Double {
    let table = try CSVTable(path: "\(path)/\(PlanFileName.coverage)")
    let columns = try table.require("queue", "interval_start", "missing")
    var last: (queue: String, start: Instant)?
    var step = Int.max
    var sum = 0.0
    try table.forEachRow { (row) throws(Problem) in
      let queue = row.text(columns[0])
      let start = try row.instant(columns[1], in: nil)
      if let last, last.queue == queue, start > last.start { step = min(step, start - last.start) }
      last = (queue, start)
      if !promised.contains(queue) { sum += try row.number(columns[2]) }
    }
    return step == Int.max ? 0 : sum * Double(step) / 3600
  }
}

extension Manifest {
  /// The files that the plan was made from, without the published rosters that it continues.
  public var inputFiles: [File] {
    let rosters = [
      PublishedRosters.before, PublishedRosters.ledgerBefore, PublishedRosters.stayedNear,
    ]
    return inputs.filter { input in !rosters.contains { input.name.hasPrefix($0) } }
  }

  /// Whether every promise that the roster was searched for is kept; nil where there is none.
  public var keepsPromises: Bool? {
    let kept = (proved ?? [:]).filter { $0.key.hasSuffix("promise_kept") }.values
    return kept.isEmpty ? nil : kept.allSatisfy { $0 == "true" }
  }

  /// Queues rostered for a promise over a day or a week: their requirement is advice, and what is missing of
  /// it is nothing to be closed.
  public var promisedQueues: Set<String> {
    Set(
      (proved ?? [:]).filter { $0.key.hasSuffix("promised_queues") }
        .flatMap { $0.value.split(separator: ";").map(String.init) })
  }

  /// By how much the paid hours are above the least possible ones at the most; nil where nothing is proved.
  public var gap: Double? {
    let gaps = (proved ?? [:]).filter { $0.key.hasSuffix("gap") }.values.compactMap { Double($0) }
    return gaps.max()
  }
}
