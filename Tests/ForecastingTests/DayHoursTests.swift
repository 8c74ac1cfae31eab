import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Testing

/// Half days, hours on a date, and days that a planner opens.
@Suite struct DayHoursTests {
  private let zone: Zone
  private let made: MadeHistory
  private let from = date("2025-12-22")

  init() throws {
    zone = try ZoneDatabase.system.zone("Europe/London")
    var made = MadeHistory(zone: zone)
    made.perDay = 2000
    made.open = 8 * 3600..<20 * 3600
    self.made = made
  }

  enum Written: CaseIterable { case closed, absent, zero }

  /// Three Christmas Eves that ended at 13:00, at 0.6 times an ordinary morning; Christmas closed.
  private func history(_ written: Written) -> QueueHistory {
    var history = made.history(from: date("2022-06-06"), days: 1295)
    for k in history.rows.indices.reversed() {
      let local = zone.local(at: history.rows[k].start)
      let isEve = local.date.month == 12 && local.date.day == 24
      let isShut = local.date.month == 12 && [25, 26].contains(local.date.day)
      if isEve, local.hour < 13 { history.rows[k].offered? *= 0.6 }
      guard isShut || (isEve && local.hour >= 13) else { continue }
      switch written {
      case .closed:
        history.rows[k] = HistoryRow(start: history.rows[k].start, offered: nil, closed: true)
      case .absent: history.rows.remove(at: k)
      case .zero:
        if isShut { history.rows.remove(at: k) } else { history.rows[k].offered = 0 }
      }
    }
    return history
  }

  private func setting(_ events: [DemandEvent] = []) -> ForecastSetting {
    var setting = made.setting(from: from)
    for year in 2022...2025 {
      setting.namedDays += [
        NamedDay(date: date("\(year)-12-24"), name: "Christmas Eve", kind: "half_day"),
        NamedDay(date: date("\(year)-12-25"), name: "Christmas Day"),
        NamedDay(date: date("\(year)-12-26"), name: "Boxing Day"),
      ]
    }
    setting.events = events
    return setting
  }

  /// Contacts of a day, and its first and last open interval.
  private func day(_ forecast: QueueForecast, _ text: String) -> (sum: Double, open: String) {
    let rows = forecast.rows.filter {
      zone.date(at: $0.start) == date(text) && $0.method != "closed"
    }
    func clock(_ row: ForecastRow?) -> String {
      row.map { "\(zone.local(at: $0.start).secondsOfDay / 1800)" } ?? "-"
    }
    return (rows.reduce(0) { $0 + $1.offered }, "\(clock(rows.first))-\(clock(rows.last))")
  }

  @Test(arguments: Written.allCases)
  func aHalfDayIsLearntFromThoseBefore(written: Written) throws {
    let forecast = try QueueForecaster.forecast(history(written), setting())
    // 24 December 2025 is a Wednesday: 1.04 of a day; the ten slots until 13:00 of 24.
    let morning = (0..<10).reduce(0.0) { sum, slot in
      let x = (Double(slot) + 0.5) / 24
      return sum + 2000 * 1.04 / 24 * 6 * x * (1 - x)
    }
    let eve = day(forecast, "2025-12-24")
    #expect(eve.open == "16-25")
    #expect(abs(eve.sum / (0.6 * morning) - 1) < 0.06, "\(eve.sum) \(0.6 * morning)")
    #expect(day(forecast, "2025-12-25").sum == 0)
    #expect(abs(day(forecast, "2025-12-23").sum / (2000 * 1.12) - 1) < 0.05)
    #expect(
      forecast.evidence.remarks.contains("2025-12-24: open 08:00-13:00 (as on 2024-12-24)."))
  }

  @Test func aPlannerOpensClosesAndCutsDays() throws {
    let forecast = try QueueForecaster.forecast(
      history(.absent),
      setting([
        DemandEvent(
          name: "late", date: date("2025-12-23"),
          effect: .hours([.init(start: 28_800, end: 79_200)])),
        DemandEvent(name: "known", date: date("2025-12-24"), effect: .total(138)),
        DemandEvent(name: "sale", date: date("2025-12-25"), effect: .factor(1.5)),
        DemandEvent(name: "opening", date: date("2025-12-26"), effect: .total(400)),
      ]))
    let late = day(forecast, "2025-12-23")
    #expect(late.open == "16-43")
    #expect(forecast.rows.contains { $0.method == "guess" && zone.local(at: $0.start).hour == 21 })
    let eve = day(forecast, "2025-12-24")
    #expect(abs(eve.sum - 138) < 1e-6 && eve.open == "16-25")
    #expect(day(forecast, "2025-12-25").sum == 0)
    let opened = day(forecast, "2025-12-26")
    #expect(abs(opened.sum - 400) < 1e-6 && opened.open == "16-39")
    let remarks = forecast.evidence.remarks
    #expect(remarks.contains { $0.hasPrefix("2025-12-25: times 1.5") && $0.contains("no effect") })
    #expect(remarks.contains { $0.hasPrefix("2025-12-26: set to 400") })
  }

  @Test func aHalfDayWithoutAPastEndsAtHalfTimeAndAClosedWeekdayIsAGuess() throws {
    var setting = made.setting(from: date("2025-10-06"))
    setting.namedDays = [NamedDay(date: date("2025-10-08"), name: "Fair", kind: "half_day")]
    setting.events = [
      DemandEvent(
        name: "stock", date: date("2025-10-11"), effect: .hours([.init(start: 36_000, end: 43_200)])
      )
    ]
    let forecast = try QueueForecaster.forecast(
      made.history(from: date("2025-01-06"), days: 273), setting)
    #expect(day(forecast, "2025-10-08").open == "16-27")
    #expect(day(forecast, "2025-10-11").open == "20-23")
    #expect(
      forecast.evidence.remarks.contains { $0.hasPrefix("2025-10-08: open 08:00-14:00 (a half") })
    #expect(
      forecast.evidence.remarks.contains { $0.hasPrefix("2025-10-11: the weekday is closed") })
  }

  @Test func readsHoursOfAHoliday() throws {
    let text = "date,name,kind,hours\n2025-12-24,Christmas Eve,half_day,08:00-13:00\n"
    let read = try HolidayCalendar(file: "h.csv", bytes: Array(text.utf8))
    #expect(read.holidays[0].hours == [.init(start: 28_800, end: 46_800)])
    var setting = made.setting(from: from)
    setting.namedDays = read.holidays.map { NamedDay($0) }
    let forecast = try QueueForecaster.forecast(
      made.history(from: date("2025-01-06"), days: 350), setting)
    #expect(day(forecast, "2025-12-24").open == "16-25")
    let bad = "date,name,hours\n2025-12-24,Christmas Eve,until noon\n"
    let problem = #expect(throws: Problem.self) {
      try HolidayCalendar(file: "h.csv", bytes: Array(bad.utf8))
    }
    #expect(problem?.place?.description == "h.csv:2:26")
  }
}
