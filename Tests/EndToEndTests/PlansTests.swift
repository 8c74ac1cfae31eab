import Files
import TestSupport
import Testing

/// Published plans: listed, compared, rolled back.
@Suite struct PlansTests {
  @Test func plansAreListedComparedAndRolledBack() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try muster("plans", centre.folder).code == 10)
      #expect(try centre.plan().code == 0)
      let first = try #require(linked(centre.latest))
      let files = try centre.latestFiles()
      // Somebody goes on leave.
      try centre.change("agents.csv") { $0.replacing("A1,Ada,FT,", with: "A1,Ada,FT,2026-12-02") }
      #expect(try centre.plan("--accept").code == 0)
      let second = try #require(linked(centre.latest))
      #expect(first != second)

      let list = try muster("plans", centre.folder, "list", "--format", "csv")
      #expect(list.code == 0)
      let lines = list.output.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines[1].hasPrefix("\(second),latest,2026-11-30,2026-12-06,2026-11-23T05:00:00Z,"))
      #expect(lines[2].hasPrefix("\(first),published,"))
      #expect(lines[1].contains(",true"))

      let compared = try muster("plans", centre.folder, "compare", first, "--format", "csv")
      #expect(compared.code == 0)
      #expect(compared.output.contains("A1,2026-12-02,removed,"))
      let shown = try muster("plans", centre.folder, "compare", first, "latest")
      #expect(shown.output.contains("change"))
      #expect(shown.output.contains("agents are to be told"))
      #expect(
        try muster("plans", centre.folder, "compare", second, second).output
          .contains("Nothing changed."))

      let back = try muster("plans", centre.folder, "rollback", first)
      #expect(back.code == 0, "\(back.errors)")
      #expect(linked(centre.latest) == first)
      #expect(try centre.latestFiles() == files)
      let after = try muster("plans", centre.folder, "--format", "csv").output
      #expect(after.contains("\(second),not in force,"))
      #expect(after.contains("rolled back to \(first)"))
      // The night after, on the same inputs, does not undo it.
      let night = try centre.plan()
      #expect(night.code == 13, "\(night.errors)")
      #expect(night.errors.contains("rolled back to \(first)"))
      #expect(linked(centre.latest) == first)
      // Unless somebody says so.
      #expect(try centre.plan("--accept").code == 0)
      #expect(linked(centre.latest) == second)
    }
  }

  @Test func toADamagedPlanNobodyGoesBack() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let first = try #require(linked(centre.latest))
      try centre.change("centre.toml") { $0.replacing("0.8,", with: "0.9,") }
      #expect(try centre.plan().code == 0)
      let second = linked(centre.latest)
      try writeFile("\(centre.published)/\(first)/summary.txt", Array("edited".utf8))
      let result = try muster("plans", centre.folder, "rollback", first)
      #expect(result.code == 4)
      #expect(result.errors.contains("changed or lost"))
      #expect(linked(centre.latest) == second)
      let list = try muster("plans", centre.folder, "--format", "csv").output
      #expect(list.contains("false"))
      #expect(try muster("plans", centre.folder, "rollback", "\(first)x").code == 10)
      #expect(try muster("plans", centre.folder, "rolback", first).code == 2)
      #expect(try muster("plans", centre.folder, "compare").code == 2)
    }
  }
}
