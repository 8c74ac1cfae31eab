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

  @Test func entriesOfOtherWeeksAreLeftToTheirPlans() {
    let writer = CalendarWriter(calendarName: "A1", asOf: monday)
    let first = writer.calendar([shift], previous: nil, horizon: horizon())
    let nextWeek = (monday + 7 * 86_400)..<(monday + 14 * 86_400)
    let next = writer.calendar([], previous: first, horizon: nextWeek)
    #expect(!text(next).contains("BEGIN:VEVENT"))
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
