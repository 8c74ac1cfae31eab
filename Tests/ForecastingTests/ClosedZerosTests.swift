import CentreModel
import CivilTime
import Forecasting
import Testing

/// Zeros that a report writes for hours in which the queue was closed.
@Suite struct ClosedZerosTests {
  private let monday = date("2026-03-02")

  /// Forty weeks of half hours written from 06:00 to 22:00, `hours` by days before the end; twenty contacts an
  /// open half hour.
  private func history(
    writesSundays: Bool = false, hours: (_ daysBefore: Int, CivilDate) -> Range<Int>
  ) -> QueueHistory {
    let weeks = 40
    var rows: [HistoryRow] = []
    for k in 0..<weeks * 7 {
      let date = monday - weeks * 7 + k
      if date.weekday == .sunday, !writesSundays { continue }
      let open = hours(weeks * 7 - k, date)
      for slot in 12..<44 {
        let wave = Double((k * 7 + slot * 5) % 9) - 4
        let count = date.weekday != .sunday && open.contains(slot) ? 20 + wave : 0
        rows.append(
          HistoryRow(start: Zone.utc.startOfDay(date) + slot * 1800, offered: count))
      }
    }
    return QueueHistory(queue: "q", intervalSeconds: 1800, rows: rows)
  }

  private func forecast(
    _ history: QueueHistory
  ) throws -> (open: [Int], all: Double, remarks: [String]) {
    let setting = ForecastSetting(
      zone: .utc, asOf: Zone.utc.startOfDay(monday), from: monday, days: 6)
    let forecast = try QueueForecaster.forecast(history, setting)
    let day = forecast.rows.filter { Zone.utc.date(at: $0.start) == monday }
    let open = day.filter { $0.offered > 0.5 }.map {
      Zone.utc.local(at: $0.start).secondsOfDay / 1800
    }
    return (open, forecast.rows.reduce(0) { $0 + $1.offered }, forecast.evidence.remarks)
  }

  @Test("Hours given up two weeks ago are closed, though the report writes zeros")
  func shorter() throws {
    let found = try forecast(history { before, _ in before <= 14 ? 16..<36 : 16..<40 })
    #expect(found.open == Array(16..<36))
    #expect(abs(found.all / (6 * 20 * 20) - 1) < 0.03)
    let words = "18:00-20:00: nothing in the last week"
    #expect(found.remarks.contains { $0.hasPrefix(words) })
  }

  @Test("Hours added two weeks ago are not pulled down by the zeros before")
  func longer() throws {
    let found = try forecast(history { before, _ in before <= 14 ? 14..<42 : 16..<40 })
    #expect(found.open == Array(14..<42))
    #expect(abs(found.all / (6 * 28 * 20) - 1) < 0.03)
  }

  @Test("A weekday that closes earlier is found by itself")
  func oneWeekday() throws {
    let made = history { before, date in
      before <= 28 && date.weekday == .friday ? 16..<30 : 16..<40
    }
    let setting = ForecastSetting(
      zone: .utc, asOf: Zone.utc.startOfDay(monday), from: monday, days: 6)
    let forecast = try QueueForecaster.forecast(made, setting)
    let friday = forecast.rows.filter { Zone.utc.date(at: $0.start) == monday + 4 }
    #expect(friday.reduce(0) { $0 + $1.offered } < 1.1 * 14 * 20)
    let thursday = forecast.rows.filter { Zone.utc.date(at: $0.start) == monday + 3 }
    #expect(abs(thursday.reduce(0) { $0 + $1.offered } / (24 * 20) - 1) < 0.05)
  }

  @Test(
    "A week of shorter days is followed and said; three days are not", arguments: [true, false])
  func oneWeek(writesZeros: Bool) throws {
    func given(_ days: Int) -> QueueHistory {
      var made = history(writesSundays: true) { before, _ in
        before <= days ? 18..<36 : 16..<40
      }
      if !writesZeros { made.rows.removeAll { $0.offered == 0 } }
      return made
    }
    let week = try forecast(given(7))
    #expect(week.open == Array(18..<36))
    #expect(abs(week.all / (6 * 18 * 20) - 1) < 0.05)
    let words = "08:00-09:00, 18:00-20:00: nothing in the last week, which is taken for closed"
    #expect(week.remarks.contains { $0.hasPrefix(words) })
    // Thursday to Saturday.
    let days = try forecast(given(4))
    #expect(days.open == Array(16..<40))
  }

  @Test("Hours given for next week that never were are a guess, not the zeros of closed doors")
  func neverOpen() throws {
    let made = history { _, _ in 16..<40 }
    var setting = ForecastSetting(
      zone: .utc, asOf: Zone.utc.startOfDay(monday), from: monday, days: 7)
    setting.hours = try OpeningHours("Mon-Sun 08:00-21:00")
    let forecast = try QueueForecaster.forecast(made, setting)
    let late = forecast.rows.filter {
      (40..<42).contains(Zone.utc.local(at: $0.start).secondsOfDay / 1800)
    }
    #expect(late.allSatisfy { $0.offered > 2 })
    #expect(forecast.evidence.remarks.contains { $0.contains("no day of the history was open") })
    let sunday = forecast.rows.filter { Zone.utc.date(at: $0.start) == monday + 6 }
    #expect(sunday.reduce(0) { $0 + $1.offered } > 100)
  }

  @Test("Nights of an open line that nobody calls stay nights")
  func fading() throws {
    // Calls fade out by degrees: 20, 10, 5, 2.5, … an evening half hour; never any after 22:00.
    var made = history { _, _ in 16..<36 }
    for k in made.rows.indices {
      let slot = Zone.utc.local(at: made.rows[k].start).secondsOfDay / 1800
      guard slot >= 36 else { continue }
      let rate = 20 / Double(1 << (slot - 35))
      let (one, other) = (Double(k % 97) / 97, rate.rounded(.down))
      made.rows[k].offered = other + (one < rate - other ? 1 : 0)
    }
    var setting = ForecastSetting(
      zone: .utc, asOf: Zone.utc.startOfDay(monday), from: monday, days: 6)
    setting.hours = try OpeningHours("Mon-Sat 08:00-24:00")
    let forecast = try QueueForecaster.forecast(made, setting)
    let night = forecast.rows.filter { Zone.utc.local(at: $0.start).secondsOfDay >= 22 * 3600 }
    #expect(night.allSatisfy { $0.offered < 0.3 })
  }

  @Test("Quiet evenings of a small queue are quiet, not closed")
  func quiet() throws {
    // One contact every third evening half hour: stretches of zeros come by chance.
    var made = history { _, _ in 16..<36 }
    for k in made.rows.indices {
      let slot = Zone.utc.local(at: made.rows[k].start).secondsOfDay / 1800
      if (36..<40).contains(slot) { made.rows[k].offered = k % 3 == 0 ? 1 : 0 }
    }
    let setting = ForecastSetting(
      zone: .utc, asOf: Zone.utc.startOfDay(monday), from: monday, days: 6)
    let forecast = try QueueForecaster.forecast(made, setting)
    let evening = forecast.rows.filter {
      (36..<40).contains(Zone.utc.local(at: $0.start).secondsOfDay / 1800)
    }
    #expect(abs(evening.reduce(0) { $0 + $1.offered } - 6 * 4 / 3) < 2)
    #expect(!forecast.evidence.remarks.contains { $0.contains("taken for closed") })
  }
}
