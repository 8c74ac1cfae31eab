import Files
import TestSupport
import Testing

/// Whatever plans and names are like, the folder of pages is whole, harmless and readable.
@Suite struct PagesSafetyTests {
  /// A plan of which a file was changed is named, here and on the pages; the others come.
  @Test func aDamagedPlanIsNamedAndTheRestComes() throws {
    try withTemporaryFolder { folder in
      let centre = try PagesFixture.planned(in: folder)
      let names = try namesInFolder(centre.published).filter { $0.hasPrefix("2026") }
      let roster = "\(centre.published)/\(names[0])/roster.csv"
      try writeFile(roster, try readFile(roster) + Array("\n".utf8))
      let (target, result) = try PagesFixture.export(centre)
      #expect(result.code == 3 && result.errors.contains(names[0]), "\(result.errors)")
      #expect(result.errors.contains("changed or lost"))
      let index = try text(of: "\(target)/index.html")
      #expect(index.contains(">damaged<") && index.contains(names[0]))
      #expect(!index.contains(folder), "no path of this machine")
      #expect(
        !exists("\(target)/plans/\(names[0]).html") && exists("\(target)/plans/\(names[1]).html"))
      #expect(!exists("\(target)/teams/2026-11-30"))
      let page = try text(of: "\(target)/agents/A1.html")
      #expect(page.contains("The shifts from 2026-11-30 to 2026-12-06 cannot be read"))
      #expect(page.contains("2026-12-07") && !page.contains("<b>Mon 30</b>"))

      // A manifest that cannot be read, and then no plan at all that can.
      try writeFile("\(centre.published)/\(names[0])/manifest.json", Array("{".utf8))
      let (_, lost) = try PagesFixture.export(centre)
      #expect(lost.code == 3 && lost.errors.contains(names[0]), "\(lost.errors)")
      #expect(try text(of: "\(target)/index.html").contains("The plan \(names[0])"))
      try writeFile("\(centre.published)/\(names[1])/manifest.json", Array("{".utf8))
      let before = try PagesFixture.files(target)
      let (_, none) = try PagesFixture.export(centre)
      #expect(none.code != 0, "\(none.errors)")
      #expect(try PagesFixture.files(target) == before, "the last good pages stay")
    }
  }

  @Test func namesThatHarmDoNothing() throws {
    try withTemporaryFolder { folder in
      let names = ExportHostileTests.hostile + ["ann", "ANN", "index"]
      let centre = try TinyCentre(in: folder)
      var agents = "agent_id,name,contract,team\n"
      for (k, name) in names.enumerated() {
        let quoted = "\"\(name.replacing("\"", with: "\"\""))\""
        agents += "\(quoted),\(quoted),\(k < 3 ? "FT" : "PT"),\(k < 7 ? quoted : "")\n"
      }
      try centre.write("agents.csv", agents)
      let name = "Tiny </title><script>alert(4)</script>"
      try centre.change("centre.toml") { $0.replacing("\"Tiny\"", with: "\"\(name)\"") }
      let plan = try centre.plan("--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      let outside = try namesInFolder(folder)
      let (target, result) = try PagesFixture.export(centre)
      #expect(result.code == 0, "\(result.errors)")
      #expect(try namesInFolder(folder) == (outside + ["pages"]).sorted())
      let all = try PagesFixture.files(target)
      let pages = all.keys.filter { $0.hasPrefix("agents/") }
      #expect(pages.count == names.count)
      #expect(Set(pages.map { $0.lowercased() }).count == names.count, "\(pages)")
      #expect(!pages.contains("agents/index.html"))
      #expect(all.keys.filter { $0.hasPrefix("calendars/") }.count == names.count)
      for (path, bytes) in all where path.hasSuffix(".html") && !path.hasPrefix("plans/") {
        let page = String(decoding: bytes, as: UTF8.self)
        expectNothingIsLoaded(page)
        #expect(page.split(separator: "<script").count <= 2, "\(path)")
        for harmful in [
          "alert(1)</script>", "alert(4)</script>", "\u{202E}", "\u{1}", "javascript:",
        ] {
          #expect(!page.contains(harmful), "\(path): \(harmful)")
        }
        for link in PagesFixture.links(of: page, at: path) {
          #expect(all[link] != nil, "\(path): \(link)")
        }
      }
      let shown = all.values.contains {
        String(decoding: $0, as: UTF8.self).contains(
          "<h1>&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;")
      }
      #expect(shown)
      guard let browser = Browser.found else { return skipped("no Chromium is installed") }
      for look in try browser.look(at: try text(of: "\(target)/index.html")) {
        expectReadable(look, texts: 30)
      }
    }
  }

  @Test func misuseIsNamed() throws {
    try withTemporaryFolder { folder in
      let centre = try PagesFixture.planned(in: folder)
      for (more, words) in [
        (["--bom"], "--bom: does nothing here"), (["--format", "json"], "--format: does nothing"),
        (["--published", "x"], "--published: does nothing here"),
        (["--names", "x"], "--names: does nothing here"),
        (["--plugin-dir", "x"], "--plugin-dir: does nothing here"),
      ] {
        let result = try run(
          [musterExecutable, "export", "pages", centre.folder, "--to", "\(folder)/x"] + more)
        #expect(result.code == 2 && result.errors.contains(words), "\(result.errors)")
      }
      let nowhere = try muster("export", "pages", centre.folder)
      #expect(nowhere.code == 2 && nowhere.errors.contains("--to"), "\(nowhere.errors)")
      let full = try muster("export", "pages", centre.folder, "--to", centre.folder)
      #expect(full.code == 2 && full.errors.contains("pages.json"), "\(full.errors)")
      let none = try muster("export", "pages", "\(folder)/none", "--to", "\(folder)/x")
      #expect(none.code == 10, "\(none.errors)")
      #expect(!exists("\(folder)/x"))
    }
  }

  /// Every kind of page, in light and dark, on a phone, a tablet and a desk.
  @Test(arguments: ["harbor-bank", "harbor-offshore"].filter(plannableSamples.contains))
  func thePagesAreReadableInABrowser(_ sample: String) throws {
    guard let browser = Browser.found else { return skipped("no Chromium is installed: \(sample)") }
    try withTemporaryFolder { folder in
      for from in ["2026-11-30", "2026-12-07"] {
        let plan = try muster(
          "plan", "\(packageFolder)/Forecasts/\(sample)", "--as-of", "2026-11-23", "--from", from,
          "--output", "\(folder)/published", "--accept", "--quiet", "--roster-time", "0.3")
        #expect(plan.code == 0, "\(plan.errors)")
      }
      let result = try muster(
        "export", "pages", "\(packageFolder)/Forecasts/\(sample)", "--output",
        "\(folder)/published", "--to", "\(folder)/pages")
      #expect(result.code == 0, "\(result.errors)")
      let team = try #require(try namesInFolder("\(folder)/pages/teams/2026-11-30").first)
      for path in [
        "index.html", "teams/2026-11-30/\(team)", "agents/A001.html", "agents/A002.html",
      ] {
        let page = try text(of: "\(folder)/pages/\(path)")
        expectNothingIsLoaded(page)
        for dark in [false, true] {
          for look in try browser.look(at: page, dark: dark) {
            expectReadable(look, texts: 20)
            #expect(look.isDark == dark)
          }
        }
        let pdf = try browser.printed(page)
        #expect(pdf.starts(with: Array("%PDF-".utf8)) && pdf.count > 10_000, "\(path)")
      }
    }
  }
}
