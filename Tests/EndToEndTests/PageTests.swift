import Files
import TestSupport
import Testing

/// The page of a plan: a browser is the judge of its looks, plain reading of what it says and loads.
@Suite struct PageTests {
  /// What a plan's page says in any browser, or in none.
  @Test func thePageIsPartOfThePlanAndIsHandedOutAsPublished() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let published = try text(of: "\(centre.latest)/report.html")
      for name in ["attention.csv", "backtest.csv", "wages.csv"] {
        #expect(exists("\(centre.latest)/\(name)"), "\(name)")
      }
      // Every number of the first screen by its own way from the plan's files.
      let forecast = try rows("\(centre.latest)/forecast.csv")
      let contacts = forecast.compactMap { $0["offered"].flatMap(Double.init) }.reduce(0, +)
      #expect(published.contains("<b>Contacts</b><strong>\(Int(contacts.rounded()))</strong>"))
      let roster = try rows("\(centre.latest)/roster.csv")
      let paid = roster.filter { $0["paid"] == "yes" }
        .compactMap { $0["minutes"].flatMap(Int.init) }.reduce(0, +)
      #expect(published.contains("<b>Paid hours</b><strong>\(Int((Double(paid) / 60).rounded()))<"))
      let people = Set(roster.compactMap { $0["agent_id"] }).count
      #expect(published.contains("<b>People</b><strong>\(people)</strong>"))
      let missing =
        try rows("\(centre.latest)/coverage.csv")
        .compactMap { $0["missing"].flatMap(Double.init) }.reduce(0, +) / 2
      let hours = "\((missing * 10).rounded() / 10)"
      #expect(published.contains("<b>Missing hours</b><strong>\(hours)</strong>"), "\(hours)")
      #expect(published.contains("chance alone"))

      // Handed out byte for byte, also when the inputs of today cannot be read any more.
      try writeFile("\(centre.folder)/agents.csv", Array("agent_id\nA1,too,many\n".utf8))
      let report = try run([musterExecutable, "report", centre.folder])
      #expect(report.code == 0 && report.output == published, "\(report.errors)")
    }
  }

  @Test func nothingIsLoadedAndClosedHoursAreBlank() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let page = try text(of: "\(centre.latest)/report.html")
      expectNothingIsLoaded(page)
      // Open 09:00 to 17:00 on five days: 80 half hours are drawn and listed, and none of the others.
      let table = try #require(page.split(separator: "id=q0w0").dropFirst().first)
        .split(separator: "</table>")[0]
      #expect(table.split(separator: "<tr data-i=").count - 1 == 80)
      #expect(!table.contains("Sat") && !table.contains("17:00") && !table.contains("08:30"))
      #expect(page.contains("class=shut"))
    }
  }

  /// Names that are markup, steer terminals, turn texts around or leave folders are shown and do nothing.
  @Test func hostileNamesDoNothing() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let names = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "' onload='alert(3)",
        "../../etc/passwd", "\u{202E}desrever\u{2066}", "\u{1F469}\u{200D}\u{1F680} שלום",
      ]
      var agents = "agent_id,name,contract,unavailable_dates\n"
      for (k, name) in names.enumerated() {
        let quoted = name.replacing("\"", with: "\"\"")
        agents +=
          "\"A\(k)\(k == 0 ? "<b>" : k == 3 ? "/../x" : "")\",\"\(quoted)\",\(k < 3 ? "FT" : "PT"),\n"
      }
      try writeFile("\(centre.folder)/agents.csv", Array(agents.utf8))
      let configuration = try text(of: "\(centre.folder)/centre.toml")
      try writeFile(
        "\(centre.folder)/centre.toml",
        Array(
          configuration.replacing(
            "name = \"Tiny\"", with: "name = \"Tiny </title><script>alert(4)</script>\""
          ).utf8))
      let plan = try centre.plan()
      #expect(plan.code == 0, "\(plan.errors)")
      let page = try text(of: "\(centre.latest)/report.html")
      expectNothingIsLoaded(page)
      #expect(page.split(separator: "<script").count == 2, "one script, ours")
      for harmful in ["<img", "alert(1)</script>", "\u{202E}", "\u{2066}", "<b>\"", "' onload='"] {
        #expect(!page.contains(harmful), "\(harmful)")
      }
      #expect(page.contains("&lt;script&gt;alert(1)") && page.contains("<bdi>"))
      guard let browser = Browser.found else { return skipped("no Chromium is installed") }
      for look in try browser.look(at: page) { expectReadable(look) }
    }
  }

  @Test(arguments: plannableSamples) func everySampleIsReadableInABrowser(_ sample: String) throws {
    guard let browser = Browser.found else { return skipped("no Chromium is installed: \(sample)") }
    try withTemporaryFolder { folder in
      let plan = try run([
        musterExecutable, "plan", "\(packageFolder)/Forecasts/\(sample)", "--as-of", "2026-11-23",
        "--output", folder, "--accept", "--quiet", "--roster-time", "0.3",
      ])
      #expect(plan.code == 0, "\(plan.errors)")
      let page = try text(of: "\(folder)/latest/report.html")
      expectNothingIsLoaded(page)
      #expect(page.utf8.count < 3_000_000)
      for look in try browser.look(at: page) {
        expectReadable(look)
        #expect(!look.isDark && look.charts >= 2)
        // The answer is one screen: of a phone, a tablet, a desk.
        #expect(look.firstScreen < (look.width < 500 ? 800 : 720), "\(look.firstScreen)")
      }
      // Dark differs in its colours alone: the samples that show all of them.
      for look in try ["harbor-bank", "meridian-recovery"].contains(sample)
        ? browser.look(at: page, dark: true) : []
      {
        expectReadable(look)
        #expect(look.isDark)
      }
      let pdf = try browser.printed(page)
      #expect(pdf.starts(with: Array("%PDF-".utf8)) && pdf.count > 20_000)
    }
  }

  /// A CSV without quotes, row by row.
  private func rows(_ file: String) throws -> [[String: String]] {
    let lines = try text(of: file).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }
}
