import CentreModel
import CivilTime
import Forecasting
import TestSupport
import Testing

/// The scores of several queues from their sums are those of all their predictions.
@Suite struct ScoreSumsTests {
  private func backtest(_ seed: UInt64, perDay: Double) async throws -> Backtest {
    let zone = try ZoneDatabase.system.zone("America/New_York")
    var made = MadeHistory(zone: zone)
    made.seed = seed
    made.perDay = perDay
    let history = made.history(from: date("2025-01-06"), days: 182)
    return try await Backtest.run(
      history, origins: Backtest.origins(history, weeks: 3, days: 7, zone: zone),
      setting: made.setting(from: date("2025-06-16")))
  }

  @Test func sumsOfQueuesAreThoseOfAllPredictions() async throws {
    let all = [try await backtest(1, perDay: 400), try await backtest(2, perDay: 40)]
    let together = all.reduce(into: BacktestScores()) { $0.add($1.scores) }
    let predictions = all.flatMap { $0.weeks.flatMap(\.predictions) }
    let contacts = predictions.reduce(0) { $0 + $1.actual }
    let absolute = predictions.reduce(0) { $0 + abs($1.actual - $1.forecast) }
    let line = try #require(together.lines.first)
    #expect(abs(line.wape - 100 * absolute / contacts) < 1e-9)
    let squared = predictions.reduce(0) {
      $0 + ($1.actual - $1.forecast) * ($1.actual - $1.forecast)
    }
    #expect(abs((line.sums[.squaredErrors] ?? 0) / squared - 1) < 1e-12)
    let signed = predictions.reduce(0) { $0 + $1.forecast - $1.actual }
    #expect(abs((line.bias ?? .nan) - 100 * signed / contacts) < 1e-9)
    let inside = predictions.count { $0.low95 <= $0.actual && $0.actual <= $0.high95 }
    #expect(line.coverage95 == 100 * Double(inside) / Double(predictions.count))
    #expect(together.intervals == predictions.count)
    // Every origin of each queue counts alike: three each.
    let mase = all.reduce(0) { $0 + ($1.scores.lines.first?.mase ?? .nan) } / 2
    #expect(abs((line.mase ?? .nan) - mase) < 1e-12)
    let day = all.reduce(0) { sum, backtest in
      sum + (backtest.scores.lines.first?.dayWAPE ?? .nan) * backtest.scores.contacts / 100
    }
    #expect(abs(line.dayWAPE - 100 * day / contacts) < 1e-9)
  }

  @Test func threadsAndOrderChangeNothing() async throws {
    let zone = try ZoneDatabase.system.zone("America/New_York")
    let made = MadeHistory(zone: zone)
    let history = made.history(from: date("2025-01-06"), days: 182)
    let origins = Backtest.origins(history, weeks: 3, days: 7, zone: zone)
    let setting = made.setting(from: date("2025-06-16"))
    let one = try await Backtest.run(history, origins: origins, setting: setting, threads: 1)
    let many = try await Backtest.run(history, origins: origins, setting: setting, threads: 7)
    #expect(one.scores == many.scores)
  }

  /// A queue without special days has regular ones alone.
  @Test func regularDaysOfAllAreCounted() {
    func line(_ contacts: Double) -> [BacktestScores.Line] {
      [.init(name: "muster", sums: ScoreSums([.contacts: contacts]))]
    }
    var scores = BacktestScores()
    scores.add(BacktestScores(lines: line(100)))
    scores.add(
      BacktestScores(lines: line(10), specialLines: line(3), regularLines: line(7)))
    scores.add(BacktestScores(lines: line(1000)))
    #expect(scores.lines.first?.sums[.contacts] == 1110)
    #expect(scores.specialLines.first?.sums[.contacts] == 3)
    #expect(scores.regularLines.first?.sums[.contacts] == 1107)
  }
}
