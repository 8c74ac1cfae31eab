// Bounds while a history is too short for trial forecasts: how its own weeks, or its days, differ.
//
// A forecast that is a mean of n same weekdays errs by the chance of the outcome and by that of the
// mean: its variance is (1 + 1/n)(f + c² f²). Each day is held against the mean o of the k other days of
// its weekday, where every sum below has the expectation it stands for, whatever the contacts:
//   Σ (y − o)² k/(k + 1) ≈ Σ f + c² f²,   Σ (y + k o)/(k + 1) ≈ Σ f,   Σ y o ≈ Σ f².
// Before most weekdays have come twice there is only the week's inside: days against each other, what
// their sums and the sums of the time of day lead to expect, with the degrees of freedom this takes. That
// cannot show how weeks differ in level, for which a usual 5 % stands.
//
// On windows of one to three weeks of the shared series, half a year of starts each, 80 % bounds then
// hold 77 to 83 % of a series' outcomes; a standard deviation of 25 % for all, as before, 69 to 100 %.

internal import Glibc

/// How the days of a history without trials differ from what the others say.
struct ShortHistory {
  /// The usual deviation of the level from week to week, where one week is all there is.
  static let usualWeekDeviation = 0.05

  /// c², the squared coefficient of variation beyond chance.
  var dispersion: Double
  /// How many days of a weekday the forecast rests on, on average.
  var daysPerWeekday: Double
  /// Cells compared.
  var count: Int
  /// Whether weeks were compared, not the days of one.
  var comparesWeeks: Bool

  /// Nil where no two days can be compared. O(days × columns), for one week times thirty.
  init?(_ series: DaySeries, _ design: LevelDesign) {
    let days = (0..<series.origin).filter { !series.isMissing[$0] && !design.isExplainedApart($0) }
    let byWeekday = Dictionary(grouping: days) { series.weekdays[$0] }
    guard days.count >= 2 else { return nil }
    daysPerWeekday = Double(days.count) / Double(byWeekday.count)
    let repeated = byWeekday.values.filter { $0.count >= 2 }
    comparesWeeks = 2 * repeated.count >= series.weekLength
    var sums = Sums()
    if comparesWeeks {
      for weekday in byWeekday.keys.sorted() {
        sums.compareWeeks(byWeekday[weekday] ?? [], series)
      }
      dispersion = sums.dispersion
    } else {
      sums.compareDays(days, series)
      dispersion = sums.dispersion + Self.usualWeekDeviation * Self.usualWeekDeviation
    }
    guard sums.cells >= 10, sums.squaredRates > 0 else { return nil }
    count = sums.cells
  }

  /// For a forecast that is a mean of same weekdays: its own chance is that of few counts.
  var aroundMean: DemandDistribution {
    let widening = (1 + 1 / daysPerWeekday).squareRoot()
    return DemandDistribution(
      dispersion: dispersion, quantiles: DemandDistribution.normalQuantiles.map { widening * $0 },
      count: count)
  }

  /// For a forecast whose profile rests on all days: the level alone is that of few, and its movement.
  var aroundModel: DemandDistribution {
    DemandDistribution(
      dispersion: (1 + 2 / daysPerWeekday) * dispersion,
      quantiles: DemandDistribution.normalQuantiles, count: count)
  }

  var remark: String {
    "Too few weeks for trial forecasts: the bounds come from how "
      + (comparesWeeks
        ? "the same weekdays of the history differ."
        : "its days differ, and a usual 5 % from week to week.")
  }

  /// Sums of squares, of rates and of their squares, over cells.
  private struct Sums {
    var squares = 0.0
    var rates = 0.0
    var squaredRates = 0.0
    var cells = 0

    var dispersion: Double {
      squaredRates > 0 ? max(0, (squares - rates) / squaredRates) : 0
    }

    /// Every day of one weekday against the mean of the others.
    mutating func compareWeeks(_ days: [Int], _ series: DaySeries) {
      for column in 0..<series.columns {
        let known = days.map { series.counts[$0 * series.columns + column] }.filter { !$0.isNaN }
        guard known.count >= 2 else { continue }
        let (sum, others) = (known.reduce(0, +), Double(known.count - 1))
        for count in known {
          let mean = (sum - count) / others
          squares += (count - mean) * (count - mean) * others / (others + 1)
          squaredRates += count * mean
          cells += 1
        }
        rates += sum
      }
    }

    /// The days against the product of a level of each and a profile of all.
    mutating func compareDays(_ days: [Int], _ series: DaySeries) {
      let columns = series.columns
      func count(_ k: Int, _ column: Int) -> Double? {
        let count = series.counts[days[k] * columns + column]
        return count.isNaN ? nil : count
      }
      var levels = [Double](repeating: 1, count: days.count)
      var profile = [Double](repeating: 0, count: columns)
      // Proportional fitting: at once where every day has every column, soon where some are missing.
      for _ in 0..<30 {
        for column in 0..<columns {
          var (sum, weight) = (0.0, 0.0)
          for k in days.indices {
            guard let count = count(k, column) else { continue }
            sum += count
            weight += levels[k]
          }
          profile[column] = weight > 0 ? sum / weight : 0
        }
        for k in days.indices {
          var (sum, weight) = (0.0, 0.0)
          for column in 0..<columns {
            guard let count = count(k, column) else { continue }
            sum += count
            weight += profile[column]
          }
          levels[k] = weight > 0 ? sum / weight : 0
        }
      }
      for k in days.indices {
        for column in 0..<columns {
          let rate = levels[k] * profile[column]
          guard let count = count(k, column), rate > 0 else { continue }
          squares += (count - rate) * (count - rate)
          rates += rate
          squaredRates += rate * rate
          cells += 1
        }
      }
      let parameters = levels.count { $0 > 0 } + profile.count { $0 > 0 } - 1
      guard cells > parameters else {
        cells = 0
        return
      }
      squares *= Double(cells) / Double(cells - parameters)
    }
  }
}
