// Choosing by rolling validation before the origin.
//
// Pretended origins o − W, o − 2W, … (up to twelve weeks) with at least six weeks of history before
// each (three when the whole history is shorter than fourteen weeks); from each, everything is fitted
// anew on what was known then and forecast as far ahead as the real forecast. Special and missing days
// do not count. Kept are the three best level settings (mean absolute error of the log level), the ten
// best profile shapes and the three best factor shapes (absolute error with the realised level), each
// set averaged: averaging good settings beats picking one, whose luck does not last.
//
// Among the methods the regression is the standing choice. Another must show an error at least 3 %
// lower over all pretended weeks, and be better in at least 60 % of them.

struct RollingValidation: Sendable {
  static let weeks = 12
  static let margin = 0.97
  static let agreement = 0.6

  let series: DaySeries
  /// Evaluated are the days `lead ..< reach` after each origin.
  let lead: Int
  let reach: Int
  let events: EventColumns
  /// Fits at the pretended origins, nearest first.
  private(set) var fits: [OriginFit] = []

  init(_ series: DaySeries, lead: Int, reach: Int, events: EventColumns) {
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
      }
    }
  }

  /// The days of a fit's horizon whose outcome is known.
  func days(_ fit: OriginFit, skippingSpecial: Bool = true) -> [Int] {
    let origin = fit.design.origin
    return (origin + lead..<min(origin + reach, series.origin)).filter {
      !series.isMissing[$0] && !(skippingSpecial && series.labels[$0].isSpecial)
    }
  }

  func choice() -> SettingChoice {
    guard !fits.isEmpty else { return .standard }
    var levels = Ranking<LevelSetting>()
    var profiles = Ranking<ShapeSetting>()
    var factors = Ranking<ShapeSetting>()
    for fit in fits {
      let days = days(fit)
      guard !days.isEmpty else { continue }
      for level in fit.levels {
        var error = 0.0
        for d in days {
          error += abs(level.forecast[d - fit.design.origin] - series.logLevel[d])
        }
        levels.add(level.setting, error, days.count)
      }
      for shape in fit.profiles {
        profiles.add(shape.setting, shapeError(shape.shapes, days), days.count)
      }
      for shape in fit.factors {
        factors.add(shape.setting, shapeError(shape.shapes, days), days.count)
      }
    }
    let standard = SettingChoice.standard
    let bestLevels = levels.best(3)
    let bestProfiles = profiles.best(10)
    return SettingChoice(
      levels: bestLevels.isEmpty ? standard.levels : bestLevels,
      profiles: bestProfiles.isEmpty ? standard.profiles : bestProfiles, factors: factors.best(3))
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

  /// The best of those that were tried everywhere.
  func best(_ count: Int) -> [Setting] {
    let most = entries.map(\.count).max() ?? 0
    let ranked = entries.indices.filter { entries[$0].count == most }
      .sorted { (entries[$0].error, $0) < (entries[$1].error, $1) }
    return ranked.prefix(count).map { entries[$0].setting }
  }
}
