// What methods from outside forecast: for the days asked, and from every pretended origin.
//
// The rules are those of our own methods: from an origin nothing later is known, the days evaluated are the
// same, and a number is needed for every interval that was counted. A pretended week without all of them is
// no trial, and the reason is said; after one that was not answered in time no more are asked.

internal import CentreModel
internal import CivilTime
internal import Diagnostics

struct OutsideForecasts: Sendable {
  /// Contacts by day and column from the series' origin on; NaN where none were given.
  private(set) var values: [ForecastMethod: [Double]] = [:]
  /// The same from the pretended origins, by their index.
  private(set) var trials: [ForecastMethod: [Int: [Double]]] = [:]
  /// Methods that may make the forecast if they do best.
  private(set) var eligible: Set<ForecastMethod> = []
  /// The method that makes the forecast because it was told to.
  private(set) var told: ForecastMethod?
  /// In the order given.
  private(set) var methods: [ForecastMethod] = []
  private(set) var remarks: [String] = []
  /// Why the method that was told to make the forecast did not.
  private(set) var failure: Problem?

  init() {}

  /// Asks every method of the setting. `isNeeded`: by forecast day (0 is the series' origin) and column,
  /// whether the forecast has an interval there.
  init(
    _ methods: [OutsideMethod], _ series: DaySeries, _ history: QueueHistory,
    setting: ForecastSetting, trials validation: RollingValidation?,
    isNeeded: (_ day: Int, _ column: Int) -> Bool
  ) {
    guard series.origin < series.days, let last = series.dates.last else { return }
    for outside in methods {
      self.methods.append(outside.method)
      let asked = Asking(
        outside, series, history, setting, days: last - series.dates[series.origin] + 1)
      switch asked.values(
        series.origin, before: setting.asOf, until: series.days, isNeeded: isNeeded)
      {
      case .failure(let fault):
        if outside.use == .always { failure = failure ?? fault.problem }
        if outside.isOurs { continue }
        remarks.append(
          "Method \(outside.method.rawValue) gave no forecast: \(fault.problem.sentence).")
        continue
      case .success(let found): values[outside.method] = found
      }
      switch outside.use {
      case .best: eligible.insert(outside.method)
      case .always: told = told ?? outside.method
      case .show: break
      }
      if let validation { tryOut(asked, validation, series) }
    }
  }

  private mutating func tryOut(
    _ asked: Asking, _ validation: RollingValidation, _ series: DaySeries
  ) {
    var faults: [(date: CivilDate, fault: OutsideMethod.Failure)] = []
    let j = series.columns
    for (k, fit) in validation.fits.enumerated() {
      let origin = fit.design.origin
      let days = Set(validation.days(fit, skippingSpecial: false))
      let found = asked.values(
        origin, before: asked.setting.zone.startOfDay(series.dates[origin]),
        until: min(origin + fit.design.horizon, series.days)
      ) { day, column in
        days.contains(origin + day) && !series.counts[(origin + day) * j + column].isNaN
      }
      switch found {
      case .success(let values): trials[asked.outside.method, default: [:]][k] = values
      case .failure(let fault): faults.append((series.dates[origin], fault))
      }
      if faults.last?.fault.isFinal == true { break }
    }
    guard let first = faults.first, !asked.outside.isOurs else { return }
    remarks.append(
      "Method \(asked.outside.method.rawValue) could not be tried on \(faults.count) of"
        + " \(validation.fits.count) weeks: from \(first.date), \(first.fault.problem.sentence).")
  }

  /// One method asked about one queue.
  private struct Asking {
    let outside: OutsideMethod
    let series: DaySeries
    let history: QueueHistory
    let setting: ForecastSetting
    /// Calendar days asked for from each origin.
    let days: Int

    init(
      _ outside: OutsideMethod, _ series: DaySeries, _ history: QueueHistory,
      _ setting: ForecastSetting, days: Int
    ) {
      self.outside = outside
      self.series = series
      self.history = history
      self.setting = setting
      self.days = days
    }

    /// Contacts by day from `origin` and column, NaN where none were given and none are needed.
    func values(
      _ origin: Int, before instant: Instant, until end: Int,
      isNeeded: (_ day: Int, _ column: Int) -> Bool
    ) -> Result<[Double], OutsideMethod.Failure> {
      let answer = outside.answer(
        OutsideMethod.Question(
          history: history.before(instant), zone: setting.zone, asOf: instant,
          from: series.dates[origin], days: days))
      let given: [Instant: Double]
      switch answer {
      case .success(let found): given = found
      case .failure(let fault): return .failure(fault)
      }
      var lacking: [Instant] = []
      let j = series.columns
      var values = [Double](repeating: .nan, count: (end - origin) * j)
      for d in origin..<end {
        for c in 0..<j where series.open[series.weekdays[d]][c] {
          let starts = series.starts(d, c, setting.zone)
          let found = starts.compactMap { given[$0] }
          if !found.isEmpty {
            values[(d - origin) * j + c] = found.reduce(0, +) / Double(found.count)
          } else if starts.isEmpty {
            values[(d - origin) * j + c] = 0
          } else if isNeeded(d - origin, c) {
            lacking += starts.prefix(1)
          }
        }
      }
      guard let first = lacking.first else { return .success(values) }
      return .failure(
        OutsideMethod.Failure(
          Problem(
            subject: "method \(outside.method.rawValue)",
            "gives no number for \(lacking.count) open intervals",
            value: first.text(in: setting.zone))))
    }
  }
}

extension DaySeries {
  /// When a column of a day begins: never where the clocks skip the time, twice where they show it twice.
  func starts(_ day: Int, _ column: Int, _ zone: Zone) -> [Instant] {
    zone.instants(dates[day], secondsOfDay: slots[column] * intervalSeconds)
  }
}

extension Problem {
  /// What is wrong, in one line.
  fileprivate var sentence: String {
    (place.map { "\($0): " } ?? "") + what + (value.map { " (\($0))" } ?? "")
  }
}
