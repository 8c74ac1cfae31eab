public import CentreModel
internal import CivilTime
public import Diagnostics
public import Forecasting
internal import History

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
  public func forecast(threads: Int) async throws(Problems) -> [QueueForecast] {
    let histories = try histories()
    let work = zip(folder.centre.queues, histories).map { queue, history in
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
    return forecasts
  }

  /// What is known of a queue before its history is read.
  public func setting(_ queue: Queue) -> ForecastSetting {
    ForecastSetting(
      zone: folder.zone, asOf: period.asOf, from: period.from, days: period.days,
      hours: queue.hours,
      namedDays: folder.holidays.holidays.map { holiday in
        NamedDay(
          date: holiday.date, name: holiday.name, kind: holiday.kind.rawValue,
          isClosed: queue.closedOn.contains(holiday.kind) ? true : nil)
      },
      handlingSeconds: queue.handlingSeconds ?? 300)
  }

  /// The history of every queue before the as-of instant, in the centre's order.
  public func histories() throws(Problems) -> [QueueHistory] {
    var files: [String: HistoryFile] = [:]
    var problems: [Problem] = []
    for name in folder.centre.allHistoryFiles {
      do throws(Problem) { files[name] = try read(name) } catch { problems.append(error) }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    var histories: [QueueHistory] = []
    for queue in folder.centre.queues {
      do throws(Problem) { histories.append(try history(of: queue, in: files)) } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return histories
  }

  private func read(_ name: String) throws(Problem) -> HistoryFile {
    let centre = folder.centre
    let only = centre.queues.filter { folder.historyFiles(of: $0).contains(name) }
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
    return QueueHistory(
      queue: queue.id, intervalSeconds: folder.centre.intervalSeconds, rows: rows)
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
