import Files
import TestSupport
import Testing

/// What a centre knows of its demand beside the history, through the built executable.
@Suite struct KnowledgeTests {
  /// Contacts by date of `muster forecast CENTRE --format csv`.
  private func totals(_ centre: TinyCentre) throws -> [String: Double] {
    let result = try muster(
      "forecast", centre.folder, "--as-of", TinyCentre.asOf, "--format", "csv")
    #expect(result.code == 0, "\(result.errors)")
    var sums: [String: Double] = [:]
    for line in result.output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      sums[String(cells[1].prefix(10)), default: 0] += Double(cells[2]) ?? .nan
    }
    return sums
  }

  private func add(_ inputs: String, to centre: TinyCentre) throws {
    try centre.change("centre.toml") { text in
      text.contains("[inputs]")
        ? text.replacing("[inputs]\n", with: "[inputs]\n\(inputs)\n")
        : text + "\n[inputs]\n\(inputs)\n"
    }
  }

  @Test func eventsChangeTheForecastAndAreInputsOfThePlan() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let before = try totals(centre)
      #expect(try centre.plan("--accept").code == 0)
      try add("events = \"events.csv\"", to: centre)
      try writeFile(
        "\(centre.folder)/events.csv",
        Array(
          """
          name,date,effect,reason,queue
          radio,2026-12-01,x1.5,spots at noon,main
          move,2026-12-02,closed,new office,
          quota,2026-12-03,=123,agreed,

          """.utf8))
      let after = try totals(centre)
      #expect(abs((after["2026-12-01"] ?? 0) / (before["2026-12-01"] ?? 1) - 1.5) < 1e-4)
      #expect(after["2026-12-02"] == 0)
      #expect(abs((after["2026-12-03"] ?? 0) - 123) < 0.01)
      #expect(after["2026-12-04"] == before["2026-12-04"])
      // The file is part of the plan's identity: planning again is no repetition.
      let earlier = try text(of: "\(centre.latest)/forecast.csv")
      #expect(try centre.plan("--accept").code == 0)
      #expect(try text(of: "\(centre.latest)/forecast.csv") != earlier)
      let evidence = try text(of: "\(centre.latest)/forecast-evidence.txt")
      #expect(evidence.contains("spots at noon"))
      #expect(try text(of: "\(centre.latest)/manifest.json").contains("events.csv"))
    }
  }

  @Test func staffsForTheRiskThatDemandIsBusier() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      // Rates that wander by a quarter from day to day: more than Poisson counts would.
      try centre.change("history.csv") { text in
        let lines = text.split(separator: "\n")
        let rows = lines.dropFirst().enumerated().map { k, line -> String in
          var cells = line.split(separator: ",").map(String.init)
          let wander =
            0.7 + 0.6 * Double((k / 16 + 1) * 2_654_435_761 % 4_294_967_296) / 4_294_967_296
          let offered = (Double(cells[1]) ?? 0) * 10 * wander
          cells[1] = "\(Int(offered))"
          cells[2] = cells[1]
          cells[4] = "\(Int(offered) * 240)"
          return cells.joined(separator: ",")
        }
        return ([String(lines[0])] + rows).joined(separator: "\n") + "\n"
      }
      func agents() throws -> Double {
        let result = try muster(
          "staff", centre.folder, "--as-of", TinyCentre.asOf, "--format", "csv")
        #expect(result.code == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        let column = try #require(lines[0].split(separator: ",").firstIndex(of: "agents"))
        return lines.dropFirst().reduce(0) {
          $0 + (Double($1.split(separator: ",", omittingEmptySubsequences: false)[column]) ?? 0)
        }
      }
      let expected = try agents()
      try centre.change("centre.toml") {
        $0.replacing("shrinkage = 0.1", with: "shrinkage = 0.1\nstaff_for = 0.9")
      }
      let safe = try agents()
      #expect(safe > 1.1 * expected, "\(safe) \(expected)")
      #expect(try centre.plan("--accept").code == 0)
      let explained = try muster(
        "explain", centre.folder, "--queue", "main", "--at", "2026-12-01 10:00")
      #expect(explained.output.contains("not exceeded with 90 %"), "\(explained.output)")
    }
  }

  @Test func correctionsApplyAndProblemsNameTheirLine() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let before = try totals(centre)
      try add("patch = \"patch.csv\"", to: centre)
      let rows = try text(of: "\(centre.folder)/history.csv").split(separator: "\n").dropFirst()
      // Every recorded interval halved.
      let patch = rows.map { row -> String in
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        return "main,\(cells[0]),\((Double(cells[1]) ?? 0) / 2),ok"
      }
      try writeFile(
        "\(centre.folder)/patch.csv",
        Array(("queue,interval_start,offered,quality\n" + patch.joined(separator: "\n")).utf8))
      let after = try totals(centre)
      let ratio = after.values.reduce(0, +) / before.values.reduce(0, +)
      #expect((0.45...0.55).contains(ratio), "\(ratio)")
      try writeFile(
        "\(centre.folder)/events.csv",
        Array("name,date,effect,queue\na,2026-12-01,x2,sales\nb,2026-12-01,more,main\n".utf8))
      try add("events = \"events.csv\"", to: centre)
      let result = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(result.code == 4, "\(result.errors)")
      #expect(result.errors.contains("events.csv:2:") && result.errors.contains("sales"))
    }
  }
}
