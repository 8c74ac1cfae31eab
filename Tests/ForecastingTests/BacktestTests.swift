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

  /// A real series, the protocol of the shared data, and what the product promises for it.
  struct Promise: Sendable {
    var name: String
    var zone = "America/New_York"
    var calendar: String? = "US"
    var train: String
    var first: String
    var weeks = 8
    var wape: Double
    var dayWAPE: Double?
    /// The best Winkler score of the peers, as a share of the mean interval; a hundredth is level.
    var winkler95: Double
    var holdsCoverage = true
  }

  @Test(
    .enabled(if: sharedFolder != nil, "the shared reference data is not here"),
    arguments: [
      Promise(
        name: "bank5", train: "2003-03-03", first: "2003-09-01", wape: 7.40, winkler95: 0.539),
      Promise(
        name: "bank30", train: "2003-03-03", first: "2003-09-01", wape: 5.10, dayWAPE: 3.5,
        winkler95: 0.420),
      Promise(
        name: "bank30", train: "2003-03-03", first: "2003-07-07", wape: 4.95, winkler95: 0.409),
      Promise(
        name: "mont911_60", train: "2015-12-14", first: "2016-06-27", wape: 24.9,
        winkler95: 1.634),
      Promise(
        name: "mont911_60", train: "2015-12-14", first: "2016-05-02", wape: 24.9,
        winkler95: 1.617),
      Promise(
        name: "taylor30", zone: "Europe/London", calendar: nil, train: "2000-06-05",
        first: "2000-07-17", weeks: 6, wape: 1.62, winkler95: 0.134, holdsCoverage: false),
    ])
  func keepsItsPromiseOnRealSeries(_ promise: Promise) async throws {
    let folder = try #require(sharedFolder) + "/data"
    let zone = try ZoneDatabase.system.zone(promise.zone)
    let file = try HistoryFile.read(
      path: "\(folder)/\(promise.name).csv", HistoryReading(zone: zone))
    let history = try #require(file.queues.first)
    let first = date(promise.first)
    var setting = ForecastSetting(
      zone: zone, asOf: Instant(seconds: 0), from: first, trainFrom: date(promise.train))
    if let calendar = promise.calendar {
      setting.namedDays = try HolidayCalendar(path: "\(folder)/holidays.csv").calendar(calendar)
        .holidays.map(NamedDay.init)
    }
    let origins = (0..<promise.weeks).map { zone.startOfDay(first + 7 * $0) }
    let scores = try await Backtest.run(history, origins: origins, setting: setting).scores
    let line = try #require(scores.lines.first)
    #expect(line.wape <= promise.wape)
    if let limit = promise.dayWAPE { #expect(line.dayWAPE <= limit) }
    for baseline in scores.lines.dropFirst() { #expect(line.wape < baseline.wape) }
    #expect(try #require(line.winkler95) <= 1.01 * promise.winkler95)
    if promise.holdsCoverage {
      #expect((77...84).contains(try #require(line.coverage80)))
      #expect((93...97).contains(try #require(line.coverage95)))
    }
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
