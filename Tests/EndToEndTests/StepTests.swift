import Files
import TestSupport
import Testing

/// Each step of the chain as a command of its own, on a centre folder.
@Suite struct StepTests {
  @Test func pipedStepsGiveThePlansFiles() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let period = ["--as-of", TinyCentre.asOf]
      let forecast = try run(
        [musterExecutable, "forecast", centre.folder] + period + ["--format", "csv"])
      #expect(forecast.code == 0, "\(forecast.errors)")
      #expect(forecast.output == (try text(of: "\(centre.latest)/forecast.csv")))
      let staff = try run(
        [musterExecutable, "staff", centre.folder] + period
          + ["--forecast", "-", "--format", "csv"], input: forecast.output)
      #expect(staff.code == 0, "\(staff.errors)")
      #expect(staff.output == (try text(of: "\(centre.latest)/requirement.csv")))
      let roster = try run(
        [musterExecutable, "roster", centre.folder] + period
          + ["--requirement", "-", "--time-limit", "0.05", "--format", "csv"],
        input: staff.output)
      #expect(roster.code == 0, "\(roster.errors)")
      #expect(roster.output == (try text(of: "\(centre.latest)/roster.csv")))
    }
  }

  @Test func checkPassesAGoodPlanAndNamesABrokenOne() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let inputs = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(inputs.code == 0 && inputs.output.contains("no plan is published yet"))
      #expect(try centre.plan().code == 0)
      let good = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(good.code == 0, "\(good.errors)")
      #expect(good.output.contains("no hard rule is broken"))
      // A rule that the published roster was not made for.
      try centre.change("centre.toml") { $0.replacing("per_week = 5", with: "per_week = 3") }
      let broken = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(broken.code == 13, "\(broken.errors)")
      #expect(broken.errors.contains("max_shifts_per_week"))
    }
  }

  @Test func checkFailsAPlanThatMissesItsGoalBeyondDoubt() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("agents.csv") { text in
        text.split(separator: "\n").prefix(3).joined(separator: "\n") + "\n"
      }
      #expect(try centre.plan("--accept").code == 0)
      let result = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(result.code == 13, "\(result.output) \(result.errors)")
      #expect(result.errors.contains("service level"))
    }
  }

  @Test func checkNoticesAChangedFile() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      try writeFile("\(centre.latest)/coverage.csv", Array("queue\n".utf8))
      let result = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(result.code == 4 && result.errors.contains("changed or lost"))
    }
  }

  @Test func explainShowsEveryStep() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let result = try muster(
        "explain", centre.folder, "--queue", "main", "--at", "2026-12-01 10:00")
      #expect(result.code == 0, "\(result.errors)")
      for step in [
        "offered load", "Erlang A", "goal: service level", "this one binds", "promised",
        "rounded up once",
      ] {
        #expect(result.output.contains(step), "\(step)")
      }
      let wrong = try muster("explain", centre.folder, "--queue", "mian", "--at", "2026-12-01")
      #expect(wrong.code == 2 && wrong.errors.contains("you meant main"))
    }
  }

  @Test func simulateReplaysThePublishedRoster() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let none = try muster("simulate", centre.folder)
      #expect(none.code == 10 && none.errors.contains("no plan is published"))
      #expect(try centre.plan().code == 0)
      let rows = try muster(
        "simulate", centre.folder, "--replications", "50", "--format", "csv"
      ).output.split(separator: "\n")
      #expect(rows.first?.hasPrefix("queue,interval_start,offered,agents,sim_sl,sim_ci95") == true)
      #expect(rows.count == 1 + 5 * 16)
    }
  }
}
