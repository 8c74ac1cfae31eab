internal import Glibc
internal import LinearAlgebra

/// Everything estimated at one (pretended) origin, under all settings.
struct OriginFit: Sendable {
  let design: LevelDesign
  var levels: [LevelFit]
  var profiles: [(setting: ShapeSetting, shapes: Shapes)]
  var factors: [(setting: ShapeSetting, shapes: Shapes)]
  /// Log levels by the smoothing method.
  var smoothing: [Double]?

  /// Nil when nothing before the origin informs a level.
  init?(_ series: DaySeries, origin: Int, horizon: Int, events: EventColumns) {
    let design = LevelDesign(series, origin: origin, horizon: horizon, events: events)
    guard let regression = LevelRegression(series, design) else { return nil }
    self.design = design
    // The systems are positive definite by construction; where rounding spoils that (counts beyond
    // all measure) there is no regression, and the plain methods remain.
    do throws(LinearAlgebraError) {
      levels = try regression.fits()
      factors = try ShapeFactors.shapes(series, design)
    } catch { return nil }
    profiles = ShapeCandidates.profiles(series, design)
    smoothing = SeasonalSmoothing.logLevels(series, design)
  }
}

/// The settings chosen by validation.
struct SettingChoice: Sendable {
  var levels: [LevelSetting]
  var profiles: [ShapeSetting]
  var factors: [ShapeSetting]
  /// Weight of the factor shapes, 0 to 1; the profiles have the rest.
  var factorShare = 0.5

  static let standard = SettingChoice(
    levels: [LevelRegression.standard], profiles: [.standard], factors: [])
}

extension OriginFit {
  /// Log levels of the horizon: the mean over the chosen settings.
  func logLevels(_ choice: SettingChoice) -> [Double] {
    mean(levels.filter { choice.levels.contains($0.setting) }.map(\.forecast))
      ?? levels[0].forecast
  }

  /// Shapes by weekday and column: the chosen profiles and factor shapes, each averaged, mixed.
  func shapes(_ choice: SettingChoice) -> [Double] {
    let profile =
      mean(profiles.filter { choice.profiles.contains($0.setting) }.map(\.shapes.values))
      ?? profiles[0].shapes.values
    guard
      let factor = mean(
        factors.filter { choice.factors.contains($0.setting) }.map(\.shapes.values))
    else { return profile }
    let share = choice.factorShare
    return zip(profile, factor).map { $0 * (1 - share) + $1 * share }
  }

  /// Roots by day of the horizon and column, for a method that has roots.
  func roots(
    _ method: ForecastMethod, _ series: DaySeries, _ choice: SettingChoice
  ) -> [Double]? {
    let shapes = series.isSparse ? keepingContacts(shapes(choice), series) : shapes(choice)
    func spread(_ logLevels: [Double]) -> [Double] {
      let j = series.columns
      var roots = [Double](repeating: 0, count: design.horizon * j)
      for h in 0..<design.horizon {
        let w = series.weekdays[design.origin + h]
        let level = exp(min(logLevels[h], 20)) * series.unseenLevel[w]
        for c in 0..<j { roots[h * j + c] = level * shapes[w * j + c] }
      }
      return SpecialDayShapes.adjusted(roots, series, design)
    }
    switch method {
    case .regression: return spread(logLevels(choice))
    case .smoothing: return smoothing.map { spread(withCalendar($0, choice)) }
    case .blend:
      guard let smooth = smoothing else { return nil }
      let regression = logLevels(choice)
      return spread(zip(regression, withCalendar(smooth, choice)).map { ($0 + $1) / 2 })
    default: return nil
    }
  }

  /// The smoothing method knows no special days: there the regression's level stands.
  private func withCalendar(_ logLevels: [Double], _ choice: SettingChoice) -> [Double] {
    let regression = self.logLevels(choice)
    return logLevels.indices.map { h in
      let isKnown = design.isExplainedApart(design.origin + h)
      return isKnown ? regression[h] : logLevels[h]
    }
  }

  private func mean(_ lists: [[Double]]) -> [Double]? {
    guard var sum = lists.first else { return nil }
    for list in lists.dropFirst() { for k in sum.indices { sum[k] += list[k] } }
    return lists.count == 1 ? sum : sum.map { $0 / Double(lists.count) }
  }
}

/// Contacts from the root scale: the inverse that is unbiased for Poisson counts.
///
/// Mäkitalo & Foi 2011, closed form of the exact unbiased inverse of the Anscombe transform; for
/// large roots it is S² − 1/8.
func contacts(fromRoot root: Double) -> Double {
  guard root > 0.612_372_435_695_794_5 else { return 0 }
  let d = 2 * root
  let s = 1.224_744_871_391_589
  return max(0, d * d / 4 + 0.25 * s / d - 1.375 / (d * d) + 0.625 * s / (d * d * d) - 0.125)
}
