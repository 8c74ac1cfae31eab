public import CentreModel
public import CivilTime
public import Diagnostics

/// Forecasts made as if from past origins, beside what came.
public struct Backtest: Sendable {
  /// One interval that was forecast from one origin.
  public struct Prediction: Hashable, Sendable {
    public var start: Instant
    public var forecast: Double
    public var low80: Double
    public var high80: Double
    public var low95: Double
    public var high95: Double
    public var actual: Double
    /// By ``ForecastMethod/baselines`` and the methods from outside; NaN where one gave nothing.
    public var others: [Double]
  }
  /// What was forecast from one origin.
  public struct Week: Sendable {
    public var origin: Instant
    public var predictions: [Prediction]
    public var evidence: ForecastEvidence
  }

  public var queue: String
  /// Dates forecast from each origin.
  public var days: Int
  public var weeks: [Week]
  public var scores: BacktestScores

  /// Forecasts `days` dates from each origin with what was known before it.
  ///
  /// `setting.asOf` and `setting.from` are replaced. So many origins run at a time as `threads` says; the
  /// result does not depend on that. `progress` is called after each origin with how many are done. Throws a
  /// ``Problem`` when an origin has no history before it or no contacts after it.
  public static func run(
    _ history: QueueHistory, origins: [Instant], setting: ForecastSetting, threads: Int = 4,
    progress: @Sendable @escaping (Int) -> Void = { _ in }
  ) async throws(Problem) -> Backtest {
    var setting = setting
    setting.split = nil
    let prepared = setting
    let history = AbsentIntervals(history, zone: setting.zone, hours: setting.hours).history
    guard !origins.isEmpty else {
      throw Problem(
        .usage, subject: "backtest", "has no origins",
        maybe: "the history is shorter than the weeks asked for")
    }
    var results: [Result<Week, Problem>?] = Array(repeating: nil, count: origins.count)
    await withTaskGroup(of: (Int, Result<Week, Problem>).self) { group in
      // As many at a time as can run: each holds its own fits.
      var next = 0
      func start() {
        guard next < origins.count else { return }
        let k = next
        next += 1
        group.addTask { (k, Self.week(history, origins[k], prepared)) }
      }
      for _ in 0..<max(1, threads) { start() }
      var done = 0
      for await (k, week) in group {
        results[k] = week
        done += 1
        progress(done)
        start()
      }
    }
    var weeks: [Week] = []
    for result in results {
      switch result {
      case .success(let week): weeks.append(week)
      case .failure(let problem): throw problem
      case nil: continue
      }
    }
    return Backtest(
      queue: history.queue, days: setting.days, weeks: weeks,
      scores: BacktestScores(history, weeks: weeks, setting: setting))
  }

  private static func week(
    _ history: QueueHistory, _ origin: Instant, _ setting: ForecastSetting
  ) -> Result<Week, Problem> {
    var setting = setting
    setting.asOf = origin
    setting.from = setting.zone.date(at: origin)
    do throws(Problem) {
      let forecast = try QueueForecaster.forecast(history, setting)
      guard let first = forecast.rows.first?.start else {
        return .success(Week(origin: origin, predictions: [], evidence: forecast.evidence))
      }
      let end = setting.zone.startOfDay(setting.from + setting.days)
      let low = history.rows.partitionPoint { $0.start >= max(first, origin) }
      let high = history.rows.partitionPoint { $0.start >= end }
      var predictions: [Prediction] = []
      predictions.reserveCapacity(high - low)
      var k = 0
      for actual in history.rows[low..<high] {
        guard let contacts = actual.offered ?? actual.handled else { continue }
        while k < forecast.rows.count, forecast.rows[k].start < actual.start { k += 1 }
        guard k < forecast.rows.count, forecast.rows[k].start == actual.start else { continue }
        let row = forecast.rows[k]
        predictions.append(
          Prediction(
            start: row.start, forecast: row.offered, low80: row.low80, high80: row.high80,
            low95: row.low95, high95: row.high95, actual: contacts,
            others: ForecastMethod.baselines.map { forecast.alternatives[$0]?[k] ?? 0 }
              + setting.outside.map { forecast.alternatives[$0.method]?[k] ?? .nan }))
      }
      return .success(
        Week(origin: origin, predictions: predictions, evidence: forecast.evidence))
    } catch {
      return .failure(error)
    }
  }

  /// The Mondays of the last `weeks` whole weeks of a history, by the local calendar.
  public static func origins(
    _ history: QueueHistory, weeks: Int, days: Int, zone: Zone, before: Instant? = nil
  ) -> [Instant] {
    let last = history.rows.last { row in before.map { row.start < $0 } ?? true }
    guard let last, weeks > 0 else { return [] }
    let end = zone.date(at: last.start) + 1
    // A queue that rests at the weekend has whole weeks all the same.
    var monday = (end + 2 - days).next(.monday)
    while monday + days > end + 2 { monday = monday - 7 }
    var origins: [Instant] = []
    let first = history.rows.first.map { zone.date(at: $0.start) } ?? end
    for k in (0..<weeks).reversed() where monday - 7 * k > first {
      origins.append(zone.startOfDay(monday - 7 * k))
    }
    return origins
  }
}
