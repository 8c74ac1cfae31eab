import Files
import Spreadsheets
import TestSupport
import Testing

/// What Python's openpyxl reads of a workbook: sheet, place, type and value of each cell, line by line.
func cells(of file: String) throws -> [String]? {
  let script = """
    import sys
    try:
        import openpyxl
    except ImportError:
        sys.exit(77)
    for sheet in openpyxl.load_workbook(sys.argv[1]):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    print(sheet.title, cell.coordinate, cell.data_type, ascii(cell.value))
    """
  guard let result = try? run(["python3", "-c", script, file]), result.code != 77 else {
    skipped("python3 with openpyxl is not there: the workbook is not read back")
    return nil
  }
  #expect(result.code == 0, "\(result.errors)")
  return result.output.split(separator: "\n").map(String.init)
}

@Suite struct WorkbookTests {
  private var book: Workbook {
    var sheet = Sheet("One", widths: [10, 20])
    sheet.row([.text("head", .head), .number(7.5, .decimals(2))])
    sheet.row([.text("=1+1"), .text("@x\u{1}"), .empty, .text("a\0b"), .text("\u{202E}😀<&>")])
    sheet.colour(rows: 0..<2, columns: 0..<1, by: .scale(low: 0xFF0000, high: 0x0000FF, reach: 2))
    sheet.colour(
      rows: 0..<2, columns: 0..<1, by: .text(beginsWith: "leave", CellStyle(fill: 0xFFFF00)))
    return Workbook(title: "Test", madeAt: 1_764_000_000, sheets: [sheet])
  }

  @Test func textsStayTexts() throws {
    try withTemporaryFolder { folder in
      try book.write(to: "\(folder)/a.xlsx")
      #expect(try namesInFolder(folder) == ["a.xlsx"])
      guard let cells = try cells(of: "\(folder)/a.xlsx") else { return }
      #expect(
        cells == [
          "One A1 s 'head'", "One B1 n 7.5", "One A2 s '=1+1'", "One B2 s '@x_x0001_'",
          "One D2 s 'a\\ufffdb'", "One E2 s '\\u202e\\U0001f600<&>'",
        ])
    }
  }

  @Test func theSameContentGivesTheSameBytes() throws {
    try withTemporaryFolder { folder in
      try book.write(to: "\(folder)/a.xlsx")
      try book.write(to: "\(folder)/b.xlsx")
      #expect(try readFile("\(folder)/a.xlsx") == readFile("\(folder)/b.xlsx"))
    }
  }

  @Test func aFolderThatIsNotThereIsNamed() {
    #expect(throws: (any Error).self) { try book.write(to: "/nowhere/at/all.xlsx") }
  }

  @Test func aVeryLongTextIsCutAndSaysSo() throws {
    try withTemporaryFolder { folder in
      var sheet = Sheet("Long")
      sheet.row([.text(String(repeating: "😀", count: 40_000))])
      try Workbook(title: "", madeAt: 0, sheets: [sheet]).write(to: "\(folder)/a.xlsx")
      guard let cells = try cells(of: "\(folder)/a.xlsx") else { return }
      #expect(cells.count == 1 && cells[0].hasSuffix("\\u2026'"))
    }
  }
}
