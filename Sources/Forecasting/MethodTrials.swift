/// The errors of every method on the pretended origins, and the method they speak for.
struct MethodTrials: Sendable {
  var trials: [ForecastEvidence.Trial] = []
  var weeks = 0
  var method: ForecastMethod = .regression
  /// Forecast and outcome of every cell of ordinary days, for the intervals; by method.
  var outcomes: [ForecastMethod: [(forecast: Double, actual: Double)]] = [:]
  /// The same of days that are special, follow a closure or have an event; by day.
  var specialOutcomes: [ForecastMethod: [[(forecast: Double, actual: Double)]]] = [:]
  /// The same of day totals, by origin.
  var dayErrors: [ForecastMethod: DayErrors] = [:]
  /// Sums of absolute errors and contacts of regular days, by method and week.
  private var regular: [ForecastMethod: [Double]] = [:]

  /// How many weeks, nearest first, the intervals are calibrated on.
  static let calibrationWeeks = 8

  static let candidates: [ForecastMethod] = [.regression, .smoothing, .blend]

  init(_ validation: RollingValidation) {
    let series = validation.series
    let j = series.columns
    var sums: [ForecastMethod: Sums] = [:]
    for (k, fit) in validation.fits.enumerated() {
      let choice = validation.choice(without: k)
      let days = validation.days(fit, skippingSpecial: false)
      guard !days.isEmpty else { continue }
      weeks += 1
      for method in Self.candidates + ForecastMethod.baselines {
        let values: [Double]
        if Self.candidates.contains(method) {
          guard let roots = fit.roots(method, series, choice) else { continue }
          values = roots.map(contacts(fromRoot:))
        } else {
          values = PlainAverages.forecast(method, series, fit.design)
        }
        var week = 0.0
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
            sums[method, default: Sums()].absolute += abs(actual - forecast)
            if !series.labels[d].isSpecial { week += abs(actual - forecast) }
            cells.append((forecast, actual))
          }
          // Weeks long past were forecast from less history than there is now; special days are
          // too rare to leave any out.
          if fit.design.isExplainedApart(d) {
            specialOutcomes[method, default: []].append(cells)
          } else if k < Self.calibrationWeeks {
            outcomes[method, default: []] += cells
          }
          run.append((dayForecast, dayActual))
          sums[method, default: Sums()].actual += dayActual
          sums[method, default: Sums()].forecast += dayForecast
          sums[method, default: Sums()].dayAbsolute += abs(dayActual - dayForecast)
        }
        regular[method, default: []].append(week)
        dayErrors[method, default: DayErrors()].runs.append(run)
      }
    }
    decide()
    for method in Self.candidates + ForecastMethod.baselines {
      guard let sum = sums[method], sum.actual > 0 else { continue }
      trials.append(
        ForecastEvidence.Trial(
          method: method, wape: 100 * sum.absolute / sum.actual,
          dayWAPE: 100 * sum.dayAbsolute / sum.actual,
          bias: 100 * (sum.forecast - sum.actual) / sum.actual))
    }
    trials.sort { ($0.wape, $0.method.rawValue) < ($1.wape, $1.method.rawValue) }
  }

  private mutating func decide() {
    guard let standing = regular[.regression], !standing.isEmpty else { return }
    var best = standing.reduce(0, +)
    for method in Self.candidates.dropFirst() + ForecastMethod.baselines {
      guard let errors = regular[method], errors.count == standing.count else { continue }
      if ForecastMethod.baselines.contains(method), errors.count < 6 { continue }
      let better = zip(errors, standing).count { $0 < $1 }
      let total = errors.reduce(0, +)
      if total < RollingValidation.margin * best,
        Double(better) >= RollingValidation.agreement * Double(errors.count)
      {
        best = total
        self.method = method
      }
    }
  }

  private struct Sums {
    var absolute = 0.0
    var dayAbsolute = 0.0
    var actual = 0.0
    var forecast = 0.0
  }
}
