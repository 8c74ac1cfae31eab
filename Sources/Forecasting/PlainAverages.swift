// The baselines every other method is measured against: the last, or the mean of the last N, same
// weekdays that are ordinary. Averages skip named days, closures and days without data; the seasonal
// naive one takes the week before as it was, or the last week that has the day.

enum PlainAverages {
  /// Contacts by day of the horizon and column; NaN where no day before has a value.
  static func forecast(
    _ method: ForecastMethod, _ series: DaySeries, _ design: LevelDesign
  ) -> [Double] {
    let wanted =
      switch method {
      case .average4: 4
      case .average6: 6
      case .average8: 8
      default: 1
      }
    let skipsSpecial = wanted > 1
    let (j, week) = (series.columns, series.weekLength)
    var result = [Double](repeating: .nan, count: design.horizon * j)
    for h in 0..<design.horizon {
      let d = design.origin + h
      var days: [Int] = []
      var before = d - week
      while before >= design.origin { before -= week }
      let oldest = before - 26 * week
      while before >= 0, before > oldest, days.count < wanted {
        if !series.isMissing[before], !(skipsSpecial && series.labels[before].isSpecial) {
          days.append(before)
        }
        before -= week
      }
      for c in 0..<j where series.open[series.weekdays[d]][c] {
        var (sum, count) = (0.0, 0)
        for day in days {
          let value = series.counts[day * j + c]
          // A slot lost on a day that is otherwise complete is known from the day's own level.
          let root = series.root[day * j + c]
          sum += value.isNaN ? max(0, root * root - 0.375) : value
          count += 1
        }
        if count > 0 { result[h * j + c] = sum / Double(count) }
      }
    }
    return result
  }
}
