// Choosing by rolling validation before the origin.
//
// Pretended origins o − W, o − 2W, … (up to twelve weeks) with at least six weeks of history before
// each (three when the whole history is shorter than fourteen weeks); from each, everything is fitted
// anew on what was known then and forecast as far ahead as the real forecast. Special and missing days
// do not count. Kept are the six best level settings (mean absolute error of the log level), the twenty
// best profile shapes and the three best factor shapes (absolute error with the realised level), each
// set averaged: averaging good settings beats picking one, whose luck does not last. Profile and factor
// shapes are mixed by the inverse eighth powers of their errors.
//
// Among the methods the regression is the standing choice. Another must show an error at least 3 %
// lower over all pretended weeks (the blend 1 %), and be better in at least half of them; a plain
// average or the week before must do so over at least six weeks.

internal import Glibc

struct RollingValidation: Sendable {
  static let weeks = 12
  static let margin = 0.97
  /// The same for the blend, which errs by less than either where they err apart.
  static let blendMargin = 0.99
  static let agreement = 0.5
  /// Shapes with a larger error than so many times the best are not averaged in.
  static let nearBest = 1.015

  let series: DaySeries
  /// Evaluated are the days `lead ..< reach` after each origin.
  let lead: Int
  let reach: Int
  let events: EventColumns
  /// Shifts of the level, as seen from the real origin.
  let shifts: [LevelShift]
  /// Fits at the pretended origins, nearest first.
  private(set) var fits: [OriginFit] = []
  /// Errors of every setting at each of them.
  private var errors: [SettingErrors] = []

  init(_ series: DaySeries, lead: Int, reach: Int, events: EventColumns, shifts: [LevelShift]) {
    self.shifts = shifts
    self.series = series
    self.lead = lead
    self.reach = reach
    self.events = events
    let week = series.weekLength
    let origin = series.origin
    guard let first = (0..<origin).first(where: { !series.isMissing[$0] }) else { return }
    let needed = origin - first >= 14 * week ? 6 * week : 3 * week
    for k in 1...Self.weeks {
      let pretended = origin - k * week
      guard pretended - first >= needed, pretended + lead < origin else { continue }
      if let fit = OriginFit(series, origin: pretended, horizon: reach, events: events) {
        fits.append(fit)
        errors.append(errors(fit))
      }
    }
  }

  /// The days of a fit's horizon whose outcome is known.
  ///
  /// Days after a shift that began later than a week before the fit's origin are left out: from there
  /// nothing could know of it, and no method shows its worth on it.
  func days(_ fit: OriginFit, skippingSpecial: Bool = true) -> [Int] {
    let origin = fit.design.origin
    return (origin + lead..<min(origin + reach, series.origin)).filter {
      d in
      !series.isMissing[d] && !(skippingSpecial && series.labels[d].isSpecial)
        && !shifts.contains { $0.day <= d && $0.day > origin - series.weekLength }
    }
  }

  /// The settings that did best, on all pretended origins or on all but one.
  ///
  /// A trial of an origin uses the choice made without it: its error is then as honest as that of a
  /// method without settings.
  func choice(without left: Int? = nil) -> SettingChoice {
    var levels = Ranking<LevelSetting>()
    var profiles = Ranking<ShapeSetting>()
    var factors = Ranking<ShapeSetting>()
    for k in fits.indices where k != left && errors[k].days > 0 {
      for (level, error) in zip(fits[k].levels, errors[k].levels) {
        levels.add(level.setting, error, errors[k].days)
      }
      for (shape, error) in zip(fits[k].profiles, errors[k].profiles) {
        profiles.add(shape.setting, error, errors[k].days)
      }
      for (shape, error) in zip(fits[k].factors, errors[k].factors) {
        factors.add(shape.setting, error, errors[k].days)
      }
    }
    var choice = SettingChoice.standard
    let bestLevels = levels.best(6)
    let bestProfiles = profiles.best(20, within: Self.nearBest)
    if !bestLevels.isEmpty { choice.levels = bestLevels }
    if !bestProfiles.isEmpty { choice.profiles = bestProfiles }
    choice.factors = factors.best(3, within: Self.nearBest)
    if let profile = profiles.lowestError, let factor = factors.lowestError, profile > 0, factor > 0
    {
      let odds = pow(profile / factor, 8)
      choice.factorShare = odds / (1 + odds)
    }
    return choice
  }

  private func errors(_ fit: OriginFit) -> SettingErrors {
    let days = days(fit)
    return SettingErrors(
      days: days.count,
      levels: fit.levels.map { level in
        days.reduce(0) {
          $0 + abs(level.forecast[$1 - fit.design.origin] - series.logLevel[$1])
        }
      },
      profiles: fit.profiles.map { shapeError($0.shapes, days) },
      factors: fit.factors.map { shapeError($0.shapes, days) })
  }

  /// Absolute error on the scale of counts when the level is the realised one.
  private func shapeError(_ shapes: Shapes, _ days: [Int]) -> Double {
    let j = series.columns
    var error = 0.0
    shapes.values.withUnsafeBufferPointer { shape in
      series.root.withUnsafeBufferPointer { root in
        for d in days {
          let w = series.weekdays[d]
          let level = series.level[d]
          for c in 0..<j {
            let f = shape[w * j + c] * level
            let s = root[d * j + c]
            error += abs(f * f - s * s)
          }
        }
      }
    }
    return error
  }
}

/// Summed errors of the settings of one fit, in their order there.
private struct SettingErrors: Sendable {
  var days: Int
  var levels: [Double]
  var profiles: [Double]
  var factors: [Double]
}

/// Settings by their accumulated error; ties go to the one added first.
struct Ranking<Setting: Hashable> {
  private var positions: [Setting: Int] = [:]
  private var entries: [(setting: Setting, error: Double, count: Int)] = []

  mutating func add(_ setting: Setting, _ error: Double, _ count: Int) {
    if let k = positions[setting] {
      entries[k].error += error
      entries[k].count += count
    } else {
      positions[setting] = entries.count
      entries.append((setting, error, count))
    }
  }

  /// The lowest error of those that were tried everywhere.
  var lowestError: Double? {
    let most = entries.map(\.count).max() ?? 0
    return entries.lazy.filter { $0.count == most }.map(\.error).min()
  }

  /// The best of those that were tried everywhere, none worse than `within` times the lowest error.
  func best(_ count: Int, within factor: Double = .infinity) -> [Setting] {
    let most = entries.map(\.count).max() ?? 0
    let ranked = entries.indices.filter { entries[$0].count == most }
      .sorted { (entries[$0].error, $0) < (entries[$1].error, $1) }
    let limit = (lowestError ?? 0) * factor
    return ranked.prefix(count).filter { entries[$0].error <= limit }.map { entries[$0].setting }
  }
}
