import CentreModel
import CivilTime
import Publishing
import Testing

@Suite struct ICalendarTests {
  let monday = Instant(seconds: 1_796_000_400)
  var shift: CalendarShift {
    CalendarShift(
      uid: "A1-2026-11-30@x", start: monday, end: monday + 30_600, summary: "Shift, early",
      details: "Break 10:00; meal 12:00\nÄrger")
  }
  func horizon(_ days: Int = 7) -> Range<Instant> { monday..<(monday + days * 86_400) }

  func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func linesAreFoldedAt75OctetsWithoutCuttingCharacters() {
    var long = shift
    long.details = String(repeating: "äöü€🙂", count: 40)
    let bytes = CalendarWriter(calendarName: "A1", asOf: monday)
      .calendar([long], previous: nil, horizon: horizon())
    var line = 0
    for byte in bytes {
      line = byte == 10 ? 0 : line + 1
      #expect(line <= 76, "75 octets and the carriage return")
    }
    #expect(String(validating: bytes, as: UTF8.self) != nil)
    #expect(text(bytes).replacing("\r\n ", with: "").contains(long.details))
  }

  @Test func sequenceRisesOnlyOnChange() {
    let first = CalendarWriter(calendarName: "A1", asOf: monday)
      .calendar([shift], previous: nil, horizon: horizon())
    #expect(text(first).contains("SEQUENCE:0\r\n"))
    let later = CalendarWriter(calendarName: "A1", asOf: monday + 86_400)
    let same = later.calendar([shift], previous: first, horizon: horizon())
    #expect(same == first, "an unchanged shift keeps its stamp too")
    var moved = shift
    moved.start = moved.start + 1800
    let changed = later.calendar([moved], previous: first, horizon: horizon())
    #expect(text(changed).contains("SEQUENCE:1\r\n"))
    #expect(text(changed) != text(first))
  }

  @Test func aShiftThatIsGoneIsCancelledAndMayComeBack() {
    let writer = CalendarWriter(calendarName: "A1", asOf: monday)
    let first = writer.calendar([shift], previous: nil, horizon: horizon())
    let gone = writer.calendar([], previous: first, horizon: horizon())
    #expect(text(gone).contains("STATUS:CANCELLED") && text(gone).contains("SEQUENCE:1\r\n"))
    let stillGone = writer.calendar([], previous: gone, horizon: horizon())
    #expect(stillGone == gone)
    let back = writer.calendar([shift], previous: stillGone, horizon: horizon())
    #expect(text(back).contains("STATUS:CONFIRMED") && text(back).contains("SEQUENCE:2\r\n"))
  }

  @Test func publishedEntriesOfOtherWeeksStayAsTheyWere() {
    let writer = CalendarWriter(calendarName: "A1", asOf: monday)
    let first = writer.calendar([shift], previous: nil, horizon: horizon())
    let friday = monday + 4 * 86_400
    let nextWeek = (monday + 7 * 86_400)..<(monday + 14 * 86_400)
    var later = shift
    (later.uid, later.start, later.end) = ("B", monday + 7 * 86_400, monday + 7 * 86_400 + 3600)
    let next = CalendarWriter(calendarName: "A1", asOf: friday)
      .calendar([later], previous: first, horizon: nextWeek)
    #expect(text(next).contains(event(in: first)), "the running week, byte for byte")
    #expect(text(next).contains("UID:B\r\n"))
    // A plan for an earlier week keeps what was published for later ones.
    let back = CalendarWriter(calendarName: "A1", asOf: friday)
      .calendar([shift], previous: next, horizon: horizon())
    #expect(back == next)
    // Five weeks later it is still there, and in the end it goes.
    func after(weeks: Int) -> String {
      let from = monday + weeks * 7 * 86_400
      return text(
        CalendarWriter(calendarName: "A1", asOf: from)
          .calendar([], previous: next, horizon: from..<(from + 7 * 86_400)))
    }
    #expect(after(weeks: 5).contains(event(in: first)))
    #expect(!after(weeks: 7).contains("UID:A1-2026-11-30@x\r\n"))
  }

  private func event(in bytes: [UInt8]) -> String {
    let lines = text(bytes)
    let start = lines.firstRange(of: "BEGIN:VEVENT")?.lowerBound ?? lines.startIndex
    let end = lines.firstRange(of: "END:VEVENT\r\n")?.upperBound ?? lines.startIndex
    return String(lines[start..<end])
  }

  /// After a return to an older plan, clients hold a higher number than the latest plan's.
  @Test func theSequenceNeverFallsBehindAnotherPlan() {
    let writer = CalendarWriter(calendarName: "A1", asOf: monday)
    let first = writer.calendar([shift], previous: nil, horizon: horizon())
    var moved = shift
    moved.start = moved.start + 1800
    let second = writer.calendar([moved], previous: first, horizon: horizon())
    let third = writer.calendar(
      [shift], previous: first, others: [second], horizon: horizon())
    #expect(text(third).contains("SEQUENCE:2\r\n"))
  }

  @Test func aCalendarWithoutShiftsHasAComponent() throws {
    let zone = try ZoneDatabase.system.zone("America/New_York")
    let bytes = CalendarWriter(calendarName: "A1", calendarID: "id", zone: zone, asOf: monday)
      .calendar([], previous: nil, horizon: horizon())
    let lines = text(bytes)
    #expect(lines.contains("BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n"))
    // 2026: the clocks of New York go forward on 8 March at 2:00.
    #expect(
      lines.contains(
        "BEGIN:DAYLIGHT\r\nDTSTART:20260308T020000\r\nTZOFFSETFROM:-0500\r\n"
          + "TZOFFSETTO:-0400\r\nEND:DAYLIGHT\r\n"))
    #expect(lines.contains("X-WR-RELCALID:id\r\n") && lines.contains("REFRESH-INTERVAL"))
  }

  @Test func noTwoAgentsShareAFileAndNoTwoCentresAnEntry() {
    let ids = ["a b", "a_b", "a/b", "../a", "a", "Ä", "A\u{308}", ""]
    #expect(Set(ids.map { Array(AgentCalendars.fileName(agent: $0).utf8) }).count == ids.count)
    #expect(AgentCalendars.fileName(agent: "A001") == "calendars/A001.ics")
    func uids(_ identity: String) -> Set<String> {
      let calendars = AgentCalendars(
        centre: "Bank", identity: identity, domain: "muster.invalid", zone: .utc, asOf: monday,
        horizon: horizon())
      let segments = [
        RosterSegment(agent: "A1", activity: .work, start: monday, end: monday + 3600),
        RosterSegment(agent: "A1", activity: .work, start: monday + 7200, end: monday + 9000),
      ]
      let files = calendars.files(
        segments, agents: ["A1"], names: ["A1": "Ada"], previous: { _ in nil })
      let lines = text(files[0].bytes).split(separator: "\r\n")
      #expect(lines.contains("X-WR-CALNAME:Ada - Bank"))
      return Set(lines.filter { $0.hasPrefix("UID:") }.map(String.init))
    }
    #expect(uids("one").count == 2, "two shifts of one day are two entries")
    #expect(uids("one").isDisjoint(with: uids("two")))
  }

  @Test func pausesMayBeEntriesAndGoWithTheirShift() {
    var calendars = AgentCalendars(
      centre: "Bank", identity: "one", domain: "muster.invalid", zone: .utc, asOf: monday,
      horizon: horizon())
    calendars.hasBreaks = true
    calendars.location = "Manila, 4th floor"
    let segments = [
      RosterSegment(agent: "A1", activity: .work, start: monday, end: monday + 3600),
      RosterSegment(agent: "A1", activity: .break, start: monday + 3600, end: monday + 4500),
      RosterSegment(agent: "A1", activity: .work, start: monday + 4500, end: monday + 9000),
    ]
    let first = calendars.files(segments, agents: ["A1"], previous: { _ in nil })[0].bytes
    let lines = text(first).replacing("\r\n ", with: "").split(separator: "\r\n")
    #expect(lines.count { $0 == "BEGIN:VEVENT" } == 2)
    #expect(lines.contains("SUMMARY:Break") && lines.contains("LOCATION:Manila\\, 4th floor"))
    #expect(Set(lines.filter { $0.hasPrefix("UID:") }).count == 2)
    // The same again changes nothing; without the shift both are withdrawn.
    #expect(calendars.files(segments, agents: ["A1"], previous: { _ in first })[0].bytes == first)
    let gone = text(calendars.files([], agents: ["A1"], previous: { _ in first })[0].bytes)
    #expect(gone.split(separator: "\r\n").count { $0 == "STATUS:CANCELLED" } == 2)
  }

  @Test func hostileNamesMakeSoundCalendars() {
    let agent = "A\u{1}\r\nBEGIN:VALARM\u{85}\u{202E}😀"
    let calendars = AgentCalendars(
      centre: "Bank\u{7}", identity: "one", domain: "muster.invalid", zone: .utc, asOf: monday,
      horizon: horizon())
    let segments = [
      RosterSegment(agent: agent, activity: .work, start: monday, end: monday + 3600)
    ]
    func files(_ previous: [UInt8]?) -> PlanFile {
      calendars.files(
        segments, agents: [agent], names: [agent: agent], previous: { _ in previous })[0]
    }
    let first = files(nil)
    let unfolded = text(first.bytes).replacing("\r\n ", with: "")
    #expect(!unfolded.unicodeScalars.contains { $0.value < 32 && $0 != "\r" && $0 != "\n" })
    #expect(!unfolded.unicodeScalars.contains("\u{85}"))
    #expect(!unfolded.split(separator: "\r\n").contains("BEGIN:VALARM"))
    #expect(unfolded.contains("😀"))
    // Its entries are known again: nothing is withdrawn or begun anew.
    #expect(files(first.bytes).bytes == first.bytes)
    let long = AgentCalendars.fileName(
      agent: "a" + String(repeating: "\u{301}", count: 500) + String(repeating: "é", count: 500))
    #expect(long.utf8.count <= 255)
    #expect(!AgentCalendars.fileName(agent: ".hidden").contains("/."))
    #expect(!AgentCalendars.fileName(agent: "..").contains("/."))
  }

  @Test func specialCharactersAreEscaped() {
    let bytes = CalendarWriter(calendarName: "A;1", asOf: monday)
      .calendar([shift], previous: nil, horizon: horizon())
    let unfolded = text(bytes).replacing("\r\n ", with: "")
    #expect(unfolded.contains("SUMMARY:Shift\\, early\r\n"))
    #expect(unfolded.contains("DESCRIPTION:Break 10:00\\; meal 12:00\\nÄrger\r\n"))
    #expect(unfolded.contains("X-WR-CALNAME:A\\;1\r\n"))
  }
}
