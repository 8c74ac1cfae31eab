import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Tables
import Testing

/// What is announced and lasts: volume by share, handling times, hours.
@Suite struct AnnouncedChangeTests {
  private let zone: Zone
  private let made: MadeHistory

  init() throws {
    zone = try ZoneDatabase.system.zone("America/New_York")
    made = MadeHistory(zone: zone)
  }

  private func events(_ rows: String) throws -> [DemandEvent] {
    let text = "name,date,until,effect,reason\n\(rows)\n"
    return try DemandEvent.read(
      CSVTable(file: "events.csv", bytes: Array(text.utf8)), queue: "made")
  }

  private func forecast(
    _ history: QueueHistory, _ rows: String, days: Int = 14
  ) throws -> QueueForecast {
    var setting = made.setting(from: date("2026-06-01"), days: days)
    setting.events = rows.isEmpty ? [] : try events(rows)
    return try QueueForecaster.forecast(history, setting)
  }

  private func total(_ forecast: QueueForecast, _ day: String) -> Double {
    forecast.rows.filter { zone.date(at: $0.start) == date(day) }.reduce(0) { $0 + $1.offered }
  }

  private func handling(_ forecast: QueueForecast, _ day: String) -> Double {
    let rows = forecast.rows.filter { zone.date(at: $0.start) == date(day) }
    let contacts = rows.reduce(0) { $0 + $1.offered }
    return rows.reduce(0) { $0 + $1.offered * $1.handlingSeconds } / contacts
  }

  @Test func aShareThatLeavesIsTakenOff() throws {
    let history = made.history(from: date("2026-01-05"), days: 147)
    let plain = try forecast(history, "")
    let told = try forecast(history, "self-service,2026-06-08,on,-30%,new menu")
    #expect(total(told, "2026-06-03") == total(plain, "2026-06-03"))
    for day in ["2026-06-08", "2026-06-12"] {
      #expect(abs(total(told, day) / total(plain, day) - 0.7) < 1e-9)
    }
    #expect(
      told.evidence.remarks.contains(
        "From 2026-06-08 on contacts are taken times 0.7, as announced (self-service: new menu)."))
    // A change for some days only.
    let some = try forecast(history, "campaign,2026-06-03,2026-06-04,x1.5,")
    #expect(abs(total(some, "2026-06-04") / total(plain, "2026-06-04") - 1.5) < 1e-9)
    #expect(total(some, "2026-06-05") == total(plain, "2026-06-05"))
  }

  @Test func whatHasHappenedAlreadyCountsOnce() throws {
    // Contacts fell by 30 % four days ago, as announced: the forecast follows at once and not twice.
    let since = date("2026-05-26")
    let history = made.history(from: date("2026-01-05"), days: 147) { $0 >= since ? 0.7 : 1 }
    let truth = made.history(from: date("2026-06-01"), days: 5, noise: false) { _ in 0.7 }
      .rows.reduce(0) { $0 + ($1.offered ?? 0) }
    let told = try forecast(history, "self-service,2026-05-26,on,x0.7,", days: 7)
    let sum = told.rows.reduce(0) { $0 + $1.offered }
    #expect(abs(sum / truth - 1) < 0.03, "\(sum) for \(truth)")
    #expect(told.evidence.levelChange == nil)
  }

  @Test func handlingTimesChangeByFactorSecondsAndValue() throws {
    let history = made.history(from: date("2026-01-05"), days: 147)
    let plain = try forecast(history, "")
    let base = handling(plain, "2026-06-08")
    let longer = try forecast(history, "system,2026-06-08,on,aht x1.2,")
    #expect(abs(handling(longer, "2026-06-08") / base - 1.2) < 1e-9)
    #expect(handling(longer, "2026-06-03") == handling(plain, "2026-06-03"))
    let set = try forecast(history, "system,2026-06-08,on,aht =400,")
    #expect(abs(handling(set, "2026-06-10") / 400 - 1) < 0.02)
    let more = try forecast(history, "training,2026-06-09,,aht +60,")
    let weeksMean = 250.0
    #expect(
      abs(handling(more, "2026-06-09") - handling(plain, "2026-06-09") - 60) < 0.05 * weeksMean)
    #expect(handling(more, "2026-06-10") == handling(plain, "2026-06-10"))
    #expect(
      more.evidence.remarks.contains { $0.hasPrefix("On 2026-06-09 AHT is taken times 1.2") },
      "\(more.evidence.remarks)")
  }

  @Test func newHoursHoldFromTheirDate() throws {
    let history = made.history(from: date("2026-01-05"), days: 147)
    let told = try forecast(
      history, "late opening,2026-06-08,on,hours Mon-Fri 10:00-18:00; Sat 10:00-14:00,")
    func open(_ day: String) -> [Int] {
      told.rows.filter { zone.date(at: $0.start) == date(day) && !$0.isClosed }
        .map { zone.local(at: $0.start).secondsOfDay / 3600 }
    }
    #expect(open("2026-06-03").first == 8)
    #expect(open("2026-06-09").first == 10 && open("2026-06-09").last == 17)
    #expect(open("2026-06-13").first == 10 && open("2026-06-13").last == 13)
    #expect(open("2026-06-06").isEmpty)
  }

  @Test(arguments: [
    ("sale,2026-06-08,2026-06-01,x1.2,", "events.csv:2:17", "is before the row's date"),
    ("sale,2026-06-08,soon,x1.2,", "events.csv:2:17", "is not a date"),
    ("sale,2026-06-08,on,learn 3,", "events.csv:2:17", "does not go with learn"),
    ("sale,2026-06-08,on,aht x0,", "events.csv:2:20", "is not an effect"),
    ("sale,2026-06-08,on,-130%,", "events.csv:2:20", "is not an effect"),
  ])
  func refusesWhatMakesNoSense(_ row: String, _ place: String, _ what: String) throws {
    let problem = #expect(throws: Problem.self) { try events(row) }
    #expect(problem?.place?.description == place)
    #expect(problem?.what.hasPrefix(what) == true, "\(problem?.what ?? "")")
  }
}
