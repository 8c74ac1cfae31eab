public import CentreModel
internal import CivilTime
public import Diagnostics
public import Forecasting
internal import History
internal import PluginContract
internal import PluginHost

/// The expected contacts of one queue, and the forecast behind them if there is one.
public struct QueueDemand: Sendable {
  public var queue: String
  public var rows: [ForecastRow]
  /// Nil where a plugin computed the demand.
  public var forecast: QueueForecast?

  public init(queue: String, rows: [ForecastRow], forecast: QueueForecast? = nil) {
    self.queue = queue
    self.rows = rows
    self.forecast = forecast
  }

  /// What made most of the numbers.
  var method: String {
    forecast?.evidence.method.rawValue
      ?? rows.first { !$0.isClosed }?.method ?? ForecastRow.closedMethod
  }
}

/// Forecasts every queue of a centre, side by side.
public struct ForecastStep: Sendable {
  public var folder: CentreFolder
  public var period: PlanningPeriod

  public init(folder: CentreFolder, period: PlanningPeriod) {
    self.folder = folder
    self.period = period
  }

  /// One forecast per queue, in the centre's order; `threads` changes no result.
  ///
  /// - Throws: ``Problems`` of the histories, or the reason why a queue cannot be forecast.
  public func forecast(
    threads: Int, plugins: PlanPlugins
  ) async throws(Problems) -> [QueueDemand] {
    let counted = folder.centre.queues.filter { $0.demand == .history }
    let histories = try histories(of: counted)
    let work = zip(counted, histories).map { queue, history in
      (history: history, setting: setting(queue))
    }
    let results = await inParallel(work, threads: threads) {
      item -> Result<QueueForecast, Problem> in
      do throws(Problem) {
        return .success(try QueueForecaster.forecast(item.history, item.setting))
      } catch { return .failure(error) }
    }
    var problems: [Problem] = []
    var forecasts: [QueueForecast] = []
    for result in results {
      switch result {
      case .success(let forecast): forecasts.append(forecast)
      case .failure(let problem): problems.append(problem)
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return try joined(forecasts, plugins)
  }

  /// Forecasts and plugins' own demand in the centre's order, with what plugins change of them.
  private func joined(
    _ forecasts: [QueueForecast], _ plugins: PlanPlugins
  ) throws(Problems) -> [QueueDemand] {
    var all: [QueueDemand] = []
    for queue in folder.centre.queues {
      let forecast = forecasts.first { $0.queue == queue.id }
      var rows = forecast?.rows ?? []
      if queue.demand == .plugin {
        guard let given = plugins.demand(queue, emptyRows(queue, plugins.windows(queue))) else {
          throw Problems([
            Problem(
              .missingConfiguration, subject: "queue \(queue.id)",
              "its demand is a plugin's, and no plugin gave any",
              maybe: plugins.session.faults.first.map { "it failed: \($0.sentence)" }
                ?? "add the [[plugin]], or take demand = \"history\"")
          ])
        }
        rows = given
      }
      all.append(
        QueueDemand(
          queue: queue.id, rows: plugins.overlay(queue, rows), forecast: forecast))
    }
    return all
  }

  /// The intervals of the period, open as the queue's hours and the plugins' windows say, with
  /// nothing expected yet.
  private func emptyRows(_ queue: Queue, _ windows: [ContactWindow]?) -> [ForecastRow] {
    let hours = queue.hours ?? .alwaysOpen
    let isClosed = { (date: CivilDate) in
      folder.holidays.on(date).contains { queue.closedOn.contains($0.kind) }
    }
    return period.dates.flatMap { date in
      let open = hours.open(on: date, in: folder.zone, isClosed: isClosed)
      return folder.zone.intervals(of: date, length: folder.centre.intervalSeconds).map {
        interval in
        let isOpen =
          open.contains { $0.overlaps(interval) }
          && windows?.covers(interval.lowerBound.seconds, interval.upperBound.seconds) != false
        return ForecastRow(
          queue: queue.id, start: interval.lowerBound, offered: 0, low80: 0, high80: 0, low95: 0,
          high95: 0, handlingSeconds: isOpen ? queue.handlingSeconds ?? 300 : 0,
          method: isOpen ? "plugin" : ForecastRow.closedMethod, isClosed: !isOpen)
      }
    }
  }

  /// What is known of a queue before its history is read.
  public func setting(_ queue: Queue) -> ForecastSetting {
    ForecastSetting(
      zone: folder.zone, asOf: period.asOf, from: period.from, days: period.days,
      hours: queue.hours,
      namedDays: folder.holidays.holidays.map { holiday in
        NamedDay(
          date: holiday.date, name: holiday.name, kind: holiday.kind.rawValue,
          isClosed: queue.closedOn.contains(holiday.kind) ? true : nil, hours: holiday.hours)
      },
      events: folder.knowledge.events[queue.id] ?? [],
      drops: folder.knowledge.drops[queue.id] ?? [],
      handlingSeconds: queue.handlingSeconds ?? 300)
  }

  /// The history of every queue before the as-of instant, in the centre's order.
  public func histories(of queues: [Queue]) throws(Problems) -> [QueueHistory] {
    var files: [String: HistoryFile] = [:]
    var problems: [Problem] = []
    for name in folder.centre.allHistoryFiles {
      do throws(Problem) { files[name] = try read(name) } catch { problems.append(error) }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    var histories: [QueueHistory] = []
    for queue in queues {
      do throws(Problem) { histories.append(try history(of: queue, in: files)) } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return histories
  }

  private func read(_ name: String) throws(Problem) -> HistoryFile {
    let centre = folder.centre
    let only = centre.queues.filter { $0.demand == .history }.filter {
      folder.historyFiles(of: $0).contains(name)
    }
    return try HistoryFile.read(
      path: folder.file(name),
      HistoryReading(
        zone: folder.zone, intervalSeconds: centre.intervalSeconds,
        queue: only.count == 1 ? only[0].id : "main", before: period.asOf))
  }

  private func history(
    of queue: Queue, in files: [String: HistoryFile]
  ) throws(Problem) -> QueueHistory {
    let names = folder.historyFiles(of: queue)
    var rows: [HistoryRow] = []
    for name in names {
      rows += files[name]?.queues.first { $0.queue == queue.id }?.rows ?? []
    }
    guard !rows.isEmpty else {
      let there = names.flatMap { files[$0]?.queues.map(\.queue) ?? [] }
      let place = Place(file: folder.file(names.first ?? ""))
      throw Problem(
        at: place, subject: "queue \(queue.id)",
        "has no history before \(period.asOf.text(in: folder.zone))",
        maybe: there.isEmpty
          ? "give a later --as-of" : "the file's queues are \(there.joined(separator: ", "))")
    }
    rows.sort { $0.start < $1.start }
    for (earlier, later) in zip(rows, rows.dropFirst()) where earlier.start == later.start {
      throw Problem(
        at: Place(file: folder.file(names.first ?? "")), subject: "queue \(queue.id)",
        "has the interval twice, in different files", value: later.start.text(in: folder.zone),
        maybe: "remove it from one of \(names.joined(separator: ", "))")
    }
    try refuseStale(queue, rows.last?.start ?? period.asOf, names.first ?? "")
    return folder.knowledge.patches.reduce(
      QueueHistory(
        queue: queue.id, intervalSeconds: folder.centre.intervalSeconds, rows: rows)
    ) { $1.applied(to: $0) }
  }

  private func refuseStale(_ queue: Queue, _ last: Instant, _ file: String) throws(Problem) {
    guard let limit = folder.centre.maximumHistoryAgeSeconds, period.asOf - last > limit else {
      return
    }
    throw Problem(
      .stale, at: Place(file: folder.file(file)), subject: "queue \(queue.id)",
      "its history ends too long before the as-of instant", value: last.text(in: folder.zone),
      maybe: "the export did not run; max_age in [inputs] sets the limit")
  }
}

/// `body` of every item, at most `threads` at a time, results in the order of the items.
func inParallel<Item: Sendable, R: Sendable>(
  _ items: [Item], threads: Int, _ body: @escaping @Sendable (Item) -> R
) async -> [R] {
  await withTaskGroup(of: (Int, R).self) { group in
    var results = [R?](repeating: nil, count: items.count)
    var next = 0
    func add() {
      guard next < items.count else { return }
      let (index, item) = (next, items[next])
      next += 1
      group.addTask { (index, body(item)) }
    }
    for _ in 0..<max(1, threads) { add() }
    while let (index, result) = await group.next() {
      results[index] = result
      add()
    }
    return results.compactMap { $0 }
  }
}
