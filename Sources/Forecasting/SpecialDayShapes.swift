// Named days and eves in the horizon: which shape, and whether such a day behaves like another weekday.
//
// Past special days decide, each left out in turn: "own weekday times what the others did to the
// level" against "like weekday w". When a weekday is clearly better (error below 0.8 times), the
// forecast of that weekday is taken. Otherwise the regression keeps the level and only the shape
// bends towards the mean past special shape, by m/(m + 2) with m days in the sample.

enum SpecialDayShapes {
  /// `roots` (horizon × columns) with the special days of the horizon adjusted.
  static func adjusted(
    _ roots: [Double], _ series: DaySeries, _ design: LevelDesign
  ) -> [Double] {
    var result = roots
    let j = series.columns
    for h in 0..<design.horizon {
      let d = design.origin + h
      guard series.labels[d].isSpecial, !design.isShut[h] else { continue }
      let sample = Sample(series, design, label: series.labels[d])
      guard !sample.days.isEmpty else { continue }
      if let weekday = sample.betterWeekday() {
        let twin = (0..<design.horizon).first {
          series.weekdays[design.origin + $0] == weekday
            && !series.labels[design.origin + $0].isSpecial
        }
        if let twin {
          for c in 0..<j { result[h * j + c] = roots[twin * j + c] }
        } else if let template = sample.template(design.origin, weekday) {
          for c in 0..<j { result[h * j + c] = template[c] }
        }
        // Columns closed on the twin but open here keep the regression's value.
        for c in 0..<j where series.open[series.weekdays[d]][c] && result[h * j + c] == 0 {
          result[h * j + c] = roots[h * j + c]
        }
      } else {
        let bend = sample.bend()
        for c in 0..<j { result[h * j + c] *= bend[c] }
      }
    }
    return result
  }

  /// Past days with a label, and what regular days near them looked like.
  struct Sample {
    let series: DaySeries
    let design: LevelDesign
    var days: [Int]
    private var own: [[Double]]

    init(_ series: DaySeries, _ design: LevelDesign, label: DayLabel) {
      self.series = series
      self.design = design
      let usable = (0..<design.origin).filter {
        !series.isMissing[$0] && series.labels[$0].isSpecial
      }
      var found = usable.filter { series.labels[$0] == label }
      if found.count < 2 {
        found = usable.filter { series.labels[$0].isNamed == label.isNamed }
      }
      // The latest two dozen say enough.
      days = []
      own = []
      for d in found.suffix(24) {
        guard let template = Self.template(series, design, d, series.weekdays[d]) else { continue }
        days.append(d)
        own.append(template)
      }
    }

    func template(_ d: Int, _ weekday: Int) -> [Double]? {
      Self.template(series, design, d, weekday)
    }

    /// The mean root of the four regular days of a weekday nearest to `d`, within six weeks.
    private static func template(
      _ series: DaySeries, _ design: LevelDesign, _ d: Int, _ weekday: Int
    ) -> [Double]? {
      let reach = 6 * series.weekLength
      var near = (max(0, d - reach)..<min(design.origin, d + reach + 1)).filter {
        $0 != d && series.weekdays[$0] == weekday && design.isRegular[$0] && !series.isAfter[$0]
      }
      guard !near.isEmpty else { return nil }
      near.sort { (abs($0 - d), $0) < (abs($1 - d), $1) }
      let chosen = near.prefix(4)
      let j = series.columns
      var mean = [Double](repeating: 0, count: j)
      for day in chosen {
        for c in 0..<j { mean[c] += series.root[day * j + c] / Double(chosen.count) }
      }
      return mean
    }

    private func root(_ d: Int) -> ArraySlice<Double> {
      series.root[d * series.columns..<(d + 1) * series.columns]
    }

    private func meanSquare(_ d: Int, _ candidate: [Double], _ scale: Double = 1) -> Double {
      var sum = 0.0
      for (a, b) in zip(root(d), candidate) { sum += (a - b * scale) * (a - b * scale) }
      return sum / Double(series.columns)
    }

    /// The weekday that past days of the sample clearly resemble more than their own.
    func betterWeekday() -> Int? {
      let ratios = days.indices.map { i in
        root(days[i]).reduce(0, +) / max(1e-9, own[i].reduce(0, +))
      }
      let total = ratios.reduce(0, +)
      var ownError = 0.0
      for (i, d) in days.enumerated() {
        let others = days.count > 1 ? (total - ratios[i]) / Double(days.count - 1) : 1
        ownError += meanSquare(d, own[i], others)
      }
      var best: (error: Double, weekday: Int)?
      for weekday in 0..<series.weekLength {
        var error = 0.0
        var isComplete = true
        for d in days {
          guard let candidate = template(d, weekday) else {
            isComplete = false
            break
          }
          error += meanSquare(d, candidate)
        }
        if isComplete, error < best?.error ?? .infinity { best = (error, weekday) }
      }
      guard let best, best.error < 0.8 * ownError else { return nil }
      return best.weekday
    }

    /// Factors by column that bend a regular shape towards the sample's.
    func bend() -> [Double] {
      let j = series.columns
      var special = [Double](repeating: 0, count: j)
      var regular = special
      for (i, d) in days.enumerated() {
        let level = max(1e-9, root(d).reduce(0, +))
        let ownLevel = max(1e-9, own[i].reduce(0, +))
        for (c, value) in root(d).enumerated() {
          special[c] += value / level
          regular[c] += own[i][c] / ownLevel
        }
      }
      let kernel = ShapeCandidates.gaussianKernel(2)
      special = ShapeCandidates.convolved(special, kernel)
      regular = ShapeCandidates.convolved(regular, kernel)
      let trust = Double(days.count) / Double(days.count + 2)
      return (0..<j).map { c in
        regular[c] > 1e-9 ? max(0, 1 + (special[c] / regular[c] - 1) * trust) : 1
      }
    }
  }
}
