import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import SitePlanning

/// Which past forecasts are made of every queue, and on how many threads.
struct BacktestPlan {
  /// The last weeks, from their Mondays.
  var weeks: Int
  /// The origins instead.
  var origins: [Instant]?
  /// Days from each origin.
  var days: Int
  /// Nil: what the evidence speaks for.
  var method: ForecastMethod?
  /// Changes no result.
  var threads: Int

  /// Examines every queue, and gives each result to `take` as soon as it and all before it are there.
  func run(
    _ examined: ExaminedHistories,
    inOrder take: (_ queue: String, Result<Backtest, Problem>) throws(Problem) -> Void
  ) async throws(Problem) {
    let (queues, zone) = (examined.queues, examined.zone)
    let atATime = max(1, min(threads, queues.count))
    try await concurrently(queues, threads: atATime) { queue in
      await (
        queue.history.queue,
        result(
          queue, zone, threads: threads / atATime,
          name: queues.count > 1 ? "queue \(queue.history.queue): " : "")
      )
    } inOrder: { (item: (String, Result<Backtest, Problem>)) throws(Problem) in
      try take(item.0, item.1)
    }
  }

  /// `name`: How progress names the queue.
  private func result(
    _ queue: ExaminedHistories.Queue, _ zone: Zone, threads: Int, name: String
  ) async -> Result<Backtest, Problem> {
    let origins =
      origins ?? Backtest.origins(queue.history, weeks: weeks, days: days, zone: zone)
    var setting = queue.setting
    setting.days = days
    if let method { setting.method = method }
    do throws(Problem) {
      return .success(
        try await Backtest.run(
          queue.history, origins: origins, setting: setting, threads: threads
        ) { done in
          guard Terminal.isWatched else { return }
          Terminal.progress(
            done == origins.count ? "" : "\(name)origin \(done) of \(origins.count)")
        })
    } catch { return .failure(error) }
  }
}
