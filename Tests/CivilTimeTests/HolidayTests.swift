import CivilTime
import Diagnostics
import TestSupport
import Testing

private func calendar(_ text: String, _ name: String = "") throws(Problem) -> HolidayCalendar {
  try HolidayCalendar(file: "h", bytes: Array(text.utf8), calendar: name)
}

@Suite struct HolidayTests {
  private let csv = """
    date,calendar,kind,name,region,status,source
    2026-12-25,US,public,Christmas Day,,final,law
    2026-11-26,US,public,Thanksgiving,,final,law
    2026-11-27,US,observed,"Day after, California",CA,final,law
    2027-03-10,PH,regular,Eid'l Fitr,,estimated,

    """

  @Test func readsRowsByCalendarAndRegion() throws {
    let all = try calendar(csv)
    #expect(all.names == ["PH", "US"])
    #expect(try all.calendar("US").holidays.map(\.name) == ["Thanksgiving", "Christmas Day"])
    #expect(try all.calendar("US-CA").holidays.count == 3)
    #expect(try all.calendar("US-NY").holidays.count == 2)
    #expect(all.on(try date("2026-11-26")).map(\.name) == ["Thanksgiving"])
    #expect(all.on(try date("2026-11-25")).isEmpty)
    #expect(all.within(try date("2026-11-26")...date("2026-12-25")).count == 3)
    #expect(all.holidays.first?.place == Place(file: "h", line: 3, column: 1))
    let problem = #expect(throws: Problem.self) { try all.calendar("USA") }
    #expect(problem?.maybe == "US is meant")
  }

  /// Only what a calendar calls a holiday closes; Google's feeds hold other days too, in any language.
  @Test(arguments: [
    ("", HolidayKind.public), ("DESCRIPTION:Public holiday", .public),
    ("DESCRIPTION:Observance\\nTo hide observances\\, go to Google Calendar Settings", .observance),
    ("DESCRIPTION:Célébration\\nPour masquer\\, allez dans Google Agenda", .observance),
    ("DESCRIPTION:Observance", .observance), ("DESCRIPTION:Our own words", .public),
    ("CATEGORIES:Holiday", .public), ("CATEGORIES:Half Day", .halfDay),
    ("CATEGORIES:Moon phase", .unknown), ("CATEGORIES:observed", .observed),
  ])
  func anEventsKindIsWhatItsCalendarSays(line: String, kind: HolidayKind) throws {
    let event =
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261208\r\nSUMMARY:Day\r\n"
      + (line.isEmpty ? "" : line + "\r\n") + "END:VEVENT\r\nEND:VCALENDAR\r\n"
    #expect(try calendar(event).holidays.map(\.kind) == [kind])
  }

  @Test func alarmsAreNotTheEventAndTheNewestVersionCounts() throws {
    let text = """
      BEGIN:VCALENDAR
      BEGIN:VEVENT
      UID:1
      DTSTART;VALUE=DATE:20261224
      SUMMARY:Founders
      BEGIN:VALARM
      SUMMARY:Reminder
      DURATION:PT15M
      END:VALARM
      END:VEVENT
      BEGIN:VEVENT
      UID:1
      SEQUENCE:1
      DTSTART;VALUE=DATE:20261228
      SUMMARY:Founders
      END:VEVENT
      END:VCALENDAR
      """
    let found = try calendar(text).holidays
    #expect(found.map(\.name) == ["Founders"])
    #expect(found.map { "\($0.date)" } == ["2026-12-28"])
  }

  @Test func aShortFileWillDo() throws {
    let short = try calendar("date,name\n2026-05-01,Labour Day\n2027-03-10,Eid (estimated)\n", "X")
    #expect(short.holidays.map(\.calendar) == ["X", "X"])
    #expect(short.holidays.map(\.status) == [.final, .estimated])
    #expect(short.holidays.map(\.kind) == [.public, .public])
  }

  @Test(arguments: [
    (
      "date,name\n2026-02-30,x\n",
      "h:2:1: date: is not a date (2026-02-30). Maybe it can be written like 2026-11-23."
    ),
    (
      "date,name,kind\n2026-02-03,x,pubic\n",
      "h:2:14: kind: is not known (pubic). Maybe public is meant;"
    ),
    ("dat,name\n", "h:1: date: column is missing. Maybe dat is meant;"),
    (
      "date,name,status\n2026-02-03,x,sure\n",
      "h:2:14: status: is not known (sure). Maybe there are estimated, final."
    ),
  ])
  func brokenRowsAreErrors(text: String, message: String) {
    let problem = #expect(throws: Problem.self) { try calendar(text) }
    #expect(problem?.description.hasPrefix(message) == true, "\(problem as Any)")
  }

  @Test func warnsOfEstimatesAndEmptyYears() throws {
    let all = try calendar(csv)
    #expect(
      try all.calendar("PH").warnings(for: date("2026-12-28")...date("2027-03-14")) == [
        "holiday calendar PH has no rows for 2026",
        "2027-03-10 Eid'l Fitr (PH) is an estimated date",
      ])
    #expect(try all.calendar("US").warnings(for: date("2026-11-23")...date("2026-11-29")) == [])
    #expect(
      !HolidayCalendar.empty.warnings(for: try date("2026-11-23")...date("2026-11-29")).isEmpty)
  }

  @Test func laterFilesOverrideDates() throws {
    let own = try calendar("date,calendar,kind,name\n2026-12-25,US,business_closed,Closed\n")
    let merged = try calendar(csv).overridden(by: own)
    #expect(merged.holidays.count == 4)
    #expect(merged.on(try date("2026-12-25")).map(\.kind) == [.businessClosed])
  }

  private func ics(_ events: String) -> String {
    let lines = "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Client\n\(events)\nEND:VCALENDAR\n"
    return lines.replacing("\n", with: "\r\n")
  }

  @Test func readsICalendar() throws {
    let all = try calendar(
      ics(
        """
        BEGIN:VEVENT
        UID:1
        DTSTART;VALUE=DATE:20261225
        DTEND;VALUE=DATE:20261227
        SUMMARY;LANGUAGE="en:GB":Christmas\\, and
          Boxing D
         ay\\; closed
        CATEGORIES:Holidays,bank
        END:VEVENT
        BEGIN:VEVENT
        DTSTART:20261101
        CATEGORIES:Special-Nonworking
        SUMMARY:All Saints
        STATUS:TENTATIVE
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20261102
        DURATION:P1D
        SUMMARY:Not this one
        STATUS:CANCELLED
        END:VEVENT
        """))
    #expect(all.holidays.map { "\($0.date)" } == ["2026-11-01", "2026-12-25", "2026-12-26"])
    #expect(all.holidays.map(\.kind) == [.specialNonworking, .bank, .bank])
    #expect(all.holidays.map(\.status) == [.estimated, .final, .final])
    #expect(all.holidays[1].name == "Christmas, and Boxing Day; closed")
    #expect(all.names == ["Client"])
    #expect(try calendar(ics("BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT"), "US").names == ["US"])
  }

  @Test(arguments: [
    ("BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT", 4), ("BEGIN:VEVENT\nDTSTART:20260230\nEND:VEVENT", 5),
    ("BEGIN:VEVENT\nDTSTART:20260101T090000Z\nEND:VEVENT", 5),
    ("BEGIN:VEVENT\nDTSTART:20260101", 4),
    ("BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=YEARLY\nEND:VEVENT", 6), ("no colon", 4),
    ("BEGIN:VEVENT\nDTSTART:20260105\nDTEND:20260101\nEND:VEVENT", 4),
    ("BEGIN:VEVENT\nDTSTART:20260101\nDURATION:PT3H\nEND:VEVENT", 6), ("END:VEVENT", 4),
  ])
  func brokenEventsAreErrors(events: String, line: Int) {
    let problem = #expect(throws: Problem.self) { try calendar(ics(events)) }
    #expect(problem?.place == Place(file: "h", line: line))
  }

  @Test func readsRealFiles() throws {
    guard let sharedFolder else { return skipped("no shared data: holiday files") }
    let united = try HolidayCalendar(path: "\(sharedFolder)/data/holidays.csv").calendar("US")
    #expect(united.holidays.count == 76)
    #expect(united.on(try date("2020-11-26")).first?.name == "Thanksgiving Day")
    let islands = try HolidayCalendar(path: "\(sharedFolder)/calendars/holidays-ph-2026.csv")
    #expect(islands.holidays.count { $0.kind == .regular } == 12)
    #expect(islands.holidays.count { $0.kind == .specialNonworking } == 8)
    #expect(islands.on(try date("2026-02-25")).map(\.kind) == [.specialWorking])
  }
}
