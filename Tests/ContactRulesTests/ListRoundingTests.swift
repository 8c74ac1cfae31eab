import MusterPluginKit
import PluginSupport
import Testing

/// Lists are staffed by the day: not every interval is rounded up.
@Suite struct ListRoundingTests {
  private func rows(days: Int, perRow: Double) -> [Interval] {
    let midnight: Int64 = 20_833 * 86_400
    return (0..<days * 20).map { (i: Int) -> Interval in
      let start: Int64 = midnight + Int64(i / 20) * 86_400 + 28_800 + Int64(i % 20) * 1800
      return Interval(
        start_unix: start, length_s: 1800, utc_offset_s: 0, volume: perRow, aht_s: 300,
        low80: perRow, high80: perRow, low95: perRow, high95: perRow, flags: 0, reserved: 0)
    }
  }

  @Test(arguments: [5.3, 12.7, 31.1])
  func aDaysAgentsAreRoundedUpOnce(perRow: Double) {
    let rows = rows(days: 6, perRow: perRow)
    let model = ListModel(
      rows, occupancy: 0.8, boundBy: "list", goal: GoalInfo(), source: [])
    let exact = perRow * 300 / 1800 / 0.8 * 120
    let agents = model.needs.reduce(0) { $0 + $1.agents }
    #expect(Double(agents) >= exact)
    let reserve = 1 / (0.016 * perRow * 120)
    #expect(Double(agents) <= exact * (1 + reserve) + 6)
    #expect(model.needs.allSatisfy { $0.isMovable })
  }

  /// A list worked by a plain loop of coin tosses: six days, agents as planned, nobody called ahead. What
  /// the plan promises of the list is reached on average.
  @Test(arguments: [5.3, 12.7])
  func sixDaysWorkTheList(perRow: Double) {
    let rows = rows(days: 6, perRow: perRow)
    let needs = ListModel(
      rows, occupancy: 0.8, boundBy: "list", goal: GoalInfo(), source: []
    ).needs
    var state: UInt64 = 4242
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    var made = 0.0
    let runs = 200
    for _ in 0..<runs {
      var left = 0.0
      for (row, need) in zip(rows, needs) {
        left += row.volume
        // Each agent reaches somebody every 375 s on average: tosses every 5 s.
        for _ in 0..<(need.agents * 360) {
          guard left > 0, uniform() < 5.0 / 375.0 else { continue }
          let one = min(1.0, left)
          left -= one
          made += one
        }
      }
    }
    let share = made / Double(runs) / (perRow * 120)
    #expect(share >= 0.985, "\(share)")
  }
}
