import Files
import TestSupport
import Testing

/// What compares places with rules of pay needs the plugin that knows them.
private let hasPayRules = ConditionTrait.enabled(
  if: shippedPlugins.contains("offshore-shifts"), "the plugin offshore-shifts was taken away")

@Suite struct CompareTests {
  /// Two places for the tiny centre: one at the plain wage, one without any labour rules either.
  static let comparison = """
    [exchange]
    currency = "USD"
    [exchange.rates]
    EUR = 0.9
    [[site]]
    id = "home"
    timezone = "America/New_York"
    currency = "USD"
    hourly_rate = 20
    mix = ["FT 0.5", "PT 0.5"]
    [[site]]
    id = "away"
    timezone = "Europe/Lisbon"
    currency = "EUR"
    hourly_rate = 9
    mix = ["PT 1"]
    [site.cost]
    seat = 300
    attrition = 0.3
    training_weeks = 4
    [[scenario]]
    id = "home"
    part = [{ site = "home" }]
    [[scenario]]
    id = "both"
    part = [{ site = "home", share = 0.5 }, { site = "away", share = 0.5 }]

    """

  private func centre(in folder: String) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    try writeFile("\(centre.folder)/compare.toml", Array(Self.comparison.utf8))
    return centre
  }

  private func compare(_ centre: TinyCentre, _ more: [String] = []) throws -> Finished {
    try run(
      [musterExecutable, "compare", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time"]
        + ["0.05", "--replications", "20"] + more)
  }

  @Test func scenariosStandSideBySide() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      let table = try compare(centre)
      #expect(table.code == 0, "\(table.errors)")
      for text in ["Service, simulated", "Cost, USD", "per contact", "against home"] {
        #expect(table.output.contains(text), "\(text)")
      }
      let csv = try compare(centre, ["--format", "csv"])
      #expect(csv.code == 0)
      #expect(csv.output.contains("home,\"Cost, USD\",cost,USD,"))
      #expect(csv.output.contains("both,People and hours,paid_hours,h,"))
      let one = try compare(centre, ["--threads", "1", "--format", "csv"])
      #expect(one.output == csv.output)
      let json = try compare(centre, ["--format", "json"])
      #expect(json.code == 0 && json.output.contains("\"schema_version\": 1"))
    }
  }

  @Test func capacityNamesHiresAndShortWeeks() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      let result = try compare(centre, ["--capacity", "26", "--format", "csv"])
      #expect(result.code == 0, "\(result.errors)")
      let lines = result.output.split(separator: "\n")
      // The header, and three parts of 26 weeks.
      #expect(lines.count == 1 + 3 * 26)
      #expect(lines.contains { $0.hasPrefix("both,away,2026-11-30,") })
    }
  }

  /// The tiny centre with a place under labour rules, and its holiday file.
  private func abroad(in folder: String) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    let text = Self.comparison.replacing("[exchange.rates]", with: "[exchange.rates]\nPHP = 57")
    try centre.write(
      "compare.toml",
      """
      minimum_tzdata = "2020a"
      [[plugin]]
      id = "offshore-shifts"

      """ + text + """
        [[site]]
        id = "far"
        timezone = "Asia/Manila"
        jurisdiction = "PH"
        calendar = "PH"
        holidays = ["far.csv"]
        currency = "PHP"
        monthly_wage = 22000
        mix = ["PT 1"]
        [[scenario]]
        id = "far"
        part = [{ site = "far" }]

        """)
    try centre.write(
      "far.csv",
      """
      date,calendar,kind,name,region,status,source
      2026-12-25,PH,regular,Christmas Day,,final,test
      2026-12-03,PH,special_nonworking,To be proclaimed,,estimated,test

      """)
    return centre
  }

  @Test(hasPayRules) func aHolidayAtShortNoticeGivesRostersDiffAndCost() throws {
    try withTemporaryFolder { folder in
      let centre = try abroad(in: folder)
      try writeFile(
        "\(folder)/new.csv",
        Array(
          "date,calendar,kind,name\n2026-12-02,PH,regular,Proclaimed\n2027-01-02,XX,public,None\n"
            .utf8))
      let result = try compare(centre, ["--only", "far", "--holidays", "\(folder)/new.csv"])
      #expect(result.code == 0, "\(result.errors)")
      for part in [
        "Proclaimed (regular)", "change of cost", "holiday premium", "shifts changed",
        "2026-12-03 To be proclaimed (PH) is an estimated date",
        "no site has the calendar XX; its rows change nothing",
      ] { #expect(result.output.contains(part), "\(part)") }
      let made = try namesInFolder("\(centre.folder)/compared")
      #expect(
        made == ["changes.csv", "cost-change.csv", "far-far-grid.csv", "far-far-roster.csv"])
      let roster = try text(of: "\(centre.folder)/compared/far-far-roster.csv")
      #expect(roster.hasPrefix("agent_id,work_date,") && roster.contains("Asia/Manila"))
      let cost = try text(of: "\(centre.folder)/compared/cost-change.csv").split(separator: "\n")
      let all = try #require(cost.last { $0.hasPrefix("far,all,USD,") }).split(separator: ",")
      let (before, after) = (try #require(Double(all[3])), try #require(Double(all[4])))
      #expect(after > before)
      // The parts of the change make up its sum.
      let parts = cost.dropFirst().filter { !$0.contains(",all,") }
        .map { $0.split(separator: ",").suffix(2).compactMap { Double($0) } }
      let sum = parts.reduce(0) { $0 + $1[1] - $1[0] }
      #expect(abs(sum - (after - before)) < 0.05)
      // The same file as the site's own: the cost after the change is the plan's.
      let json = try compare(
        centre, ["--only", "far", "--holidays", "\(folder)/new.csv", "--format", "json"])
      #expect(json.output.contains("\"cost_same_roster\""))
    }
  }

  @Test(hasPayRules) func aScenariosMinuteIsExplained() throws {
    try withTemporaryFolder { folder in
      let centre = try abroad(in: folder)
      // With the search of the explanation, which is the command's own.
      let rosters = try run([
        musterExecutable, "compare", centre.folder, "--as-of", TinyCentre.asOf, "--replications",
        "2", "--only", "far", "--rosters", "\(folder)/rosters",
      ])
      #expect(rosters.code == 0, "\(rosters.errors)")
      // Nine in the morning in New York is ten in the evening in Manila.
      let lines = try text(of: "\(folder)/rosters/far-far-roster.csv").split(separator: "\n")
      let night = try #require(
        lines.first { $0.contains(",work,") && $0.contains("T22:00:00+08:00") }
      ).split(separator: ",", omittingEmptySubsequences: false)
      let at = String(night[7].prefix(16)).replacing("T", with: " ")
      let explained = try run([
        musterExecutable, "explain", centre.folder, "--scenario", "far", "--agent",
        String(night[0]), "--at", at, "--as-of", TinyCentre.asOf,
      ])
      #expect(explained.code == 0, "\(explained.errors)")
      for part in [
        "PH-NIGHT", "× 1.1", "126.4368 PHP an hour × 1.1 = 139.0805 PHP", "since 1974-11-01",
        "Implementing Rules Book III Rule II ss. 2-5", "verified against its text",
      ] { #expect(explained.output.contains(part), "\(part): \(explained.output)") }
    }
  }

  @Test(hasPayRules) func aPublishedPlansMinuteIsExplained() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") { text in
        text.replacing("id = \"FT\"", with: "id = \"FT\"\nhourly_rate = 20") + """
          [[site]]
          id = "coast"
          timezone = "America/New_York"
          jurisdiction = "US-CA"
          currency = "USD"
          hourly_rate = 18.5

          [[plugin]]
          id = "offshore-shifts"

          """
      }
      #expect(try centre.plan().code == 0)
      let segments = try text(of: "\(centre.latest)/roster.csv").split(separator: "\n")
      for (agent, rate) in [("A1", "20.0000 USD"), ("A4", "18.5000 USD")] {
        let own = try #require(
          segments.first { $0.hasPrefix("\(agent),") && $0.contains(",work,") }
        )
        .split(separator: ",", omittingEmptySubsequences: false)
        let at = String(own[7].prefix(16)).replacing("T", with: " ")
        let explained = try run([
          musterExecutable, "explain", centre.folder, "--agent", agent, "--at", at,
        ])
        #expect(explained.code == 0, "\(explained.errors)")
        #expect(explained.output.contains(rate), "\(explained.output)")
      }
      let night = try run([
        musterExecutable, "explain", centre.folder, "--agent", "A1", "--at", "2026-12-01 03:00",
      ])
      #expect(night.code == 2 && night.errors.contains("is no paid minute of A1"))
      let nobody = try run([
        musterExecutable, "explain", centre.folder, "--agent", "A9", "--at", "2026-12-01 10:00",
      ])
      #expect(nobody.code == 2 && nobody.errors.contains("has no shift in this plan"))
    }
  }

  @Test(hasPayRules) func thePageHasEverySection() throws {
    try withTemporaryFolder { folder in
      let centre = try abroad(in: folder)
      let page = try compare(centre, ["--format", "html"])
      #expect(page.code == 0, "\(page.errors)")
      for part in [
        "<!DOCTYPE html>", "class=stack", "People and hours", "What drives the difference",
        "attrition",
        "Where the numbers of the cost are from",
      ] { #expect(page.output.contains(part), "\(part)") }
      #expect(try centre.plan().code == 0)
      let report = try run([musterExecutable, "report", centre.folder, "--compare"])
      #expect(report.code == 0, "\(report.errors)")
      #expect(report.output.contains("Scenarios compared") && report.output.contains("Roster"))
    }
  }

  /// Every error and warning that the documentation lists.
  @Test(hasPayRules) func mistakesOfPlacesAreNamed() throws {
    try withTemporaryFolder { folder in
      let centre = try abroad(in: folder)
      let good = try text(of: "\(centre.folder)/compare.toml")
      func night(_ id: String, _ from: String) -> String {
        """
        [[rule]]
        id = "\(id)"
        kind = "night"
        topic = "night"
        effective_from = "\(from)"
        authority = "a"
        mark = "M"
        sentence = "s."
        from = "22:00"
        to = "06:00"
        factor = 1.1

        """
      }
      try centre.write(
        "mine.toml",
        """
        id = "mine"
        name = "Mine"
        authority = "none"
        code = "XX"
        currency = "PHP"
        example_zone = "UTC"
        compose = "add"

        """ + night("A", "2020-01-01") + night("B", "2026-01-01"))
      func changed(_ a: String, _ b: String, _ code: Int32, _ words: String...) throws {
        #expect(good.contains(a), "\(a)")
        try centre.write("compare.toml", good.replacing(a, with: b))
        let result = try compare(centre, ["--only", "far"])
        #expect(result.code == code, "\(b): \(result.code) \(result.errors)")
        for word in words {
          #expect((result.errors + result.output).contains(word), "\(b): \(result.errors)")
        }
      }
      try changed("monthly_wage = 22000", "", 4, "hourly_rate: is missing")
      try changed("currency = \"PHP\"", "currency = \"pesos\"", 4, "is not a currency code")
      try changed("PHP = 57", "", 4, "there is no exchange rate for it (PHP)")
      try changed(
        "jurisdiction = \"PH\"", "jurisdiction = \"PHX\"", 4, "no rule file is for this")
      try changed(
        "currency = \"PHP\"", "currency = \"USD\"", 4, "is priced in another currency than its own")
      try changed(
        "minimum_tzdata = \"2020a\"", "minimum_tzdata = \"2999a\"", 0, "older than 2999a")
      try changed("calendar = \"PH\"", "calendar = \"PX\"", 4, "holiday calendar: has no rows (PX)")
      try changed(
        "id = \"offshore-shifts\"", "id = \"offshore-shifts\"\nrule_files = [\"mine.toml\"]", 4,
        "B: is in force together with A, both on night")
    }
  }

  @Test func mistakesAreNamed() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let none = try compare(centre)
      #expect(none.code == 10 && none.errors.contains("there is no comparison here"))
      let text = Self.comparison.replacing("EUR = 0.9", with: "")
      try writeFile("\(centre.folder)/compare.toml", Array(text.utf8))
      let rate = try compare(centre)
      #expect(rate.code == 4 && rate.errors.contains("there is no exchange rate for it (EUR)"))
      try writeFile("\(centre.folder)/compare.toml", Array(Self.comparison.utf8))
      let unknown = try compare(centre, ["--only", "hame"])
      #expect(unknown.code == 2 && unknown.errors.contains("you meant home"))
    }
  }
}
