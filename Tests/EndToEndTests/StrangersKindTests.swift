import Files
import TestSupport
import Testing

/// A kind of centre by somebody else: a library and its profile in a folder, and nothing of muster's changed.
@Suite struct StrangersKindTests {
  /// A folder with the plugin `org.example.passing` and the profile of its kind.
  private func plugins(in folder: String) throws -> String? {
    let plugins = "\(folder)/plugins"
    try makeFolder(plugins)
    let isBuilt = try compilePlugin(
      "passing.c", into: "\(plugins)/libmuster-org.example.passing.so")
    guard isBuilt else { return nil }
    let shown = try muster("init", "--kind", "inbound", "--show-profile")
    #expect(shown.code == 0, "\(shown.errors)")
    let profile = shown.output.replacing("kind = \"inbound\"", with: "kind = \"psap\"")
    #expect(profile != shown.output)
    try writeFile("\(plugins)/psap.toml", Array(profile.utf8))
    return plugins
  }

  @Test func aFolderOfPluginsBringsItsSampleProfile() throws {
    try withTemporaryFolder { folder in
      guard let plugins = try plugins(in: folder) else { return }
      let unknown = try muster("init", "\(folder)/a", "--kind", "psap")
      #expect(unknown.code == 2 && !unknown.errors.contains("psap,"), "\(unknown.errors)")
      let made = try muster(
        "init", "\(folder)/a", "--kind", "psap", "--agents", "30", "--as-of", "2026-11-23",
        "--plugin-dir", plugins)
      #expect(made.code == 0, "\(made.errors)")
      #expect(try text(of: "\(folder)/a/centre.toml").contains("--kind psap"))
      #expect(try text(of: "\(folder)/a/centre.toml").contains("--plugin-dir \(plugins)"))
      // It is listed, and shown as it stands there.
      let listed = try muster("init", "--plugin-dir", plugins)
      #expect(listed.code == 2 && listed.errors.contains("psap"), "\(listed.errors)")
      let shown = try muster("init", "--kind", "psap", "--show-profile", "--plugin-dir", plugins)
      #expect(shown.output == (try text(of: "\(plugins)/psap.toml")))
      // The user's own folder and that of the environment count without an option.
      let own = "\(folder)/home/.local/lib/muster/plugins"
      try makeFolder(own)
      try writeFile("\(own)/psap.toml", readFile("\(plugins)/psap.toml"))
      for variables in [["HOME": "\(folder)/home"], ["MUSTER_PLUGIN_PATH": plugins]] {
        let shown = try run(
          [musterExecutable, "init", "--kind", "psap", "--show-profile"], environment: variables)
        #expect(shown.code == 0, "\(variables): \(shown.errors)")
      }
    }
  }

  /// Who must be at work is asked for without what shrinkage adds, and the queue is the schema's default.
  @Test func peopleWhoMustBeThereAreAskedForAsTheyAre() throws {
    try withTemporaryFolder { folder in
      guard let plugins = try plugins(in: folder) else { return }
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        $0.replacing(
          "id = \"main\"",
          with:
            "id = \"emergency\"\nhistory_queues = [\"main\"]\nmodel = \"plugin:org.example.passing\""
        )
        .replacing("shrinkage = 0.1", with: "shrinkage = 0.4")
          + "\n[[plugin]]\nid = \"org.example.passing\"\n"
      }
      let plan = try centre.plan("--accept", "--plugin-dir", plugins)
      #expect(plan.code == 0, "\(plan.errors)")
      let rows = try text(of: "\(centre.latest)/requirement.csv").split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      let (agents, scheduled) = try (
        #require(rows[0].firstIndex(of: "agents")), #require(rows[0].firstIndex(of: "scheduled"))
      )
      let open = rows.dropFirst().filter { $0[agents] != "0" }
      #expect(open.count > 50)
      #expect(open.allSatisfy { $0[agents] == "2" && $0[scheduled] == "2" }, "\(open.first ?? [])")
    }
  }
}
