import CivilTime
import Files
import HistoryStore
import Importing
import TestSupport
import Testing

/// Exports of single contacts that share rows, imported one after the other.
@Suite struct OverlappingExportTests {
  private let header = "arrival,queue,outcome,wait_s,talk_s\n"

  /// Rows of two days, some of them twice the same.
  private func rows(_ seed: Int) -> [String] {
    var random = SeededGenerator(state: UInt64(seed) &* 31)
    var rows: [String] = []
    for _ in 0..<300 {
      let minute = Int.random(in: 0..<2880, using: &random)
      let time = "2026-11-\(16 + minute / 1440) " + clock(minute % 1440)
      let answered = Int.random(in: 0..<5, using: &random) > 0
      let row =
        "\(time),\(answered ? "sales" : "support"),\(answered ? "answered" : "abandoned"),"
        + "\(Int.random(in: 0..<60, using: &random)),\(answered ? "\(60 + minute % 90)" : "")"
      rows.append(row)
      if minute % 10 == 0 { rows.append(row) }
    }
    return rows.sorted()
  }

  private func clock(_ minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minute / 60)):\(two(minute % 60)):00"
  }

  private func file(_ rows: some Sequence<String>) -> String {
    header + rows.joined(separator: "\n") + "\n"
  }

  @Test(arguments: 1...4) func sharedRowsCountOnce(seed: Int) throws {
    let rows = rows(seed)
    let whole = try imported([file(rows)])
    #expect(whole.contains("2026-11-17"))
    #expect(try imported([file(rows), file(rows)]) == whole)
    // Cut between different rows: of the same ones a file would have to know how many went before.
    var cut = rows.count / 3 * 2
    while rows[cut] == rows[cut - 1] { cut += 1 }
    var early = rows.count / 3
    while rows[early] == rows[early - 1] { early += 1 }
    #expect(try imported([file(rows[..<cut]), file(rows[early...])]) == whole)
    #expect(try imported([file(rows[early...]), file(rows[..<cut])]) == whole)
    #expect(try imported([file(rows.reversed())]) == whole)
  }

  /// A zone that was wrong at first leaves nothing behind.
  @Test func aCorrectedClockMovesTheCalls() throws {
    let text = file(rows(9))
    let right = try imported([text])
    try withTemporaryFolder { folder in
      let centre = try BareCentre(folder)
      try writeFile("\(folder)/input", Array(text.utf8))
      var options = ImportOptions()
      options.zone = centre.zone
      options.sourceZone = .utc
      _ = try centre.history.take(["\(folder)/input"], options)
      #expect(try centre.text != right)
      try centre.take(text)
      #expect(try centre.text == right)
    }
  }
}
