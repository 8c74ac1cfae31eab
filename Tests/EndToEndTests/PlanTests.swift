import Files
import TestSupport
import Testing

@Suite struct PlanTests {
  @Test func aPlanIsPublishedWhole() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let result = try centre.plan()
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output.contains("Tiny, 2026-11-30 to 2026-12-06"))
      let files = try centre.latestFiles()
      for name in [
        "forecast.csv", "forecast-evidence.txt", "requirement.csv", "roster.csv",
        "roster-grid.csv", "coverage.csv", "summary.txt", "manifest.json", "calendars/A1.ics",
        "calendars/A6.ics",
      ] {
        #expect(files[name]?.isEmpty == false, "\(name)")
      }
    }
  }

  @Test func aSecondRunChangesNothingAndSaysSo() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let before = try centre.latestFiles()
      let link = linked(centre.latest)
      let second = try centre.plan()
      #expect(second.code == 0)
      #expect(second.errors.contains("Nothing changed"))
      #expect(try centre.latestFiles() == before)
      #expect(linked(centre.latest) == link)
      #expect(try namesInFolder(centre.published) == [".lock", link ?? "", "latest"])
      let quiet = try centre.plan("--quiet")
      #expect(quiet.code == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
    }
  }

  @Test func sameInputsGiveTheSameBytesAnywhereAndWithAnyThreads() throws {
    try withTemporaryFolder { folder in
      let one = try TinyCentre(in: folder, name: "one")
      let two = try TinyCentre(in: folder, name: "two")
      #expect(try one.plan("--threads", "1").code == 0)
      #expect(try two.plan("--threads", "2").code == 0)
      #expect(try one.latestFiles() == two.latestFiles())
    }
  }

  @Test func aChangedInputGivesAnotherPlanAndKeepsTheOld() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let old = linked(centre.latest)
      let calendar = try text(of: "\(centre.latest)/calendars/A1.ics")
      try centre.change("centre.toml") {
        $0.replacing("service_level = 0.8", with: "service_level = 0.9")
      }
      #expect(try centre.plan("--accept").code == 0)
      #expect(linked(centre.latest) != old)
      #expect(exists("\(centre.published)/\(old ?? "")/manifest.json"))
      // A shift that both plans have keeps its UID; see ICalendarTests for the sequence.
      let uids = { (text: String) in
        Set(text.split(separator: "\r\n").filter { $0.hasPrefix("UID:") })
      }
      let again = try text(of: "\(centre.latest)/calendars/A1.ics")
      #expect(!uids(calendar).isDisjoint(with: uids(again)))
    }
  }

  @Test func anEditedPlanIsMadeAgainUnderAnotherName() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let files = try centre.latestFiles()
      try writeFile("\(centre.latest)/roster.csv", Array("tampered".utf8))
      #expect(try centre.plan().code == 0)
      #expect(try centre.latestFiles()["roster.csv"] == files["roster.csv"])
    }
  }

  @Test func theWeekAfterContinuesTheRosterBefore() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      #expect(try centre.plan("--from", "2026-12-07").code == 0)
      #expect(try text(of: "\(centre.latest)/manifest.json").contains("the roster before"))
    }
  }

  @Test func aHolidayIsClosed() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan("--from", "2026-12-21").code == 0)
      let rows = try text(of: "\(centre.latest)/forecast.csv").split(separator: "\n")
      let christmas = rows.filter { $0.contains("2026-12-25T") }
      #expect(!christmas.isEmpty)
      #expect(christmas.allSatisfy { $0.contains(",0.000,") && $0.hasSuffix(",closed") })
      let dayBefore = rows.filter { $0.contains("2026-12-24T12:00") }
      #expect(dayBefore.count == 1 && !dayBefore[0].hasSuffix(",closed"))
    }
  }
}
