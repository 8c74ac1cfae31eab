import Files
import TestSupport
import Testing

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
