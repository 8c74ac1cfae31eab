import CentreModel
import CivilTime
import Forecasting
import Testing

/// Reports that leave out intervals without contacts.
@Suite struct AbsentRowsTests {
  private let zone: Zone
  init() throws { zone = try ZoneDatabase.system.zone("Europe/London") }

  /// Six contacts a half hour by day and half a one by night, around the clock, without rows of zero.
  private func history(seed: UInt64) -> QueueHistory {
    var state = seed
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
    }
    var rows: [HistoryRow] = []
    var start = zone.startOfDay(date("2026-01-05"))
    while start < zone.startOfDay(date("2026-07-06")) {
      let rate = (8..<20).contains(zone.local(at: start).hour) ? 6.0 : 0.5
      var (product, count) = (uniform(), 0)
      while product > exponential(-rate) {
        product *= uniform()
        count += 1
      }
      if count > 0 { rows.append(HistoryRow(start: start, offered: Double(count))) }
      start = start + 1800
    }
    return QueueHistory(queue: "q", intervalSeconds: 1800, rows: rows)
  }

  private func parts(_ forecast: QueueForecast) -> (day: Double, night: Double) {
    var (day, night) = (0.0, 0.0)
    for row in forecast.rows {
      if (8..<20).contains(zone.local(at: row.start).hour) {
        day += row.offered
      } else {
        night += row.offered
      }
    }
    return (day, night)
  }

  private var setting: ForecastSetting {
    ForecastSetting(
      zone: zone, asOf: zone.startOfDay(date("2026-07-06")), from: date("2026-07-06"))
  }

  @Test(arguments: [false, true])
  func theCountsTellThatAbsentMeansZero(isTold: Bool) throws {
    var given = history(seed: 7)
    given.absent = isTold ? .zero : nil
    let forecast = try QueueForecaster.forecast(given, setting)
    let (day, night) = parts(forecast)
    #expect(abs(day / 1008 - 1) < 0.05 && abs(night / 84 - 1) < 0.15, "\(day) \(night)")
    #expect(!forecast.rows.contains { $0.method == "closed" })
    #expect(
      forecast.evidence.remarks.contains {
        $0.contains(isTold ? "as zero, as told" : "absent rows are taken as zero")
      })
    let findings = DataDoctor.examine(given, setting)
    #expect(findings.contains { $0.kind == .absentRows })
  }

  @Test func whatIsSaidToBeMissingStaysMissing() throws {
    var given = history(seed: 7)
    given.absent = .missing
    let forecast = try QueueForecaster.forecast(given, setting)
    #expect(!forecast.evidence.remarks.contains { $0.contains("as zero") })
  }

  @Test func gapsOfBusyHistoriesAreNoZeros() throws {
    let made = MadeHistory(zone: zone)
    var history = made.history(from: date("2026-01-05"), days: 182)
    history.rows.removeAll { (20..<300).contains($0.start.seconds / 1800 % 400) }
    let forecast = try QueueForecaster.forecast(history, made.setting(from: date("2026-07-06")))
    #expect(!forecast.evidence.remarks.contains { $0.contains("as zero") })
  }

  @Test func dataSmootherThanChanceAreCalledAverages() throws {
    let made = MadeHistory(zone: zone)
    let smooth = made.history(from: date("2026-01-05"), days: 120, noise: false)
    let rough = made.history(from: date("2026-01-05"), days: 120)
    func found(_ history: QueueHistory) -> Bool {
      DataDoctor.examine(history, made.setting(from: date("2026-07-06")))
        .contains { $0.kind == .smooth }
    }
    #expect(found(smooth) && !found(rough))
  }

  @Test func anAssumedHandlingTimeIsSaid() throws {
    let made = MadeHistory(zone: zone)
    var history = made.history(from: date("2026-01-05"), days: 120)
    let setting = made.setting(from: date("2026-05-04"))
    func isSaid() throws -> Bool {
      try QueueForecaster.forecast(history, setting).evidence.remarks
        .contains { $0.hasPrefix("AHT is assumed: 300") }
    }
    #expect(try !isSaid())
    for k in history.rows.indices { history.rows[k].handleSeconds = nil }
    #expect(try isSaid())
  }
}

/// Clocks that are not the zone's.
@Suite struct ClockTests {
  @Test func timesOfAClockThatIsNotChangedAreFound() throws {
    let london = try ZoneDatabase.system.zone("Europe/London")
    let made = MadeHistory(zone: london)
    let right = made.history(from: date("2025-01-06"), days: 364)
    // Written in UTC without saying so, and read on London's clocks.
    var wrong = right
    for k in wrong.rows.indices {
      wrong.rows[k].start =
        wrong.rows[k].start - london.offsetSeconds(at: wrong.rows[k].start)
    }
    func found(_ history: QueueHistory) -> String? {
      DataDoctor.examine(history, made.setting(from: date("2026-01-05")))
        .first { $0.kind == .wrongClock }?.text
    }
    #expect(found(right) == nil)
    let text = try #require(found(wrong))
    #expect(text.contains("2025-03-30") && text.contains("2025-10-26") && text.contains("UTC"))
    // Customers in India, planned in London.
    let india = MadeHistory(zone: try ZoneDatabase.system.zone("Asia/Kolkata"))
    let moved = try #require(found(india.history(from: date("2025-01-06"), days: 364)))
    #expect(moved.contains("another zone is theirs"))
  }
}
