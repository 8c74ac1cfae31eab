import Files
import TestSupport
import Testing

/// `muster plugins …` as a user meets it.
@Suite struct PluginCommandTests {
  @Test func showPrintsRulesAndRunsTheirExamples() throws {
    let shown = try muster("plugins", "show", swiftFixture)
    #expect(shown.code == 0)
    #expect(shown.output.contains("ND-NIGHT  verified"))
    #expect(shown.output.contains("✓ first minute of the night: 22:00 → night"))
    #expect(shown.output.contains("factor   number 1–3"))
    let one = try muster("plugins", "show", swiftFixture, "--rule", "ND-NIGTH")
    #expect(one.code == 2)
    #expect(one.errors.contains("Maybe you meant ND-NIGHT"))
    let json = try muster("plugins", "show", swiftFixture, "--format", "json")
    #expect(json.output.contains(#""outcome":"night""#))
  }

  @Test func listReportsOriginShadowsAndRefusals() throws {
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/libmuster-night.so", readFile(swiftFixture))
      try writeFile("\(folder)/libmuster-other.so", readFile(swiftFixture))
      try writeFile("\(folder)/libmuster-broken.so", Array("text".utf8))
      let listed = try muster("plugins", "list", "--verbose", "--plugin-dir", folder)
      #expect(listed.code == 0)
      #expect(listed.output.contains("org.example.night-desk  1.0.0"))
      #expect(
        listed.output.contains("not used: \(folder)/libmuster-night.so comes first"))
      #expect(listed.output.contains("isolated: did not come with muster"))
      #expect(listed.output.contains("not used: it cannot be loaded"))
      let environment = try muster(
        "plugins", "list", "--format", "csv", environment: ["MUSTER_PLUGIN_PATH": folder])
      #expect(environment.output.hasPrefix("id,version,adds,path,origin,isolated,sha256,"))
      #expect(environment.output.contains("MUSTER_PLUGIN_PATH,true,"))
    }
  }

  @Test func checkEndsWithTheCodeOfAViolation() throws {
    let good = try muster("plugins", "check", swiftFixture, "--part", "overlay")
    #expect(good.code == 0)
    #expect(good.output.contains("org.example.night-desk conforms"))
    guard let path = try CFixture.library("misbehaving.c") else { return }
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/settings.toml", Array("mode = \"nan\"\n".utf8))
      let bad = try muster(
        "plugins", "check", path, "--part", "overlay", "--settings", "\(folder)/settings.toml")
      #expect(bad.code == 13)
      #expect(bad.output.contains("✗ a week: the plugin breaks the plugin contract"))
    }
    let missing = try muster("plugins", "check", "no-such-plugin")
    #expect(missing.code == 13)
    #expect(missing.output.contains("✗ loads"))
  }

  /// The C template, compiled against an installation's headers only, found by pkg-config.
  @Test func templateInCBuildsAgainstAnInstallationAndConforms() throws {
    try withTemporaryFolder { folder in
      let prefix = "\(folder)/prefix"
      let installed = try run([
        "\(packageFolder)/Scripts/install-pieces/plugin-kit", packageFolder, prefix, prefix,
      ])
      #expect(installed.code == 0, "\(installed.errors)")
      let made = try muster(
        "plugins", "new", "org.example.busy-day", "--language", "c", "--folder",
        "\(folder)/plugin")
      #expect(made.code == 0, "\(made.errors)")
      let built: Finished
      do {
        let flags = try run(
          ["pkg-config", "--cflags", "muster-plugin"],
          environment: ["PKG_CONFIG_PATH": "\(prefix)/lib/pkgconfig"])
        #expect(flags.output.contains("-I\(prefix)/include/muster"))
        built = try run(
          ["make", "-s", "-C", "\(folder)/plugin"],
          environment: ["PKG_CONFIG_PATH": "\(prefix)/lib/pkgconfig"])
      } catch {
        skipped("no make, C compiler or pkg-config: \(error)")
        return
      }
      #expect(built.code == 0, "\(built.errors)")
      #expect(built.errors.isEmpty, "\(built.errors)")
      let library = "\(folder)/plugin/libmuster-org.example.busy-day.so"
      let checked = try muster("plugins", "check", library)
      #expect(checked.code == 0, "\(checked.output)")
      let shown = try muster(
        "plugins", "show", "org.example.busy-day", "--plugin-dir",
        "\(folder)/plugin")
      #expect(shown.output.contains("✓ first Monday of 1970"))
    }
  }

  /// A Swift plugin without the kit, compiled by `swiftc` against the installed header.
  @Test func plainSwiftBuildsAgainstTheHeader() throws {
    try withTemporaryFolder { folder in
      let library = "\(folder)/libmuster-plain.so"
      let built: Finished
      do {
        built = try run([
          "swiftc", "-emit-library", "-I", "\(packageFolder)/Sources/CMusterPlugin/include",
          "\(packageFolder)/Tests/Fixtures/PlainSwift/Plain.swift", "-o", library,
        ])
      } catch {
        skipped("no swiftc: \(error)")
        return
      }
      #expect(built.code == 0, "\(built.errors)")
      let checked = try muster("plugins", "check", library)
      #expect(checked.code == 0, "\(checked.output)")
    }
  }

  @Test func newRefusesBadNamesAndTakenFolders() throws {
    try withTemporaryFolder { folder in
      let bad = try muster("plugins", "new", "No Name", "--language", "c")
      #expect(bad.code == 2)
      let taken = try muster(
        "plugins", "new", "org.example.x", "--language", "c", "--folder", folder)
      #expect(taken.code == 2)
    }
  }
}
