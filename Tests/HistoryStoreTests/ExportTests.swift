import Files
import HistoryStore
import Importing
import TestSupport
import Testing

/// What a store gives out, another takes in without loss.
@Suite struct StoreExportTests {
  private func calls(_ centre: BareCentre) throws -> String {
    let bytes = try HistoryStore(folder: centre.folder).read { callTable($0, zone: centre.zone) }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: 1...3) func callsGoToAnotherCentreWithoutLoss(seed: Int) throws {
    let lines = randomLog(seed: seed)
    let half = lines.count / 2
    let first = lines[..<half].joined(separator: "\n")
    let second = lines[half...].joined(separator: "\n")
    let exports = """
      arrival,queue,outcome,wait_s,talk_s
      2026-11-16 09:00:00,web,answered,3.25,100.5
      2026-11-16 09:00:00,web,answered,3.25,100.5
      2026-11-16 09:10:00,web,abandoned,7,

      """
    try withTemporaryFolder { folder in
      try makeFolder("\(folder)/a")
      try makeFolder("\(folder)/b")
      let one = try BareCentre("\(folder)/a")
      try one.take(first)
      try one.take(exports)
      let text = try calls(one)
      #expect(text.contains("web,2026-11-16T09:00:00-05:00,,"))
      let other = try BareCentre("\(folder)/b")
      try other.take(text)
      #expect(try calls(other) == text)
      #expect(try other.text == one.text)
      // The log goes on in both alike.
      try one.take(second)
      try other.take(second)
      #expect(try other.text == one.text)
      #expect(try calls(other) == calls(one))
    }
  }

  @Test func theHistoryIsThatOfTheFile() throws {
    try withTemporaryFolder { folder in
      let centre = try BareCentre(folder)
      try centre.take(randomLog(seed: 3).joined(separator: "\n"))
      #expect(String(decoding: try centre.history.text(), as: UTF8.self) == (try centre.text))
    }
  }
}
