// Named days, eves and days of events in the horizon: which shape, and whether a named day behaves like
// another weekday.
//
// Past special days decide, each left out in turn: "own weekday times what the others did to the
// level" against "like weekday w". When a weekday is clearly better (error below 0.8 times, and a level
// within 8 % on the root scale), the forecast of that weekday is taken. Otherwise the regression keeps
// the level and only the shape bends towards the mean past special shape, by m/(m + 2) with m days in
// the sample. The days of a festival or event of four days or more share one shape, whose smoothing is
// the one that predicts each of its past days best from the others.

internal import Glibc

enum SpecialDayShapes {
  /// `roots` (horizon × columns) with the special days of the horizon adjusted.
  static func adjusted(
    _ roots: [Double], _ series: DaySeries, _ design: LevelDesign
  ) -> [Double] {
    var result = roots
    let j = series.columns
    var bends: [Sample.Kind: [Double]] = [:]
    for h in 0..<design.horizon {
      let d = design.origin + h
      guard !design.isShut[h], let kind = Sample.kind(d, series, design) else { continue }
      if kind.isLong, let bend = bends[kind] {
        for c in 0..<j { result[h * j + c] *= bend[c] }
        continue
      }
      let sample = Sample(series, design, kind)
      guard !sample.days.isEmpty else { continue }
      if let weekday = kind.isNamed ? sample.betterWeekday() : nil {
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
        let bend = sample.bend(smooth: kind.isLong ? sample.bestSmoothing() : Sample.smoothing)
        bends[kind] = bend
        for c in 0..<j { result[h * j + c] *= bend[c] }
      }
    }
    return result
  }

  /// Past days with a label, and what regular days near them looked like.
  struct Sample {
    /// Which past days a day is like.
    enum Kind: Hashable {
      case label(DayLabel)
      case festival(Int)
      case event(Int)
      case longEvent(Int)

      var isLong: Bool {
        switch self {
        case .festival, .longEvent: true
        default: false
        }
      }
      var isNamed: Bool { if case .label = self { true } else { false } }
    }
    static let smoothing = 2.0

    let series: DaySeries
    let design: LevelDesign
    var days: [Int]
    private var own: [[Double]]

    static func kind(_ d: Int, _ series: DaySeries, _ design: LevelDesign) -> Kind? {
      if case .named(let k) = series.labels[d], series.isLongFestival(series.families[k]) {
        return .festival(series.families[k])
      }
      if series.labels[d].isSpecial { return .label(series.labels[d]) }
      guard let column = design.events.active(d).first else { return nil }
      return design.events.isLong(column)
        ? .longEvent(design.events.families[column]) : .event(column)
    }

    init(_ series: DaySeries, _ design: LevelDesign, _ kind: Kind) {
      self.series = series
      self.design = design
      let usable = (0..<design.origin).filter {
        !series.isMissing[$0] && (series.labels[$0].isSpecial || design.events.isActive($0))
      }
      var found = usable.filter { Self.kind($0, series, design) == kind }
      if case .label(let label) = kind, found.count < 2 {
        found = usable.filter {
          series.labels[$0].isSpecial && series.labels[$0].isNamed == label.isNamed
        }
      }
      // The latest two dozen say enough, of a festival the latest hundred.
      days = []
      own = []
      for d in found.suffix(kind.isLong ? 100 : 24) {
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
      // A busier weekday explains a great day a little better, and is not what it is.
      let gaps = days.compactMap { d in
        template(d, best.weekday).map {
          log(max(1e-9, root(d).reduce(0, +)) / max(1e-9, $0.reduce(0, +)))
        }
      }
      return abs(gaps.reduce(0, +)) < 0.08 * Double(gaps.count) ? best.weekday : nil
    }

    /// The smoothing of a bend under which past days are best foretold by the others.
    func bestSmoothing() -> Double {
      guard days.count >= 8 else { return Self.smoothing }
      let j = series.columns
      let (special, regular) = sums()
      var best = (error: Double.infinity, smooth: Self.smoothing)
      for smooth in [0.0, 0.7, Self.smoothing] {
        var error = 0.0
        for (i, d) in days.enumerated() {
          let (own, usual) = shares(i)
          let bend = bend(
            (0..<j).map { special[$0] - own[$0] }, (0..<j).map { regular[$0] - usual[$0] },
            count: days.count - 1, smooth: smooth)
          let level = root(d).reduce(0, +)
          for c in 0..<j {
            let e = level * (own[c] - usual[c] * bend[c])
            error += e * e
          }
        }
        if error < best.error { best = (error, smooth) }
      }
      return best.smooth
    }

    /// Factors by column that bend a regular shape towards the sample's.
    func bend(smooth: Double) -> [Double] {
      let (special, regular) = sums()
      return bend(special, regular, count: days.count, smooth: smooth)
    }

    /// Shares of the day's root by column, of a sample day and of the regular days near it.
    private func shares(_ i: Int) -> (own: [Double], usual: [Double]) {
      let level = max(1e-9, root(days[i]).reduce(0, +))
      let ownLevel = max(1e-9, own[i].reduce(0, +))
      return (root(days[i]).map { $0 / level }, own[i].map { $0 / ownLevel })
    }

    private func sums() -> (special: [Double], regular: [Double]) {
      var special = [Double](repeating: 0, count: series.columns)
      var regular = special
      for i in days.indices {
        let (own, usual) = shares(i)
        for c in 0..<series.columns {
          special[c] += own[c]
          regular[c] += usual[c]
        }
      }
      return (special, regular)
    }

    private func bend(
      _ special: [Double], _ regular: [Double], count: Int, smooth: Double
    ) -> [Double] {
      let kernel = smooth > 0 ? ShapeCandidates.gaussianKernel(smooth) : [1]
      let special = ShapeCandidates.convolved(special, kernel)
      let regular = ShapeCandidates.convolved(regular, kernel)
      let trust = Double(count) / Double(count + 2)
      return special.indices.map { c in
        regular[c] > 1e-9 ? max(0, 1 + (special[c] / regular[c] - 1) * trust) : 1
      }
    }
  }
}
