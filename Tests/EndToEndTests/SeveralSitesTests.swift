import Files
import TestSupport
import Testing

/// One plan of several sites: each with its own people, clock and part of the work.
@Suite struct SeveralSitesTests {
  private static let sites = """

    [[site]]
    id = "here"
    timezone = "America/New_York"
    currency = "USD"
    hourly_rate = 20

    [[site]]
    id = "there"
    timezone = "America/Chicago"
    currency = "USD"
    hourly_rate = 15
    anchor = "site"
    seats = 2

    [[part]]
    site = "here"
    share = 0.5

    [[part]]
    site = "there"
    share = 0.5

    """

  private func centre(in folder: String) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    try centre.change("centre.toml") {
      $0.replacing("starts = \"09:00\"", with: "start_every = \"30m\"")
        .replacing("max_missing = 0.5", with: "max_missing = 1.0") + Self.sites
    }
    try centre.write(
      "agents.csv",
      """
      agent_id,name,contract,unavailable_dates,site
      A1,Ada,FT,,here
      A2,Bo,FT,2026-12-01,here
      A3,Cy,PT,,here
      B1,Di,FT,,there
      B2,Ed,FT,,there
      B3,Flo,PT,2026-12-04,there
      B4,Gus,PT,,there

      """)
    return centre
  }

  @Test func everySiteHasItsOwnClockPeopleAndFiles() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      let plan = try centre.plan("--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      let rows = try text(of: "\(centre.latest)/roster.csv").split(separator: "\n").dropFirst()
      #expect(rows.count > 20)
      for row in rows {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        let isThere = cells[0].hasPrefix("B")
        #expect(cells[9] == (isThere ? "America/Chicago" : "America/New_York"), "\(row)")
        #expect(cells[12] == (isThere ? "there" : "here"), "\(row)")
      }
      // The sites' own files add up to the whole.
      let here = try text(of: "\(centre.latest)/site-here/roster.csv").split(separator: "\n")
      let there = try text(of: "\(centre.latest)/site-there/roster.csv").split(separator: "\n")
      #expect(here.count + there.count - 2 == rows.count)
      func sum(_ path: String, _ column: Int) throws -> Double {
        try text(of: path).split(separator: "\n").dropFirst().reduce(0) {
          $0 + (Double($1.split(separator: ",")[column]) ?? .nan)
        }
      }
      for column in 2...4 {
        let whole = try sum("\(centre.latest)/coverage.csv", column)
        let parts = try ["here", "there"].map {
          try sum("\(centre.latest)/site-\($0)/coverage.csv", column)
        }
        #expect(abs(whole - parts[0] - parts[1]) < 0.01)
      }
      // No more than two people sit there at once.
      var changes: [(at: String, by: Int)] = []
      var seen: Set<Substring> = []
      for row in there.dropFirst() {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        let ends = there.dropFirst().filter { $0.hasPrefix("\(cells[0]),\(cells[1]),") }
          .map { $0.split(separator: ",", omittingEmptySubsequences: false)[6] }
        guard seen.insert("\(cells[0])\(cells[2])").inserted else { continue }
        changes += [(String(cells[2]), 1), (String(ends.max() ?? ""), -1)]
      }
      var now = 0
      for change in changes.sorted(by: { ($0.at, $0.by) < ($1.at, $1.by) }) {
        now += change.by
        #expect(now <= 2)
      }
      #expect(plan.output.contains("seats at once"))
      let checked = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(checked.output.contains("no hard rule is broken"), "\(checked.errors)")
      // The calendar is on the site's clock.
      let calendar = try text(of: "\(centre.latest)/calendars/B1.ics")
      #expect(calendar.contains("Times in America/Chicago"))
    }
  }

  @Test func withoutPartsThePeopleDecideAndItIsSaid() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      try centre.change("centre.toml") { text in
        text.replacing("[[part]]", with: "#").replacing("share = 0.5", with: "")
          .replacing("#\nsite = \"here\"", with: "").replacing("#\nsite = \"there\"", with: "")
      }
      let plan = try centre.plan("--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      #expect(plan.errors.contains("no [[part]] says who takes main"), "\(plan.errors)")
    }
  }

  /// Each site is planned under its own law: what binds Manila does not bind New York.
  @Test(.enabled(if: shippedPlugins.contains("offshore-shifts")))
  func everySiteHasItsOwnLaw() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      try centre.change("centre.toml") {
        $0.replacing("id = \"here\"\n", with: "id = \"here\"\njurisdiction = \"US\"\n")
          .replacing("id = \"there\"\n", with: "id = \"there\"\njurisdiction = \"PH\"\n")
          .replacing(
            "currency = \"USD\"\nhourly_rate = 15", with: "currency = \"PHP\"\nhourly_rate = 150")
          + "[[plugin]]\nid = \"offshore-shifts\"\n"
      }
      let plan = try centre.plan("--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      let obeyed = plan.output.split(separator: "\n").filter { $0.hasPrefix("Obeys beside") }
      #expect(obeyed.count { $0.contains("PH-WEEKLY-REST") } == 1, "\(plan.output)")
      // A place whose law nobody knows is no place without law.
      try centre.change("centre.toml") { $0.replacing("\"PH\"", with: "\"XX\"") }
      let unknown = try centre.plan("--accept")
      #expect(unknown.code != 0 && unknown.errors.contains("site there"), "\(unknown.errors)")
    }
  }

  @Test func oneSitesRosterIsNotAnothers() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      let roster = try muster("roster", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(roster.code == 2)
      #expect(roster.errors.contains("has several sites"))
    }
  }
}
