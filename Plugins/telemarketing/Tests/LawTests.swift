import Files
import TestSupport
import Testing

/// What is not known is closed: a centre whose list is in a place without a rule does not plan.
@Suite struct TelemarketingLawTests {
  /// A sample whose file says something else, planned as of a date.
  private func planned(
    in folder: String, asOf: String = "2026-11-23", _ change: (String) -> String
  ) throws -> (code: Int32, output: String, errors: String) {
    let centre = "\(folder)/sample"
    let made = try muster("init", centre, "--kind", "telemarketing", "--as-of", asOf)
    #expect(made.code == 0, "\(made.errors)")
    let file = "\(centre)/centre.toml"
    let before = try text(of: file)
    let after = change(before)
    #expect(before != after)
    try writeFile(file, Array(after.utf8))
    let run = try muster("plan", centre, "--as-of", asOf, "--roster-time", "0.1", "--accept")
    return (run.code, run.output, run.errors)
  }

  @Test(arguments: [
    ("FR", "no rule says when sales contacts may be made in FR"),
    ("US-QQ", "US-QQ is no place that is known"),
    ("US-FK", "or US-FL or"),
    ("US", "US is too wide"),
  ])
  func aPlaceWithoutARuleIsRefused(place: String, words: String) throws {
    try withTemporaryFolder { folder in
      let run = try planned(in: folder) {
        $0.replacing(
          "\"US-FL\", records = [2400, 300]",
          with: "\"\(place)\", zones = [\"Europe/Paris\"], records = [5000]")
      }
      #expect(run.code != 0)
      #expect(run.errors.contains(words), "\(run.errors)")
      #expect(run.errors.contains("lists[0].segments[0].jurisdiction"), "\(run.errors)")
      #expect(!exists("\(folder)/sample/published/latest"))
    }
  }

  @Test(arguments: [
    "id,jurisdiction\nX,FR\n", "not a rule file", "",
  ])
  func aRuleFileThatCannotBeReadStopsThePlan(content: String) throws {
    try withTemporaryFolder { folder in
      let run = try planned(in: folder) {
        try? writeFile("\(folder)/sample/own.csv", Array(content.utf8))
        return $0.replacing(
          "holiday_calendar = \"US\"", with: "rules = \"own.csv\"\nholiday_calendar = \"US\"")
      }
      #expect(run.code != 0)
      #expect(run.errors.contains("own.csv"), "\(run.errors)")
      #expect(!exists("\(folder)/sample/published/latest"))
    }
  }

  /// The week of Election Day 2026, a Tuesday: Pennsylvania is not called then, Alabama not on Sunday.
  @Test func electionDayAndSundayAreKept() throws {
    try withTemporaryFolder { folder in
      let run = try planned(in: folder, asOf: "2026-10-26") { centre in
        var text = centre
        for (place, other) in [
          ("US-FL", "US-PA"), ("US-KY", "US-PA"), ("US-RI", "US-PA"), ("US-TX", "US-PA"),
          ("US-CA", "US-PA"),
        ] {
          text = text.replacing("jurisdiction = \"\(place)\"", with: "jurisdiction = \"\(other)\"")
        }
        return text.replacing(
          "\"Mon-Fri 09:00-21:00\"", with: "\"Mon-Sun 09:00-21:00\""
        ).replacing("holiday_calendar = \"US\"\n", with: "")
      }
      #expect(run.code == 0 || run.code == 13, "\(run.errors)")
      let forecast = try text(of: "\(folder)/sample/published/latest/forecast.csv")
      var byDay: [Substring: Double] = [:]
      var late = 0.0
      for line in forecast.split(separator: "\n").dropFirst() {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        let offered = Double(cells[2]) ?? 0
        byDay[cells[1].prefix(10), default: 0] += offered
        // Alabama's hours end an hour later, seen from New York, than Pennsylvania's.
        if cells[1].dropFirst(11).prefix(5) >= "21:00" { late += offered }
      }
      #expect(byDay["2026-11-08"] == 0)
      #expect((byDay["2026-11-02"] ?? 0) > 100)
      #expect(late == 0)
      let election = byDay["2026-11-03"] ?? 0
      // Only Alabama's 900 records are called on Election Day.
      #expect(election > 0 && election < 0.5 * (byDay["2026-11-04"] ?? 0), "\(byDay)")
    }
  }
}
