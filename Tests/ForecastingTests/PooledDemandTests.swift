import CentreModel
import CivilTime
import Forecasting
import Testing

/// Small queues of a kind are helped by their sum, where that errs less.
@Suite struct PooledDemandTests {
  private let zone: Zone
  private let from = date("2026-01-05")
  private let asOf = date("2026-07-20")

  init() throws { zone = try ZoneDatabase.system.zone("America/New_York") }

  private func queue(_ perDay: Double, seed: UInt64) -> MadeHistory {
    var made = MadeHistory(zone: zone)
    made.perDay = perDay
    made.seed = seed
    return made
  }

  private func queues(_ sizes: [Double]) -> [(history: QueueHistory, setting: ForecastSetting)] {
    sizes.enumerated().map { k, size in
      let made = queue(size, seed: UInt64(100 + 7 * k))
      var history = made.history(from: from, days: 196)
      history.queue = "q\(k)"
      var setting = made.setting(from: asOf)
      setting.hours = try? OpeningHours("Mon-Fri 08:00-18:00")
      return (history, setting)
    }
  }

  private func error(_ rows: [ForecastRow], _ size: Double) -> Double {
    let truth = queue(size, seed: 1).history(from: asOf, days: 5, noise: false).rows
    let found = Dictionary(rows.map { ($0.start, $0.offered) }) { first, _ in first }
    let wrong = truth.reduce(0) { $0 + abs(($1.offered ?? 0) - (found[$1.start] ?? 0)) }
    return wrong / truth.reduce(0) { $0 + ($1.offered ?? 0) }
  }

  @Test func theSumTellsMoreThanEachAlone() throws {
    let sizes = [4.0, 5, 6, 8, 10]
    let all = queues(sizes)
    let settings = PooledDemand.added(to: all)
    var (alone, together, pooled) = (0.0, 0.0, 0.0)
    for (k, setting) in settings.enumerated() {
      let own = try QueueForecaster.forecast(all[k].history, all[k].setting)
      let helped = try QueueForecaster.forecast(all[k].history, setting)
      #expect(helped.evidence.trials.contains { $0.method == PooledDemand.method })
      alone += error(own.rows, sizes[k])
      together += error(helped.rows, sizes[k])
      var rows = helped.rows
      let values = try #require(helped.alternatives[PooledDemand.method])
      for i in rows.indices { rows[i].offered = values[i] }
      pooled += error(rows, sizes[k])
    }
    // Never worse than alone, and the share of the sum itself better.
    #expect(together <= alone * 1.001, "\(together / 5) and \(alone / 5)")
    #expect(pooled < 0.96 * alone, "\(pooled / 5) and \(alone / 5)")
  }

  @Test func largeQueuesAndOtherHoursStandAlone() throws {
    var all = queues([400, 5, 6, 6])
    all[3].setting.hours = try OpeningHours("Mon-Fri 08:00-17:00")
    let settings = PooledDemand.added(to: all)
    #expect(settings.map(\.outside.count) == [0, 1, 1, 0])
    #expect(PooledDemand.added(to: Array(all[..<2])).allSatisfy { $0.outside.isEmpty })
  }

  @Test func plainAveragesOfARaggedShapeDoNotWin() throws {
    // Days come out alike by every method; the shape by the averages of four weeks does not.
    let made = queue(8, seed: 5)
    let history = made.history(from: from, days: 196)
    let forecast = try QueueForecaster.forecast(history, made.setting(from: asOf))
    #expect(error(forecast.rows, 8) < 0.35)
  }
}
