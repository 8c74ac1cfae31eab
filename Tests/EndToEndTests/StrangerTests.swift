import Files
import Glibc
import TestSupport
import Testing

/// A centre folder from a stranger, with a plugin in it: nothing of theirs runs before the user says so.
@Suite struct StrangerTests {
  private static let id = "org.example.liar"

  /// The stranger's folder, the user's configuration folder, and the file that the plugin's code writes as
  /// soon as it is loaded.
  private struct Stranger {
    var centre: TinyCentre
    var library: String
    var mark: String
    var environment: [String: String]

    init(in folder: String, named name: String = "libmuster-\(StrangerTests.id).so") throws {
      centre = try TinyCentre(in: folder)
      try makeFolder("\(centre.folder)/plugins")
      library = "\(centre.folder)/plugins/\(name)"
      mark = "\(folder)/mark"
      environment = ["MUSTER_CONFIG": "\(folder)/config"]
      try centre.write("compare.toml", CompareTests.comparison)
    }

    /// Builds the plugin; one that marks writes a file when it is loaded.
    func build(marks: Bool) throws -> Bool {
      try compilePlugin(
        "lying.c", into: library, defines: marks ? ["MARK=\"\(mark)\""] : [])
    }

    /// The centre names the plugin.
    func ask(_ settings: String = "") throws {
      try centre.change("centre.toml") {
        let own = $0.components(before: "[plugins]")
        return own + """
          [plugins]
          path = ["plugins"]

          [[plugin]]
          id = "\(StrangerTests.id)"
          \(settings)

          """
      }
    }

    func muster(_ arguments: String...) throws -> Finished {
      try run([musterExecutable] + arguments, environment: environment)
    }

    func plan(_ more: String...) throws -> Finished {
      try run(
        [
          musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
          "0.05", "--accept", "--quiet",
        ] + more, environment: environment)
    }

    func contacts() throws -> Double {
      try text(of: "\(centre.latest)/forecast.csv").split(separator: "\n").dropFirst()
        .reduce(0) { $0 + (Double($1.split(separator: ",")[2]) ?? 0) }
    }
  }

  @Test func everyCommandStopsAndSaysHowToTrust() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder)
      #expect(try stranger.plan().code == 0)
      guard try stranger.build(marks: true) else { return }
      try stranger.ask("isolated = false")
      let centre = stranger.centre.folder
      let asOf = ["--as-of", TinyCentre.asOf]
      for command in [
        ["plan", centre] + asOf, ["check", centre] + asOf,
        ["check", centre, "--inputs-only"] + asOf, ["forecast", centre] + asOf,
        ["staff", centre] + asOf, ["roster", centre] + asOf, ["compare", centre] + asOf,
        ["explain", centre, "--queue", "main", "--at", "2026-12-01 10:00"], ["simulate", centre],
      ] {
        let stopped = try run([musterExecutable] + command, environment: stranger.environment)
        #expect(stopped.code == 10, "\(command): \(stopped.code) \(stopped.errors)")
        #expect(
          stopped.errors.contains("is not trusted: only the centre says that it may run"),
          "\(command): \(stopped.errors)")
        #expect(
          stopped.errors.contains("muster plugins trust \(stranger.library)"), "\(stopped.errors)")
        #expect(stopped.errors.contains("centre.toml:"), "\(stopped.errors)")
        #expect(!exists(stranger.mark), "\(command) ran the stranger's code")
      }
    }
  }

  @Test func whatIsTrustedRunsUntilItChanges() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder)
      #expect(try stranger.plan().code == 0)
      let before = try stranger.contacts()
      guard try stranger.build(marks: false) else { return }
      try stranger.ask("mode = \"double@overlay\"")
      #expect(try stranger.plan().code == 10)
      let trusted = try stranger.muster("plugins", "trust", stranger.library)
      #expect(trusted.code == 0, "\(trusted.errors)")
      let planned = try stranger.plan()
      #expect(planned.code == 0, "\(planned.errors)")
      #expect(try abs(stranger.contacts() - 2 * before) < 0.1)

      // Another file under the same name is another file.
      let honest = try readFile(stranger.library)
      #expect(try stranger.build(marks: true))
      let swapped = try stranger.plan()
      #expect(swapped.code == 10)
      #expect(
        swapped.errors.contains("is no longer the file that was trusted"), "\(swapped.errors)")
      #expect(swapped.errors.contains("muster plugins trust \(stranger.library)"))
      #expect(!exists(stranger.mark))
      // The trusted one again.
      try writeFile(stranger.library, honest)
      #expect(try stranger.plan().code == 0)
    }
  }

  /// Isolated it cannot even write the mark; inside the program it can, when it is trusted.
  @Test(.enabled(if: wallsStand)) func insideTheProgramRunsOnlyWhatIsTrusted() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder)
      guard try stranger.build(marks: true) else { return }
      try stranger.ask()
      #expect(try stranger.muster("plugins", "trust", stranger.library).code == 0)
      #expect(!exists(stranger.mark), "trusting ran the stranger's code")
      let isolated = try stranger.plan()
      #expect(isolated.code != 0)
      #expect(isolated.errors.contains("tried to write or change a file"), "\(isolated.errors)")
      #expect(!exists(stranger.mark))
      try stranger.ask("isolated = false")
      #expect(try stranger.plan().code == 0)
      #expect(exists(stranger.mark))
      // A folder of the command line is consent to the walls, not to more.
      try removeTree(stranger.mark)
      #expect(try stranger.muster("plugins", "distrust", Self.id).code == 0)
      let plugins = "\(stranger.centre.folder)/plugins"
      let inside = try stranger.plan("--plugin-dir", plugins)
      #expect(inside.code != 0)
      #expect(!exists(stranger.mark))
    }
  }

  @Test func aFolderOfTheCommandLineIsConsentToIsolation() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder)
      guard try stranger.build(marks: false) else { return }
      try stranger.ask()
      let plugins = "\(stranger.centre.folder)/plugins"
      let planned = try stranger.plan("--plugin-dir", plugins)
      #expect(planned.code == 0, "\(planned.errors)")
      try stranger.ask("isolated = false")
      let inside = try stranger.plan("--plugin-dir", plugins)
      #expect(inside.code == 10)
      #expect(inside.errors.contains("as isolated = false asks"), "\(inside.errors)")
    }
  }

  /// A relative folder is wherever the user stands: in a stranger's, perhaps.
  @Test func theFoldersOfTheEnvironmentAreTheUsersWhenTheyAreAbsolute() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder)
      guard try stranger.build(marks: false) else { return }
      try stranger.centre.change("centre.toml") { $0 + "[[plugin]]\nid = \"\(Self.id)\"\n" }
      func plan(_ path: String) throws -> Finished {
        try run(
          [
            "sh", "-c", "cd \"$1\" && exec \"$2\" plan . --as-of 2026-11-23 --roster-time 0.05",
            "sh", stranger.centre.folder, musterExecutable,
          ],
          environment: stranger.environment.merging(["MUSTER_PLUGIN_PATH": path]) { $1 })
      }
      let relative = try plan("plugins")
      #expect(relative.code == 10)
      #expect(
        relative.errors.contains("muster plugins trust plugins/libmuster-\(Self.id).so"),
        "\(relative.errors)")
      #expect(try plan("\(stranger.centre.folder)/plugins").code == 0)
    }
  }

  /// The id may stand in a file of any name; what is not trusted is not looked into.
  @Test func aFileOfAnotherNameIsNotLookedInto() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder, named: "anything you like.so")
      guard try stranger.build(marks: true) else { return }
      try stranger.ask()
      let stopped = try stranger.plan()
      #expect(stopped.code == 10)
      #expect(
        stopped.errors.contains("muster plugins trust '\(stranger.library)'"), "\(stopped.errors)")
      #expect(!exists(stranger.mark))
    }
  }

  /// A stranger's file under the name of a plugin that came with muster does not take its place, and is
  /// not passed over in silence either.
  @Test(.enabled(if: shippedPlugins.contains("web"), "the plugin web was taken away"))
  func aFileInThePlaceOfAShippedPluginStops() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder, named: "libmuster-web.so")
      guard try stranger.build(marks: true) else { return }
      try stranger.centre.change("centre.toml") {
        $0 + "[plugins]\npath = [\"plugins\"]\n\n[[plugin]]\nid = \"web\"\n"
      }
      let stopped = try stranger.plan()
      #expect(stopped.code == 10)
      #expect(stopped.errors.contains("muster plugins trust \(stranger.library)"))
      #expect(!exists(stranger.mark))
    }
  }

  // MARK: - The list

  @Test func theListSaysWhatBecameOfTheFiles() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder)
      let empty = try stranger.muster("plugins", "trust", "--list")
      #expect(empty.code == 0 && empty.output.isEmpty)
      guard try stranger.build(marks: true) else { return }
      #expect(try stranger.muster("plugins", "trust", stranger.library).code == 0)
      #expect(try stranger.muster("plugins", "trust", stranger.library).code == 0)
      let hash = try run(["sha256sum", stranger.library]).output.prefix(64)
      func list() throws -> String {
        try stranger.muster("plugins", "trust", "--list", "--format", "csv").output
      }
      #expect(try list() == "sha256,state,file\n\(hash),as trusted,\(stranger.library)\n")
      try writeFile(stranger.library, readFile(stranger.library) + [0])
      #expect(try list().contains(",changed,"))
      try removeTree(stranger.library)
      #expect(try list().contains(",gone,"))
      // What is gone can still be taken back, by the first digits.
      let gone = try stranger.muster("plugins", "distrust", String(hash.prefix(12)))
      #expect(gone.code == 0 && gone.output.contains(stranger.library))
      #expect(try list() == "sha256,state,file\n")
      let again = try stranger.muster("plugins", "distrust", String(hash.prefix(12)))
      #expect(again.code == 10)
      #expect(again.errors.contains("muster plugins trust --list"))
      #expect(!exists(stranger.mark))
    }
  }

  @Test func aListThatOthersCouldHaveWrittenIsNotUsed() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder)
      guard try stranger.build(marks: false) else { return }
      try stranger.ask()
      #expect(try stranger.muster("plugins", "trust", stranger.library).code == 0)
      #expect(try stranger.plan().code == 0)
      let list = "\(folder)/config/trusted-plugins.csv"
      chmod(list, 0o666)
      let open = try stranger.plan()
      #expect(open.code == 10)
      #expect(open.errors.contains("it can be changed by anyone (chmod o-w)"), "\(open.errors)")
      chmod(list, 0o600)
      try writeFile(list, Array("sha256,file\nabc,/x\n".utf8))
      let damaged = try stranger.plan()
      #expect(damaged.code == 10)
      #expect(damaged.errors.contains("is not 64 hexadecimal digits"), "\(damaged.errors)")
    }
  }

  @Test func nobodyTrustsWithoutAFolderToKeepTheListIn() throws {
    try withTemporaryFolder { folder in
      let stranger = try Stranger(in: folder)
      guard try stranger.build(marks: false) else { return }
      let nowhere = ["MUSTER_CONFIG": "", "XDG_CONFIG_HOME": "relative", "HOME": ""]
      let refused = try run(
        [musterExecutable, "plugins", "trust", stranger.library], environment: nowhere)
      #expect(refused.code == 10)
      #expect(refused.errors.contains("set MUSTER_CONFIG"), "\(refused.errors)")
      for wrong in [["plugins", "trust"], ["plugins", "trust", "x", "--list"]] {
        #expect(try run([musterExecutable] + wrong, environment: nowhere).code == 2)
      }
      let none = try stranger.muster("plugins", "trust", "org.example.nobody")
      #expect(none.code == 10)
      #expect(none.errors.contains("give the path of the file"))
    }
  }
}

extension String {
  /// What stands before the first `mark`; all where it does not stand.
  fileprivate func components(before mark: String) -> String {
    firstRange(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
