import CentreModel
import CivilTime
import Comparison
import Diagnostics
import Files
import SitePlanning
import TestSupport
import Testing

@Suite("Splitting the demand")
struct SplitTests {
  private let zone = Zone.utc

  /// One day of hourly rows with 100 contacts each.
  private var rows: [ForecastRow] {
    (0..<24).map { hour in
      ForecastRow(
        queue: "q", start: Instant(seconds: Int64(hour) * 3600), offered: 100, low80: 90,
        high80: 110, low95: 80, high95: 120, handlingSeconds: 300, method: "m")
    }
  }

  private func scenario(_ parts: [WorkPart]) -> DemandSplit {
    DemandSplit(parts, of: "scenario s", queues: [Queue(id: "q", client: "c"), Queue(id: "r")])
  }

  private func split(_ parts: [WorkPart]) throws -> [[Double]] {
    try scenario(parts).split(rows, zone: zone, intervalSeconds: 3600).map { $0.map(\.offered) }
  }

  @Test("shares split every interval, and the bounds with it")
  func shares() throws {
    let parts = try scenario([
      .init(site: "a", share: 0.4, hours: nil, contactsPerHour: nil),
      .init(site: "b", share: 0.6, hours: nil, contactsPerHour: nil),
    ]).split(rows, zone: zone, intervalSeconds: 3600)
    #expect(parts[0].allSatisfy { abs($0.offered - 40) < 1e-9 && abs($0.high95 - 48) < 1e-9 })
    #expect(parts[1].allSatisfy { abs($0.offered - 60) < 1e-9 })
  }

  @Test("following the sun: each hour to the site whose hours they are, past midnight too")
  func hours() throws {
    let found = try split([
      .init(site: "a", share: 1, hours: OpeningHours("08:00-20:00"), contactsPerHour: nil),
      .init(site: "b", share: 1, hours: OpeningHours("20:00-08:00"), contactsPerHour: nil),
    ])
    for hour in 0..<24 {
      let isDay = (8..<20).contains(hour)
      #expect(found[0][hour] == (isDay ? 100 : 0))
      #expect(found[1][hour] == (isDay ? 0 : 100))
    }
  }

  @Test("hours of weekdays: a Thursday night that runs into Friday, the rest to the other site")
  func hoursOfWeekdays() throws {
    // 1970-01-01 was a Thursday.
    let found = try split([
      .init(site: "a", hours: OpeningHours("Wed 22:00-02:00; Thu 08:00-20:00; Fri 08:00-20:00")),
      .init(site: "b", hours: OpeningHours("Thu 02:00-08:00, 20:00-24:00")),
    ])
    for hour in 0..<24 {
      let isFirst = hour < 2 || (8..<20).contains(hour)
      #expect(found[0][hour] == (isFirst ? 100 : 0), "\(hour)")
      #expect(found[1][hour] == (isFirst ? 0 : 100), "\(hour)")
    }
  }

  @Test("overflow: the first takes up to its limit, the next what is more")
  func overflow() throws {
    let found = try split([
      .init(site: "a", share: 1, hours: nil, contactsPerHour: 70),
      .init(site: "b", share: 1, hours: nil, contactsPerHour: nil),
    ])
    #expect(found[0].allSatisfy { abs($0 - 70) < 1e-9 })
    #expect(found[1].allSatisfy { abs($0 - 30) < 1e-9 })
  }

  @Test("what nobody takes is an error that names the hour")
  func gap() {
    let problem = #expect(throws: Problem.self) {
      try split([.init(site: "a", share: 0.9, hours: nil, contactsPerHour: nil)])
    }
    #expect(problem?.what == "leaves a part of the contacts to nobody")
    #expect(problem?.value?.contains("1970-01-01T00:00") == true)
  }
}

@Suite("Clocks against each other")
struct ClockDifferenceTests {
  private func zone(_ name: String) throws -> Zone { try ZoneDatabase.system.zone(name) }

  @Test("Manila and New York move twice a year, London and New York differ for a few weeks")
  func changes() throws {
    let from = try #require(CivilDate("2027-01-04"))
    let manila = ClockDifference.changes(
      client: try zone("America/New_York"), site: try zone("Asia/Manila"), from: from, days: 360)
    #expect(manila.map { "\($0.date)" } == ["2027-03-14", "2027-11-07"])
    #expect(manila.map(\.before) == [13 * 3600, 12 * 3600])
    let weeks = ClockDifference.unusualWeeks(
      client: try zone("America/New_York"), site: try zone("Europe/London"), from: from)
    // 14 to 28 March and 31 October to 7 November.
    #expect(weeks.map { "\($0)" } == ["2027-03-15", "2027-03-22", "2027-11-01"])
    let none = ClockDifference.changes(
      client: try zone("Asia/Kolkata"), site: try zone("Asia/Manila"), from: from, days: 360)
    #expect(none.isEmpty)
  }
}

@Suite("Comparison file")
struct ComparisonFileTests {
  private let good = """
    [exchange]
    currency = "USD"
    [exchange.rates]
    PHP = 57
    [[site]]
    id = "a"
    timezone = "Asia/Manila"
    currency = "PHP"
    monthly_wage = 22000
    """

  private func message(_ text: String) throws -> String {
    try withFile(text) { path in
      do {
        _ = try ComparisonSetting.read(
          path: path, zones: .system, queues: [], fallback: RosterRules())
        return ""
      } catch let problems as Problems {
        return problems.all.map(\.description).joined(separator: "\n")
      }
    }
  }

  @Test("a site alone is a scenario of its own")
  func plain() throws {
    try withFile(good) { path in
      let setting = try ComparisonSetting.read(
        path: path, zones: .system, queues: [], fallback: RosterRules())
      #expect(setting.scenarios.map(\.id) == ["a"])
      #expect(abs((setting.sites[0].site.hourlyRate ?? 0) - 126.4368) < 5e-5)
    }
  }

  @Test("missing wage, unknown currency, missing rate, wrong cost and zone are each named")
  func mistakes() throws {
    func changed(_ a: String, _ b: String) throws -> String {
      try message(good.replacing(a, with: b))
    }
    #expect(try changed("monthly_wage = 22000", "").contains("hourly_rate: is missing"))
    #expect(try changed("currency = \"PHP\"", "currency = \"pesos\"").contains("currency code"))
    let missing = try changed("PHP = 57", "")
    #expect(missing.contains("there is no exchange rate for it (PHP)"))
    #expect(missing.contains("[exchange.rates]"))
    #expect(try changed("Asia/Manila", "Asia/Manilla").contains("timezone"))
    #expect(try message(good + "\n[site.cost]\nsest = 3").contains("seat"))
    #expect(try message(good + "\n[site.cost]\nattrition = 40").contains("attrition"))
    #expect(
      try message(good + "\n[[scenario]]\nid = \"x\"\npart = [{ site = \"b\" }]").contains("site"))
  }
}

/// A temporary file with this text.
private func withFile<R>(_ text: String, _ body: (String) throws -> R) throws -> R {
  try withTemporaryFolder { folder in
    let path = "\(folder)/compare.toml"
    try writeFile(path, Array(text.utf8))
    return try body(path)
  }
}
