import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Tables
import Testing

/// A history of daily totals gets the shape of the day from elsewhere, or says that it has none.
@Suite struct IntradayProfileTests {
  private let zone: Zone
  private let made: MadeHistory

  init() throws {
    zone = try ZoneDatabase.system.zone("America/New_York")
    made = MadeHistory(zone: zone)
  }

  /// The same history by day.
  private func daily(_ history: QueueHistory) -> QueueHistory {
    let byDate = Dictionary(grouping: history.rows) { zone.date(at: $0.start) }
    let rows = byDate.sorted { $0.key < $1.key }.map { date, rows in
      HistoryRow(
        start: zone.startOfDay(date), offered: rows.reduce(0) { $0 + ($1.offered ?? 0) })
    }
    return QueueHistory(queue: "daily", intervalSeconds: 86_400, rows: rows)
  }

  private func profile(_ text: String) throws -> IntradayProfile {
    try IntradayProfile(CSVTable(file: "profile.csv", bytes: Array(text.utf8)))
  }

  @Test func dailyTotalsAreSpreadLikeAnotherQueue() throws {
    let history = made.history(from: date("2026-01-05"), days: 147)
    var setting = made.setting(from: date("2026-06-01"))
    let whole = try QueueForecaster.forecast(daily(history), setting)
    #expect(
      whole.evidence.remarks.contains { $0.contains("how contacts are spread within is not known") }
    )
    let other = made.history(from: date("2026-03-02"), days: 91, noise: false)
    let learnt = try #require(
      IntradayProfile(learntFrom: other, zone: zone, source: "queue sales"))
    setting.split = IntradaySplit(profile: learnt, intervalSeconds: 1800)
    let split = try QueueForecaster.forecast(daily(history), setting)
    #expect(split.intervalSeconds == 1800 && split.rows.count == 7 * 48)
    let truth = made.history(from: date("2026-06-01"), days: 5, noise: false)
    let expected = Dictionary(truth.rows.map { ($0.start, $0.offered ?? 0) }) { first, _ in first }
    let error = split.rows.reduce(0) { $0 + abs($1.offered - (expected[$1.start] ?? 0)) }
    #expect(error / expected.values.reduce(0, +) < 0.03)
    #expect(split.rows.allSatisfy { $0.isClosed == (expected[$0.start] == nil) })
    // Bounds hold what chance alone does to an interval.
    let open = split.rows.filter { !$0.isClosed }
    #expect(open.allSatisfy { $0.high80 - $0.low80 >= 1.5 * $0.offered.squareRoot() })
    #expect(split.evidence.remarks.contains { $0.contains("like those of queue sales") })
  }

  @Test func aProfileOfAFileMayDifferByWeekday() throws {
    let shape = try profile(
      "weekday,start,share\n,09:00,1\n,10:00,3\nMon,09:00,9\n,11:00,0\n")
    #expect(shape.intervalSeconds == 3600)
    let history = daily(made.history(from: date("2026-01-05"), days: 147))
    var setting = made.setting(from: date("2026-06-01"))
    setting.split = IntradaySplit(profile: shape, intervalSeconds: 1800)
    let rows = try QueueForecaster.forecast(history, setting).rows
    func share(_ day: String, hour: Int) -> Double {
      let own = rows.filter { zone.date(at: $0.start) == date(day) }
      let all = own.reduce(0) { $0 + $1.offered }
      return own.filter { zone.local(at: $0.start).hour == hour }.reduce(0) { $0 + $1.offered }
        / all
    }
    #expect(abs(share("2026-06-02", hour: 10) - 0.75) < 1e-9)
    #expect(abs(share("2026-06-01", hour: 9) - 10.0 / 13) < 1e-9)
    // Half-hours of an hourly profile have half each.
    let tuesday = rows.filter { zone.date(at: $0.start) == date("2026-06-02") && !$0.isClosed }
    #expect(tuesday.count == 4 && tuesday[0].offered == tuesday[1].offered)
  }

  @Test(arguments: [
    ("start,share\n09:00,1\n09:25,1\n", "the times are not those of equal intervals of a day"),
    ("start,share\n09:00,0\n10:00,0\n", "is 0 in every row"),
    ("start,share\nnoon,1\n", "is no time of day"),
    ("weekday,start,share\nFeast,09:00,1\n", "is no day of the week"),
  ])
  func refusesWhatIsNoProfile(_ text: String, _ what: String) throws {
    let problem = #expect(throws: Problem.self) { try profile(text) }
    #expect(problem?.what == what)
  }

  @Test func nothingIsLostWhereTheProfileHasNothing() throws {
    // Contacts by four hours around the clock, a profile of the day alone.
    let start = date("2026-01-05")
    let rows = (0..<147 * 6).map {
      HistoryRow(
        start: zone.startOfDay(start + $0 / 6) + $0 % 6 * 14_400, offered: Double(20 + $0 % 6))
    }.filter { zone.local(at: $0.start).secondsOfDay % 14_400 == 0 }
    let history = QueueHistory(queue: "round", intervalSeconds: 14_400, rows: rows)
    var setting = made.setting(from: date("2026-06-01"))
    let whole = try QueueForecaster.forecast(history, setting).rows.reduce(0) { $0 + $1.offered }
    setting.split = IntradaySplit(
      profile: try profile("start,share\n08:00,1\n09:00,2\n"), intervalSeconds: 1800)
    let split = try QueueForecaster.forecast(history, setting).rows
    #expect(abs(split.reduce(0) { $0 + $1.offered } / whole - 1) < 1e-9)
  }
}
