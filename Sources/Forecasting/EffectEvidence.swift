internal import CivilTime

/// What is said of the effects of named days and events: those learnt, and those without a past.
enum EffectEvidence {
  /// Named days and learnt events of the horizon that no past date tells anything about.
  static func withoutPast(_ series: DaySeries, _ design: LevelDesign, from: Int) -> [String] {
    let past = Set(series.labels[..<series.origin])
    var sentences: [String] = []
    for d in from..<max(from, series.days) where !design.isShut[d - series.origin] {
      let label = series.labels[d]
      if label.isNamed, !past.contains(label) {
        sentences.append(
          "\(series.dates[d]) (\(series.title(label))) has no past date in the history: taken for"
            + " \(past.contains { $0.isNamed } ? "a named day like the others" : "an ordinary day")."
        )
      }
      for k in design.events.active(d)
      where !(0..<series.origin).contains(where: { design.events.active($0).contains(k) }) {
        sentences.append(
          "\(series.dates[d]): \(design.events.titles[k]) has no past date in the history to be learnt"
            + " from: nothing is added for it.")
      }
    }
    return sentences
  }

  static func effects(
    _ series: DaySeries, _ design: LevelDesign,
    _ coefficients: [(title: String, group: LevelDesign.Group, value: Double)]
  ) -> [ForecastEvidence.LearntEffect] {
    var days = [Int](repeating: 0, count: design.columns)
    for d in 0..<design.origin where design.weight[d] > 0 {
      for e in design.row(d) { days[Int(design.entryColumn[e])] += 1 }
    }
    let positions = Dictionary(
      zip(design.title, design.title.indices), uniquingKeysWith: { first, _ in first })
    let values = Dictionary(
      coefficients.map { ($0.title, $0.value) }, uniquingKeysWith: { first, _ in first })
    /// What a named day shares with others: all named days, all of its festival.
    func shared(_ title: String) -> Double {
      if title.hasPrefix("eve of ") { return values["any eve"] ?? 0 }
      if title.hasPrefix("day after ") { return 0 }
      let any = values["any named day"] ?? 0
      let festival = series.names.indices.first { series.names[$0] == title }
        .map { series.names[series.families[$0]] }
      return any + (festival.flatMap { values["\($0), all days"] } ?? 0)
    }
    return coefficients.compactMap { title, group, value in
      guard [.named, .closure, .event].contains(group), !title.hasPrefix("any "),
        let position = positions[title], days[position] > 0
      else { return nil }
      let shared = group == .named ? shared(title) : 0
      // The level is a root: a change by b multiplies contacts by e^(2b).
      let percent = 100 * (exponential(2 * (value + shared)) - 1)
      return ForecastEvidence.LearntEffect(name: title, percent: percent, days: days[position])
    }
  }
}
