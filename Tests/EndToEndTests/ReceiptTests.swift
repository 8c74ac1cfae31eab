import Files
import Glibc
import TestSupport
import Testing

/// One run, one receipt: in every outcome, whole, and never that of another run.
@Suite struct ReceiptTests {
  /// The value of a member that stands on a line of its own, without quotes; nil: it is not there.
  static func value(_ key: String, in json: String) -> String? {
    for line in json.split(separator: "\n") {
      let parts = line.drop { $0 == " " }.split(separator: " : ", maxSplits: 1)
      guard parts.first.map(String.init) == "\"\(key)\"", parts.count == 2 else { continue }
      let value = parts[1].hasSuffix(",") ? parts[1].dropLast() : parts[1]
      return value.hasPrefix("\"") ? String(value.dropFirst().dropLast()) : String(value)
    }
    return nil
  }

  /// The sum of a column of a file of the latest plan, read by a reader of our own.
  private func sum(
    _ column: String, of file: String, where condition: (column: String, value: String)? = nil,
    _ centre: TinyCentre
  ) throws -> Double {
    let lines = try text(of: "\(centre.latest)/\(file)").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let header = try #require(lines.first)
    let place = try #require(header.firstIndex { $0 == column })
    let other = condition.flatMap { wanted in header.firstIndex { $0 == wanted.column } }
    return lines.dropFirst().filter { other == nil || $0[other ?? 0] == condition?.value ?? "" }
      .reduce(0) { $0 + (Double($1[place]) ?? .nan) }
  }

  @Test func ofAPublishedPlanItHasItsFigures() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let path = "\(folder)/receipts/tiny.json"
      let planned = try centre.plan("--receipt", path)
      #expect(planned.code == 0, "\(planned.errors)")
      let receipt = try text(of: path)
      func value(_ key: String) -> String? { Self.value(key, in: receipt) }
      let plan = try #require(linked(centre.latest))
      #expect(value("centre") == centre.folder)
      #expect(value("outcome") == "published")
      #expect(value("exit_code") == "0")
      #expect(value("message") == "Published \(centre.published)/\(plan)")
      #expect(value("as_of") == TinyCentre.asOf)
      #expect(value("as_of_instant") == "2026-11-23T05:00:00Z")
      #expect(value("from") == "2026-11-30")
      #expect(value("to") == "2026-12-07")
      #expect(value("plan") == plan)
      #expect(plan.hasSuffix(String(try #require(value("plan_id")).prefix(8))))
      #expect(
        value("plan_sha256") == SHA256.hex(try readFile("\(centre.latest)/manifest.json")))
      #expect(value("switched_latest") == "true")
      let minutes = try sum("minutes", of: "roster.csv", where: ("paid", "yes"), centre)
      let paid = try #require(value("paid_hours").flatMap { Double($0) })
      #expect(abs(paid - minutes / 60) < 0.006)
      let missing = try #require(value("missing_hours").flatMap { Double($0) })
      #expect(abs(missing - 0.5 * (try sum("missing", of: "coverage.csv", centre))) < 0.006)
      #expect(try #require(value("seconds").flatMap { Double($0) }) > 0)

      let again = try centre.plan("--receipt", path)
      #expect(again.code == 0)
      let second = try text(of: path)
      #expect(Self.value("outcome", in: second) == "unchanged")
      #expect(Self.value("switched_latest", in: second) == "false")
      #expect(Self.value("plan_sha256", in: second) == value("plan_sha256"))
      #expect(Self.value("paid_hours", in: second) == value("paid_hours"))
    }
  }

  @Test func ofARefusalAndAFailureItHasTheCodeAndTheFirstLine() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let path = "\(folder)/r.json"
      func check(_ result: Finished, _ code: Int32) throws {
        #expect(result.code == code, "\(result.errors)")
        let receipt = try text(of: path)
        #expect(Self.value("exit_code", in: receipt) == "\(code)")
        #expect(Self.value("outcome", in: receipt) == "failed")
        let message = try #require(Self.value("message", in: receipt))
        #expect(result.errors.contains(message.replacing("\\\"", with: "\"")), "\(message)")
        #expect(!message.isEmpty)
        try removeTree(path)
      }
      // The command line, before anything runs.
      try check(try centre.plan("--receipt", path, "--weeks", "0"), 2)
      // Nobody there.
      try check(
        try muster("plan", "\(folder)/nowhere", "--as-of", "2026-11-23", "--receipt=\(path)"), 10)
      // Locked.
      let lock = try FileLockHolder(centre.published)
      try check(try centre.plan("--receipt", path), 11)
      lock.release()
      // Bad input.
      try centre.change("agents.csv") { $0.replacing("A2,Bo,FT", with: "A2,Bo,XX") }
      try check(try centre.plan("--receipt", path), 4)
    }
  }

  @Test func aPlanThatFailsIsNotInForceAndHasFigures() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        $0.replacing("max_missing = 0.5", with: "max_missing = 0.0001")
      }
      try centre.change("history.csv") { text in
        // Ten times the contacts: six people cannot do it.
        text.split(separator: "\n").enumerated().map { k, line in
          guard k > 0 else { return String(line) }
          let fields = line.split(separator: ",")
          return ([String(fields[0])] + fields.dropFirst().map { "\((Int($0) ?? 0) * 10)" })
            .joined(separator: ",")
        }.joined(separator: "\n") + "\n"
      }
      let path = "\(folder)/r.json"
      let result = try centre.plan("--receipt", path)
      #expect(result.code == 13, "\(result.errors)")
      let receipt = try text(of: path)
      #expect(ReceiptTests.value("outcome", in: receipt) == "not in force")
      #expect(ReceiptTests.value("exit_code", in: receipt) == "13")
      #expect(ReceiptTests.value("switched_latest", in: receipt) == "false")
      #expect(ReceiptTests.value("missing_hours", in: receipt).flatMap { Double($0) } ?? 0 > 10)
    }
  }

  @Test func aFileThatIsNoReceiptIsLeftAlone() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let history = "\(centre.folder)/history.csv"
      #expect(try centre.plan("--receipt", history).code == 2)
      #expect(try centre.plan("--receipt", history, "--weeks", "0").code == 2)
      #expect(try text(of: history) == TinyCentre.history)
      #expect(!exists(centre.latest))
    }
  }

  /// The receipt of yesterday must not stand for a run that was killed today.
  @Test func aKilledRunLeavesNone() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let path = "\(folder)/r.json"
      #expect(try centre.plan("--receipt", path).code == 0)
      try centre.change("centre.toml") { $0.replacing("0.8,", with: "0.9,") }
      let pid = try start(
        [
          musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
          "60", "--receipt", path,
        ], folder: folder)
      usleep(700_000)
      kill(pid, SIGKILL)
      #expect(waitForExit(pid) == -SIGKILL)
      #expect(!exists(path))
    }
  }
}

/// Holds the lock of a published folder, as a run does.
struct FileLockHolder {
  private let lock: FileLock

  init(_ published: String) throws {
    try makeFolder(published)
    lock = try FileLock("\(published)/.lock")
  }

  func release() { lock.release() }
}
