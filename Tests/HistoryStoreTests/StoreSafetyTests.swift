import Diagnostics
import Files
import HistoryStore
import Importing
import Tables
import TestSupport
import Testing

/// What a store withstands.
@Suite struct StoreSafetyTests {
  private let log = randomLog(seed: 21, calls: 80).joined(separator: "\n") + "\n"
  private let counts = """
    interval_start,queue,offered,handled,aht_note
    2026-11-16T09:00:00-05:00,sales,7,6,"said ""twice"", by hand"
    2026-11-16T09:30:00-05:00,sales,0,0,

    """

  @Test func whatIsRefusedChangesNothing() throws {
    try withTemporaryFolder { folder in
      let centre = try BareCentre(folder)
      try centre.take(log)
      let before = try centre.text
      #expect(throws: Problem.self) {
        try centre.take(counts) { _ in throw Problem(.invalidInput, "refused") }
      }
      #expect(throws: Problem.self) { try centre.take("no,such\nfile,1\n") }
      #expect(try centre.text == before)
      let stored = try HistoryStore(folder: folder).read { try $0.historyText() }
      #expect(stored.map { String(decoding: $0, as: UTF8.self) } == before)
      #expect(try namesInFolder(folder).allSatisfy { !$0.contains(".new-") })
    }
  }

  /// The process ended after the store had all and before the file was in its place.
  @Test func aCrashBeforeTheFileIsInPlaceIsMended() throws {
    try withTemporaryFolder { folder in
      let centre = try BareCentre(folder)
      try centre.take(log)
      let old = try readFile("\(folder)/history.csv")
      try centre.take(counts)
      let new = try centre.text
      try writeFile("\(folder)/history.csv", old)
      try centre.take(log)
      #expect(try centre.text == new)
      // Before the first import ever ended.
      try removeTree("\(folder)/history.csv")
      try centre.take(log)
      #expect(try centre.text == new)
    }
  }

  @Test func editsOfTheFileStayAsTheyAre() throws {
    try withTemporaryFolder { folder in
      let centre = try BareCentre(folder)
      let lines = randomLog(seed: 5)
      let half = lines.count / 2
      try centre.take(lines[..<half].joined(separator: "\n"))
      var rows = try centre.text.split(separator: "\n").map(String.init)
      let removed = rows.remove(at: 3)
      rows[1] = rows[1].replacing(",ok", with: ",outage").replacing(",partial", with: ",outage")
      try writeFile("\(folder)/history.csv", Array((rows.joined(separator: "\n") + "\n").utf8))
      try centre.take(lines[half...].joined(separator: "\n"))
      let after = try centre.text
      #expect(after.contains("\n\(rows[1])\n"))
      #expect(!after.contains(removed))
    }
  }

  @Test func aHistoryWithoutAStoreIsTakenOverByteByByte() throws {
    try withTemporaryFolder { folder in
      let centre = try BareCentre(folder)
      try writeFile("\(folder)/history.csv", Array(counts.utf8))
      try centre.take(log)
      let text = try centre.text
      #expect(text.contains(#"2026-11-16T09:00:00-05:00,sales,7,6,"said ""twice"", by hand""#))
      let stored = try HistoryStore(folder: folder).read { try $0.historyText() }
      #expect(stored.map { String(decoding: $0, as: UTF8.self) } == text)
    }
  }

  @Test func whatIsNoDatabaseIsNamedAndLeftAlone() throws {
    try withTemporaryFolder { folder in
      let centre = try BareCentre(folder)
      try centre.take(counts)
      let before = try centre.text
      let path = "\(folder)/\(HistoryStore.name)"
      let noise = Array(repeating: Array("no database at all ".utf8), count: 400).flatMap { $0 }
      try writeFile(path, noise)
      let problem = #expect(throws: Problem.self) { try centre.take(log) }
      #expect(problem?.place?.file == path)
      #expect(problem?.maybe?.contains("history.csv") == true)
      #expect(try readFile(path) == noise)
      #expect(try centre.text == before)
    }
  }
}
