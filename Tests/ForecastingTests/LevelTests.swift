import CentreModel
import CivilTime
import Forecasting
import Testing

/// Levels that change for good, and queues of few contacts.
@Suite struct LevelTests {
  private let zone: Zone
  private let made: MadeHistory

  init() throws {
    zone = try ZoneDatabase.system.zone("America/Denver")
    made = MadeHistory(zone: zone)
  }

  @Test(arguments: [0.5, 0.7, 1.5, 3], [1, 3, 6])
  func aShiftIsFollowedAndSaid(factor: Double, weeks: Int) throws {
    let origin = date("2025-11-10")
    let from = origin - 7 * weeks
    let history = made.history(from: date("2024-11-04"), days: 371) { $0 >= from ? factor : 1 }
    let forecast = try QueueForecaster.forecast(history, made.setting(from: origin))
    let sum = forecast.rows.reduce(0) { $0 + $1.offered }
    #expect(abs(sum / (2080 * factor) - 1) < (weeks < 2 ? 0.1 : 0.06), "\(sum / 2080)")
    let change = try #require(forecast.evidence.levelChange)
    #expect(abs(change.since - from) <= 3 && abs(change.factor / factor - 1) < 0.06)
    #expect(forecast.evidence.remarks.contains { $0.hasPrefix("Contacts are ") })
    let findings = DataDoctor.examine(history, made.setting(from: origin))
    #expect(!findings.contains { $0.kind == .outlier })
    #expect(findings.contains { $0.kind == .levelShift && abs($0.from - from) <= 3 })
  }

  @Test func aTrendASeasonAndABusyWeekAreNoShift() throws {
    let origin = date("2025-11-10")
    let busy = origin - 42
    let history = made.history(from: date("2024-11-04"), days: 371) { day in
      1 + 0.5 * Double(day - date("2024-11-04")) / 371 + ((0..<7).contains(day - busy) ? 0.8 : 0)
    }
    let forecast = try QueueForecaster.forecast(history, made.setting(from: origin))
    #expect(forecast.evidence.levelChange == nil)
    let sum = forecast.rows.reduce(0) { $0 + $1.offered }
    #expect(abs(sum / (2080 * 1.505) - 1) < 0.05, "\(sum / 2080)")
  }

  @Test(arguments: [20.0, 60])
  func fewContactsAreForecastWithoutBias(perDay: Double) throws {
    let origin = date("2025-11-03")
    var ratios: [Double] = []
    for seed in 1...12 {
      var small = made
      small.perDay = perDay
      var history = small.history(from: date("2025-01-06"), days: 301, noise: false)
      var state = UInt64(seed) &* 977
      for k in history.rows.indices {
        history.rows[k].offered = Double(poisson(history.rows[k].offered ?? 0, &state))
      }
      let forecast = try QueueForecaster.forecast(history, small.setting(from: origin))
      ratios.append(forecast.rows.reduce(0) { $0 + $1.offered } / (5.2 * perDay))
    }
    let mean = ratios.reduce(0, +) / 12
    #expect(abs(mean - 1) < 0.02, "\(ratios)")
    // Chance alone in half a year of 100 and 300 contacts a week is 2.0 and 1.1 %.
    let spread = (ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 11).squareRoot()
    #expect(spread < 0.5 / (5.2 * perDay).squareRoot(), "\(ratios)")
  }

  /// A Poisson count by multiplied uniforms (Knuth).
  private func poisson(_ rate: Double, _ state: inout UInt64) -> Int {
    var product = 1.0
    var count = -1
    let limit = exponential(-rate)
    while product > limit {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      product *= (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
      count += 1
    }
    return count
  }
}
