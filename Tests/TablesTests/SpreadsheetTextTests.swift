import Tables
import Testing

@Suite struct SpreadsheetTextTests {
  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t'=1"), ("\r=1", "'\r'=1"), ("＝1", "'＝1"),
    // Where a program splits at another separator, what follows would begin a cell.
    ("x;=1+1", "x;'=1+1"), ("x,@a", "x,'@a"), ("a\n=b", "a\n'=b"),
    ("Zoë O'Neill", "Zoë O'Neill"), ("a=b", "a=b"), ("", ""), ("Smith, -Jr", "Smith, -Jr"),
    ("\u{202E}gnp.exe", "\u{202E}gnp.exe"), ("😀", "😀"),
  ])
  func whatWouldBeComputedIsText(_ text: String, _ written: String) {
    #expect(spreadsheetText(text) == written)
  }

  @Test func numbersStayNumbers() {
    var table = Table([.text("name"), .number("hours", decimals: 2)])
    table.row("-1", -7.5)
    #expect(
      String(decoding: table.csv(SpreadsheetDialect()), as: UTF8.self) == "name,hours\n'-1,-7.50\n")
    let german = SpreadsheetDialect(separator: ";", hasMark: true, hasDecimalComma: true)
    #expect(
      String(decoding: table.csv(german), as: UTF8.self) == "\u{FEFF}name;hours\n'-1;-7,50\n")
    // The file between steps says what it was given.
    #expect(String(decoding: table.csv(), as: UTF8.self) == "name,hours\n-1,-7.50\n")
  }
}
