import CivilTime
import Files
import TestSupport
import Testing

/// What stands published, in force or not, is told by everything that reads it; what cannot be planned is
/// told before.
@Suite struct PlanStandingTests {
  /// One agent, for whom there is far too much to do, and no goal that only simulation finds missed.
  private func short(in folder: String) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    try centre.change("centre.toml") {
      $0.replacing("max_missing = 0.5\n", with: "")
        .replacing("goal = { service_level = 0.8, within_seconds = 20 }\n", with: "")
    }
    try centre.write("agents.csv", "agent_id,name,contract,unavailable_dates\nA4,Di,PT,\n")
    return centre
  }

  @Test func aPlanThatNeverCameIntoForceIsNamed() throws {
    try withTemporaryFolder { folder in
      let centre = try short(in: folder)
      #expect(try centre.plan("--quiet").code == 13)
      for command in [["check", "--as-of", TinyCentre.asOf], ["report"], ["simulate"]] {
        let told = try run([musterExecutable, command[0], centre.folder] + command.dropFirst())
        #expect(told.code == 13, "\(command): \(told.output)")
        #expect(told.errors.contains("no plan is in force here"), "\(command): \(told.errors)")
        #expect(told.errors.contains("missing-coverage"), "\(command): \(told.errors)")
        #expect(told.errors.contains("--published 2026-11-30_"), "\(command): \(told.errors)")
      }
    }
  }

  /// The limits of a week hold over what may have been worked, too.
  @Test func aWeekOfAFailedPlanIsTakenForWorked() throws {
    try withTemporaryFolder { folder in
      let centre = try short(in: folder)
      #expect(try centre.plan("--quiet").code == 13)
      let next = try centre.plan("--quiet", "--from", "2026-12-07")
      #expect(next.code == 13 && next.errors.contains("which failed: it is taken for worked"))
      let name = try #require(
        try namesInFolder(centre.published).first { $0.hasPrefix("2026-12-07_") })
      let manifest = try text(of: "\(centre.published)/\(name)/manifest.json")
      #expect(manifest.contains("the roster before, 2026-11-30_"))
      // Where a plan is in force for these days, the failed one counts no more.
      #expect(try centre.plan("--quiet", "--accept", "--seed", "9", "--fresh").code == 0)
      let again = try centre.plan("--quiet", "--from", "2026-12-07", "--fresh")
      #expect(!again.errors.contains("taken for worked"))
    }
  }

  @Test func whatWasAcceptedStillFails() throws {
    try withTemporaryFolder { folder in
      let centre = try short(in: folder)
      let accepted = try centre.plan("--quiet", "--accept")
      #expect(accepted.code == 0 && accepted.errors.contains("required hours are missing"))
      // Planned again, it is in force, and its failures are said again.
      let again = try centre.plan("--quiet")
      #expect(again.code == 0 && again.errors.contains("required hours are missing"))
      let checked = try run([
        musterExecutable, "check", centre.folder, "--as-of", TinyCentre.asOf, "--format", "json",
      ])
      #expect(checked.code == 13, "\(checked.errors)")
      #expect(checked.output.contains("\"severity\": \"violation\""), "\(checked.output)")
      #expect(checked.output.contains("missing-coverage"), "\(checked.output)")
      #expect(checked.errors.contains("violations)"), "\(checked.errors)")
    }
  }

  @Test func aNewerPlanThatFailedIsNamedByTheCheck() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      try centre.change("centre.toml") {
        $0.replacing("max_missing = 0.5", with: "max_missing = 0")
      }
      try centre.write("agents.csv", "agent_id,name,contract,unavailable_dates\nA4,Di,PT,\n")
      #expect(try centre.plan("--from", "2026-12-07").code == 13)
      let checked = try run([
        musterExecutable, "check", centre.folder, "--as-of", TinyCentre.asOf,
      ])
      #expect(checked.errors.contains("is newer and not in force: "), "\(checked.errors)")
    }
  }

  @Test func figuresForPrograms() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let first = try centre.plan("--format", "json")
      #expect(first.code == 0, "\(first.errors)")
      for part in [
        "\"is_new\": true", "\"in_force\": true", "\"queue\": \"main\"", "\"scheduled_hours\": ",
        "\"paid_hours\": ", "\"verdict\": \"", "\"from\": \"2026-11-30\"",
      ] { #expect(first.output.contains(part), "\(part): \(first.output)") }
      let second = try centre.plan("--format", "json")
      #expect(
        second.output == first.output.replacing("\"is_new\": true", with: "\"is_new\": false"))
      let both = try centre.plan("--format", "json", "--quiet")
      #expect(both.code == 2 && both.errors.contains("--format"))
      let shown = try centre.plan("--format", "json", "--show", "roster")
      #expect(shown.code == 2 && shown.output.isEmpty)
      #expect(
        shown.errors.contains("--show: cannot be given with --format json"), "\(shown.errors)")
      #expect(try centre.plan("--format", "table", "--show", "nothing").code == 0)
    }
  }

  /// The check counts days in a row over the week's edge, as somebody does who lays the rosters side by side.
  @Test func theCheckKnowsTheWeekBefore() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        $0.replacing("hours = \"Mon-Fri 09:00-17:00\"", with: "hours = \"09:00-17:00\"")
          .replacing("closed_on = [\"public\"]\n", with: "")
      }
      // The same contacts on every day of the week.
      let weekdays = TinyCentre.history.split(separator: "\n")
      let fridays = weekdays.filter { $0.hasPrefix("2026-11-20") }
      let weekend = (0..<10).flatMap { week -> [String] in
        guard let saturday = CivilDate("2026-09-19") else { return [] }
        return [0, 1].flatMap { day in
          fridays.map { "\(saturday + (7 * week + day))\($0.dropFirst(10))" }
        }
      }
      try centre.write(
        "history.csv",
        ([weekdays[0]] + (weekdays.dropFirst().map(String.init) + weekend).sorted().map { $0[...] })
          .joined(separator: "\n") + "\n")
      #expect(try centre.plan("--accept").code == 0)
      #expect(try centre.plan("--from", "2026-12-07", "--accept").code == 0)
      var days: [Substring: Set<Substring>] = [:]
      for plan in try namesInFolder(centre.published) where plan.hasPrefix("2026-") {
        for row in try text(of: "\(centre.published)/\(plan)/roster.csv").split(separator: "\n")
          .dropFirst()
        {
          let cells = row.split(separator: ",", omittingEmptySubsequences: false)
          days[cells[0], default: []].insert(cells[1])
        }
      }
      let monday = try #require(CivilDate("2026-12-07"))
      // Runs over the edge that are too long although their part in the new week alone is not.
      let over = days.filter { _, dates in
        func run(_ step: Int) -> Int {
          var (k, date) = (0, step > 0 ? monday : monday - 1)
          while dates.contains("\(date)"[...]) { (k, date) = (k + 1, date + step) }
          return k
        }
        return run(1) > 0 && run(1) <= 2 && run(1) + run(-1) > 2
      }
      try centre.change("centre.toml") {
        $0.replacing(
          "max_shifts_per_week = 5", with: "max_shifts_per_week = 5\nmax_days_in_row = 2")
      }
      let checked = try run([
        musterExecutable, "check", centre.folder, "--as-of", TinyCentre.asOf,
      ])
      #expect(checked.code == 13 && !over.isEmpty, "\(days)")
      for agent in over.keys {
        #expect(
          checked.errors.contains("violation: \(agent): max_days_in_row"), "\(checked.errors)")
      }
    }
  }

  @Test func pinsHoldInAPlan() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let pins = "\(folder)/pins.csv"
      try writeFile(pins, Array("agent_id,date,kind\nA1,2026-12-02,off\nA4,2026-12-03,on\n".utf8))
      #expect(try centre.plan("--pins", pins, "--accept").code == 0)
      let roster = try text(of: "\(centre.latest)/roster.csv")
      #expect(!roster.contains("A1,2026-12-02") && roster.contains("A4,2026-12-03"))
      // Another pin makes another plan; the same one none.
      #expect(try centre.plan("--pins", pins).errors.contains("Nothing changed"))
      try writeFile(pins, Array("agent_id,date,kind\nA1,2026-12-01,off\n".utf8))
      #expect(try centre.plan("--pins", pins, "--accept").code == 0)
      #expect(try !text(of: "\(centre.latest)/roster.csv").contains("A1,2026-12-01"))
      try writeFile(pins, Array("agent_id,date,kind\nA11,2026-12-01,off\n".utf8))
      let refused = try centre.plan("--pins", pins)
      #expect(refused.code == 4 && refused.errors.contains("A1 is meant"), "\(refused.errors)")
    }
  }

  /// Each of several sites has a roster of its own, step by step too.
  @Test func aSiteHasItsRoster() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") { text in
        text
          + ["a", "b"].map {
            "[[site]]\nid = \"\($0)\"\ntimezone = \"America/New_York\"\n"
              + "[[part]]\nsite = \"\($0)\"\nshare = 0.5\n"
          }.joined()
      }
      try centre.write(
        "agents.csv",
        "agent_id,name,contract,site\nA1,Ada,FT,a\nA2,Bo,FT,b\nA3,Cy,PT,a\nA4,Di,PT,b\n")
      func roster(_ more: [String]) throws -> Finished {
        try run(
          [
            musterExecutable, "roster", centre.folder, "--as-of", TinyCentre.asOf, "--moves",
            "2000",
            "--format", "csv",
          ] + more)
      }
      let unnamed = try roster([])
      #expect(unnamed.code == 2 && unnamed.errors.contains("--site"), "\(unnamed.errors)")
      let wrong = try roster(["--site", "elsewhere"])
      #expect(wrong.code == 2 && wrong.errors.contains("one of a, b is meant"))
      let own = try roster(["--site", "b"])
      #expect(own.code == 0, "\(own.errors)")
      let agents = Set(
        own.output.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first })
      #expect(agents == ["A2", "A4"])
    }
  }

  /// Before there is a roster nothing can be frozen: an empty one would be.
  @Test func nothingIsFrozenOfNothing() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let refused = try centre.plan("--freeze-until", "2026-12-02")
      #expect(refused.code == 2, "\(refused.errors)")
      #expect(refused.errors.contains("--freeze-until: freezes nothing: no roster is in force"))
    }
  }

  @Test func callsWhileClosedAreSaid() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        $0.replacing(
          "hours = \"Mon-Fri 09:00-17:00\"",
          with: "hours = \"Mon-Fri 10:00-17:00\"\narrivals = \"Mon-Fri 09:00-17:00\"")
      }
      let checked = try run([
        musterExecutable, "check", centre.folder, "--as-of", TinyCentre.asOf,
      ])
      #expect(
        checked.errors.contains(
          "contacts come outside its hours; they are forecast, and find nobody"),
        "\(checked.errors)")
    }
  }

  /// What keeps a plan from being made is found by the check of the inputs.
  @Test(arguments: [
    (
      "part", "[[part]]\nsite = \"a\"\nshare = 0.6\n[[part]]\nsite = \"b\"\nshare = 0.5\n",
      "gives more than all of the contacts"
    ),
    (
      "part", "[[part]]\nsite = \"a\"\nshare = 0.6\n[[part]]\nsite = \"b\"\nshare = 0.3\n",
      "leaves a part of the contacts to nobody"
    ),
    ("zone", "timezone = \"Asia/Kathmandu\"\n", "interval = \"15m\" meets both"),
  ])
  func inputsThatCannotBePlanned(what: String, given: String, words: String) throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      if what == "zone" {
        try centre.change("centre.toml") {
          $0.replacing("id = \"main\"\n", with: "id = \"main\"\n" + given)
        }
      } else {
        let sites = ["a", "b"].map {
          "[[site]]\nid = \"\($0)\"\ntimezone = \"America/New_York\"\n"
        }.joined()
        try centre.change("centre.toml") { $0 + sites + given }
        try centre.write(
          "agents.csv", "agent_id,name,contract,site\nA1,Ada,FT,a\nA2,Bo,FT,b\n")
      }
      let checked = try run([
        musterExecutable, "check", centre.folder, "--as-of", TinyCentre.asOf, "--inputs-only",
      ])
      #expect(checked.code == 4, "\(checked.output) \(checked.errors)")
      #expect(checked.errors.contains(words), "\(checked.errors)")
      #expect(try centre.plan().errors.contains(words))
    }
  }
}
