import Diagnostics
import Files
import Tables
import TestSupport
import Testing

/// What a table gives, row by row with its places, or the problem it ends with.
private func content(_ make: () throws(Problem) -> CSVTable) -> [String] {
  var lines: [String] = []
  do throws(Problem) {
    let table = try make()
    lines.append("\(table.header) \(table.separator)")
    try table.forEachRow { row in
      var line = "\(row.line)"
      for column in 0..<row.count {
        line += "|\(row.place(column).column ?? 0):\(row.text(column))"
        if let number = try? row.number(column) { line += "=\(number)" }
      }
      lines.append(line)
    }
  } catch {
    lines.append("\(error.place?.line ?? 0):\(error.place?.column ?? 0) \(error.what)")
  }
  return lines
}

@Suite struct CSVFuzzTests {
  private static let pieces: [[UInt8]] =
    [
      "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r\n", "\r", "a", "12", "-1.5e3", "é", "日本", " ",
      "",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0]]

  /// Whatever the bytes: rows or a problem, and the same from memory as from a file.
  @Test func anyBytesGiveRowsOrAProblem() throws {
    var state: UInt64 = 99
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(below))
    }
    try withTemporaryFolder { folder in
      var wellFormed = 0
      for _ in 0..<1500 {
        var bytes = Array("a,b\n".utf8)
        for _ in 0..<random(30) { bytes += Self.pieces[random(Self.pieces.count)] }
        let dialect = CSVDialect(allowsRaggedRows: random(2) == 0)
        let fromMemory = content { () throws(Problem) in
          try CSVTable(file: "f", bytes: bytes, dialect: dialect)
        }
        try writeFile("\(folder)/f", bytes)
        let fromFile = content { () throws(Problem) in
          try CSVTable(path: "\(folder)/f", dialect: dialect)
        }
        #expect(fromMemory == fromFile, "\(bytes)")
        if fromMemory.last?.contains("|") == true { wellFormed += 1 }
      }
      #expect(wellFormed > 50)
    }
  }
}
