import Files
import TestSupport
import Testing

/// Several attempts a day in the settings of the sample: said in the report, with what the law leaves.
@Suite struct RetrySettingsTests {
  private func planned(_ lines: String, in folder: String) throws -> (
    code: Int32, errors: String, report: String
  ) {
    let centre = "\(folder)/sample"
    let made = try muster("init", centre, "--kind", "telemarketing", "--as-of", "2026-11-23")
    #expect(made.code == 0, "\(made.errors)")
    let before = try text(of: "\(centre)/centre.toml")
    let after = before.replacing(
      "maximum_attempts = 4\n", with: "maximum_attempts = 4\n\(lines)")
    #expect(lines.isEmpty == (before == after))
    try writeFile("\(centre)/centre.toml", Array(after.utf8))
    let run = try muster("plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.1")
    let report = "\(centre)/published/latest/report.txt"
    return (run.code, run.errors, exists(report) ? try text(of: report) : "")
  }

  /// Florida from 09:00 to 20:00 in New York, for both of its clocks: 13 h of night and twice 5 h 30 min.
  @Test func theReportSaysHowOften() throws {
    try withTemporaryFolder { folder in
      let run = try planned("attempts_per_day = 2\nretry_gap_minutes = 180\n", in: folder)
      #expect(run.code == 0, "\(run.errors)")
      for words in [
        "A record is called up to 2 times a day, 180 minutes apart or more, 4 times in all.",
        "In US-FL up to 2 times a day, 330 minutes apart or more: TM-US-FL allows no more.",
      ] {
        #expect(run.report.contains(words), "\(run.report)")
      }
    }
  }

  @Test func onceADayIsNotSaid() throws {
    try withTemporaryFolder { folder in
      let run = try planned("", in: folder)
      #expect(run.code == 0, "\(run.errors)")
      #expect(!run.report.contains("a day"), "\(run.report)")
    }
  }

  @Test func severalADayNeedAGap() throws {
    try withTemporaryFolder { folder in
      let run = try planned("attempts_per_day = 3\n", in: folder)
      #expect(run.code != 0)
      #expect(run.errors.contains("lists[0].retry_gap_minutes"), "\(run.errors)")
    }
  }
}
