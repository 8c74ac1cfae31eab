import Diagnostics
import Foundation
import Tables
import Testing

/// Files are read in pieces; the result must not depend on where the pieces are cut.
@Suite struct CSVFileTests {
  private func withFile<R>(_ bytes: [UInt8], _ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory
    let url = folder.appendingPathComponent("muster-\(UUID().uuidString).csv")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }

  @Test func readsAFileLongerThanOnePiece() throws {
    var text = "n,text\r\n"
    for n in 0..<120_000 {
      text += "\(n),\(n % 7 == 0 ? "\"x\r\ny \"\"\(n)\"\"\"" : "plain \(n)")\r\n"
    }
    try withFile(Array(text.utf8)) { path in
      let table = try CSVTable(path: path)
      for _ in 1...2 {
        var count = 0
        var line = 2
        try table.forEachRow { (row) throws(Problem) in
          #expect(row.line == line)
          line += count % 7 == 0 ? 2 : 1
          let expected = count % 7 == 0 ? "x\r\ny \"\(count)\"" : "plain \(count)"
          if try row.integer(0) != count || row.text(1) != expected {
            throw row.problem(1, "is not \(expected)")
          }
          count += 1
        }
        #expect(count == 120_000)
      }
    }
  }

  @Test func readsARowLongerThanOnePiece() throws {
    let long = String(repeating: "é", count: 1_500_000)
    try withFile(Array("a,b\n1,\(long)\n2,\(long)".utf8)) { path in
      var lengths: [Int] = []
      try CSVTable(path: path).forEachRow { lengths.append($0.text(1).unicodeScalars.count) }
      #expect(lengths == [1_500_000, 1_500_000])
    }
  }

  @Test func readsAPipe() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let text = Array("a,b\n1,2\n".utf8)
    #expect(write(ends[1], text, text.count) == text.count)
    close(ends[1])
    defer { close(ends[0]) }
    let table = try CSVTable(path: "/dev/fd/\(ends[0])")
    var sum = 0
    try table.forEachRow { (row) throws(Problem) in sum += try row.integer(1) }
    #expect(sum == 2)
  }

  @Test func saysWhichFileIsMissing() {
    let problem = #expect(throws: Problem.self) { try CSVTable(path: "/nonexistent/x.csv") }
    #expect(problem?.place?.file == "/nonexistent/x.csv")
  }

  @Test func stopsWhenTheBodyThrows() throws {
    let table = try CSVTable(file: "t.csv", bytes: Array("a\n1\nx\n3\n".utf8))
    var seen: [Int] = []
    #expect(throws: Problem.self) {
      try table.forEachRow { (row) throws(Problem) in seen.append(try row.integer(0)) }
    }
    #expect(seen == [1])
  }
}
