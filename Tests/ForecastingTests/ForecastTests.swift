import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Testing

@Suite struct ForecastTests {
  let made: MadeHistory
  init() throws { made = MadeHistory(zone: try ZoneDatabase.system.zone("America/New_York")) }

  @Test func usesNothingAtOrAfterTheOrigin() throws {
    let history = made.history(from: date("2025-01-06"), days: 280)
    let setting = made.setting(from: date("2025-08-04"))
    let before = try QueueForecaster.forecast(history, setting)
    var corrupted = history
    for k in corrupted.rows.indices where corrupted.rows[k].start >= setting.asOf {
      corrupted.rows[k].offered = k % 3 == 0 ? nil : 1e6
      corrupted.rows[k].handleSeconds = 1e9
      corrupted.rows[k].closed = k % 5 == 0
    }
    let after = try QueueForecaster.forecast(corrupted, setting)
    #expect(before.rows == after.rows)
    #expect(before.evidence == after.evidence)
    #expect(before.rows.contains { $0.offered > 0 })
  }

  @Test func coversEveryIntervalAndClosesTheRest() throws {
    let history = made.history(from: date("2025-01-06"), days: 200)
    // The week in which the clocks are put back has 169 hours.
    let forecast = try QueueForecaster.forecast(
      history, made.setting(from: date("2025-10-27"), days: 7))
    #expect(forecast.rows.count == 169 * 2)
    for (a, b) in zip(forecast.rows, forecast.rows.dropFirst()) {
      #expect(b.start - a.start == 1800)
    }
    for row in forecast.rows {
      let local = made.zone.local(at: row.start)
      let isOpen =
        made.weekdays.contains(local.date.weekday) && made.open.contains(local.secondsOfDay)
      if isOpen {
        #expect(row.offered > 0 && row.method != "closed")
        #expect(row.low95 <= row.low80 && row.low80 <= row.offered)
        #expect(row.offered <= row.high80 && row.high80 <= row.high95)
      } else {
        #expect(row.offered == 0 && row.high95 == 0 && row.method == "closed")
      }
    }
  }

  @Test func comesCloseToTheTruthAndLearnsHandlingTime() throws {
    let history = made.history(from: date("2025-01-06"), days: 200)
    let truth = made.history(from: date("2025-07-21"), days: 7, noise: false)
    let forecast = try QueueForecaster.forecast(history, made.setting(from: date("2025-07-21")))
    let open = forecast.rows.filter { $0.method != "closed" }
    #expect(open.count == truth.rows.count)
    var (errors, total) = (0.0, 0.0)
    for (row, actual) in zip(open, truth.rows) {
      errors += abs(row.offered - (actual.offered ?? 0))
      total += actual.offered ?? 0
    }
    #expect(errors / total < 0.05, "\(errors / total)")
    let morning = try #require(open.first?.handlingSeconds)
    let evening = try #require(open.dropLast(made.weekdays.count).last?.handlingSeconds)
    #expect(morning < 235 && evening > 265)
    #expect(Set(forecast.evidence.trials.map(\.method)).isSuperset(of: ForecastMethod.baselines))
  }

  @Test func learnsHolidaysClosuresAndTheMonth() throws {
    let holidays = ["2024-05-27", "2024-09-02", "2025-05-26", "2025-09-01"].map(date)
    var history = made.history(from: date("2024-01-08"), days: 600) { day in
      (day.day <= 3 ? 1.4 : 1) * (holidays.contains(day - 1) ? 1.5 : 1)
    }
    history.rows.removeAll { holidays.contains(made.zone.date(at: $0.start)) }
    var setting = made.setting(from: date("2025-09-01"))
    setting.namedDays = holidays.enumerated().map {
      NamedDay(date: $1, name: $0 % 2 == 0 ? "Spring Day" : "Autumn Day")
    }
    let forecast = try QueueForecaster.forecast(history, setting)
    func day(_ text: String) -> Double {
      forecast.rows.filter { made.zone.date(at: $0.start) == date(text) }
        .reduce(0) { $0 + $1.offered }
    }
    #expect(day("2025-09-01") == 0, "Autumn Day was closed last year")
    #expect(day("2025-09-02") > 400 * 1.12 * 1.4 * 1.1, "after a closure, at the month's start")
    #expect(day("2025-09-05") < 400 * 0.88 * 1.1)
    #expect(forecast.evidence.effects.contains { $0.name.contains("closure") && $0.percent > 10 })
  }

  @Test func followsOverridesEventsAndDrops() throws {
    let history = made.history(from: date("2025-01-06"), days: 200)
    var setting = made.setting(from: date("2025-07-21"))
    let plain = try QueueForecaster.forecast(history, setting)
    setting.events = [
      DemandEvent(name: "sale", date: date("2025-07-21"), effect: .factor(1.5)),
      DemandEvent(name: "move", date: date("2025-07-22"), effect: .closed, reason: "new office"),
      DemandEvent(name: "known", date: date("2025-07-23"), effect: .total(1000)),
    ]
    let changed = try QueueForecaster.forecast(history, setting)
    func total(_ forecast: QueueForecast, _ text: String) -> Double {
      forecast.rows.filter { made.zone.date(at: $0.start) == date(text) }
        .reduce(0) { $0 + $1.offered }
    }
    #expect(abs(total(changed, "2025-07-21") / total(plain, "2025-07-21") - 1.5) < 1e-9)
    #expect(total(changed, "2025-07-22") == 0)
    #expect(abs(total(changed, "2025-07-23") - 1000) < 1e-6)
    #expect(total(changed, "2025-07-24") == total(plain, "2025-07-24"))
    #expect(changed.evidence.remarks.contains { $0.contains("new office") })
  }

  @Test func fitsTheResponseToPastDrops() throws {
    let sent = [date("2025-03-03"), date("2025-05-12")]
    let shares = Self.lognormalShares(shape: 0.916, scale: 8.31)
    let history = made.history(from: date("2025-01-06"), days: 200) { day in
      var extra = 0.0
      for drop in sent where (0..<63).contains(day - drop) {
        extra += 20_000 * 0.1 * shares[day - drop]
      }
      return 1 + extra / 400
    }
    var setting = made.setting(from: date("2025-07-21"), days: 14)
    let plain = try QueueForecaster.forecast(history, setting)
    setting.drops = (sent + [date("2025-07-21")]).map {
      Drop(id: "\($0)", date: $0, quantity: 20_000, medium: "catalogue")
    }
    let forecast = try QueueForecaster.forecast(history, setting)
    let added =
      forecast.rows.reduce(0) { $0 + $1.offered } - plain.rows.reduce(0) { $0 + $1.offered }
    // Weekdays of the first two weeks carry about half of the 2,000 contacts.
    #expect(added > 700 && added < 1700, "\(added)")
    #expect(forecast.evidence.remarks.contains { $0.contains("catalogue") })
  }

  private static func lognormalShares(shape: Double, scale: Double) -> [Double] {
    // Trapezoids of the density, fine enough for a test.
    let steps = 200
    return (0..<63).map { day in
      (0..<steps).reduce(0) { sum, k in
        let t = Double(day) + (Double(k) + 0.5) / Double(steps)
        let z = (logarithm(t) - logarithm(scale)) / shape
        return sum + exponential(-z * z / 2) / (t * shape * 2.506_628_274_631) / Double(steps)
      }
    }
  }

  @Test func reforecastsTheDayUnderWay() throws {
    let busy = date("2025-07-21")
    let history = made.history(from: date("2025-01-06"), days: 200) {
      $0 == busy ? 1.4 : 1
    }
    var setting = made.setting(from: busy)
    let before = try QueueForecaster.forecast(history, setting)
    setting.asOf = made.zone.resolve(busy, secondsOfDay: 13 * 3600).first
    let after = try QueueForecaster.forecast(history, setting)
    func afternoon(_ forecast: QueueForecast) -> [ForecastRow] {
      forecast.rows.filter {
        made.zone.date(at: $0.start) == busy && $0.start >= setting.asOf && $0.method != "closed"
      }
    }
    let ratio =
      afternoon(after).reduce(0) { $0 + $1.offered }
      / afternoon(before).reduce(0) { $0 + $1.offered }
    #expect(ratio > 1.05 && ratio < 1.45, "\(ratio)")
    let seen = after.rows.filter { $0.method == "observed" }
    #expect(seen.count == 10)
    #expect(seen.allSatisfy { $0.low95 == $0.offered && $0.high95 == $0.offered })
  }
}
