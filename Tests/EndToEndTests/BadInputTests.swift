import Files
import TestSupport
import Testing

/// One thing that a user can get wrong: what to change, and what the answer must say.
struct Mistake: Sendable, CustomTestStringConvertible {
  var name: String
  var file: String
  var replacing: String
  var with: String
  var code: Int32
  /// Each must stand in the message.
  var says: [String]

  var testDescription: String { name }

  init(
    _ name: String, _ file: String, _ replacing: String, _ with: String, code: Int32 = 4,
    says: String...
  ) {
    self.name = name
    self.file = file
    self.replacing = replacing
    self.with = with
    self.code = code
    self.says = says
  }
}

@Suite struct BadInputTests {
  static let mistakes: [Mistake] = [
    Mistake(
      "wrong column", "history.csv", ",offered,", ",offerd,",
      says: "history.csv:1", "offered or calls", "offerd"),
    Mistake(
      "not a number", "history.csv", "2026-09-14 09:00:00,10", "2026-09-14 09:00:00,many",
      says: "history.csv:2:21", "many", "Maybe"),
    Mistake(
      "NaN", "history.csv", "2026-09-14 09:00:00,10", "2026-09-14 09:00:00,NaN",
      says: "history.csv:2:21", "NaN", "Maybe"),
    Mistake(
      "negative", "history.csv", "2026-09-14 09:00:00,10", "2026-09-14 09:00:00,-12",
      says: "history.csv:2:21", "-12", "negative"),
    Mistake(
      "duplicate interval", "history.csv", "2026-09-14 09:30:00,", "2026-09-14 09:00:00,",
      says: "history.csv:3", "2026-09-14 09:00:00", "Maybe"),
    Mistake(
      "out of order", "history.csv", "2026-09-15 09:00:00,", "2026-09-13 09:00:00,",
      says: "history.csv:", "2026-09-13 09:00:00", "Maybe"),
    Mistake(
      "a local time that happens twice", "history.csv", "2026-09-14 09:00:00,10",
      "2025-11-02 01:30:00,1,1,0,240\n2025-11-02 01:30:00,1,1,0,240\n2025-11-02 01:30:00,10",
      says: "history.csv:", "2025-11-02 01:30:00", "Maybe"),
    Mistake(
      "a local time that does not exist", "history.csv", "2026-09-14 09:00:00,10",
      "2026-03-08 02:30:00,10", says: "history.csv:2", "2026-03-08 02:30:00", "Maybe"),
    Mistake(
      "unknown zone", "centre.toml", "America/New_York", "America/New_Yorc",
      says: "centre.toml:3:1", "centre.timezone", "America/New_York"),
    Mistake(
      "unknown key", "centre.toml", "shrinkage", "shrinkgae",
      says: "centre.toml:", "queue[0].shrinkgae", "you meant shrinkage"),
    Mistake(
      "percent for share", "centre.toml", "shrinkage = 0.1", "shrinkage = 10",
      says: "centre.toml:", "(10)", "write 0.1 for 10 %"),
    Mistake(
      "no valid TOML", "centre.toml", "[[queue]]", "[[queue", says: "centre.toml:", "TOML"),
    Mistake(
      "unknown contract", "agents.csv", "A1,Ada,FT", "A1,Ada,FTT",
      says: "agents.csv:2", "FTT", "FT"),
    Mistake(
      "the same agent twice", "agents.csv", "A2,Bo", "A1,Bo", says: "agents.csv:3", "A1", "Maybe"),
    Mistake(
      "no such day", "agents.csv", "2026-12-01", "2026-13-01",
      says: "agents.csv:3", "2026-13-01"),
    Mistake(
      "no agents", "agents.csv", TinyCentre.agents,
      "agent_id,name,contract,unavailable_dates\n", code: 4, says: "names no agent", "Maybe"),
    Mistake(
      "rules that contradict each other", "centre.toml", "max_shifts_per_week = 5",
      "max_shifts_per_week = 5\nmin_shifts_per_week = 6", code: 5,
      says: "min_shifts_per_week", "max_shifts_per_week", "Maybe"),
    Mistake(
      "rules nobody can keep", "centre.toml", "starts = \"09:00\"",
      "starts = \"09:00\"\nshift_days = \"Mon-Fri\"\nmin_shifts_per_week = 6", code: 5, says: "A1",
      "min_shifts_per_week"),
    Mistake(
      "empty history", "history.csv", TinyCentre.history,
      "interval_start,offered,handled,abandoned,handle_s\n", says: "main", "no history"),
    Mistake(
      "an empty file", "history.csv", TinyCentre.history, "", says: "history.csv", "empty"),
    Mistake(
      "bad holiday", "holidays.csv", "2026-11-26,US,public", "2026-11-26,US,publik",
      says: "holidays.csv:2", "publik"),
    Mistake(
      "stale history", "centre.toml", "[inputs]", "[inputs]\nmax_age = \"26h\"", code: 12,
      says: "history.csv", "main", "max_age"),
  ]

  @Test(arguments: mistakes)
  func isNamedWithAWayOutAndNothingIsPublished(_ mistake: Mistake) throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let before = try text(of: "\(centre.folder)/\(mistake.file)")
      #expect(before.contains(mistake.replacing), "the mistake does not apply")
      try centre.change(mistake.file) {
        $0.replacing(mistake.replacing, with: mistake.with, maxReplacements: 1)
      }
      let result = try centre.plan()
      #expect(result.code == mistake.code, "\(result.errors)")
      for words in mistake.says {
        #expect(result.errors.contains(words), "\"\(words)\" is not in: \(result.errors)")
      }
      #expect(result.output.isEmpty)
      #expect(!exists(centre.latest))
    }
  }

  @Test(arguments: ["history.csv", "agents.csv", "holidays.csv"])
  func aMissingFileIsNamed(name: String) throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try removeTree("\(centre.folder)/\(name)")
      let result = try centre.plan()
      #expect(result.code == 4)
      #expect(result.errors.contains("\(name): cannot be opened (No such file or directory)"))
    }
  }

  @Test func aFolderWithoutACentreIsNamed() throws {
    try withTemporaryFolder { folder in
      let result = try muster("plan", folder, "--as-of", "2026-11-23")
      #expect(result.code == 10)
      #expect(result.errors.contains("centre.toml") && result.errors.contains("muster init"))
    }
  }

  @Test(arguments: [
    ["--as-of", "yesterday"], ["--as-of", "2026-11-23", "--from", "2026-11-01"],
    ["--as-of", "2026-11-23", "--weeks", "0"], ["--as-of", "2026-11-23", "--frm", "x"],
  ])
  func wrongUsageExits2(arguments: [String]) throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let result = try run([musterExecutable, "plan", centre.folder] + arguments)
      #expect(result.code == 2, "\(result.errors)")
      #expect(!exists(centre.latest))
    }
  }
}
