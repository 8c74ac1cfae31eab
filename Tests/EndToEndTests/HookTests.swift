import Files
import Glibc
import TestSupport
import Testing

/// Programs that are run when a run has ended, and the log of runs.
@Suite struct HookTests {
  /// A program that writes its argument and its standard input behind each other into a file.
  private func listener(_ folder: String, ending: String = "") throws -> (
    path: String, heard: String
  ) {
    let (path, heard) = ("\(folder)/listen", "\(folder)/heard")
    try writeFile(path, Array("#!/bin/sh\n{ echo \"[$1]\"; cat; } >> '\(heard)'\n\(ending)\n".utf8))
    chmod(path, 0o755)
    return (path, heard)
  }

  private func events(_ heard: String) throws -> [String] {
    guard exists(heard) else { return [] }
    return try text(of: heard).split(separator: "\n").filter { $0.hasPrefix("[") }.map {
      String($0.dropFirst().dropLast())
    }
  }

  private func lines(_ log: String) throws -> [String] {
    try text(of: log).split(separator: "\n").map(String.init)
  }

  @Test func aPublishedPlanIsToldWithItsReceiptAndAnUnchangedOneIsNot() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let (program, heard) = try listener(folder)
      let hooks = ["--on-publish", program, "--on-change", program, "--on-failure", program]
      let planned = try centre.plan(hooks + ["--quiet"])
      #expect(planned.code == 0, "\(planned.errors)")
      #expect(try events(heard) == ["publish"])
      let receipt = try text(of: heard)
      #expect(ReceiptTests.value("outcome", in: receipt) == "published")
      #expect(ReceiptTests.value("plan", in: receipt) == linked(centre.latest))
      #expect(try centre.plan(hooks + ["--quiet"]).code == 0)
      #expect(try events(heard) == ["publish"])
    }
  }

  @Test func aChangedRosterIsToldAndAFailedRunToo() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let (program, heard) = try listener(folder)
      let hooks = ["--on-publish", program, "--on-change", program, "--on-failure", program]
      #expect(try centre.plan([]).code == 0)
      // Ada is ill for the week: somebody's shifts are others now.
      let ill = TinyCentre.agents.replacing(
        "A1,Ada,FT,", with: "A1,Ada,FT,2026-11-30;2026-12-01;2026-12-02;2026-12-03;2026-12-04")
      try writeFile("\(centre.folder)/agents.csv", Array(ill.utf8))
      let changed = try centre.plan(hooks)
      #expect(changed.code == 0, "\(changed.errors)")
      #expect(try events(heard) == ["publish", "change"])
      try writeFile("\(centre.folder)/centre.toml", Array("[centre]\nname = 3\n".utf8))
      let failed = try centre.plan(hooks)
      #expect(failed.code == 4)
      #expect(try events(heard) == ["publish", "change", "failure"])
      let receipts = try text(of: heard)
      #expect(receipts.contains("\"exit_code\" : 4"))
    }
  }

  @Test func aPlanThatIsNotInForceIsAFailure() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let strict = TinyCentre.configuration.replacing("max_missing = 0.5", with: "max_missing = 0")
        .replacing("shrinkage = 0.1", with: "shrinkage = 0.9")
      try writeFile("\(centre.folder)/centre.toml", Array(strict.utf8))
      let (program, heard) = try listener(folder)
      let planned = try centre.plan(["--on-publish", program, "--on-failure", program])
      #expect(planned.code == 13, "\(planned.errors)")
      #expect(try events(heard) == ["failure"])
    }
  }

  @Test func aProgramThatFailsLeavesThePlanAndIsDoneInPart() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let (program, _) = try listener(folder, ending: "echo no such channel >&2; exit 7")
      let receipt = "\(folder)/receipt.json"
      let planned = try centre.plan([
        "--on-publish", program, "--receipt", receipt, "--quiet",
      ])
      #expect(planned.code == 3)
      #expect(
        planned.errors
          == "error: --on-publish \(program): failed with exit code 7 (no such channel).\n")
      #expect(exists(centre.latest))
      #expect(ReceiptTests.value("exit_code", in: try text(of: receipt)) == "3")
      #expect(ReceiptTests.value("outcome", in: try text(of: receipt)) == "published")
    }
  }

  @Test func aProgramHasItsTimeAndNoMore() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let (program, heard) = try listener(
        folder, ending: "sleep 30; echo '[late]' >> '\(folder)/heard'")
      let planned = try centre.plan(["--on-publish", program, "--hook-limit", "1", "--quiet"])
      #expect(planned.code == 3)
      #expect(planned.errors.contains("did not end in 1 s and was ended"))
      #expect(planned.errors.contains("--hook-limit gives it longer"))
      #expect(try events(heard) == ["publish"])
    }
  }

  @Test func whatIsNoProgramIsNamed() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let planned = try centre.plan(["--on-publish", "\(folder)/none", "--quiet"])
      #expect(planned.code == 3)
      #expect(planned.errors.contains("--on-publish \(folder)/none: cannot be started"))
      let alone = try centre.plan(["--hook-limit", "5"])
      #expect(alone.code == 2)
      #expect(alone.errors.contains("--hook-limit"))
    }
  }

  @Test func theLogHasALineOfJSONForEveryEventAndRunsAddToIt() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let log = "\(folder)/runs.jsonl"
      #expect(try centre.plan(["--log", log, "--quiet"]).code == 0)
      let first = try lines(log)
      #expect(first.allSatisfy { $0.hasPrefix("{\"time\":") && $0.hasSuffix("}") })
      #expect(first.first?.contains("\"event\":\"start\"") == true)
      #expect(first.last?.contains("\"outcome\"") == true)
      #expect(!first.contains { $0.contains("Ada") })
      try writeFile("\(centre.folder)/agents.csv", Array("agent_id\n".utf8))
      #expect(try centre.plan(["--log", log, "--quiet"]).code != 0)
      let both = try lines(log)
      #expect(Array(both.prefix(first.count)) == first)
      #expect(both.last?.contains("\"failed\"") == true)
      let blocked = try centre.plan(["--log", "\(folder)/no/such/log", "--quiet"])
      #expect(blocked.code == 1)
      #expect(blocked.errors.contains("--log: cannot be written"))
    }
  }
}
