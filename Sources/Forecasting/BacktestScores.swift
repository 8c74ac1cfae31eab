// The measures of a backtest, all over the intervals of all origins pooled.
//
// With e = y − forecast: WAPE = 100 Σ|e| / Σy; day WAPE the same for day totals; bias = 100 Σ(−e)/Σy;
// MASE and RMSSE scale by the differences to the week before within the training rows of each origin
// and average over origins (Hyndman & Koehler 2006); coverage is the share of outcomes within the
// bounds; the interval score is Winkler's, as a share of the mean. The noise floor takes the rates of a
// rank-4 factor model fitted to all days afterwards: no forecast can be expected to go below it while
// contacts come independently.

internal import CentreModel
internal import CivilTime
internal import Glibc
internal import LinearAlgebra

public struct BacktestScores: Hashable, Sendable {
  /// The measures of one method; those of bounds are nil where it gives none.
  public struct Line: Hashable, Sendable {
    public var name: String
    public var wape: Double
    public var dayWAPE: Double
    public var bias: Double
    public var mase: Double?
    public var rmsse: Double?
    public var coverage80: Double?
    public var coverage95: Double?
    public var winkler80: Double?
    public var winkler95: Double?
  }
  /// The forecast first, then the baselines and the methods from outside.
  public var lines: [Line] = []
  /// The same over special days alone (named days, eves, the three days after a closure), and over
  /// the rest; empty when there are no such days.
  public var specialLines: [Line] = []
  public var regularLines: [Line] = []
  public var intervals = 0
  public var specialDays = 0
  public var contacts = 0.0
  /// Percent; nil without whole days to estimate from.
  public var noiseFloor: Double?
  /// The same for day totals.
  public var dayNoiseFloor: Double?
  /// How often each method was chosen.
  public var chosen: [String: Int] = [:]

  init(_ history: QueueHistory, weeks: [Backtest.Week], setting: ForecastSetting) {
    let zone = setting.zone
    let special = SpecialDates(history, setting: setting)
    let lags = WeeklyLags(history, setting: setting)
    let shown = ForecastMethod.baselines + setting.outside.map(\.method)
    var all = Array(repeating: ScoreSums(), count: 1 + shown.count)
    var onSpecial = all
    var onRegular = all
    var specialDates: Set<CivilDate> = []
    for week in weeks {
      let scale = lags.scale(before: week.origin)
      for k in all.indices { all[k].beginOrigin() }
      for prediction in week.predictions {
        let date = zone.date(at: prediction.start)
        let isSpecial = special.contains(date)
        if isSpecial { specialDates.insert(date) }
        intervals += 1
        contacts += prediction.actual
        for k in all.indices {
          all[k].add(prediction, method: k, date)
          if isSpecial {
            onSpecial[k].add(prediction, method: k, date)
          } else {
            onRegular[k].add(prediction, method: k, date)
          }
        }
      }
      for k in all.indices { all[k].endOrigin(scale) }
      for k in all.indices { onSpecial[k].endDays() }
      for k in all.indices { onRegular[k].endDays() }
      chosen[week.evidence.method.rawValue, default: 0] += 1
    }
    specialDays = specialDates.count
    let names = ["muster"] + shown.map(\.rawValue)
    /// One line a method; of those from outside only where they gave every number.
    func lines(_ sums: [ScoreSums]) -> [Line] {
      zip(names, sums).enumerated().compactMap { k, pair in
        let line = pair.1.line(pair.0)
        return k > ForecastMethod.baselines.count && line.wape.isNaN ? nil : line
      }
    }
    self.lines = lines(all)
    if !specialDates.isEmpty {
      specialLines = lines(onSpecial)
      regularLines = lines(onRegular)
    }
    (noiseFloor, dayNoiseFloor) = Self.floors(history, weeks: weeks, setting: setting)
  }

  /// Floors over the tested intervals by rates known only afterwards.
  private static func floors(
    _ history: QueueHistory, weeks: [Backtest.Week], setting: ForecastSetting
  ) -> (Double?, Double?) {
    guard let last = history.rows.last else { return (nil, nil) }
    var setting = setting
    setting.asOf = last.start + 2 * 86_400
    guard
      let grid = DemandGrid(
        history, zone: setting.zone, asOf: setting.asOf, trainFrom: setting.trainFrom)
    else { return (nil, nil) }
    let hours =
      setting.hours.map { OpenSlots($0, intervalSeconds: history.intervalSeconds) }
      ?? OpenSlots(learntFrom: grid)
    let end = grid.first + grid.days
    guard let series = DaySeries(grid, open: hours, setting: setting, end: end) else {
      return (nil, nil)
    }
    let whole = (0..<series.origin).filter { !series.isMissing[$0] }
    guard whole.count >= 8 else { return (nil, nil) }
    let j = series.columns
    var matrix = Matrix(rows: whole.count, columns: j)
    for (i, d) in whole.enumerated() { for c in 0..<j { matrix[i, c] = series.root[d * j + c] } }
    guard let svd = try? matrix.singularValueDecomposition() else { return (nil, nil) }
    let rank = min(4, svd.values.count)
    var tested: Set<CivilDate> = []
    for week in weeks {
      for prediction in week.predictions { tested.insert(setting.zone.date(at: prediction.start)) }
    }
    var (deviation, dayDeviation, contacts) = (0.0, 0.0, 0.0)
    for (i, d) in whole.enumerated() where tested.contains(series.dates[d]) {
      var day = 0.0
      for c in 0..<j where series.open[series.weekdays[d]][c] {
        let count = series.counts[d * j + c]
        if count.isNaN { continue }
        var root = 0.0
        for k in 0..<rank { root += svd.u[i, k] * svd.values[k] * svd.vTransposed[k, c] }
        let rate = max(0, root * root - 0.125)
        deviation += NoiseFloor.meanAbsoluteDeviation(rate: rate)
        day += rate
        contacts += count
      }
      dayDeviation += NoiseFloor.meanAbsoluteDeviation(rate: day)
    }
    guard contacts > 0 else { return (nil, nil) }
    return (100 * deviation / contacts, 100 * dayDeviation / contacts)
  }
}

/// Dates that are named, the day before, or one of three days after a closure.
struct SpecialDates {
  private var dates: Set<CivilDate> = []

  init(_ history: QueueHistory, setting: ForecastSetting) {
    var recorded: Set<CivilDate> = []
    for row in history.rows where row.offered != nil || row.handled != nil {
      recorded.insert(setting.zone.date(at: row.start))
    }
    guard let first = recorded.min(), let last = recorded.max() else { return }
    var openWeekdays = Array(repeating: 0, count: 7)
    for date in recorded { openWeekdays[date.weekday.rawValue] += 1 }
    let weeks = max(1, (last - first) / 7)
    for day in setting.namedDays {
      dates.insert(day.date)
      dates.insert(day.date - 1)
    }
    var date = first
    while date <= last {
      if !recorded.contains(date), 2 * openWeekdays[date.weekday.rawValue] > weeks {
        var (after, found) = (date + 1, 0)
        while after <= last, found < 3 {
          if recorded.contains(after) {
            dates.insert(after)
            found += 1
          }
          after = after + 1
        }
      }
      date = date + 1
    }
  }

  func contains(_ date: CivilDate) -> Bool { dates.contains(date) }
}
