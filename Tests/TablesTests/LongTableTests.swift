import Diagnostics
import Files
import Tables
import TestSupport
import Testing

/// Of a long table in memory the rows are found ahead on a second thread, of one in a file by pieces on the same:
/// rows, lines and problems are those of the text in both.
@Suite struct LongTableTests {
  /// What a row should give.
  struct Expected: Equatable {
    var line: Int
    var texts: [String]
  }

  /// Longer than what is worth a thread: quotes around line ends, line ends of all kinds, empty lines, fields of
  /// none to thousands of bytes, rows shorter and longer than the header.
  static func table(lineEnd: String, isLastEnded: Bool) -> (text: String, rows: [Expected]) {
    var random = SeededGenerator(state: 14)
    var text = "a,b,c\(lineEnd)"
    var rows: [Expected] = []
    var line = 2
    while text.utf8.count < 3_000_000 {
      var texts = ["\(rows.count)"]
      var inner = 0
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        switch Int.random(in: 0..<200, using: &random) {
        case 0: texts.append(String(repeating: "long ", count: 2000))
        case 1..<60: texts.append("é\(rows.count)")
        case 60..<80:
          texts.append("two\nlines, \"\(rows.count)\"")
          inner += 1
        default: texts.append("")
        }
      }
      text += texts.map { $0.contains("\n") ? quoted($0) : $0 }.joined(separator: ",") + lineEnd
      rows.append(Expected(line: line, texts: texts))
      line += 1 + inner
      if rows.count % 1000 == 0 {
        text += lineEnd
        line += 1
      }
    }
    if !isLastEnded {
      text += "last"
      rows.append(Expected(line: line, texts: ["last"]))
    }
    return (text, rows)
  }

  private static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\"", with: "\"\""))\""
  }

  /// The bytes as a table in memory, and as one in a file.
  private func inBothWays(
    _ text: String, isRagged: Bool = true, _ body: (CSVTable) throws -> Void
  ) throws {
    let dialect = CSVDialect(allowsRaggedRows: isRagged)
    try body(try CSVTable(file: "long.csv", bytes: Array(text.utf8), dialect: dialect))
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/long.csv", Array(text.utf8))
      try body(try CSVTable(path: "\(folder)/long.csv", dialect: dialect))
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"], [true, false])
  func rowsAndLinesAreThoseOfTheText(_ lineEnd: String, _ isLastEnded: Bool) throws {
    let (text, expected) = Self.table(lineEnd: lineEnd, isLastEnded: isLastEnded)
    try inBothWays(text) { table in
      for _ in 1...2 {
        var k = 0
        var differences = 0
        try table.forEachRow { row in
          let got = Expected(line: row.line, texts: (0..<row.count).map { row.text($0) })
          if k >= expected.count || got != expected[k] { differences += 1 }
          k += 1
        }
        #expect(k == expected.count && differences == 0)
      }
    }
  }

  @Test func aRowThatIsRefusedIsTheLastOne() throws {
    let (text, expected) = Self.table(lineEnd: "\n", isLastEnded: true)
    for place in [0, 1, 5000, expected.count / 2, expected.count - 1] {
      try inBothWays(text) { table in
        var seen = 0
        let problem = #expect(throws: Problem.self) {
          try table.forEachRow { (row) throws(Problem) in
            if seen == place { throw row.problem(0, "is refused") }
            seen += 1
          }
        }
        #expect(seen == place && problem?.place?.line == expected[place].line)
      }
    }
  }

  @Test(arguments: [
    ("x,\"y", "a quoted field is never closed", 3), ("x,\"y\"z", "text follows a closing quote", 6),
    ("x", "has 1 field where the header has 2", nil),
  ])
  func whatIsBrokenAtTheEndIsSaidAfterTheRowsBefore(
    _ last: String, _ what: String, _ column: Int?
  ) throws {
    let rows = String(repeating: "some,\"row\"\r\n", count: 300_000)
    try inBothWays("a,b\r\n\(rows)\(last)\r\n", isRagged: false) { table in
      var seen = 0
      let problem = #expect(throws: Problem.self) { try table.forEachRow { _ in seen += 1 } }
      #expect(seen == 300_000)
      #expect(problem?.what == what)
      #expect(problem?.place?.line == 300_002 && problem?.place?.column == column)
    }
  }
}
