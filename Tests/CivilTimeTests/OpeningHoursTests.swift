import CivilTime
import Testing

@Suite struct OpeningHoursTests {
  @Test(arguments: [
    ("Mon-Fri 07:00-21:00; Sat 08:00-17:00", "Mon-Fri 07:00-21:00; Sat 08:00-17:00"),
    ("24/7", "24/7"), ("closed", "closed"), ("daily 00:00-24:00", "24/7"),
    ("7:00-21:00", "Mon-Sun 07:00-21:00"),
    ("monday – friday 09:00 – 17:30", "Mon-Fri 09:00-17:30"),
    (
      "Mo,We,Fr 09:00-12:00,13:00-17:00;",
      "Mon 09:00-12:00, 13:00-17:00; Wed 09:00-12:00, 13:00-17:00; Fri 09:00-12:00, 13:00-17:00"
    ),
    ("Fri 22:00-06:00", "Fri 22:00-06:00"),
    ("Sat-Mon 10:00-14:00", "Mon 10:00-14:00; Sat-Sun 10:00-14:00"),
    ("Mon-Sat 08:00-20:00; Sun closed", "Mon-Sat 08:00-20:00"), ("Sat 24h", "Sat 00:00-24:00"),
    ("Sat 20:00-24:00", "Sat 20:00-24:00"), ("Sun 20:00-00:00", "Sun 20:00-24:00"),
  ])
  func readsAndWrites(text: String, canonical: String) throws {
    let hours = try OpeningHours(text)
    #expect("\(hours)" == canonical)
    #expect(try OpeningHours("\(hours)") == hours)
  }

  @Test(arguments: [
    ("", 0), ("Mon-Fry 07:00-21:00", 4), ("Mon-Fri 07:00", 13), ("Mon-Fri 7-21", 8),
    ("Mon-Fri 07:00-25:00", 14), ("Mon-Fri 07:60-21:00", 8), ("Mon-Fri", 7),
    ("Mon 08:00-12:00, 11:00-13:00", 17), ("Mon 08:00-08:00", 4),
    ("Mon-Fri 09:00-17:00; Wed closed", 21),
    ("Mon 09:00-17:00 Tue", 16), ("Mon 9:00am-5:00pm", 8), ("Mon 22:00-06:00, 07:00-09:00", 17),
    ("Mon 24:00-02:00", 4), ("x", 0), ("Mon 08:00-10:00, 22:00-09:00", 28), ("Mon,", 3),
  ])
  func saysWhereItIsWrong(text: String, offset: Int) {
    let error = #expect(throws: MalformedText.self) { try OpeningHours(text) }
    #expect(error?.offset == offset, "\(error as Any)")
  }

  @Test func suggestsTheDayThatWasMeant() {
    let error = #expect(throws: MalformedText.self) { try OpeningHours("Mon-Fry 07:00-21:00") }
    #expect(error?.maybe == "Fri is meant")
    #expect(error?.what == "Fry is not a day")
  }

  private func hours(_ text: String, _ day: String, closed: [String] = []) throws -> [Double] {
    let zone = try system.zone("America/New_York")
    let closedDates = try closed.map { try date($0) }
    let open = try OpeningHours(text).open(on: date(day), in: zone) { closedDates.contains($0) }
    return open.map { Double($0.upperBound - $0.lowerBound) / 3600 }
  }

  @Test func aDayHasTheHoursItHas() throws {
    let night = "daily 22:00-06:00"
    #expect(try hours("24/7", "2026-03-08") == [23])
    #expect(try hours("24/7", "2026-11-01") == [25])
    #expect(try hours(night, "2026-11-23") == [6, 2])
    #expect(try hours(night, "2026-03-08") == [5, 2])
    #expect(try hours(night, "2026-11-01") == [7, 2])
    #expect(try hours("Fri 22:00-06:00", "2026-11-27") == [2])
    #expect(try hours("Fri 22:00-06:00", "2026-11-28") == [6])
    #expect(try hours("Fri 22:00-06:00; Sat 06:00-08:00", "2026-11-28") == [8])
    #expect(try hours("Mon-Fri 07:00-21:00", "2026-11-28") == [])
    // Opening and closing times that the clocks skip or show twice.
    #expect(try hours("daily 02:30-08:00", "2026-03-08") == [5])
    #expect(try hours("daily 00:00-01:30", "2026-11-01") == [2.5])
    #expect(try hours("daily 01:30-03:00", "2026-11-01") == [2.5])
    #expect(try hours("daily 02:10-02:50", "2026-03-08") == [])
  }

  @Test func closedDatesBeginNothing() throws {
    let night = "Mon-Fri 22:00-06:00"
    #expect(try hours(night, "2026-11-26", closed: ["2026-11-26"]) == [6])
    #expect(try hours(night, "2026-11-27", closed: ["2026-11-26"]) == [2])
    #expect(try hours("24/7", "2026-11-26", closed: ["2026-11-26"]) == [])
  }

  @Test func knowsWhetherItIsOpen() throws {
    let zone = try system.zone("America/New_York")
    let hours = try OpeningHours(
      "Mon-Fri 07:00-21:00; Fri 22:00-23:00".replacing("; Fri 22:00-23:00", with: ""))
    #expect(hours.isOpen(at: try Instant("2026-11-23 07:00", in: zone), in: zone))
    #expect(!hours.isOpen(at: try Instant("2026-11-23 21:00", in: zone), in: zone))
    #expect(!hours.isOpen(at: try Instant("2026-11-22 12:00", in: zone), in: zone))
    #expect(OpeningHours.alwaysOpen.isOpen(at: Instant(seconds: 0), in: zone))
  }
}
