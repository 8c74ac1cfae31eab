import Diagnostics
import Tables
import Testing

/// What `read` makes of one field of one row.
func field<R>(
  _ text: String, _ read: (borrowing CSVRow) throws(Problem) -> R
) throws(Problem) -> R? {
  let table = try CSVTable(file: "t.csv", bytes: Array("key,x\nk,\(text)\n".utf8))
  var result: R?
  try table.forEachRow { row throws(Problem) in result = try read(row) }
  return result
}

@Suite struct CSVNumberTests {
  @Test(
    arguments: [
      ("0", 0), ("12", 12), (" 12 ", 12), ("-3.25", -3.25), ("1e-3", 0.001), ("+7", 7), (".5", 0.5),
      ("5.", 5), ("0.1", 0.1), ("123456789012345678", 123_456_789_012_345_680),
      ("3.141592653589793238", Double.pi), ("1E5", 100_000), ("\"2.5\"", 2.5),
    ] as [(String, Double)])
  func reads(text: String, value: Double) throws {
    #expect(try field(text) { (row) throws(Problem) in try row.number(1) } == value)
  }

  @Test(arguments: [
    "nan", "inf", "-inf", "0x10", "1,5;", "1e999", "--1", "1-2", "e5", ".", "-", "12a", "NA", "1 2",
  ])
  func refuses(text: String) {
    let problem = #expect(throws: Problem.self) {
      try field("\"\(text)\"") { (row) throws(Problem) in try row.number(1) }
    }
    #expect(problem?.place == Place(file: "t.csv", line: 2, column: 3))
    #expect(problem?.subject == "x")
    #expect(problem?.value == text)
  }

  @Test func tellsEmptyFromZero() throws {
    #expect(throws: Problem.self) { try field("") { (row) throws(Problem) in try row.number(1) } }
    #expect(
      try field(" ") { (row) throws(Problem) in try row.optionalNumber(1) } == .some(.none))
    #expect(try field("0") { (row) throws(Problem) in try row.optionalNumber(1) } == 0)
  }

  @Test func allowsInfinityOnRequest() throws {
    let value = try field("inf") { (row) throws(Problem) in
      try row.number(1, allowingInfinity: true)
    }
    #expect(value == .infinity)
  }

  @Test func explainsDecimalCommas() {
    let problem = #expect(throws: Problem.self) {
      try field("\"1,5\"") { (row) throws(Problem) in try row.number(1) }
    }
    #expect(problem?.maybe == "write a decimal point: 1.5")
  }

  @Test(arguments: [("12", 12), ("-4", -4), ("12.0", 12), ("1e3", 1000)])
  func readsIntegers(text: String, value: Int) throws {
    #expect(try field(text) { (row) throws(Problem) in try row.integer(1) } == value)
  }

  @Test(arguments: ["1.5", "1e300", "99999999999999999999", "x", ""])
  func refusesIntegers(text: String) {
    #expect(throws: Problem.self) {
      try field(text) { (row) throws(Problem) in try row.integer(1) }
    }
  }

  @Test func checksRanges() {
    let problem = #expect(throws: Problem.self) {
      try field("1.5") { (row) throws(Problem) in try row.number(1, in: 0...1) }
    }
    #expect(problem?.description == "t.csv:2:3: x: is not between 0 and 1 (1.5).")
    #expect(throws: Problem.self) {
      try field("-1") { (row) throws(Problem) in try row.optionalCount(1, atMost: 10) }
    }
    let large = #expect(throws: Problem.self) {
      try field("1e18") { (row) throws(Problem) in try row.optionalCount(1, atMost: 1e7) }
    }
    #expect(large?.what == "is more than 10000000")
  }

  /// Every decimal of up to 17 digits must come out as the C library reads it.
  @Test func agreesWithTheStandardLibrary() throws {
    var state: UInt64 = 42
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 20
    }
    var csv = "key,x\n"
    var expected: [Double] = []
    for _ in 0..<20_000 {
      var digits = String(next() % (next() % 2 == 0 ? 1_000_000 : 17_000_000_000_000))
      let point = Int(next() % UInt64(digits.count + 1))
      digits.insert(".", at: digits.index(digits.startIndex, offsetBy: point))
      if next() % 3 == 0 { digits = "-" + digits }
      csv += "k,\(digits)\n"
      expected.append(Double(digits.hasSuffix(".") ? digits + "0" : digits) ?? .nan)
    }
    var got: [Double] = []
    try CSVTable(file: "t.csv", bytes: Array(csv.utf8)).forEachRow { (row) throws(Problem) in
      got.append(try row.number(1))
    }
    #expect(got == expected)
  }
}
