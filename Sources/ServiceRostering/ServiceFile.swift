internal import CentreModel
internal import CivilTime
public import Configuration
public import Diagnostics
public import Tables

// The files of a promise; Documentation/service.md describes every key and column.

extension ServicePromise {
  /// Reads `service.toml`; what is wrong is noted in the table.
  public init?(from root: ConfigTable) {
    _ = root.string("name")
    let horizon = root.required("horizon", root.table("horizon"))
    let promise = root.table("promise")
    let shrinkage = root.table("shrinkage")
    let demand = root.table("demand")
    if let routing = root.table("routing") {
      _ = routing.choice("call_to", of: ["fewest-skills-then-longest-idle"])
      _ = routing.choice("agent_takes", of: ["longest-waiting"])
    }
    var start: Instant?
    if let horizon, let text = horizon.required("start_utc", horizon.string("start_utc")) {
      do { start = try Instant(text, in: .utc) } catch {
        horizon.note("start_utc", error.what, value: text, maybe: "write 2026-11-30T00:00:00Z")
      }
    }
    let days = horizon.flatMap { $0.required("days", $0.integer("days", in: 1...62)) }
    let minutes = horizon.flatMap {
      $0.required("interval_minutes", $0.integer("interval_minutes", in: 1...240))
    }
    let scope = promise?.choice("scope", of: Scope.allCases.map(\.rawValue))
    let floor = promise?.number("hour_floor", in: 0...1)
    let absent = shrinkage?.number("absent_shift", in: 0...0.9) ?? 0
    let offPhone = shrinkage?.number("off_phone", in: 0...0.9) ?? 0
    let variation = demand?.number("day_cv", in: 0...2) ?? 0
    var queues: [Queue] = []
    for table in root.tables("queue") {
      let id = table.required("id", table.string("id"))
      let seconds = 1e-3...1e6
      let handling = table.required(
        "handling_seconds", table.number("handling_seconds", in: seconds))
      let patience = table.number("patience_seconds", in: seconds)
      let within = table.required("within_seconds", table.number("within_seconds", in: 0...1e6))
      let level = table.required("service_level", table.number("service_level", in: 0...0.9999))
      let definition = table.choice(
        "definition", of: ServiceGoal.Definition.allCases.map(\.rawValue))
      let least = table.integer("minimum_agents", in: 0...100_000) ?? 0
      let busiest = table.number("max_occupancy", in: 0.01...1)
      let own = table.choice("period", of: Scope.allCases.map(\.rawValue))
      let ownFloor = table.number("hour_floor", in: 0...1)
      guard let id, let handling, let within, let level else { continue }
      if queues.contains(where: { $0.id == id }) {
        table.note("id", "stands twice", value: id, maybe: "rename one of the queues")
      }
      queues.append(
        Queue(
          id: id, handlingSeconds: handling, patienceSeconds: patience ?? 1e6,
          withinSeconds: within, serviceLevel: level,
          definition: definition.flatMap(ServiceGoal.Definition.init) ?? .answeredOfOffered,
          minimumAgents: least, maximumOccupancy: busiest,
          scope: own.flatMap(Scope.init(rawValue:)), hourFloor: ownFloor))
    }
    if !root.contains("queue") {
      root.note("queue", "is missing", maybe: "add a [[queue]] with an id and a service_level")
    }
    if queues.count > 12 {
      root.note("queue", "are more than twelve on one floor", value: "\(queues.count)")
    }
    if let minutes, 1440 % minutes != 0 {
      horizon?.note("interval_minutes", "does not divide a day", value: "\(minutes)")
    }
    guard let start, let days, let minutes else { return nil }
    self.init(
      start: start, days: days, intervalSeconds: minutes * 60,
      scope: scope.flatMap(Scope.init(rawValue:)) ?? .day, hourFloor: floor == 0 ? nil : floor,
      absentShift: absent, offPhone: offPhone, dayVariation: variation, queues: queues)
  }

  /// Reads a file and answers it with everything that is wrong in it.
  public static func read(file: String, bytes: [UInt8]) throws(Problems) -> ServicePromise {
    let root: ConfigTable
    do { root = try ConfigTable(file: file, bytes: bytes) } catch { throw Problems([error]) }
    let promise = ServicePromise(from: root)
    let problems = root.problems()
    guard problems.isEmpty, let promise else { throw Problems(problems) }
    return promise
  }
}

/// Reads `queue,interval_start_utc,offered` and, where it stands, `aht_s`.
///
/// - Throws: The first row that does not fit the promise, with line and column.
public func readServiceDemand(
  _ table: CSVTable, _ promise: ServicePromise
) throws(Problem) -> ServiceDemand {
  let queue = try table.require("queue")
  let start = try table.require(oneOf: "interval_start_utc", "interval_start")
  let offered = try table.require("offered")
  let handling = table.column(named: "aht_s")
  let count = promise.days * 86_400 / promise.intervalSeconds
  var calls: [[Double?]] = Array(
    repeating: Array(repeating: nil, count: count), count: promise.queues.count)
  var times = promise.queues.map { Array(repeating: $0.handlingSeconds, count: count) }
  var lines = Array(repeating: Array(repeating: 0, count: count), count: promise.queues.count)
  let names = promise.queues.map(\.id)
  try table.forEachRow { (row) throws(Problem) in
    let name = try row.name(queue)
    guard let q = names.firstIndex(of: name) else {
      throw row.problem(
        queue, "is no queue of the promise",
        maybe: nearestName(to: name, among: names).map { "you meant \($0)" }
          ?? "add a [[queue]]; known are \(names.joined(separator: ", "))")
    }
    let offset = try row.instant(start, in: .utc) - promise.start
    guard offset % promise.intervalSeconds == 0 else {
      throw row.problem(
        start, "is not on the grid of \(promise.intervalSeconds / 60) min from the horizon's start",
        maybe: "correct it, or interval_minutes")
    }
    let i = offset / promise.intervalSeconds
    guard offset >= 0, i < count else {
      throw row.problem(
        start, "lies outside the \(promise.days) days of the horizon",
        maybe: "take the row out, or change start_utc and days")
    }
    if lines[q][i] > 0 {
      throw row.problem(
        start, "stands in line \(lines[q][i]) already", maybe: "keep one row for each interval")
    }
    lines[q][i] = row.line
    calls[q][i] = try row.number(offered, in: 0...1e6)
    if let handling, !row.isEmpty(handling) {
      times[q][i] = try row.number(handling, in: 1e-3...1e6)
    }
  }
  for (q, name) in names.enumerated() where calls[q].allSatisfy({ ($0 ?? 0) == 0 }) {
    throw Problem(
      at: Place(file: table.file), subject: "queue \(name)", "has no contacts",
      maybe: "add its rows, or take the queue out of the promise")
  }
  return ServiceDemand(offered: calls, handlingSeconds: times)
}
