import CentreModel
import CivilTime
import Diagnostics
import Files
import Forecasting
import History
import TestSupport
import Testing

@Suite struct BacktestTests {
  @Test func measuresAreThoseOfTheirDefinitions() async throws {
    let zone = try ZoneDatabase.system.zone("America/New_York")
    let made = MadeHistory(zone: zone)
    let history = made.history(from: date("2025-01-06"), days: 182)
    let origins = Backtest.origins(history, weeks: 3, days: 7, zone: zone)
    #expect(
      origins.map { zone.date(at: $0) } == ["2025-06-16", "2025-06-23", "2025-06-30"].map(date))
    let result = try await Backtest.run(
      history, origins: origins, setting: made.setting(from: date("2025-06-16")))
    let predictions = result.weeks.flatMap(\.predictions)
    #expect(predictions.count == 3 * 5 * 20)
    let contacts = predictions.reduce(0) { $0 + $1.actual }
    let absolute = predictions.reduce(0) { $0 + abs($1.actual - $1.forecast) }
    let line = try #require(result.scores.lines.first)
    #expect(abs(line.wape - 100 * absolute / contacts) < 1e-9)
    let inside = predictions.count { $0.low80 <= $0.actual && $0.actual <= $0.high80 }
    #expect(line.coverage80 == 100 * Double(inside) / Double(predictions.count))
    // The week before, looked up independently.
    let byStart = Dictionary(uniqueKeysWithValues: history.rows.map { ($0.start, $0.offered ?? 0) })
    let naive = predictions.reduce(0) {
      $0 + abs($1.actual - (byStart[$1.start - 7 * 86_400] ?? 0))
    }
    #expect(abs(result.scores.lines[1].wape - 100 * naive / contacts) < 1e-9)
    let floor = try #require(result.scores.noiseFloor)
    // The data are Poisson and the method good: its error is little above the floor.
    #expect(floor > 10 && abs(floor / line.wape - 1) < 0.15)
  }

  /// Real series, the protocol of the shared data; limits are those the product promises.
  @Test(
    .enabled(if: sharedFolder != nil, "the shared reference data is not here"),
    arguments: [
      ("bank30", "America/New_York", "US", "2003-03-03", "2003-09-01", 8, 5.10),
      ("bank30", "America/New_York", "US", "2003-03-03", "2003-07-07", 8, 4.95),
      ("taylor30", "Europe/London", "", "2000-06-05", "2000-07-17", 6, 1.70),
    ])
  func keepsItsPromiseOnRealSeries(
    _ name: String, _ zoneName: String, _ calendar: String, _ train: String, _ first: String,
    _ weeks: Int, _ limit: Double
  ) async throws {
    let folder = try #require(sharedFolder) + "/data"
    let zone = try ZoneDatabase.system.zone(zoneName)
    let file = try HistoryFile.read(path: "\(folder)/\(name).csv", HistoryReading(zone: zone))
    let history = try #require(file.queues.first)
    var setting = ForecastSetting(
      zone: zone, asOf: Instant(seconds: 0), from: date(first), trainFrom: date(train))
    if !calendar.isEmpty {
      setting.namedDays = try HolidayCalendar(path: "\(folder)/holidays.csv").calendar(calendar)
        .holidays.map(NamedDay.init)
    }
    let origins = (0..<weeks).map { zone.startOfDay(date(first) + 7 * $0) }
    let scores = try await Backtest.run(history, origins: origins, setting: setting).scores
    let line = try #require(scores.lines.first)
    #expect(line.wape <= limit, "\(name) \(line.wape)")
    for baseline in scores.lines.dropFirst() { #expect(line.wape < baseline.wape) }
  }

  @Test func poissonDeviationIsThatOfTheSum() {
    for rate in [0.3, 2.5, 17.0, 190.2] {
      var (term, sum) = (exponential(-rate), 0.0)
      for k in 0..<600 {
        sum += abs(Double(k) - rate) * term
        term *= rate / Double(k + 1)
      }
      #expect(abs(NoiseFloor.meanAbsoluteDeviation(rate: rate) - sum) < 1e-9 * max(1, sum))
    }
  }
}
