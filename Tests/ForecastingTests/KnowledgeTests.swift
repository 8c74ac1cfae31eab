import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Tables
import Testing

/// What planners and calendars know beside the history.
@Suite struct KnowledgeTests {
  private let zone: Zone
  private let made: MadeHistory

  init() throws {
    zone = try ZoneDatabase.system.zone("America/New_York")
    made = MadeHistory(zone: zone)
  }

  private func total(_ forecast: QueueForecast, _ day: String) -> Double {
    forecast.rows.filter { zone.date(at: $0.start) == date(day) }.reduce(0) { $0 + $1.offered }
  }

  private func events(_ text: String, queue: String = "made") throws -> [DemandEvent] {
    try DemandEvent.read(CSVTable(file: "events.csv", bytes: Array(text.utf8)), queue: queue)
  }

  @Test func readsEveryEffect() throws {
    let read = try events(
      """
      name,date,effect,reason,queue
      sale,2026-11-23,x1.2,radio,
      fair,2026-11-24,+300,,made
      storm,2026-11-24,-50.5,,made
      strike,2026-11-25,=4000,,
      move,2026-11-26,closed,,
      Black Friday,2026-11-27,like 2025-11-28,as last year,
      bill,2026-11-28,learn,,
      mailing,2026-11-29,learn 3,,
      eve,2026-12-24,hours 08:00-13:00,,
      boxing,2026-12-26,open,,
      other,2026-11-23,x9,,another

      """)
    #expect(
      read.map(\.effect) == [
        .factor(1.2), .extra(300), .extra(-50.5), .total(4000), .closed, .like(date("2025-11-28")),
        .learnt(days: 1), .learnt(days: 3), .hours([.init(start: 28_800, end: 46_800)]), .open,
      ])
    #expect(read[0].reason == "radio" && read[5].name == "Black Friday")
  }

  @Test(arguments: [
    "x-1", "xx", "=", "=-5", "+", "like yesterday", "like 2025-02-30", "learn 0", "learn 61",
    "more", "hours", "hours 13:00-", "hours all day",
    "",
  ])
  func refusesOtherEffects(_ effect: String) throws {
    let problem = #expect(throws: Problem.self) {
      try events("name,date,effect\nsale,2026-11-23,\(effect)\n")
    }
    #expect(problem?.place?.description == "events.csv:2:17")
    #expect(problem?.maybe?.contains("x1.2") == true)
  }

  @Test func takesTheDayOfLastYearWithTheGrowthSince() throws {
    // A sale whose contacts all come in the first hour, and 30 % growth over the year.
    let history = made.history(from: date("2025-01-06"), days: 686, noise: false) { day in
      1 + 0.3 * Double(day - date("2025-01-06")) / 364
    }
    var unusual = history
    for k in unusual.rows.indices
    where zone.date(at: unusual.rows[k].start) == date("2025-11-28") {
      let isFirstHour = zone.local(at: unusual.rows[k].start).hour == 8
      unusual.rows[k].offered = isFirstHour ? 1000 : 10
    }
    var setting = made.setting(from: date("2026-11-23"))
    setting.events = [
      DemandEvent(
        name: "Black Friday", date: date("2026-11-27"), effect: .like(date("2025-11-28")),
        reason: "as last year"),
      DemandEvent(name: "gone", date: date("2026-11-26"), effect: .like(date("2020-01-01"))),
    ]
    let forecast = try QueueForecaster.forecast(unusual, setting)
    let plain = try QueueForecaster.forecast(unusual, made.setting(from: date("2026-11-23")))
    let friday = forecast.rows.filter { zone.date(at: $0.start) == date("2026-11-27") }
    let truth = (1 + 0.3 * 685 / 364) / (1 + 0.3 * 326 / 364)
    #expect(abs(friday[16].offered / (1000 * truth) - 1) < 0.03)
    #expect(abs(friday[30].offered / (10 * truth) - 1) < 0.03)
    // The other days are as they were; a day without data is left alone and said to be.
    #expect(total(forecast, "2026-11-25") == total(plain, "2026-11-25"))
    #expect(total(forecast, "2026-11-26") == total(plain, "2026-11-26"))
    #expect(forecast.evidence.remarks.contains { $0.contains("2020-01-01, which has no data") })
    #expect(
      forecast.evidence.remarks.contains { $0.hasPrefix("2026-11-27: like 2025-11-28, times 1.") })
  }

  @Test func learnsTheDaysOfAFestivalApart() throws {
    // The first day of the festival halves demand, the second triples it, the third halves it.
    let festivals = ["2025-02-12", "2025-08-19", "2026-02-03", "2026-08-11", "2026-11-24"].map(date)
    func factor(_ day: CivilDate) -> Double {
      if festivals.contains(day) || festivals.contains(day - 2) { return 0.5 }
      return festivals.contains(day - 1) ? 3 : 1
    }
    let history = made.history(from: date("2025-01-06"), days: 686, factor: factor)
    var setting = made.setting(from: date("2026-11-23"))
    setting.namedDays = festivals.flatMap { first in
      (0..<3).map { NamedDay(date: first + $0, name: "Spring Festival") }
    }
    let forecast = try QueueForecaster.forecast(history, setting)
    let plain = made.history(from: date("2026-11-23"), days: 7, noise: false, factor: factor)
    for (k, day) in ["2026-11-24", "2026-11-25", "2026-11-26"].enumerated() {
      let truth = plain.rows.filter { zone.date(at: $0.start) == date(day) }
        .reduce(0) { $0 + ($1.offered ?? 0) }
      let ratio = total(forecast, day) / truth
      #expect((0.65...1.5).contains(ratio), "day \(k + 1): \(ratio)")
    }
    let names = forecast.evidence.effects.map(\.name)
    #expect(names.contains("Spring Festival") && names.contains("Spring Festival, day 2"))
  }

  @Test func learnsTheFirstOpenDayOfTheMonth() throws {
    // Bills go out on the first working day, whatever its date.
    func isFirst(_ day: CivilDate) -> Bool {
      (1..<day.day).allSatisfy { (day - $0).weekday.rawValue > 4 } && day.weekday.rawValue <= 4
    }
    let history = made.history(from: date("2025-01-06"), days: 693) { isFirst($0) ? 1.8 : 1 }
    let forecast = try QueueForecaster.forecast(
      history, made.setting(from: date("2026-11-30"), days: 7))
    let tuesday = total(forecast, "2026-12-01")
    let wednesday = total(forecast, "2026-12-02")
    #expect(tuesday / wednesday > 1.5)
  }

  @Test func holdsOneBurst() throws {
    let history = made.history(from: date("2026-01-05"), days: 140)
    var struck = history
    let noon = zone.resolve(date("2026-05-18"), secondsOfDay: 12 * 3600).first
    for k in struck.rows.indices where struck.rows[k].start == noon { struck.rows[k].offered = 400 }
    let setting = made.setting(from: date("2026-05-25"))
    let before = try QueueForecaster.forecast(history, setting)
    let after = try QueueForecaster.forecast(struck, setting)
    for (a, b) in zip(before.rows, after.rows) where a.offered > 0 {
      #expect(abs(b.offered / a.offered - 1) < 0.05)
    }
  }

  @Test func boundsOfLaterWeeksAreNoNarrower() throws {
    // A level that wanders: what is known of next week says less about the week after.
    var large = made
    large.perDay = 20_000
    var state: UInt64 = 7
    var level = 0.0
    var levels: [CivilDate: Double] = [:]
    for k in 0..<420 {
      var step = -6.0
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        step += (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
      }
      level += 0.03 * step
      levels[date("2025-06-02") + k] = exponential(level)
    }
    let history = large.history(from: date("2025-06-02"), days: 420) { levels[$0] ?? 1 }
    let forecast = try QueueForecaster.forecast(
      history, made.setting(from: date("2026-07-27"), days: 28))
    func width(_ week: Int) -> Double {
      let first = date("2026-07-27") + 7 * week
      let rows = forecast.rows.filter {
        let day = zone.date(at: $0.start)
        return day >= first && day < first + 7 && $0.offered > 0
      }
      return rows.reduce(0) { $0 + $1.high80 - $1.low80 } / rows.reduce(0) { $0 + $1.offered }
    }
    #expect(width(1) > 1.2 * width(0) && width(3) > 1.1 * width(1))
    #expect(
      Set(forecast.rows.map(\.method)).isSubset(of: ["closed", "regression", "smoothing", "blend"]))
  }

  @Test func readsDropsOfTheQueueThatAreNotCancelled() throws {
    let text = """
      drop_id,date,quantity,medium,expected_response_rate,queue,status
      a,2026-11-02,10000,letter,0.02,,
      b,2026-11-09,5000,letter,,made,sent
      c,2026-11-09,5000,letter,,made,cancelled
      d,2026-11-09,5000,letter,,other,

      """
    let table = try CSVTable(file: "drops.csv", bytes: Array(text.utf8))
    let drops = try Drop.read(table, queue: "made")
    #expect(drops.map(\.id) == ["a", "b"])
    #expect(drops[0].responseRate == 0.02 && drops[1].responseRate == nil)
    let bad = try CSVTable(
      file: "drops.csv", bytes: Array("drop_id,date,quantity\na,2026-11-02,-4\n".utf8))
    let problem = #expect(throws: Problem.self) { try Drop.read(bad, queue: "made") }
    #expect(problem?.place?.description == "drops.csv:2:14")
  }
}
