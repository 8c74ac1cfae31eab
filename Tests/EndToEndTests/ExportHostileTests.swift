import Files
import TestSupport
import Testing

/// Names that harm programs pass through every delivery harmless.
@Suite struct ExportHostileTests {
  /// Names and ids that have harmed programs.
  static let hostile = [
    "../../../tmp/out", "=1+1;=cmd|' /C calc'!A0", "<script>alert(1)</script>&amp;",
    "\u{202E}gpj.exe", "😀𝒳\u{1}\u{7F}", "@SUM(A1),\"x\"",
  ]

  @Test func hostileNamesPassThroughEveryFormHarmless() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let quoted = Self.hostile.map { "\"\($0.replacing("\"", with: "\"\""))\"" }
      var agents = "agent_id,name,contract,unavailable_dates\n"
      for (k, name) in quoted.enumerated() { agents += "\(name),\(name),\(k < 3 ? "FT" : "PT"),\n" }
      try centre.write("agents.csv", agents)
      let plan = try centre.plan("--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      let outside = try namesInFolder(folder)

      let pay = try muster("export", "payroll", centre.folder)
      #expect(pay.code == 0, "\(pay.errors)")
      let live = pay.output.split(separator: "\n").flatMap { $0.split(separator: ",") }.filter {
        let cell = $0.drop { $0 == "\"" }
        return cell.first.map { "=+-@\t\r".contains($0) } ?? false
      }
      #expect(live.isEmpty, "\(live)")
      #expect(pay.output.contains("'=1+1;'=cmd"))
      let grid = try text(of: "\(centre.latest)/roster-grid.csv")
      #expect(grid.contains("'=1+1") && !grid.contains(",=1+1") && !grid.contains("\n=1+1"))

      let json = try muster("export", "payroll", centre.folder, "--format", "json")
      #expect(json.output.contains("\"=1+1;=cmd|' /C calc'!A0\""))
      #expect(json.output.contains("😀𝒳\\u0001\\u007f"))

      try makeFolder("\(folder)/out")
      let calendars = try muster("export", "calendars", centre.folder, "--to", "\(folder)/out/ics")
      #expect(calendars.code == 0, "\(calendars.errors)")
      let files = try namesInFolder("\(folder)/out/ics")
      #expect(files.count == Self.hostile.count)
      #expect(files.allSatisfy { $0.hasSuffix(".ics") && !$0.hasPrefix(".") })
      #expect(try namesInFolder("\(folder)/out") == ["ics"])

      var names = "kind,ours,theirs\nactivity,work,0\nactivity,break,1\nactivity,meal,2\nsite,,1\n"
      names += "queue,main,\"=1+1\"\n"
      for (k, name) in quoted.enumerated() { names += "agent,\(name),\(k + 1)\n" }
      try writeFile("\(folder)/out/names.csv", Array(names.utf8))
      for form in ["genesys", "when-i-work", "amazon-connect"] {
        let result = try muster(
          "export", form, centre.folder, "--names", "\(folder)/out/names.csv")
        #expect(result.code == 0, "\(form): \(result.errors)")
        #expect(!result.output.contains(",=1+1"), "\(form)")
        #expect(!result.output.utf8.contains { $0 < 32 && $0 != 10 }, "\(form)")
      }

      let book = "\(folder)/out/week.xlsx"
      let workbook = try muster("export", "workbook", centre.folder, "--to", book)
      #expect(workbook.code == 0, "\(workbook.errors)")
      #expect(try namesInFolder(folder) == (outside + ["out"]).sorted())
      guard let cells = try workbookCells(book) else { return }
      #expect(!cells.contains { $0.contains("\tf\t") })
      #expect(cells.contains { $0.contains("\ts\t\"=1+1;=cmd|' /C calc'!A0\"") })
      #expect(cells.contains { $0.contains("<script>alert(1)</script>&amp;") })
      #expect(cells.contains { $0.contains("\\U0001f600") && $0.contains("_x0001_") })
      try officeShowsTheText(book, "=1+1;=cmd|' /C calc'!A0", folder)
    }
  }

  /// LibreOffice, where it is there, shows a hostile text as it is and computes nothing.
  private func officeShowsTheText(_ book: String, _ words: String, _ folder: String) throws {
    let office = try? run([
      "libreoffice", "-env:UserInstallation=file://\(folder)/office", "--headless", "--convert-to",
      "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir",
      "\(folder)/office-out", book,
    ])
    guard let office, office.code == 0 else {
      return skipped("LibreOffice is not there: the workbook is not opened in it")
    }
    let shown = try text(of: "\(folder)/office-out/week.csv")
    #expect(shown.contains(words), "\(shown)")
    #expect(!shown.contains("Err:") && !shown.contains("#"))
  }
}

/// Sheet, place, type and value of each cell as openpyxl reads them; nil where it is not there.
func workbookCells(_ file: String) throws -> [String]? {
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
                    print(sheet.title, cell.coordinate, cell.data_type, ascii(cell.value), sep='\\t')
    """
  guard let result = try? run(["python3", "-c", script, file]), result.code != 77 else {
    skipped("python3 with openpyxl is not there: the workbook is not read back")
    return nil
  }
  #expect(result.code == 0, "\(result.errors)")
  return result.output.split(separator: "\n").map(String.init)
}
