// How uncertain the effects of rare days are: variance of the contacts relative to their forecast,
// beyond what ordinary days show.
//
// The effect of a named day or an event learnt from n past dates carries their noise, and differs from
// date to date, by some 15 % of its own size: (2s)²/n + (0.15 E)²(1 + 1/n), s the noise of a log level
// and E the effect on log contacts. Small effects need none of it: their days are in the pool of past
// special days from which bounds are widened.

enum EffectUncertainty {
  static let share = 0.15
  /// Log contacts from which an effect is large.
  static let large = 0.25

  /// By day of the horizon.
  static func relativeVariances(
    _ design: LevelDesign,
    _ coefficients: [(title: String, group: LevelDesign.Group, value: Double)]
  ) -> [Double] {
    let values = Dictionary(
      coefficients.map { ($0.title, $0.value) }, uniquingKeysWith: { first, _ in first })
    var days = [Int](repeating: 0, count: design.columns)
    for d in 0..<design.origin where design.weight[d] > 0 {
      for e in design.row(d) { days[Int(design.entryColumn[e])] += 1 }
    }
    return (0..<design.horizon).map { h in
      var (effect, count) = (0.0, Int.max)
      for e in design.row(design.origin + h) {
        let column = Int(design.entryColumn[e])
        guard [.named, .event].contains(design.group[column]) else { continue }
        effect += 2 * (values[design.title[column]] ?? 0)
        if days[column] > 0 { count = min(count, days[column]) }
      }
      guard abs(effect) > large, count < .max else { return 0 }
      let n = Double(count)
      let noise = 4 * design.noise * design.noise / n
      return noise + share * share * effect * effect * (1 + 1 / n)
    }
  }
}
