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
internal import LinearAlgebra

public struct BacktestScores: Hashable, Sendable {
  /// One method, with its sums and their measures: `line.wape`.
  @dynamicMemberLookup
  public struct Line: Hashable, Sendable {
    public var name: String
    public var sums: ScoreSums

    public init(name: String, sums: ScoreSums) {
      self.name = name
      self.sums = sums
    }

    public subscript<Measure>(dynamicMember path: KeyPath<ScoreSums, Measure>) -> Measure {
      sums[keyPath: path]
    }
  }
  /// The forecast first, then the baselines and the methods from outside.
  public var lines: [Line] = []
  /// The same over special days alone (named days, eves, the three days after a closure), and over
  /// the rest; empty when there are no such days.
  public var specialLines: [Line] = []
  public var regularLines: [Line] = []
  public var specialDays = 0
  /// The errors that remain when all rates are known, by interval and by day; nil without whole days to
  /// estimate from.
  public var floor: ScoreSums?
  /// How often each method was chosen.
  public var chosen: [String: Int] = [:]

  /// No scores, or those that were written before.
  public init(
    lines: [Line] = [], specialLines: [Line] = [], regularLines: [Line] = [],
    floor: ScoreSums? = nil
  ) {
    self.lines = lines
    self.specialLines = specialLines
    self.regularLines = regularLines
    self.floor = floor
  }

  public var intervals: Int { Int(lines.first?.sums[.intervals] ?? 0) }
  public var contacts: Double { lines.first?.sums[.contacts] ?? 0 }
  /// Percent.
  public var noiseFloor: Double? { floor?.wape }
  /// The same for day totals.
  public var dayNoiseFloor: Double? { floor?.dayWAPE }

  init(_ history: QueueHistory, weeks: [Backtest.Week], setting: ForecastSetting) {
    let zone = setting.zone
    let special = SpecialDates(history, setting: setting)
    let lags = WeeklyLags(history, setting: setting)
    let shown = ForecastMethod.baselines + setting.outside.map(\.method)
    var all = Array(repeating: ScoreTally(), count: 1 + shown.count)
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
    func lines(_ tallies: [ScoreTally]) -> [Line] {
      zip(names, tallies).enumerated().compactMap { k, pair in
        let line = Line(name: pair.0, sums: pair.1.sums)
        return k > ForecastMethod.baselines.count && line.wape.isNaN ? nil : line
      }
    }
    self.lines = lines(all)
    if !specialDates.isEmpty {
      specialLines = lines(onSpecial)
      regularLines = lines(onRegular)
    }
    floor = Self.floor(history, weeks: weeks, setting: setting)
  }

  /// The floor over the tested intervals by rates known only afterwards.
  private static func floor(
    _ history: QueueHistory, weeks: [Backtest.Week], setting: ForecastSetting
  ) -> ScoreSums? {
    guard let last = history.rows.last else { return nil }
    var setting = setting
    setting.asOf = last.start + 2 * 86_400
    guard
      let grid = DemandGrid(
        history, zone: setting.zone, asOf: setting.asOf, trainFrom: setting.trainFrom)
    else { return nil }
    let hours =
      setting.hours.map { OpenSlots($0, intervalSeconds: history.intervalSeconds) }
      ?? OpenSlots(learntFrom: grid)
    let end = grid.first + grid.days
    guard let series = DaySeries(grid, open: hours, setting: setting, end: end) else {
      return nil
    }
    let whole = (0..<series.origin).filter { !series.isMissing[$0] }
    guard whole.count >= 8 else { return nil }
    let j = series.columns
    var matrix = Matrix(rows: whole.count, columns: j)
    for (i, d) in whole.enumerated() { for c in 0..<j { matrix[i, c] = series.root[d * j + c] } }
    guard let svd = try? matrix.singularValueDecomposition() else { return nil }
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
    guard contacts > 0 else { return nil }
    return ScoreSums([
      .contacts: contacts, .absoluteErrors: deviation, .dayAbsoluteErrors: dayDeviation,
    ])
  }
}
