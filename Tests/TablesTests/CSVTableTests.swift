import Diagnostics
import Tables
import Testing

/// The fields of every row, as text.
func rows(_ text: String, dialect: CSVDialect = .init()) throws -> [[String]] {
  let table = try CSVTable(file: "t.csv", bytes: Array(text.utf8), dialect: dialect)
  var all: [[String]] = []
  try table.forEachRow { row in
    all.append((0..<row.count).map { row.text($0) })
  }
  return all
}

@Suite struct CSVTableTests {
  @Test(arguments: [
    ("a,b\n1,2\n", [["1", "2"]]),
    ("a,b\n1,2", [["1", "2"]]),
    ("a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
    ("a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]]),
    ("\u{FEFF}a,b\n1,2\n", [["1", "2"]]),
    ("a;b\n1,5;2\n", [["1,5", "2"]]),
    ("a\tb\n1\t2\n", [["1", "2"]]),
    ("a|b\n1|2\n", [["1", "2"]]),
    ("a,b\n\n1,2\n\n\n3,4\n", [["1", "2"], ["3", "4"]]),
    ("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", [["x, y", "say \"hi\""]]),
    ("a,b\n\"two\nlines\",2\n", [["two\nlines", "2"]]),
    ("a,b\n\"\",\n", [["", ""]]),
    ("a,b\nit\"s,2\n", [["it\"s", "2"]]),
    ("a\n\"\"\n", [[""]]),
    ("a,b\n", []),
    ("a,b\nÄrger,日本\n", [["Ärger", "日本"]]),
  ])
  func readsWhatFilesHold(text: String, expected: [[String]]) throws {
    #expect(try rows(text) == expected)
  }

  @Test func trimsHeaderNames() throws {
    let table = try CSVTable(file: "t.csv", bytes: Array(" a , b\n1,2\n".utf8))
    #expect(table.header == ["a", "b"])
    #expect(table.headerLine == 1)
  }

  @Test func takesAGivenHeader() throws {
    let dialect = CSVDialect(separator: 124, header: ["x", "y"], allowsRaggedRows: true)
    #expect(try rows("1|2|3\n4\n", dialect: dialect) == [["1", "2", "3"], ["4"]])
  }

  @Test(arguments: [
    ("", "t.csv: is empty, it has no header line."),
    ("\n\n", "t.csv: is empty, it has no header line."),
    ("a,b\n1\n", "t.csv:2: has 1 field where the header has 2."),
    ("a,b\n\n1,2\n1,2,3\n", "t.csv:4: has 3 fields where the header has 2."),
    ("a,b\n\"x\ny\",1\n1,\"x\n\n", "t.csv:4:3: a quoted field is never closed."),
    ("a,b\n1,\"x\"y\n", "t.csv:2:6: text follows a closing quote."),
  ])
  func saysWhereTheFormIsBroken(text: String, message: String) {
    let problem = #expect(throws: Problem.self) { try rows(text) }
    #expect(problem?.description.hasPrefix(message) == true, "\(problem as Any)")
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 65, 0], "UTF-16"), ([0x1F, 0x8B, 8], "gzip"),
      ([0x50, 0x4B, 3, 4], "spreadsheet"),
    ] as [([UInt8], String)])
  func recognisesForeignFormats(bytes: [UInt8], word: String) {
    let problem = #expect(throws: Problem.self) { try CSVTable(file: "t", bytes: bytes) }
    #expect(problem?.what.contains(word) == true)
  }

  @Test func refusesLatin1() {
    let bytes = Array("name\nM".utf8) + [0xFC] + Array("ller\n".utf8)
    let problem = #expect(throws: Problem.self) {
      try CSVTable(file: "t.csv", bytes: bytes).forEachRow { _ in }
    }
    #expect(problem?.place == Place(file: "t.csv", line: 2, column: 2))
  }

  @Test func namesTheNearestColumn() throws {
    let table = try CSVTable(file: "t.csv", bytes: Array("start,ofered\n".utf8))
    let problem = #expect(throws: Problem.self) { try table.require("offered") }
    #expect(
      problem?.description
        == "t.csv:1: offered: column is missing. Maybe ofered is meant; the columns are: start, ofered."
    )
    #expect(try table.require(oneOf: "timestamp", "start") == 0)
    #expect(throws: Problem.self) { try table.require(oneOf: "calls", "offered") }
    let refused = #expect(throws: Problem.self) { try table.refuseColumns(except: ["start"]) }
    #expect(refused?.subject == "ofered")
  }

  @Test func refusesAmbiguousColumns() throws {
    let table = try CSVTable(file: "t.csv", bytes: Array("a,a\n".utf8))
    #expect(throws: Problem.self) { try table.require("a") }
  }
}
