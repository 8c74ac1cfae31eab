// Bursts: cells far off what their weekday and the day's level lead to expect (a storm, an outage, a
// line that rang by mistake).
//
// Shapes and levels are means, which one burst moves for weeks. So the root S of a cell is held within
// two standard deviations (four with few contacts) of L·m, L the day's level and m the median of S/L of the
// last eight same weekdays (Huber's winsorising; the root scale has nearly constant variance, so that one deviation
// serves all cells: 1.4826 times the median absolute residual, at least a Poisson count's 1/2 and 2 % of
// the level). Only weeks before a day are used, so that no pretended origin sees what came later. Days
// by a name of their own and days of events are left as they are. Counts stay untouched: they are what forecasts are
// scored against.

extension DaySeries {
  private static let deviations = 2.0
  /// With few contacts the median of eight counts is a guess, and half of what is above it is usual.
  private static let sparseDeviations = 4.0
  private static let leastShare = 0.02

  mutating func holdBursts(except events: EventColumns) {
    let j = columns
    var expected = [Double](repeating: .nan, count: root.count)
    var residuals: [Double] = []
    var ratios: [Double] = []
    for d in 0..<origin where !isMissing[d] {
      let past = sameWeekdays(before: d, 8, except: events)
      guard past.count >= 4 else { continue }
      let isOpen = open[weekdays[d]]
      for c in 0..<j where isOpen[c] {
        ratios.removeAll(keepingCapacity: true)
        for day in past { ratios.append(root[day * j + c] / level[day]) }
        ratios.sort()
        let middle = LevelShifts.middle(ratios)
        expected[d * j + c] = level[d] * middle
        if isOutOfHours[d * j + c] { continue }
        residuals.append(abs(root[d * j + c] - level[d] * middle))
      }
    }
    guard residuals.count >= 100 else { return }
    let deviations = isSparse ? Self.sparseDeviations : Self.deviations
    let usual = max(0.5, 1.4826 * LevelShifts.median(residuals[...]))
    for d in 0..<origin where !isMissing[d] && !labels[d].isSpecial && !events.isActive(d) {
      let reach = deviations * max(usual, Self.leastShare * level[d])
      var isChanged = false
      for c in 0..<j where !expected[d * j + c].isNaN {
        let (value, middle) = (root[d * j + c], expected[d * j + c])
        guard abs(value - middle) > reach else { continue }
        root[d * j + c] = max(0, value > middle ? middle + reach : middle - reach)
        isChanged = true
      }
      if isChanged { setLevel(d) }
    }
  }

  /// The latest ordinary days before `d` of its weekday that have data, nearest first, at most `wanted`:
  /// the days of a festival say nothing about the shape of those after it.
  private func sameWeekdays(before d: Int, _ wanted: Int, except events: EventColumns) -> [Int] {
    var found: [Int] = []
    var day = d - weekLength
    while day >= 0, found.count < wanted {
      if !isMissing[day], !labels[day].isSpecial, !events.isActive(day) { found.append(day) }
      day -= weekLength
    }
    return found
  }
}
