import Files
import TestSupport
import Testing

/// Seats, law and pay in plan, check and comparison: one word, one count, one exit code.
@Suite struct SeatsAndLawTests {
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

  private func compare(_ centre: TinyCentre, _ more: [String] = []) throws -> Finished {
    try run(
      [
        musterExecutable, "compare", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
        "0.05", "--replications", "20", "--format", "csv",
      ] + more)
  }

  private func measure(_ name: String, _ result: Finished) throws -> Double {
    let row = try #require(
      result.output.split(separator: "\n").first { $0.contains(",\(name),") }, "\(result.errors)")
    return try #require(row.split(separator: ",").last.flatMap { Double($0) })
  }

  // MARK: - Seats

  @Test func seatsIsTheWordInBothFiles() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") { $0 + Self.site }
      try centre.write("compare.toml", Self.comparison)
      // Six people, of whom more than two are there at noon.
      #expect(try measure("seats", try compare(centre)) > 2)
      func with(_ line: String) throws -> Finished {
        try centre.write(
          "compare.toml",
          Self.comparison.replacing("people = \"named\"", with: "people = \"named\"\n\(line)"))
        return try compare(centre, ["--rosters", "\(folder)/rosters"])
      }
      let seats = try with("seats = 2")
      #expect(try measure("seats", seats) == 2)
      let rows = try text(of: "\(folder)/rosters/only-home-roster.csv")
      #expect(try peak(rows) == 2)
      // The older name means the same; both at once are one too many, and a word is no number.
      let older = try with("workplaces = 2")
      #expect(older.output == seats.output && older.code == 0)
      #expect(try text(of: "\(folder)/rosters/only-home-roster.csv") == rows)
      let both = try with("seats = 2\nworkplaces = 2")
      #expect(both.code == 4 && both.errors.contains("stands beside seats"), "\(both.errors)")
      let wrong = try with("seats = \"two\"")
      #expect(wrong.code == 4 && wrong.errors.contains("seats: expected a whole number"))
      // The rule of a roster that has this name is one still.
      try centre.write(
        "compare.toml",
        Self.comparison.replacing(
          "[[scenario]]", with: "[[site.seats]]\nsite = \"home\"\nseats = 2\n[[scenario]]"))
      #expect(try measure("seats", compare(centre)) == 2)
      // The plan says so with the same word.
      try centre.change("centre.toml") {
        $0.replacing("hourly_rate = 20\n", with: "hourly_rate = 20\nseats = 2\n")
      }
      #expect(try centre.plan("--accept", "--fresh").code == 0)
      #expect(try peak(text(of: "\(centre.latest)/roster.csv")) == 2)
    }
  }

  @Test func whoWorksElsewhereTakesNoSeat() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        $0 + Self.site.replacing("hourly_rate = 20\n", with: "hourly_rate = 20\nseats = 1\n")
      }
      try centre.write(
        "compare.toml",
        Self.comparison.replacing("people = \"named\"", with: "people = \"named\"\nseats = 1"))
      try centre.write(
        "agents.csv",
        "agent_id,name,contract,remote\nA1,Ada,FT,yes\nA2,Bo,FT,yes\nA3,Cy,FT,no\nA4,Di,PT,no\n")
      #expect(try measure("seats", compare(centre)) == 1)
      #expect(try centre.plan("--accept").code == 0)
      let rows = try text(of: "\(centre.latest)/roster.csv")
      #expect(try peak(rows) == 3)
      #expect(try peak(rows, without: ["A1", "A2"]) == 1)
    }
  }

  /// A site without contracts has those of the centre, under limits of its own.
  @Test func limitsOfASiteWithoutContractsHold() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") { $0 + Self.site }
      func mostShifts(_ limits: String) throws -> Int {
        try centre.write(
          "compare.toml", Self.comparison.replacing("[[scenario]]", with: limits + "[[scenario]]"))
        let result = try compare(centre, ["--rosters", "\(folder)/rosters"])
        #expect(result.code == 0, "\(result.errors)")
        let rows = try text(of: "\(folder)/rosters/only-home-roster.csv").split(separator: "\n")
        let shifts = Set(rows.dropFirst().map { $0.split(separator: ",").prefix(2) })
        return Dictionary(grouping: shifts) { $0.first ?? "" }.values.map(\.count).max() ?? 0
      }
      #expect(try mostShifts("") > 2)
      #expect(try mostShifts("[site.rules]\nmax_shifts_per_week = 2\n\n") == 2)
    }
  }

  /// Most people of a roster at once.
  private func peak(_ roster: String, without: Set<Substring> = []) throws -> Int {
    let lines = roster.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let start = try #require(lines[0].firstIndex(of: "start_utc"))
    let end = try #require(lines[0].firstIndex(of: "end_utc"))
    var changes: [(at: Substring, by: Int)] = []
    for cells in lines.dropFirst() where !without.contains(cells[0]) {
      changes += [(cells[start], 1), (cells[end], -1)]
    }
    var (now, most) = (0, 0)
    for change in changes.sorted(by: { ($0.at, $0.by) < ($1.at, $1.by) }) {
      now += change.by
      most = max(most, now)
    }
    return most
  }

  // MARK: - Law

  /// What a plugin finds broken is as bad as a goal that is missed.
  @Test(.enabled(if: shippedPlugins.contains("floor")))
  func aPluginsViolationFailsThePlanAndTheCheck() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      // The site has one seat; the roster is allowed forty.
      try centre.change("centre.toml") {
        $0 + Self.site.replacing("hourly_rate = 20\n", with: "hourly_rate = 20\nseats = 1\n") + """
          [[seats]]
          site = "home"
          seats = 40

          [[plugin]]
          id = "floor"

          """
      }
      let plan = try centre.plan("--quiet")
      #expect(plan.code == 13)
      #expect(plan.errors.contains("failed: FL-SEATS: "), "\(plan.errors)")
      #expect(linked(centre.latest) == nil)
      #expect(try centre.plan("--quiet", "--accept").code == 0)
      let checked = try run([
        musterExecutable, "check", centre.folder, "--as-of", TinyCentre.asOf,
      ])
      #expect(checked.code == 13)
      #expect(checked.errors.contains("violation: rule: FL-SEATS: "), "\(checked.errors)")
    }
  }

  /// What the law warns of is said once a rule, and changes nothing else.
  @Test func whatAPluginWarnsOfIsSaidUnderQuiet() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        $0.replacing("length = \"4h\"", with: "length = \"6h\"")
          + Self.site.replacing(
            "hourly_rate = 20\n", with: "hourly_rate = 20\njurisdiction = \"US-CA\"\n")
          + "[[plugin]]\nid = \"offshore-shifts\"\n"
      }
      let plan = try centre.plan("--quiet")
      #expect(plan.code == 0, "\(plan.errors)")
      let said = plan.errors.split(separator: "\n").filter { $0.contains("CA-MEAL-1") }
      #expect(said.count == 1 && said[0].hasPrefix("warning: CA-MEAL-1: "), "\(plan.errors)")
      #expect(plan.errors.contains("times, see findings.csv)"), "\(plan.errors)")
    }
  }

  /// A place whose law nobody knows is no place without law.
  @Test func aJurisdictionWithoutAnyPluginStopsEverything() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let lawful = "hourly_rate = 20\njurisdiction = \"US-CA\"\n"
      try centre.change("centre.toml") {
        $0 + Self.site.replacing("hourly_rate = 20\n", with: lawful)
      }
      try centre.write(
        "compare.toml", Self.comparison.replacing("hourly_rate = 20\n", with: lawful))
      let asOf = ["--as-of", TinyCentre.asOf]
      for result in [
        try centre.plan("--accept"), try compare(centre),
        try run([musterExecutable, "check", centre.folder] + asOf),
        try run([musterExecutable, "roster", centre.folder] + asOf),
      ] {
        #expect(result.code == 10, "\(result.errors)")
        #expect(
          result.errors.contains(
            "site home: names a jurisdiction, and no plugin of this centre knows labour law (US-CA)"
          ),
          "\(result.errors)")
      }
      #expect(linked(centre.latest) == nil)
    }
  }

  // MARK: - Pay

  /// Meals that are paid are hours that are paid: in the roster, in wages and in the client's bill.
  @Test func paidMealsAreInTheBill() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.write("agents.csv", "agent_id,name,contract\nA1,Ada,FT\nA2,Bo,FT\nA3,Cy,FT\n")
      try centre.change("centre.toml") { $0 + Self.site }
      try centre.write(
        "compare.toml",
        Self.comparison + "[billing]\nper = \"paid-hour\"\ncurrency = \"USD\"\nrate = 30\n")
      var paid: [Double] = []
      for isPaid in [false, true] {
        try centre.change("centre.toml") {
          $0.replacing("paid = \(!isPaid)", with: "paid = \(isPaid)")
        }
        let result = try compare(centre, ["--rosters", "\(folder)/\(isPaid)"])
        #expect(result.code == 0, "\(result.errors)")
        let lines = try text(of: "\(folder)/\(isPaid)/only-home-roster.csv").split(separator: "\n")
          .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        func column(_ name: Substring) throws -> Int {
          try #require(lines[0].firstIndex(of: name))
        }
        let (activity, minutes, flag) = try (
          column("activity"), column("minutes"), column("paid")
        )
        let meals = lines.dropFirst().filter { $0[activity] == "meal" }
        #expect(meals.count > 10 && meals.allSatisfy { $0[flag] == (isPaid ? "yes" : "no") })
        let hours = try lines.dropFirst().filter { $0[flag] == "yes" }.reduce(0) {
          $0 + (try #require(Double($1[minutes]))) / 60
        }
        #expect(abs(try measure("paid_hours", result) - hours) < 1e-6)
        #expect(abs(try measure("cost.ordinary_pay", result) - 20 * hours) < 0.01)
        #expect(abs(try measure("fee", result) - 30 * hours) < 0.01)
        #expect(abs(hours - Double(meals.count) * (isPaid ? 8 : 7.5)) < 1e-6)
        paid.append(hours / Double(meals.count))
      }
      #expect(paid == [7.5, 8])
    }
  }
}
