public import CentreInputs
public import CentreModel
internal import CivilTime
public import Diagnostics
public import Forecasting
internal import History
internal import PluginContract
internal import PluginHost
internal import SitePlanning

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
  /// The centre's forecasting commands that may be run.
  package let models: OutsideCommands

  /// `runsModels`: Whether commands that the centre's file names may be run.
  public init(folder: CentreFolder, period: PlanningPeriod, runsModels: Bool = false) {
    self.folder = folder
    self.period = period
    models = OutsideCommands(folder, run: runsModels)
  }

  /// What was counted before.
  public var histories: QueueHistories { QueueHistories(folder, period) }

  /// What the planner must know of all inputs, warnings first, and of commands that are not run.
  public func notes(_ files: HistoryFiles) -> [InputNote] {
    (histories.notes(files) + models.notes).sorted()
  }

  /// One forecast per queue, in the centre's order; `threads` changes no result. `isWanted`: The queues that
  /// are forecast; what is forecast for one does not depend on which others are.
  ///
  /// - Throws: ``Problems`` of the histories, or the reason why a queue cannot be forecast.
  public func forecast(
    _ files: HistoryFiles, threads: Int, plugins: PlanPlugins,
    where isWanted: (String) -> Bool = { _ in true }
  ) async throws(Problems) -> [QueueDemand] {
    try models.refuseMissing()
    let counted = folder.centre.queues.filter { $0.demand == .history }
    let histories = try self.histories.read(of: counted, in: files)
    var work: [(history: QueueHistory, setting: ForecastSetting)] = []
    for (queue, history) in zip(counted, histories) {
      var setting = setting(queue)
      do throws(Problem) {
        setting.split = try folder.split(
          queue, history, among: zip(counted, histories).map { ($0, $1) })
      } catch { throw Problems([error]) }
      work.append((history, setting))
    }
    let pooled = PooledDemand.added(to: work)
    for k in work.indices { work[k].setting = pooled[k] }
    let wanted = work.indices.filter { isWanted(counted[$0].id) }
    let results = await concurrently(wanted.map { work[$0] }, threads: threads) {
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
    var rows: [String: [ForecastRow]] = [:]
    for (k, forecast) in zip(wanted, forecasts) {
      do throws(Problem) {
        rows[forecast.queue] = try planned(counted[k], forecast, past: histories[k])
      } catch { problems.append(error) }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return try joined(
      folder.centre.queues.filter { isWanted($0.id) }, forecasts, rows, plugins)
  }

  /// Forecasts and plugins' own demand in the centre's order, with what plugins change of them.
  private func joined(
    _ queues: [Queue], _ forecasts: [QueueForecast], _ planned: [String: [ForecastRow]],
    _ plugins: PlanPlugins
  ) throws(Problems) -> [QueueDemand] {
    var all: [QueueDemand] = []
    for queue in queues {
      let windows: [ContactWindow]?
      do throws(Problem) { windows = try plugins.windows(queue) } catch { throw Problems([error]) }
      var forecast = forecasts.first { $0.queue == queue.id }
      var rows = planned[queue.id] ?? []
      if let own = forecast, own.rows != rows {
        // The queue's own days reach beyond the period; the other methods' numbers are by those.
        forecast?.rows = rows
        forecast?.alternatives = [:]
      }
      if queue.demand == .plugin {
        guard let given = plugins.demand(queue, emptyRows(queue, windows)) else {
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
    let open = openIntervals(queue)
    return grid.map { interval in
      let isOpen =
        open.contains { $0.overlaps(interval) }
        && windows?.covers(interval.lowerBound.seconds, interval.upperBound.seconds) != false
      return ForecastRow(
        queue: queue.id, start: interval.lowerBound, offered: 0, low80: 0, high80: 0, low95: 0,
        high95: 0, handlingSeconds: isOpen ? queue.handlingSeconds ?? 300 : 0,
        method: isOpen ? "plugin" : ForecastRow.closedMethod, isClosed: !isOpen)
    }
  }

  /// What is known of a queue before its history is read. Its days are those of its own clocks that
  /// the period touches.
  public func setting(_ queue: Queue) -> ForecastSetting {
    let days = localDays(queue)
    var setting = ForecastSetting(
      zone: folder.zone(of: queue), asOf: period.asOf, from: days.from, days: days.count,
      hours: queue.arrivals ?? queue.hours,
      namedDays: folder.holidays(of: queue).holidays.map { holiday in
        NamedDay(
          date: holiday.date, name: holiday.name, kind: holiday.kind.rawValue,
          isClosed: queue.arrivals == nil && queue.closedOn.contains(holiday.kind) ? true : nil,
          hours: holiday.hours)
      },
      events: folder.knowledge.events[queue.id] ?? [],
      drops: folder.knowledge.drops[queue.id] ?? [],
      handlingSeconds: queue.handlingSeconds ?? 300)
    setting.outside = models.methods(of: queue)
    return setting
  }

  // MARK: - The queue's days and the centre's grid

  /// Every interval of the period, in the centre's grid.
  private var grid: [Range<Instant>] {
    period.dates.flatMap {
      folder.zone.intervals(of: $0, length: folder.centre.intervalSeconds)
    }
  }

  /// The dates of the queue's own clocks that lie in the period, in whole or in part; none before
  /// the as-of date, of which everything is known.
  private func localDays(_ queue: Queue) -> (from: CivilDate, count: Int) {
    let zone = folder.zone(of: queue)
    let horizon = period.horizon(in: folder.zone)
    let last = zone.date(at: Instant(seconds: horizon.upperBound.seconds - 1))
    let from = max(zone.date(at: horizon.lowerBound), min(zone.date(at: period.asOf), last))
    return (from, last - from + 1)
  }

  /// When people work at the queue within the period; all of it where nothing says.
  private func openIntervals(_ queue: Queue) -> [Range<Instant>] {
    let zone = folder.zone(of: queue)
    let horizon = period.horizon(in: folder.zone)
    let holidays = folder.holidays(of: queue)
    let isClosed = { (date: CivilDate) in
      holidays.on(date).contains { queue.closedOn.contains($0.kind) }
    }
    let first = zone.date(at: horizon.lowerBound)
    let last = zone.date(at: Instant(seconds: horizon.upperBound.seconds - 1))
    return (0...(last - first)).flatMap {
      (queue.hours ?? .alwaysOpen).open(on: first + $0, in: zone, isClosed: isClosed)
    }
  }

  /// A forecast by the queue's own days as rows of the period: cut to its instants, closed where
  /// nobody works although contacts arrive.
  ///
  /// - Throws: A ``Problem`` where the queue's clocks do not meet the centre's grid.
  private func planned(
    _ queue: Queue, _ forecast: QueueForecast, past: QueueHistory
  ) throws(Problem) -> [ForecastRow] {
    let found = Dictionary(forecast.rows.map { ($0.start, $0) }) { first, _ in first }
    // Of a history of longer intervals nothing is known by those of the centre.
    let isFine = past.intervalSeconds == folder.centre.intervalSeconds
    let counted = Dictionary((isFine ? past.rows : []).map { ($0.start, $0) }) { first, _ in first }
    let open = queue.arrivals == nil ? nil : openIntervals(queue)
    var rows: [ForecastRow] = []
    for interval in grid {
      let start = interval.lowerBound
      guard var row = found[start] ?? counted[start].map({ observed(queue, $0) }) else {
        if start < period.asOf { continue }
        throw offTheGrid(queue, start)
      }
      if let open, !open.contains(where: { $0.overlaps(interval) }) { row.isClosed = true }
      rows.append(row)
    }
    return rows
  }

  private func offTheGrid(_ queue: Queue, _ start: Instant) -> Problem {
    let zone = folder.zone(of: queue)
    let interval = folder.centre.intervalSeconds
    // The longest interval that the clocks of both meet.
    var (longest, rest) = (interval, zone.local(at: start).secondsOfDay % interval)
    while rest > 0 { (longest, rest) = (rest, longest % rest) }
    return Problem(
      at: Place(file: folder.file(CentreFolder.configurationName)), subject: "queue \(queue.id)",
      "its clocks in \(zone) do not meet the centre's intervals of \(interval / 60) minutes in "
        + "\(folder.zone)", value: start.text(in: zone),
      maybe: longest < interval
        ? "interval = \"\(longest / 60)m\" meets both"
        : "take an interval that divides the difference of the clocks")
  }

  /// What keeps the period from being planned, whatever the histories say: clocks that do not meet the
  /// centre's intervals, contacts that parts give to nobody or twice.
  func problems(of split: (_ rows: [ForecastRow]) throws(Problem) -> Void) -> [Problem] {
    var found: [Problem] = []
    for queue in folder.centre.queues {
      let zone = folder.zone(of: queue)
      let odd = grid.first {
        zone.local(at: $0.lowerBound).secondsOfDay % folder.centre.intervalSeconds != 0
      }
      if let odd { found.append(offTheGrid(queue, odd.lowerBound)) }
      // One contact in every interval in which the queue may have some.
      var asked = queue
      asked.hours = queue.arrivals ?? queue.hours
      let rows = emptyRows(asked, nil).filter { !$0.isClosed }.map { row in
        var row = row
        row.offered = 1
        return row
      }
      do throws(Problem) { try split(rows) } catch { found.append(error) }
    }
    return found
  }

  /// What was counted in an interval before the first day that is forecast.
  private func observed(_ queue: Queue, _ row: HistoryRow) -> ForecastRow {
    let offered = row.offered ?? 0
    let handled = row.handled ?? offered
    return ForecastRow(
      queue: queue.id, start: row.start, offered: offered, low80: offered, high80: offered,
      low95: offered, high95: offered,
      handlingSeconds: row.handleSeconds.flatMap { handled > 0 ? $0 / handled : nil }
        ?? queue.handlingSeconds ?? 300,
      method: row.closed ? ForecastRow.closedMethod : "observed", isClosed: row.closed)
  }
}
