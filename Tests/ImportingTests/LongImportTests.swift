import CivilTime
import Files
import Importing
import TestSupport
import Testing

/// Tables that are long enough for a second thread give what their rows say, however they are written.
@Suite struct LongImportTests {
  private static let header = ["interval_start", "queue", "offered", "handled", "handle_s"]

  /// Half-hours of twenty queues, above two megabytes.
  private static let rows: [[String]] = {
    let begin = CivilDate(year: 2026, month: 1, day: 5)?.dayNumber ?? 0
    return (0..<3000).flatMap { slot in
      (0..<20).map { queue in
        let count = (slot * 7 + queue * 13) % 90
        let start = Instant(seconds: Int64(begin) * 86_400 + Int64(slot) * 1800)
        return [
          start.text(in: .utc), "queue-\(queue)", "\(count)", "\(count - count / 20)",
          "\(count * (180 + queue))",
        ]
      }
    }
  }()

  private func text(
    _ rows: [[String]], lineEnd: String = "\n", _ field: (String) -> String = { $0 }
  ) -> String {
    ([Self.header] + rows).map { $0.map(field).joined(separator: ",") }.joined(separator: lineEnd)
      + lineEnd
  }

  private func imported(_ texts: [String]) throws -> ImportResult {
    try withTemporaryFolder { folder in
      var paths: [String] = []
      for (k, text) in texts.enumerated() {
        paths.append("\(folder)/part\(k).csv")
        try writeFile(paths[k], Array(text.utf8))
      }
      var options = ImportOptions()
      options.zone = .utc
      options.keepsRejects = true
      return try importHistory(paths, options)
    }
  }

  @Test func spellingOrderAndPiecesChangeNothing() throws {
    let whole = try imported([text(Self.rows)])
    #expect(whole.rowCount == 60_000 && whole.lineCount == 60_000)
    let lines = String(decoding: whole.history, as: UTF8.self).split(separator: "\n")
    let sorted = Self.rows.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
    for k in stride(from: 0, to: 60_000, by: 997) {
      let row = sorted[k]
      #expect(lines[k + 1].hasPrefix("\(row[0]),\(row[1]),\(row[2]),\(row[3]),"))
    }
    var random = SeededGenerator(state: 14)
    let cut = Int.random(in: 1..<60_000, using: &random)
    for texts in [
      [text(Self.rows, lineEnd: "\r\n")],
      [String(text(Self.rows).dropLast())],
      [text(Self.rows) { "\"\($0)\"" }],
      [text(Self.rows.reversed())],
      [text(Self.rows.shuffled(using: &random))],
      [text(Array(Self.rows[cut...])), text(Array(Self.rows[..<(cut + 100)]))],
    ] {
      #expect(try imported(texts).history == whole.history)
    }
  }

  /// The history by pieces is the history.
  @Test func piecesAreTheWhole() throws {
    let result = try imported([text(Self.rows)])
    var pieces: [UInt8] = []
    result.writeHistory { pieces += $0 }
    #expect(pieces == result.history)
  }

  /// Lines are counted through quotes with line ends.
  @Test func rejectedLinesHaveTheirNumbers() throws {
    var rows = Self.rows
    for k in [10, 31_000, 59_999] { rows[k][2] = "many" }
    rows[20_000][1] = "\"queue\n-0\""
    let result = try imported([text(rows)])
    let lines = result.rejects.compactMap { $0.split(separator: "\t").first?.split(separator: ":") }
    #expect(lines.map { $0.count > 1 ? String($0[1]) : "" } == ["12", "31003", "60002"])
    #expect(result.findings.contains { $0.description.contains("offered") })
  }
}
