import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Testing

@Suite struct RobustnessTests {
  let made: MadeHistory
  init() throws { made = MadeHistory(zone: try ZoneDatabase.system.zone("Europe/London")) }

  func total(_ forecast: QueueForecast) -> Double { forecast.rows.reduce(0) { $0 + $1.offered } }

  func check(_ forecast: QueueForecast) {
    for row in forecast.rows {
      #expect(row.offered.isFinite && row.offered >= 0)
      #expect(row.low95 >= 0 && row.low95 <= row.high95 && row.high95.isFinite)
      #expect(row.handlingSeconds > 0)
    }
  }

  @Test func refusesWithoutHistory() throws {
    let none = QueueHistory(queue: "new", intervalSeconds: 1800, rows: [])
    let setting = made.setting(from: date("2025-06-02"))
    let problem = #expect(throws: Problem.self) { try QueueForecaster.forecast(none, setting) }
    #expect(problem?.subject == "queue new")
    let later = made.history(from: date("2025-07-07"), days: 30)
    #expect(throws: Problem.self) { try QueueForecaster.forecast(later, setting) }
  }

  @Test(arguments: [1, 5, 7, 14, 20, 28])
  func makesDoWithShortHistory(days: Int) throws {
    let history = made.history(from: date("2025-06-02"), days: days)
    let forecast = try QueueForecaster.forecast(
      history, made.setting(from: date("2025-06-02") + days, days: 7))
    check(forecast)
    #expect(total(forecast) > 0)
    if days >= 7 { #expect(abs(total(forecast) / 2080 - 1) < 0.25, "\(total(forecast))") }
    if days < 20 { #expect(forecast.evidence.remarks.contains { $0.contains("usable history") }) }
  }

  @Test func saysNothingOfAHistoryOutsideItsHours() throws {
    let history = made.history(from: date("2025-06-02"), days: 2)
    var setting = made.setting(from: date("2025-06-04"), days: 1)
    setting.hours = try OpeningHours("Sat 10:00-12:00")
    #expect(DataDoctor.examine(history, setting).isEmpty)
    let forecast = try QueueForecaster.forecast(history, setting)
    #expect(total(forecast) == 0 && forecast.rows.allSatisfy { $0.method == "closed" })
  }

  @Test func staysAtZeroForAQueueWithoutContacts() throws {
    var history = made.history(from: date("2025-01-06"), days: 120)
    for k in history.rows.indices { history.rows[k].offered = 0 }
    let forecast = try QueueForecaster.forecast(history, made.setting(from: date("2025-05-05")))
    check(forecast)
    #expect(total(forecast) < 0.5)
  }

  @Test func ignoresOneGiantOutlier() throws {
    let history = made.history(from: date("2025-01-06"), days: 140)
    var struck = history
    let day = date("2025-05-14")
    for k in struck.rows.indices where made.zone.date(at: struck.rows[k].start) == day {
      struck.rows[k].offered = (struck.rows[k].offered ?? 0) * 1000
    }
    let setting = made.setting(from: date("2025-05-26"))
    let (a, b) = (
      try QueueForecaster.forecast(history, setting), try QueueForecaster.forecast(struck, setting)
    )
    check(b)
    #expect(abs(total(b) / total(a) - 1) < 0.03)
    let findings = DataDoctor.examine(struck, setting)
    #expect(findings.contains { $0.kind == .outlier && $0.from == day })
  }

  @Test func bridgesAYearWithoutData() throws {
    let old = made.history(from: date("2023-01-02"), days: 150)
    let new = made.history(from: date("2024-07-01"), days: 60) { _ in 2 }
    var history = old
    history.rows += new.rows
    let setting = made.setting(from: date("2024-09-02"))
    let forecast = try QueueForecaster.forecast(history, setting)
    check(forecast)
    #expect(abs(total(forecast) / 4160 - 1) < 0.1, "\(total(forecast))")
    #expect(DataDoctor.examine(history, setting).contains { $0.kind == .gap })
  }

  @Test func takesUpNewOpeningHours() throws {
    var history = made.history(from: date("2025-01-06"), days: 120)
    var later = made
    later.open = 10 * 3600..<20 * 3600
    later.weekdays = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday]
    history.rows += later.history(from: date("2025-05-06"), days: 48).rows
    let forecast = try QueueForecaster.forecast(history, made.setting(from: date("2025-06-23")))
    check(forecast)
    let open = forecast.rows.filter { $0.method != "closed" }
    let saturday = open.filter { made.zone.date(at: $0.start).weekday == .saturday }
    #expect(saturday.count == 20)
    for row in open { #expect(later.open.contains(made.zone.local(at: row.start).secondsOfDay)) }
  }

  @Test func raisesAnsweredToOffered() throws {
    var history = made.history(from: date("2025-01-06"), days: 140)
    for k in history.rows.indices {
      history.rows[k].handled = (history.rows[k].offered ?? 0) * 0.8
      if k % 2 == 0 { history.rows[k].offered = nil }
    }
    let forecast = try QueueForecaster.forecast(history, made.setting(from: date("2025-05-26")))
    #expect(abs(total(forecast) / 2080 - 1) < 0.05, "\(total(forecast))")
    #expect(forecast.evidence.remarks.contains { $0.contains("raised to offered") })
  }

  @Test func tellsZeroFromMissing() throws {
    var history = made.history(from: date("2025-01-06"), days: 140)
    let day = date("2025-05-14")
    var lost = 0
    for k in history.rows.indices where made.zone.date(at: history.rows[k].start) == day {
      if (6..<14).contains(lost) { history.rows[k].offered = 0 }
      lost += 1
    }
    let findings = DataDoctor.examine(history, made.setting(from: date("2025-05-26")))
    let found = try #require(findings.first { $0.kind == .zeroOrMissing })
    #expect(found.from == day && found.intervals.count == 8 && found.quality == "missing")
  }

  @Test func findsALevelShift() throws {
    let from = date("2025-04-14")
    let history = made.history(from: date("2025-01-06"), days: 200) { $0 >= from ? 1.5 : 1 }
    let findings = DataDoctor.examine(history, made.setting(from: date("2025-07-28")))
    let shift = try #require(findings.first { $0.kind == .levelShift })
    #expect(abs(shift.from - from) <= 3)
  }
}
