import CivilTime
import Diagnostics
import Tables
import Testing

@Suite struct WrittenTimeTests {
  @Test(arguments: [
    ("2026-11-23T07:00:00-05:00", "2026-11-23T12:00:00Z"),
    ("2026-11-23T07:00-0500", "2026-11-23T12:00:00Z"),
    ("2026-11-23 12:00:00Z", "2026-11-23T12:00:00Z"),
    ("2026-11-23t12:00:00.250z", "2026-11-23T12:00:00Z"),
    ("2026-11-23T17:30:00+05:30", "2026-11-23T12:00:00Z"),
    ("2026-11-23T17:30:00+05", "2026-11-23T12:30:00Z"),
    ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
  ])
  func readsInstants(text: String, utc: String) throws {
    #expect("\(try Instant(text))" == utc)
  }

  @Test func readsLocalTimesInAZone() throws {
    let zone = try system.zone("Asia/Manila")
    #expect("\(try Instant("2026-11-23 07:00", in: zone))" == "2026-11-22T23:00:00Z")
    #expect("\(try Instant("2026-11-23T07:00:30", in: zone))" == "2026-11-22T23:00:30Z")
    #expect(throws: MalformedText.self) { try Instant("2026-11-23 07:00") }
  }

  @Test(arguments: [
    ("", 0), ("x", 0), ("2026-13-01 00:00", 0), ("2026-02-29 00:00", 0), ("2026-11-23", 10),
    ("2026-11-23 25:00", 11), ("2026-11-23 24:00", 11), ("2026-11-23 07:60", 11),
    ("2026-11-23 07:00:", 16), ("2026-11-23 07:00:00.", 19), ("2026-11-23T07:00:00+5", 19),
    ("2026-11-23T07:00:00Zx", 20), ("2026-11-23T07:00:00 EST", 19), ("23.11.2026 07:00", 0),
    ("2026-11-23T07:00:00+25:00", 25),
  ])
  func saysWhereItIsWrong(text: String, offset: Int) throws {
    let zone = Zone.utc
    let error = #expect(throws: MalformedText.self) { try Instant(text, in: zone) }
    #expect(error?.offset == offset)
  }

  @Test func fieldsCarryTheirPlace() throws {
    let text = "start,x\n2026-11-01 01:30,1\n2026-03-08 02:30,1\n,1\n2026-11-23 7:00,1\n"
    let table = try CSVTable(file: "h.csv", bytes: Array(text.utf8))
    let zone = try system.zone("America/New_York")
    var messages: [String] = []
    try table.forEachRow { (row) throws(Problem) in
      do {
        _ = try row.instant(0, in: zone)
      } catch {
        messages.append("\(error)")
      }
    }
    #expect(
      messages == [
        "h.csv:2:1: start: happens twice in America/New_York, the clocks are put back (2026-11-01 01:30). Maybe write 2026-11-01T01:30:00-04:00 or 2026-11-01T01:30:00-05:00.",
        "h.csv:3:1: start: does not exist in America/New_York, the clocks are put forward over it (2026-03-08 02:30). Maybe 2026-03-08T03:30:00-04:00 is meant.",
        "h.csv:4:1: start: is empty. Maybe it can be written like 2026-11-23T07:00:00-05:00 or 2026-11-23 07:00.",
        "h.csv:5:11: start: has no time of day after the date (2026-11-23 7:00). Maybe it can be written like 2026-11-23T07:00:00 or 2026-11-23 07:00.",
      ])
  }
}
