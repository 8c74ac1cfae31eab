import CivilTime
import Diagnostics
import Testing

/// Texts made of pieces that mean something to the readers: an answer or an error, never a trap.
@Suite struct TextFuzzTests {
  private struct Pieces {
    var state: UInt64 = 5
    mutating func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(below))
    }
    mutating func text(_ pieces: [String], atMost count: Int) -> String {
      (0..<random(count)).map { _ in pieces[random(pieces.count)] }.joined()
    }
  }

  @Test func openingHours() throws {
    var source = Pieces()
    let pieces = [
      "Mon", "Fri", "Sat", "closed", "24/7", "24h", "07:00", "24:00", "00:00", "9", "99", "-", "–",
      ",",
      ";", " ", ":", "é",
    ]
    let zone = try system.zone("America/New_York")
    var accepted = 0
    for _ in 0..<20_000 {
      let text = source.text(pieces, atMost: 9)
      do {
        let hours = try OpeningHours(text)
        accepted += 1
        #expect(try OpeningHours("\(hours)") == hours, "\(text)")
        for day in ["2026-03-08", "2026-11-01"] {
          let open = hours.open(on: try date(day), in: zone)
          #expect(zip(open, open.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        }
      } catch let error as MalformedText {
        #expect((0...text.unicodeScalars.count).contains(error.offset), "\(text)")
      }
    }
    #expect(accepted > 200)
  }

  @Test func timesAndRules() {
    var source = Pieces()
    let pieces = [
      "2026", "-", "11", "23", "T", " ", "07", ":", "00", "Z", "+", ".", "99", "é", "2",
    ]
    for _ in 0..<20_000 {
      let text = source.text(pieces, atMost: 14)
      do throws(MalformedText) { _ = try WrittenTime(text) } catch {
        #expect((0...text.utf8.count).contains(error.offset), "\(text)")
      }
    }
    let rules = [
      "EST", "5", "EDT", ",", "M3", ".2", ".0", "J", "365", "/", "-", ":", "<", ">", "167",
    ]
    for _ in 0..<20_000 {
      let footer = source.text(rules, atMost: 16)
      guard let zone = try? zone(footer: footer) else { continue }
      _ = zone.dayLengthSeconds(CivilDate(dayNumber: 30_000))
    }
  }

  @Test func holidays() {
    var source = Pieces()
    let pieces = [
      "BEGIN:VEVENT\n", "END:VEVENT\n", "DTSTART", ";VALUE=DATE", ":", "20260101\n",
      "DTEND:20260103\n",
      "SUMMARY:x\\", "\n", " ", "\"", "DURATION:P", "1D\n", "CATEGORIES:bank,\n",
      "STATUS:CANCELLED\n",
      "9999", "END:VCALENDAR\n", "é",
    ]
    var accepted = 0
    for _ in 0..<20_000 {
      let text = "BEGIN:VCALENDAR\n" + source.text(pieces, atMost: 12)
      do throws(Problem) {
        _ = try HolidayCalendar(file: "h.ics", bytes: Array(text.utf8))
        accepted += 1
      } catch {
        #expect(error.place?.file == "h.ics", "\(error)")
      }
    }
    #expect(accepted > 100)
  }
}
