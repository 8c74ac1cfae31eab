import Batches
import Diagnostics
import Files
import TestSupport
import Testing

/// Results of queue after queue, of which another run goes on with what the last one left.
@Suite struct QueueResultsTests {
  private static let header = ["queue", "value"]
  /// Names with separators, quotes, line ends and letters of several bytes.
  private static let queues: [(name: String, rows: String)] = [
    ("a, first", "\"a, first\",1\n\"a, first\",2\n"), ("b \"x\"", "\"b \"\"x\"\"\",3\n"),
    ("c\nd", "\"c\nd\",4\n\"c\nd\",5\n"), ("ü", "ü,6\nü,7\n"),
  ]

  private func settings(_ weeks: String = "8") -> ResultSettings {
    ResultSettings(
      command: "backtest", version: "1", settings: ["--weeks": weeks, "--history": "ab"])
  }

  private func open(
    _ path: String, _ settings: ResultSettings, resumes: Bool = true
  ) throws -> QueueResults {
    try QueueResults(path, settings, header: Self.header, resumes: resumes)
  }

  private func write(_ path: String, resumes: Bool = true) throws -> Set<String> {
    let results = try open(path, settings(), resumes: resumes)
    for queue in Self.queues where !results.done.contains(queue.name) {
      try results.append(Array(queue.rows.utf8))
    }
    return results.done
  }

  /// A run may be killed after any byte.
  @Test func whereverItWasTornItBecomesTheWhole() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/r.csv"
      #expect(try write(path, resumes: false).isEmpty)
      let whole = try readFile(path)
      #expect(whole == Array(("queue,value\n" + Self.queues.map(\.rows).joined()).utf8))
      var kept: [Int] = []
      for count in 0...whole.count {
        try writeUnsynced(path, Array(whole[..<count]))
        kept.append(try write(path).count)
        #expect(try readFile(path) == whole, "torn after \(count) bytes")
      }
      // Only what may be torn is made again.
      #expect(kept == kept.sorted() && kept.last == Self.queues.count - 1)
    }
  }

  @Test func resultsOfOtherSettingsAreRefusedByName() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/r.csv"
      _ = try write(path)
      let whole = try readFile(path)
      let problems = #expect(throws: Problems.self) { _ = try open(path, settings("4")) }
      #expect(problems?.all.map(\.subject) == ["--weeks"])
      #expect(problems?.all.first?.value == "4, there 8")
      let again = #expect(throws: Problems.self) {
        _ = try open(path, settings(), resumes: false)
      }
      #expect(again?.all.first?.maybe?.contains("--resume") == true)
      try removeTree(ResultSettings.path(of: path))
      #expect(throws: Problems.self) { _ = try open(path, settings()) }
      #expect(try readFile(path) == whole)
    }
  }

  @Test func anotherRunAtWorkIsNotDisturbed() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/r.csv"
      let first = try open(path, settings())
      let problems = #expect(throws: Problems.self) { _ = try open(path, settings()) }
      #expect(problems?.all.first?.kind == .locked)
      try first.append(Array(Self.queues[0].rows.utf8))
      #expect(try text(of: path) == "queue,value\n" + Self.queues[0].rows)
    }
  }

  @Test func whatIsNoFileIsRefused() throws {
    try withTemporaryFolder { folder in
      for path in [folder, "\(folder)/none/r.csv", "/dev/null", "/dev/stdout"] {
        #expect(throws: Problems.self) { _ = try open(path, settings()) }
        #expect(!exists(ResultSettings.path(of: path)))
      }
    }
  }
}
