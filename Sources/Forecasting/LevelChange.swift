public import CivilTime

/// A level of contacts that changed for good not long before the forecast.
public struct LevelChange: Hashable, Sendable {
  /// The first date of the new level.
  public var since: CivilDate
  /// Contacts since then over contacts before.
  public var factor: Double

  public init(since: CivilDate, factor: Double) {
    self.since = since
    self.factor = factor
  }

  /// Such as "contacts are 2.9 times what they were since 2025-10-13".
  public var text: String {
    let tenths = (10 * factor).rounded() / 10
    let shown = factor < 0.95 || tenths == 1 ? (100 * factor).rounded() / 100 : tenths
    return "contacts are \(shown) times what they were since \(since)"
  }
}

extension LevelChange {
  /// Shifts older than so many weeks are no news.
  private static let weeks = 8

  /// The last shift before the origin of a design, where it is recent; the factor compares the means of
  /// the weekdays since with those of the four weeks before.
  init?(_ design: LevelDesign, _ series: DaySeries) {
    guard let shift = design.shifts.last,
      shift.day >= design.origin - Self.weeks * series.weekLength
    else { return nil }
    let j = series.columns
    func totals(_ days: Range<Int>) -> [Double?] {
      var sums = Array(repeating: 0.0, count: series.weekLength)
      var counts = sums
      for d in days where design.isRegular[d] {
        for c in 0..<j where series.open[series.weekdays[d]][c] {
          sums[series.weekdays[d]] += contacts(fromRoot: series.root[d * j + c])
        }
        counts[series.weekdays[d]] += 1
      }
      return sums.indices.map { counts[$0] > 0 ? sums[$0] / counts[$0] : nil }
    }
    let before = totals(max(0, shift.day - 4 * series.weekLength)..<shift.day)
    let after = totals(shift.day..<design.origin)
    var (then, now) = (0.0, 0.0)
    for case (let a?, let b?) in zip(before, after) {
      then += a
      now += b
    }
    guard then > 0, now > 0 else { return nil }
    self.init(since: series.dates[shift.day], factor: now / then)
  }
}
