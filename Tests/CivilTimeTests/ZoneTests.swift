import CivilTime
import Diagnostics
import Testing

let system = ZoneDatabase.system

func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

@Suite struct ZoneTests {
  @Test(arguments: [
    ("America/New_York", "2026-03-08", 23 * 3600), ("America/New_York", "2026-11-01", 25 * 3600),
    ("America/New_York", "2026-11-23", 24 * 3600), ("Europe/London", "2026-03-29", 23 * 3600),
    ("Europe/London", "2026-10-25", 25 * 3600),
    ("Australia/Lord_Howe", "2026-04-05", 24 * 3600 + 1800),
    ("Australia/Lord_Howe", "2026-10-04", 24 * 3600 - 1800),
    ("Asia/Manila", "2026-03-29", 24 * 3600),
    // Santiago skips midnight itself, Apia skipped a whole date.
    ("America/Santiago", "2026-09-06", 23 * 3600), ("Pacific/Apia", "2011-12-30", 0),
    ("Pacific/Apia", "2011-12-29", 24 * 3600), ("America/New_York", "2140-03-13", 23 * 3600),
  ])
  func daysHaveTheirLength(zone: String, day: String, length: Int) throws {
    #expect(try system.zone(zone).dayLengthSeconds(date(day)) == length)
  }

  @Test(arguments: [
    ("Asia/Kathmandu", "2026-11-23T00:00:00Z", "2026-11-23T05:45:00+05:45"),
    ("Asia/Kolkata", "2026-11-23T18:30:00Z", "2026-11-24T00:00:00+05:30"),
    ("America/St_Johns", "2026-07-01T00:00:00Z", "2026-06-30T21:30:00-02:30"),
    ("America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T01:30:00-04:00"),
    ("America/New_York", "2026-11-01T06:30:00Z", "2026-11-01T01:30:00-05:00"),
    ("America/New_York", "1850-01-01T00:00:00Z", "1850-01-01T00:00:00Z"),
    ("Pacific/Kiritimati", "2026-11-23T00:00:00Z", "2026-11-23T14:00:00+14:00"),
  ])
  func writesAndReadsInstants(zone: String, utc: String, local: String) throws {
    let zone = try system.zone(zone)
    let instant = try Instant(utc)
    #expect("\(instant)" == utc)
    #expect(instant.text(in: zone) == local)
    #expect(try Instant(local) == instant)
  }

  @Test func gapsAndOverlapsAreExplicit() throws {
    let zone = try system.zone("America/New_York")
    let gap = zone.resolve(try date("2026-03-08"), secondsOfDay: 9000)
    #expect(
      gap
        == .gap(
          before: try Instant("2026-03-08T03:30:00-04:00"),
          after: try Instant("2026-03-08T01:30:00-05:00")))
    let overlap = zone.resolve(try date("2026-11-01"), secondsOfDay: 5400)
    #expect(
      overlap
        == .overlap(
          first: try Instant("2026-11-01T01:30:00-04:00"),
          second: try Instant("2026-11-01T01:30:00-05:00")))
    #expect(
      zone.resolve(try date("2026-11-01"), secondsOfDay: 7200)
        == .unique(try Instant("2026-11-01T02:00:00-05:00")))
    #expect(
      zone.resolve(try date("2026-03-08"), secondsOfDay: 10_800)
        == .unique(try Instant("2026-03-08T03:00:00-04:00")))
    let half = try system.zone("Australia/Lord_Howe")
    guard
      case .overlap(let first, let second) =
        half.resolve(try date("2026-04-05"), secondsOfDay: 6300)
    else {
      Issue.record("01:45 happens twice on Lord Howe Island")
      return
    }
    #expect(second - first == 1800)
  }

  @Test func intervalsPartitionTheDay() throws {
    for (name, day, count) in [
      ("America/New_York", "2026-03-08", 92), ("America/New_York", "2026-11-01", 100),
      ("Asia/Kathmandu", "2026-11-01", 96), ("Australia/Lord_Howe", "2026-04-05", 98),
    ] {
      let zone = try system.zone(name)
      let intervals = zone.intervals(of: try date(day), length: 900)
      #expect(intervals.count == count)
      #expect(intervals.first?.lowerBound == zone.startOfDay(try date(day)))
      #expect(intervals.last?.upperBound == zone.startOfDay(try date(day) + 1))
      for (a, b) in zip(intervals, intervals.dropFirst()) { #expect(a.upperBound == b.lowerBound) }
    }
    let hours = try system.zone("Australia/Lord_Howe").intervals(
      of: try date("2026-10-04"), length: 3600)
    #expect(hours.count == 24)
    #expect(hours.last.map { $0.upperBound - $0.lowerBound } == 1800)
  }

  @Test(arguments: [
    ("America/NewYork", "America/New_York"), ("New York", "America/New_York"),
    ("america/new_york", "America/New_York"), ("Manila", "Asia/Manila"),
    ("Asia/Calcuta", "Asia/Calcutta"), ("Europe/Londn", "Europe/London"),
  ])
  func unknownZonesAreErrorsWithASuggestion(name: String, meant: String) throws {
    let problem = #expect(throws: Problem.self) { try system.zone(name) }
    #expect(problem?.maybe == "\(meant) is meant")
    #expect(problem?.value == name)
  }

  @Test(arguments: [
    "", "/etc/passwd", "../zoneinfo/UTC", "right/UTC", "zone.tab", "America", "UTC+5",
  ])
  func namesLeadNowhereElse(name: String) {
    #expect(throws: Problem.self) { try system.zone(name) }
  }

  @Test func tellsThatThereAreNoZones() {
    let problem = #expect(throws: Problem.self) {
      try ZoneDatabase(folder: "/nonexistent").zone("Asia/Manila")
    }
    #expect(problem?.kind == .missingConfiguration)
  }

  @Test func knowsItsVersionAndNames() throws {
    let version = try #require(system.version)
    #expect(version.count == 5 && version.hasPrefix("20"))
    let names = system.names()
    #expect(names.count > 400)
    #expect(names.contains("America/New_York") && names.contains("US/Eastern"))
  }
}
