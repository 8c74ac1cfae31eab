import CentreModel
import CivilTime
import Forecasting
import Testing

/// Events, named days and festivals with large effects.
@Suite struct EffectTests {
  private let zone: Zone
  private let made: MadeHistory

  init() throws {
    zone = try ZoneDatabase.system.zone("Europe/London")
    var made = MadeHistory(zone: zone)
    made.perDay = 4000
    self.made = made
  }

  private func total(_ forecast: QueueForecast, _ day: CivilDate) -> Double {
    forecast.rows.filter { zone.date(at: $0.start) == day }.reduce(0) { $0 + $1.offered }
  }

  /// Contacts expected on a day without any effect.
  private func usual(_ day: CivilDate) -> Double {
    4000 * (1.2 - 0.08 * Double(day.weekday.rawValue))
  }

  @Test(arguments: [0.35, 0.6, 1.3, 2, 3])
  func anEventIsLearntAtItsSizeFromFourDates(factor: Double) throws {
    let dates = ["2024-10-03", "2025-01-16", "2025-04-10", "2025-07-17", "2025-10-09"].map(date)
    let history = made.history(from: date("2024-04-01"), days: 553) {
      dates.contains($0) ? factor : 1
    }
    var setting = made.setting(from: date("2025-10-06"))
    setting.events = dates.map { DemandEvent(name: "sale", date: $0, effect: .learnt(days: 1)) }
    let forecast = try QueueForecaster.forecast(history, setting)
    let truth = factor * usual(dates[4])
    #expect(abs(total(forecast, dates[4]) / truth - 1) < 0.05, "\(total(forecast, dates[4]))")
    #expect(abs(total(forecast, date("2025-10-08")) / usual(date("2025-10-08")) - 1) < 0.04)
    let effect = try #require(forecast.evidence.effects.first { $0.name == "sale" })
    #expect(abs(effect.percent / (100 * (factor - 1)) - 1) < 0.1 && effect.days == 4)
  }

  @Test(arguments: [(1, 3.0), (1, 0.5), (2, 3), (2, 0.5), (4, 2)])
  func aNamedDayIsLearntAtItsSize(past: Int, factor: Double) throws {
    let dates = ["2021-11-26", "2022-11-25", "2023-11-24", "2024-11-29", "2025-11-28"].map(date)
      .suffix(past + 1)
    let coming = date("2025-11-28")
    let first = date("\(2025 - past)-06-02")
    let history = made.history(from: first, days: date("2025-11-24") - first) {
      dates.contains($0) ? factor : 1
    }
    var setting = made.setting(from: date("2025-11-24"))
    setting.namedDays = dates.map { NamedDay(date: $0, name: "Black Friday", kind: "optional") }
    let forecast = try QueueForecaster.forecast(history, setting)
    let truth = factor * usual(coming)
    #expect(abs(total(forecast, coming) / truth - 1) < 0.1, "\(total(forecast, coming) / truth)")
    // Bounds hold what may come, also after a single past date.
    let actual = made.history(from: coming, days: 1) { _ in factor }
    let open = forecast.rows.filter { zone.date(at: $0.start) == coming && $0.offered > 0 }
    let held = zip(open, actual.rows).count { row, actual in
      let contacts = actual.offered ?? 0
      return row.low95 <= contacts && contacts <= row.high95
    }
    #expect(held >= 16, "\(held) of \(open.count)")
  }

  @Test func theDayAfterAnOpenHolidayIsLearnt() throws {
    let dates = ["2023-11-13", "2024-11-04", "2025-10-20"].map(date)
    let history = made.history(from: date("2023-06-05"), days: 861) { day in
      dates.contains(day) ? 0.4 : dates.contains(day - 1) ? 0.5 : 1
    }
    var setting = made.setting(from: date("2025-10-20"))
    setting.namedDays = dates.map { NamedDay(date: $0, name: "Diwali") }
    let forecast = try QueueForecaster.forecast(history, setting)
    #expect(abs(total(forecast, dates[2]) / (0.4 * usual(dates[2])) - 1) < 0.1)
    #expect(abs(total(forecast, dates[2] + 1) / (0.5 * usual(dates[2] + 1)) - 1) < 0.1)
    #expect(abs(total(forecast, dates[2] + 2) / usual(dates[2] + 2) - 1) < 0.05)
    #expect(forecast.evidence.effects.contains { $0.name == "day after Diwali" })
  }

  @Test(arguments: [true, false])
  func theDaysOfAFestivalShareOneShape(isNamed: Bool) throws {
    // For thirty days the contacts of the first half of the day move to its second half.
    let starts = ["2023-03-23", "2024-03-11", "2025-03-01", "2026-02-18"].map(date)
    func isFestival(_ day: CivilDate) -> Bool { starts.contains { (0..<30).contains(day - $0) } }
    func moved(_ history: QueueHistory) -> QueueHistory {
      var history = history
      for k in history.rows.indices where isFestival(zone.date(at: history.rows[k].start)) {
        let isMorning = zone.local(at: history.rows[k].start).hour < 13
        history.rows[k].offered = history.rows[k].offered.map { $0 * (isMorning ? 0.3 : 1.7) }
      }
      return history
    }
    let history = moved(made.history(from: date("2023-01-02"), days: 1141))
    let truth = moved(made.history(from: date("2026-02-23"), days: 7, noise: false))
    var setting = made.setting(from: date("2026-02-16"))
    setting.from = date("2026-02-23")
    if isNamed {
      setting.namedDays = starts.flatMap { start in
        (0..<30).map { NamedDay(date: start + $0, name: "Ramadan", kind: "optional") }
      }
    } else {
      setting.events = starts.map {
        DemandEvent(name: "Ramadan", date: $0, effect: .learnt(days: 30))
      }
    }
    let forecast = try QueueForecaster.forecast(history, setting)
    let open = forecast.rows.filter { $0.method != "closed" }
    try #require(open.count == truth.rows.count)
    var (errors, sum) = (0.0, 0.0)
    for (row, actual) in zip(open, truth.rows) {
      errors += abs(row.offered - (actual.offered ?? 0))
      sum += actual.offered ?? 0
    }
    #expect(errors / sum < 0.08, "\(errors / sum)")
  }

  @Test func whatHasNoPastIsNamed() throws {
    let history = made.history(from: date("2025-01-06"), days: 280)
    var setting = made.setting(from: date("2025-10-06"))
    setting.namedDays = [NamedDay(date: date("2025-10-07"), name: "Jubilee")]
    setting.events = [
      DemandEvent(name: "fair", date: date("2025-10-09"), effect: .learnt(days: 1))
    ]
    let remarks = try QueueForecaster.forecast(history, setting).evidence.remarks
    #expect(remarks.contains { $0.hasPrefix("2025-10-07 (Jubilee) has no past date") })
    #expect(remarks.contains { $0.contains("fair has no past date") })
  }
}
