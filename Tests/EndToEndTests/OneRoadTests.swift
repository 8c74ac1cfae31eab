import Files
import TestSupport
import Testing

/// Plan and comparison are one piece of code: the same people, rules and demand give the same rows.
@Suite struct OneRoadTests {
  private static let site = """

    [[site]]
    id = "home"
    timezone = "America/New_York"
    currency = "USD"
    hourly_rate = 20

    """

  private static let comparison = """
    [exchange]
    currency = "USD"
    [[site]]
    id = "home"
    timezone = "America/New_York"
    currency = "USD"
    hourly_rate = 20
    people = "named"
    anchor = "site"
    [[scenario]]
    id = "only"
    part = [{ site = "home" }]

    """

  private func centre(in folder: String) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    try centre.change("centre.toml") { $0 + Self.site }
    try centre.write("compare.toml", Self.comparison)
    return centre
  }

  @Test func aOneSiteScenarioWithTheCentresPeopleIsThePlan() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      let compared = try run([
        musterExecutable, "compare", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
        "0.05", "--rosters", "\(folder)/compared", "--format", "csv",
      ])
      #expect(compared.code == 0, "\(compared.errors)")
      let planned = try centre.plan()
      #expect(planned.code == 0, "\(planned.errors)")
      let rows = try text(of: "\(centre.latest)/roster.csv")
      #expect(rows.split(separator: "\n").count > 20)
      #expect(try text(of: "\(folder)/compared/only-home-roster.csv") == rows)
      // The wages are the same to the cent: the bill of the plan stands in the comparison.
      let wages = try #require(
        planned.output.firstMatch(of: #/paid hours, ([0-9.]+) USD of wages/#)?.1)
      let ordinary = try #require(
        compared.output.split(separator: "\n").first { $0.contains("cost.ordinary_pay") })
      let amount = try #require(ordinary.split(separator: ",").compactMap { Double($0) }.last)
      // The comparison's file has whole units.
      #expect(amount == (Double(wages) ?? 0).rounded(), "\(ordinary) and \(wages)")
    }
  }

  /// What is published for the week itself stays in both, also where it is not what either would find anew.
  @Test func whatIsPublishedStaysInBoth() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      let pins = "\(folder)/pins.csv"
      try writeFile(pins, Array("agent_id,date,kind\nA1,2026-12-02,off\n".utf8))
      #expect(try centre.plan("--pins", pins, "--accept").code == 0)
      let published = try text(of: "\(centre.latest)/roster.csv")
      #expect(!published.contains("A1,2026-12-02"))
      let compared = try run([
        musterExecutable, "compare", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
        "0.05", "--rosters", "\(folder)/compared",
      ])
      #expect(compared.code == 0, "\(compared.errors)")
      let planned = try centre.plan("--accept")
      #expect(planned.code == 0, "\(planned.errors)")
      #expect(
        try text(of: "\(folder)/compared/only-home-roster.csv")
          == text(of: "\(centre.latest)/roster.csv"))
    }
  }

  /// A second continuing week, too: both know what was published before.
  @Test func theWeekBeforeCountsInBoth() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      #expect(try centre.plan().code == 0)
      let second = ["--as-of", TinyCentre.asOf, "--from", "2026-12-07", "--roster-time", "0.05"]
      let compared = try run(
        [musterExecutable, "compare", centre.folder, "--rosters", "\(folder)/compared"] + second)
      #expect(compared.code == 0, "\(compared.errors)")
      let planned = try run([musterExecutable, "plan", centre.folder] + second)
      #expect(planned.code == 0, "\(planned.errors)")
      #expect(
        try text(of: "\(folder)/compared/only-home-roster.csv")
          == text(of: "\(centre.latest)/roster.csv"))
    }
  }
}

/// A published roster stays, a plan that fails is not in force, and nothing of it is silent.
@Suite struct ContinuingTests {
  @Test func theNightlyRunChangesNobodysWeekWithoutCause() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      func night(_ asOf: String, _ more: [String] = []) throws -> Finished {
        try run(
          [
            musterExecutable, "plan", centre.folder, "--as-of", asOf, "--from", "2026-11-30",
            "--roster-time", "0.05",
          ] + more)
      }
      #expect(try night("2026-11-21").code == 0)
      var roster = try text(of: "\(centre.latest)/roster.csv")
      var kept = 0
      for (k, asOf) in ["2026-11-24", "2026-11-25", "2026-11-26"].enumerated() {
        // One more day is known every night, as busy as the centre always is.
        try centre.change("history.csv") { text in
          text
            + (18..<34).map { slot in
              let busy = 12 - abs(slot - 24) / 2 + (k == 0 ? 3 : 0)
              let offered = busy + ((70 + k) * 7 + slot * 5) % 5 - 2
              let clock = "\(slot / 2 < 10 ? "0" : "")\(slot / 2):\(slot % 2 == 0 ? "00" : "30")"
              return "2026-11-2\(3 + k) \(clock):00,\(offered),\(offered),0,\(offered * 240)\n"
            }.joined()
        }
        let again = try night(asOf)
        #expect(again.code == 0, "\(again.errors)")
        let next = try text(of: "\(centre.latest)/roster.csv")
        if next == roster {
          kept += 1
          #expect(again.output.contains("Against the roster published before:\nNothing changed."))
        } else {
          // What a night changes covers more of what is needed now, and it says so.
          let requirement = try text(of: "\(centre.latest)/requirement.csv")
          let before = missing(roster, requirement)
          let after = missing(next, requirement)
          #expect(after < before, "\(asOf)")
          #expect(
            again.output.contains(
              "Left as published, \(Double(before) / 2) required hours would be missing"))
          #expect(again.output.contains(" are to be told."))
        }
        roster = next
        // The same night once more finds its own plan.
        #expect(try night(asOf).errors.contains("Nothing changed: "))
      }
      #expect(kept >= 2)
      let fresh = try night("2026-11-26", ["--fresh", "--seed", "9"])
      #expect(fresh.code == 0, "\(fresh.errors)")
      #expect(try text(of: "\(centre.latest)/roster.csv") != roster)
    }
  }

  /// Half hours that a roster leaves without an agent who is needed; counted plainly, all times being
  /// by one clock.
  private func missing(_ roster: String, _ requirement: String) -> Int {
    func rows(_ text: String) -> [[String: String]] {
      let lines = text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      guard let head = lines.first else { return [] }
      return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(head, $0)) }
    }
    let work = rows(roster).filter { $0["activity"] == "work" }
    return rows(requirement).reduce(0) { sum, row in
      let time = row["interval_start"] ?? ""
      let present = work.count { $0["start_local"] ?? "" <= time && time < $0["end_local"] ?? "" }
      return sum + max(0, (Int(row["scheduled"] ?? "") ?? 0) - present)
    }
  }

  @Test func aPlanThatFailsIsSaidAndNotInForce() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let good = linked(centre.latest)
      try centre.change("centre.toml") { $0.replacing("max_missing = 0.5\n", with: "") }
      try centre.write("agents.csv", "agent_id,name,contract,unavailable_dates\nA4,Di,PT,\n")
      let failed = try centre.plan("--from", "2026-12-07", "--quiet")
      #expect(failed.code == 13)
      #expect(failed.output.isEmpty)
      #expect(failed.errors.contains("failed: "))
      #expect(failed.errors.contains("required hours are missing"))
      #expect(linked(centre.latest) == good)
      // It stands beside, is found again, and still fails.
      let again = try centre.plan("--from", "2026-12-07", "--quiet")
      #expect(again.code == 13)
      #expect(again.errors.contains("required hours are missing"))
      // Nobody continues it.
      let accepted = try centre.plan("--from", "2026-12-07", "--quiet", "--accept")
      #expect(accepted.code == 0, "\(accepted.errors)")
      #expect(linked(centre.latest) != good)
    }
  }

  @Test func nobodyAtWorkIsNoSuccess() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let dates = (0..<7).map { "2026-12-0\($0)" }.dropFirst().joined(separator: ";")
      try centre.write(
        "agents.csv",
        "agent_id,name,contract,unavailable_dates\nA1,Ada,FT,2026-11-30;\(dates)\n")
      let plan = try centre.plan("--quiet")
      #expect(plan.code == 13)
      #expect(plan.errors.contains("nobody works"))
      #expect(linked(centre.latest) == nil)
    }
  }
}
