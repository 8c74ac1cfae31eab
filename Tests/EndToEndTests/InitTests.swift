import Files
import TestSupport
import Testing

@Suite struct InitTests {
  @Test func aNewCentrePlansAtOnce() throws {
    try withTemporaryFolder { folder in
      let centre = "\(folder)/north-desk"
      let made = try muster(
        "init", centre, "--kind", "inbound", "--agents", "30", "--timezone", "Europe/London",
        "--as-of", "2026-11-23")
      #expect(made.code == 0, "\(made.errors)")
      #expect(made.output.isEmpty)
      #expect(made.errors.contains("muster plan \(centre) --as-of 2026-11-23"))
      #expect(
        try namesInFolder(centre) == ["agents.csv", "centre.toml", "history.csv", "holidays.csv"])
      let settings = try text(of: "\(centre)/centre.toml")
      #expect(settings.contains("name = \"North Desk\""))
      #expect(
        settings.contains(
          "muster init north-desk --kind inbound --seed 1 --agents 30 --timezone Europe/London"))
      let planned = try muster("plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.2")
      #expect(planned.code == 0, "\(planned.errors)")
      #expect(planned.output.contains("North Desk, 2026-11-30 to 2026-12-06"))
    }
  }

  @Test func aShownProfileMakesTheSameCentre() throws {
    try withTemporaryFolder { folder in
      let shown = try muster("init", "--kind", "inbound", "--show-profile")
      #expect(shown.code == 0, "\(shown.errors)")
      try writeFile("\(folder)/own.toml", Array(shown.output.utf8))
      for (name, kind) in [("a", "inbound"), ("b", "\(folder)/own.toml")] {
        let made = try muster(
          "init", "\(folder)/\(name)", "--kind", kind, "--agents", "30", "--as-of", "2026-11-23")
        #expect(made.code == 0, "\(made.errors)")
      }
      for name in ["history.csv", "agents.csv", "holidays.csv"] {
        let isSame = try readFile("\(folder)/a/\(name)") == readFile("\(folder)/b/\(name)")
        #expect(isSame, "\(name)")
      }
    }
  }

  /// Two centres of one name and seed are two in everybody's calendar; made again in its place, one is the same.
  @Test func everyFolderIsACentreOfItsOwn() throws {
    try withTemporaryFolder { folder in
      func made(_ place: String) throws -> [String: String] {
        let result = try muster(
          "init", "\(folder)/\(place)/desk", "--kind", "inbound", "--name", "Desk", "--agents",
          "30",
          "--as-of", "2026-11-23")
        #expect(result.code == 0, "\(result.errors)")
        var files: [String: String] = [:]
        for name in try namesInFolder("\(folder)/\(place)/desk") {
          files[name] = try text(of: "\(folder)/\(place)/desk/\(name)")
        }
        return files
      }
      try makeFolder("\(folder)/a")
      try makeFolder("\(folder)/b")
      let (one, other) = (try made("a"), try made("b"))
      func id(_ files: [String: String]) throws -> Substring {
        try #require(files["centre.toml"]?.split(separator: "\n").first { $0.hasPrefix("id = ") })
      }
      #expect(try id(one) != id(other))
      for name in ["history.csv", "agents.csv", "holidays.csv"] {
        #expect(one[name] == other[name])
      }
      try removeTree("\(folder)/a/desk")
      #expect(try made("a") == one)

      // The same of what is drafted from a history.
      let history = "\(folder)/history.csv"
      try writeFile(history, Array((one["history.csv"] ?? "").utf8))
      var ids: Set<Substring> = []
      for place in ["c", "d"] {
        let result = try muster(
          "init", "\(folder)/\(place)", "--from-history", history, "--name", "Desk", "--timezone",
          "America/New_York")
        #expect(result.code == 0, "\(result.errors)")
        ids.insert(try id(["centre.toml": text(of: "\(folder)/\(place)/centre.toml")]))
      }
      #expect(ids.count == 2)
    }
  }

  @Test func aFolderInUseIsLeftAlone() throws {
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/mine.txt", [65])
      let result = try muster("init", folder, "--kind", "inbound", "--as-of", "2026-11-23")
      #expect(result.code == 2)
      #expect(result.errors.contains("is not empty (mine.txt)"))
      #expect(try namesInFolder(folder) == ["mine.txt"])
    }
  }

  @Test(
    arguments: [
      (["--kind", "inbond"], 2, ["--kind", "inbond", "inbound is meant"]),
      (["--kind", "inbound", "--as-of", "23.11.2026"], 2, ["--as-of", "2026-11-30"]),
      (["--kind", "inbound", "--timezone", "Europe/Londn"], 2, ["Europe/London is meant"]),
      (["--kind", "inbound", "--agents", "3"], 2, ["agents", "take at least"]),
      (["--kind", "inbound", "--seed", "-1"], 2, ["seed"]),
      (["--kind", "missing.toml"], 4, ["missing.toml"]),
      ([], 2, ["--kind"]),
    ] as [([String], Int32, [String])])
  func mistakesAreExplainedAndNothingIsMade(
    options: [String], code: Int32, says: [String]
  ) throws {
    try withTemporaryFolder { folder in
      let asOf = options.contains("--as-of") ? [] : ["--as-of", "2026-11-23"]
      let result = try run([musterExecutable, "init", "\(folder)/new"] + options + asOf)
      #expect(result.code == code, "\(result.errors)")
      for words in says { #expect(result.errors.contains(words), "\(result.errors)") }
      #expect(!exists("\(folder)/new"))
    }
  }

  /// Calendars of two centres that one program shows are apart: no entry of one replaces one of the other.
  @Test func centresHaveNoCalendarEntryInCommon() throws {
    try withTemporaryFolder { folder in
      var seen: Set<String> = []
      for name in ["one", "two"] {
        let centre = "\(folder)/\(name)"
        let made = try muster(
          "init", centre, "--kind", "inbound", "--agents", "30", "--seed", "1", "--as-of",
          "2026-11-23")
        #expect(made.code == 0, "\(made.errors)")
        let plan = try muster("plan", centre, "--as-of", "2026-11-23", "--quiet", "--accept")
        #expect(plan.code == 0, "\(plan.errors)")
        let calendars = "\(centre)/published/latest/calendars"
        var own: Set<String> = []
        for file in try namesInFolder(calendars) where file.hasSuffix(".ics") {
          let lines = try text(of: "\(calendars)/\(file)").split(whereSeparator: \.isNewline)
          own.formUnion(lines.filter { $0.hasPrefix("UID:") }.map(String.init))
        }
        #expect(own.count > 20)
        #expect(seen.isDisjoint(with: own), "\(name)")
        seen.formUnion(own)
      }
    }
  }
}
