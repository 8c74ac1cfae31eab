internal import Glibc

/// The errors of every method on the pretended origins, and the method they speak for.
///
/// What forecasts next week best need not be best for the weeks after: each stretch of the horizon has
/// trials of its own. Where intervals have few contacts, the sum of their absolute errors is least for a
/// forecast of the median, which is zero; staffing wants the mean. There a week's error is that of its day
/// totals and of its sum, and a method with a better one must not have a greater Poisson deviance by
/// interval, which is least for the true rates: plain averages have good days of a ragged shape.
struct MethodTrials: Sendable {
  var trials: [ForecastEvidence.Trial] = []
  var weeks = 0
  var method: ForecastMethod = .regression
  /// Forecast and outcome of every cell of ordinary days, for the intervals; by method.
  var outcomes: [ForecastMethod: [WeightedOutcome]] = [:]
  /// The same of days that are special, follow a closure or have an event; by day.
  var specialOutcomes: [ForecastMethod: [[(forecast: Double, actual: Double)]]] = [:]
  /// The same of day totals, by origin.
  var dayErrors: [ForecastMethod: DayErrors] = [:]
  /// Errors of regular days, by method and week.
  private var regular: [ForecastMethod: [Int: Double]] = [:]
  /// Poisson deviances of regular days alike, where intervals have few contacts.
  private var deviances: [ForecastMethod: [Int: Double]] = [:]
  private let outside: OutsideForecasts
  private let validation: RollingValidation

  static let candidates: [ForecastMethod] = [.regression, .smoothing, .blend]

  /// Trials on the days `stretch` after each pretended origin.
  init(
    _ validation: RollingValidation, stretch: Range<Int>,
    outside: OutsideForecasts = OutsideForecasts()
  ) {
    self.outside = outside
    self.validation = validation
    let series = validation.series
    let j = series.columns
    let firstDay = (0..<series.origin).first { !series.isMissing[$0] } ?? 0
    var sums: [ForecastMethod: Sums] = [:]
    let isSparse = series.isSparse
    for (k, fit) in validation.fits.enumerated() {
      let choice = validation.choice(without: k)
      let days = validation.days(fit, skippingSpecial: false).filter {
        stretch.contains($0 - fit.design.origin)
      }
      guard !days.isEmpty else { continue }
      weeks += 1
      let weight = IntervalCalibration.weight(
        weeksAgo: k, history: fit.design.origin - firstDay, full: series.origin - firstDay)
      for method in methods {
        guard let values = values(method, week: k, choice) else { continue }
        var week = 0.0
        var bias = 0.0
        var deviance = 0.0
        var sum = sums[method] ?? Sums()
        var run: [(forecast: Double, actual: Double)] = []
        for d in days {
          var (dayActual, dayForecast) = (0.0, 0.0)
          var cells: [(forecast: Double, actual: Double)] = []
          for c in 0..<j where series.open[series.weekdays[d]][c] {
            let actual = series.counts[d * j + c]
            let forecast = values[(d - fit.design.origin) * j + c]
            guard !actual.isNaN, !forecast.isNaN else { continue }
            dayActual += actual
            dayForecast += forecast
            sum.absolute += abs(actual - forecast)
            if !series.labels[d].isSpecial {
              if isSparse {
                deviance += Self.deviance(actual, forecast)
              } else {
                week += abs(actual - forecast)
              }
            }
            cells.append((forecast, actual))
          }
          if fit.design.isExplainedApart(d) {
            specialOutcomes[method, default: []].append(cells)
          } else {
            outcomes[method, default: []] += cells.map {
              WeightedOutcome(forecast: $0.forecast, actual: $0.actual, weight: weight)
            }
          }
          run.append((dayForecast, dayActual))
          if isSparse, !series.labels[d].isSpecial {
            week += abs(dayActual - dayForecast)
            bias += dayForecast - dayActual
          }
          sum.actual += dayActual
          sum.forecast += dayForecast
          sum.dayAbsolute += abs(dayActual - dayForecast)
        }
        sums[method] = sum
        regular[method, default: [:]][k] = week + abs(bias)
        deviances[method, default: [:]][k] = deviance
        dayErrors[method, default: DayErrors()].runs.append(run)
      }
    }
    method = best()
    for method in methods {
      guard let sum = sums[method], sum.actual > 0 else { continue }
      trials.append(
        ForecastEvidence.Trial(
          method: method, wape: 100 * sum.absolute / sum.actual,
          dayWAPE: 100 * sum.dayAbsolute / sum.actual,
          bias: 100 * (sum.forecast - sum.actual) / sum.actual))
    }
    trials.sort { ($0.wape, $0.method.rawValue) < ($1.wape, $1.method.rawValue) }
  }

  /// What a method forecast from the origin of a week, by day and column; nil where it gave nothing.
  private func values(_ method: ForecastMethod, week k: Int, _ choice: SettingChoice) -> [Double]? {
    if let given = outside.trials[method] { return given[k] }
    let fit = validation.fits[k]
    guard Self.candidates.contains(method) else {
      return PlainAverages.forecast(method, validation.series, fit.design)
    }
    return fit.roots(method, validation.series, choice)?.map(contacts(fromRoot:))
  }

  /// What would have been forecast from the origin of every week, all choices made by the other weeks.
  func forecasts() -> [(origin: Int, values: [Double])] {
    validation.fits.indices.compactMap { k in
      let choice = validation.choice(without: k)
      let found =
        values(best(without: k), week: k, choice) ?? values(.regression, week: k, choice)
      return found.map { (validation.fits[k].design.origin, $0) }
    }
  }

  /// Every method that is tried, ours first.
  private var methods: [ForecastMethod] {
    Self.candidates + ForecastMethod.baselines
      + outside.methods.filter { outside.trials[$0] != nil }
  }

  /// The unit Poisson deviance; a rate of nothing is held possible at 0.02.
  private static func deviance(_ actual: Double, _ forecast: Double) -> Double {
    let rate = max(forecast, 0.02)
    return 2 * ((actual > 0 ? actual * log(actual / rate) : 0) - (actual - rate))
  }

  /// The method that the weeks speak for, all or all but one.
  private func best(without left: Int? = nil) -> ForecastMethod {
    var chosen = ForecastMethod.regression
    guard let standing = regular[.regression]?.filter({ $0.key != left }), !standing.isEmpty else {
      return chosen
    }
    let others = [.blend, .smoothing] + ForecastMethod.baselines
    for method in others + outside.methods.filter({ outside.eligible.contains($0) }) {
      guard let errors = regular[method], let best = regular[chosen] else { continue }
      let isOurs = Self.candidates.contains(method)
      // A method from outside may lack weeks: it is compared on those it has.
      let weeks = errors.keys.filter { best[$0] != nil && standing[$0] != nil }.sorted()
      if isOurs || ForecastMethod.baselines.contains(method), weeks.count != standing.count {
        continue
      }
      if !isOurs, weeks.count < 6 { continue }
      let margin = method == .blend ? RollingValidation.blendMargin : RollingValidation.margin
      func total(_ list: [Int: Double]) -> Double { weeks.reduce(0) { $0 + (list[$1] ?? 0) } }
      let better = weeks.count { (errors[$0] ?? 0) < (standing[$0] ?? 0) }
      if total(errors) < margin * total(best),
        total(deviances[method] ?? [:]) <= total(deviances[chosen] ?? [:]),
        Double(better) >= RollingValidation.agreement * Double(weeks.count)
      {
        chosen = method
      }
    }
    return chosen
  }

  private struct Sums {
    var absolute = 0.0
    var dayAbsolute = 0.0
    var actual = 0.0
    var forecast = 0.0
  }
}
