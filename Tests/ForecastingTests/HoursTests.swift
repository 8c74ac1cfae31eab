import CentreModel
import CivilTime
import Forecasting
import Testing

/// Opening hours that the history does not have, or has only of late.
@Suite struct HoursTests {
  private let zone: Zone
  private let made: MadeHistory

  init() throws {
    zone = try ZoneDatabase.system.zone("America/Denver")
    made = MadeHistory(zone: zone)
  }

  /// Contacts by weekday within the hours of ``MadeHistory``.
  private func totals(_ forecast: QueueForecast) -> [Double] {
    var sums = Array(repeating: 0.0, count: 7)
    for row in forecast.rows {
      let local = zone.local(at: row.start)
      if made.open.contains(local.secondsOfDay) {
        sums[local.date.weekday.rawValue] += row.offered
      }
    }
    return sums
  }

  private func forecast(_ history: QueueHistory, hours: String?) throws -> QueueForecast {
    var setting = made.setting(from: date("2025-07-21"))
    setting.hours = try hours.map { try OpeningHours($0) }
    return try QueueForecaster.forecast(history, setting)
  }

  @Test(arguments: ["07:30-18:00", "08:00-18:30", "06:00-24:00"])
  func longerDaysKeepWhatTheHistoryKnows(hours: String) throws {
    let history = made.history(from: date("2025-01-06"), days: 196)
    let same = try forecast(history, hours: "Mon-Fri 08:00-18:00")
    let longer = try forecast(history, hours: "Mon-Fri \(hours)")
    for (a, b) in zip(totals(same), totals(longer)) { #expect(abs(a - b) <= 0.02 * a) }
    #expect(longer.evidence.method == same.evidence.method)
    let guessed = longer.rows.filter { $0.method == "guess" }
    let isNew = { (row: ForecastRow) in
      !made.open.contains(zone.local(at: row.start).secondsOfDay)
    }
    #expect(guessed.allSatisfy(isNew) && guessed.count % 5 == 0 && !guessed.isEmpty)
    // The curve is carried on downwards from its edge.
    let edges = longer.rows.filter { $0.method != "guess" && $0.offered > 0 }.map(\.offered)
    #expect(guessed.allSatisfy { $0.offered <= (edges.max() ?? 0) / 2 })
    #expect(longer.evidence.remarks.contains { $0.contains("are a guess") })
    #expect(!same.evidence.remarks.contains { $0.contains("are a guess") })
  }

  @Test func shorterDaysKeepTheirPattern() throws {
    let history = made.history(from: date("2025-01-06"), days: 196)
    let whole = try forecast(history, hours: nil)
    let short = try forecast(history, hours: "Mon-Fri 09:00-17:00")
    func sums(_ forecast: QueueForecast) -> [Double] {
      var sums = Array(repeating: 0.0, count: 5)
      for (k, row) in forecast.rows.enumerated() where short.rows[k].offered > 0 {
        sums[zone.date(at: row.start).weekday.rawValue] += row.offered
      }
      return sums
    }
    for (a, b) in zip(sums(whole), sums(short)) { #expect(abs(a / b - 1) < 0.02) }
    #expect(short.rows.count { $0.offered > 0 } == 5 * 16)
  }

  @Test func aWeekdayNeverOpenIsHalfOfAnOrdinaryOneAndCalledAGuess() throws {
    let history = made.history(from: date("2025-01-06"), days: 196)
    let forecast = try forecast(history, hours: "Mon-Sat 08:00-18:00")
    let sums = totals(forecast)
    let usual = sums[..<5].reduce(0, +) / 5
    #expect(abs(sums[5] / (0.5 * usual) - 1) < 0.1, "\(sums)")
    #expect(forecast.rows.filter { $0.method == "guess" }.count == 20)
    #expect(forecast.evidence.remarks.contains { $0.hasPrefix("Sat: never open") })
  }

  @Test func hoursOfTheLastTwoWeeksAreLearnt() throws {
    // Open from 06:00 since two weeks: as busy then as at eight.
    var history = made.history(from: date("2025-01-06"), days: 196)
    var early = made
    early.open = 6 * 3600..<8 * 3600
    early.perDay = 40
    history.rows += early.history(from: date("2025-07-07"), days: 14).rows
    history.rows.sort { $0.start < $1.start }
    let forecast = try forecast(history, hours: nil)
    let morning = forecast.rows.filter { zone.local(at: $0.start).secondsOfDay < 8 * 3600 }
    let sum = morning.reduce(0) { $0 + $1.offered }
    #expect(abs(sum / (40 * 5.2) - 1) < 0.12, "\(sum)")
    #expect(morning.filter { $0.offered > 0 }.allSatisfy { $0.method != "guess" })
    #expect(forecast.evidence.remarks.contains { $0.contains("new hours, learnt from 10 days") })
    let before = try self.forecast(
      made.history(from: date("2025-01-06"), days: 196), hours: "Mon-Fri 08:00-18:00")
    for (a, b) in zip(totals(before), totals(forecast)) { #expect(abs(a - b) <= 0.03 * a) }
  }
}
