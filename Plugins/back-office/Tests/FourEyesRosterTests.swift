import Files
import TestSupport
import Testing

/// A centre with skills and four eyes from its files to its plan: the roster's people decide.
@Suite struct FourEyesRosterTests {
  /// The sample with payments checked by people with a skill, whom so many agents have, and more in its file.
  private func planned(
    in folder: String, checkers: Int, _ more: String = "", accept: Bool = false
  ) throws -> (plan: Finished, centre: String) {
    let centre = "\(folder)/sample"
    let made = try muster("init", centre, "--kind", "back-office", "--as-of", "2026-11-23")
    #expect(made.code == 0, "\(made.errors)")
    let before = try text(of: "\(centre)/centre.toml")
    let after =
      before.replacing(
        "steps = 2\nper_day = 70",
        with: "check_minutes = 8\ncheck_skill = \"checker\"\nper_day = 70"
      ).replacing("after_cut_off = 0.2\n", with: "") + more
    #expect(!after.contains("steps = 2"))
    try writeFile("\(centre)/centre.toml", Array(after.utf8))
    let agents = try text(of: "\(centre)/agents.csv").split(separator: "\n").enumerated().map {
      k, line in
      k > 0 && k <= checkers ? line.replacing(",any,ledger,", with: ",any,ledger;checker,") : line
    }
    try writeFile("\(centre)/agents.csv", Array((agents.joined(separator: "\n") + "\n").utf8))
    var words = ["plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.3"]
    if accept { words.append("--accept") }
    return (try run([musterExecutable] + words), centre)
  }

  @Test func theRostersPeopleDoAndCheckEverything() throws {
    try withTemporaryFolder { folder in
      let (plan, centre) = try planned(
        in: folder, checkers: 12, "\n[[presence]]\nskill = \"checker\"\nminimum = 2\n")
      #expect(plan.code == 0, "\(plan.errors)")
      let report = try text(of: "\(centre)/published/latest/report.txt")
      for words in ["another with checker", "People by skill", "Who may do what"] {
        #expect(report.contains(words), "\(words)")
      }
      let findings = "\(centre)/published/latest/findings.csv"
      if exists(findings) { #expect(try !text(of: findings).contains("BO-EDF")) }
      let goals = try text(of: "\(centre)/published/latest/goals.csv")
      #expect(goals.contains("all cases done within their turnaround"), "\(goals)")
      let explained = try muster(
        "explain", centre, "--queue", "ledger", "--at", "2026-12-01 10:00")
      #expect(explained.output.contains("of them with checker"), "\(explained.output)")
      #expect(explained.output.contains("check of 8.0 included"), "\(explained.output)")
    }
  }

  /// One checker, who is not there every day: payments are late, and it is said who is missing.
  @Test func whoMayCheckIsMissing() throws {
    try withTemporaryFolder { folder in
      let (plan, centre) = try planned(in: folder, checkers: 1)
      #expect(plan.code == 13, "\(plan.errors)")
      #expect(plan.errors.contains("BO-EDF"), "\(plan.errors)")
      #expect(linked("\(centre)/published/latest") == nil)
    }
    try withTemporaryFolder { folder in
      let (plan, centre) = try planned(in: folder, checkers: 1, accept: true)
      #expect(plan.code == 0, "\(plan.errors)")
      let findings = try text(of: "\(centre)/published/latest/findings.csv")
      #expect(findings.contains("payments pass their deadline"), "\(findings)")
      #expect(findings.contains("not done or not checked by another person"), "\(findings)")
    }
  }
}
