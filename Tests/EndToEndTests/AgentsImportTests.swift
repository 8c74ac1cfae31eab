import Files
import TestSupport
import Testing

/// Agents, leave and preferences, edited in a workbook and taken back.
@Suite struct AgentsImportTests {
  /// A planned centre and its workbook.
  private func exported(in folder: String, agents: String? = nil) throws -> (TinyCentre, String) {
    let centre = try TinyCentre(in: folder)
    let plan = try centre.plan()
    #expect(plan.code == 0, "\(plan.errors)")
    if let agents { try centre.write("agents.csv", agents) }
    return (centre, try export(centre))
  }

  private func export(_ centre: TinyCentre) throws -> String {
    let book = "\(centre.folder)/../week.xlsx"
    let result = try muster("export", "workbook", centre.folder, "--to", book)
    #expect(result.code == 0, "\(result.errors)")
    return book
  }

  private func take(_ book: String, _ centre: TinyCentre, _ more: String...) throws -> Finished {
    try run([musterExecutable, "import", "agents", book, "--into", centre.folder] + more)
  }

  /// Changes a workbook with a script in which `sheet` is that of the agents; false where openpyxl is not
  /// there.
  private func edit(_ book: String, _ script: String) throws -> Bool {
    guard let python = python(with: "openpyxl") else {
      skipped("python3 with openpyxl is not there: nobody edits the workbook")
      return false
    }
    let whole = """
      import sys, datetime, openpyxl
      book = openpyxl.load_workbook(sys.argv[1])
      sheet = book["Agents"]
      head = {cell.value: cell.column for cell in sheet[1]}
      def put(row, column, value):
          cell = sheet.cell(row, head[column])
          cell.number_format = "General"
          cell.value = value
          return cell
      \(script)
      book.save(sys.argv[1])
      """
    let result = try run([python, "-c", whole, book])
    #expect(result.code == 0, "\(result.errors)")
    return true
  }

  // MARK: - Nothing is lost

  private static let pieces = [
    "=1+1", "'=1+1", "@SUM(A1)", "_x0041_", "_x005F_", "_x+041_", "_xD83D_", "\u{1}", "\u{1F}",
    "\r", "\r\n", "\n", "\t",
    "\"", ";", ",", "😀", "\u{202E}", "<b>&amp;", "]]>", " ", "007", "1e3", "TRUE", "2026-12-24",
    "\u{FFFE}", "\u{85}", "\u{2028}", "&#10;", "e\u{301}", "Ada", "-", "\u{7F}", "#N/A",
  ]

  private static func field(_ text: String) -> String {
    let mustQuote = text.utf8.contains { [44, 34, 10, 13].contains($0) }
    return mustQuote || text.hasPrefix(" ") || text.hasSuffix(" ")
      ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  private static func agents(_ random: inout SeededGenerator, named: ((Int) -> String)? = nil)
    -> String
  {
    var text = "agent_id,name,contract,unavailable_dates,site,preferred_start,team\n"
    for k in 0..<12 {
      let count = Int.random(in: 0...4, using: &random)
      let parts = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }
      let name = named?(k) ?? parts.joined()
      let team = pieces.randomElement(using: &random) ?? ""
      let id = k % 3 == 0 ? "00\(k)" : "\(k)=\(k)"
      let leave = k % 4 == 0 ? "2026-12-24;2026-12-28..2026-12-30" : ""
      text += "\(id),\(field(name)),\(k % 2 == 0 ? "FT" : "PT"),\(leave),,"
      text += "\(k % 5 == 0 ? "09:30" : ""),\(field(named == nil ? team : "x"))\n"
    }
    return text
  }

  @Test func whatNobodyEditedComesBackToTheByte() throws {
    try withTemporaryFolder { folder in
      let (centre, _) = try exported(in: folder)
      var random = SeededGenerator(state: 16)
      for _ in 0..<25 {
        let agents = Self.agents(&random)
        try centre.write("agents.csv", agents)
        let book = try export(centre)
        let same = try take(book, centre)
        #expect(same.code == 0 && same.errors.contains("nothing to change"), "\(same.errors)")
        #expect(try text(of: "\(centre.folder)/agents.csv").utf8.elementsEqual(agents.utf8))
        // Over a file in which every name is another, the workbook gives the file that it was made from.
        try centre.write("agents.csv", Self.agents(&random) { "Other \($0)" })
        let back = try take(book, centre)
        #expect(back.code == 0, "\(back.errors)")
        #expect(
          try text(of: "\(centre.folder)/agents.csv").utf8.elementsEqual(agents.utf8), "\(agents)")
      }
    }
  }

  @Test func quotesSeparatorsAndLineEndsOfTheFileStay() throws {
    let agents =
      "\u{FEFF}agent_id;name;contract;unavailable_dates\r\n\"A1\";\"Ada\";FT;\r\nA2; Bo ;FT;\r\n\r\n"
      + "A3;\"Cy; C\";PT;2026-12-01"
    try withTemporaryFolder { folder in
      let (centre, book) = try exported(in: folder, agents: agents)
      #expect(try take(book, centre).errors.contains("nothing to change"))
      #expect(try text(of: "\(centre.folder)/agents.csv").utf8.elementsEqual(agents.utf8))
      guard try edit(book, "put(3, 'leave', '2026-12-24')") else { return }
      let result = try take(book, centre)
      #expect(result.code == 0, "\(result.errors)")
      let after =
        "\u{FEFF}agent_id;name;contract;unavailable_dates;leave\r\n\"A1\";\"Ada\";FT;;\r\n"
        + "A2;\" Bo \";FT;;2026-12-24\r\nA3;\"Cy; C\";PT;2026-12-01;\r\n"
      #expect(try text(of: "\(centre.folder)/agents.csv").utf8.elementsEqual(after.utf8))
    }
  }

  @Test func aCopyThatLibreOfficeSavedIsTheSame() throws {
    let agents = """
      agent_id,name,contract,unavailable_dates,preferred_start
      007,=1+1,FT,2026-12-24;2026-12-28,09:30
      8,"'=cmd|' /C calc'!A0",PT,,
      A9,😀 <b>&amp; _x0041_,FT,2026-12-01,
      A10,"two
      lines "" and , ",PT,,TRUE

      """.replacing(",TRUE", with: ",")
    try withTemporaryFolder { folder in
      let (centre, book) = try exported(in: folder, agents: agents)
      let office = try? run([
        "libreoffice", "-env:UserInstallation=file://\(folder)/office", "--headless",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "\(folder)/office-out", book,
      ])
      guard let office, office.code == 0 else {
        return skipped("LibreOffice is not there: it does not save the workbook")
      }
      let result = try take("\(folder)/office-out/week.xlsx", centre)
      #expect(
        result.code == 0 && result.errors.contains("nothing to change"), "\(result.errors)")
      #expect(try text(of: "\(centre.folder)/agents.csv").utf8.elementsEqual(agents.utf8))
    }
  }

  // MARK: - Edits

  @Test func whatPeopleEditedIsTakenInWhateverTheirCellsAre() throws {
    try withTemporaryFolder { folder in
      let (centre, book) = try exported(in: folder)
      let script = [
        "put(2, 'leave', datetime.date(2026, 12, 24)).number_format = 'dd/mm/yyyy'",
        "put(3, 'unavailable_dates', 46380)",
        "put(4, 'preferred_start', datetime.time(9, 30))",
        "put(4, 'name', 12)", "sheet.delete_rows(6)",
        "sheet.cell(1, sheet.max_column + 1).value = 'remote'",
        "head['remote'] = sheet.max_column", "put(5, 'remote', True)",
        "sheet.append(['A7', 'Gus', 'PT', '2026-12-07..2026-12-09'])",
      ]
      guard try edit(book, script.joined(separator: "\n")) else { return }
      let before = try text(of: "\(centre.folder)/agents.csv")
      let dry = try take(book, centre, "--dry-run")
      #expect(dry.code == 0 && dry.errors.contains("to be 1 added, 4 changed, 1 taken out; 1 as"))
      #expect(dry.errors.contains("changed A2 Bo: unavailable_dates 2026-12-01 -> 2026-12-24"))
      #expect(dry.errors.contains("taken out A5 Ed") && dry.errors.contains("new columns: leave"))
      #expect(try text(of: "\(centre.folder)/agents.csv") == before)
      let result = try take(book, centre)
      #expect(result.code == 0, "\(result.errors)")
      #expect(
        try text(of: "\(centre.folder)/agents.csv") == """
          agent_id,name,contract,unavailable_dates,leave,preferred_start,remote
          A1,Ada,FT,,2026-12-24,,
          A2,Bo,FT,2026-12-24,,,
          A3,12,FT,,,09:30,
          A4,Di,PT,,,,yes
          A6,Flo,PT,2026-12-04,,,
          A7,Gus,PT,2026-12-07..2026-12-09,,,

          """)
      #expect(try centre.plan().code == 0)
    }
  }

  @Test func everythingWrongIsNamedBySheetAndCellInOnePass() throws {
    try withTemporaryFolder { folder in
      let (centre, book) = try exported(in: folder)
      let script = [
        "put(2, 'contract', 'FTT')", "put(3, 'name', datetime.date(2026, 5, 3))",
        "sheet.cell(3, 2).number_format = 'd mmm'", "put(4, 'name', '=B2')",
        "put(5, 'unavailable_dates', 'next week')", "put(6, 'agent_id', 'A1')",
        "put(7, 'preferred_start', 'noon')", "sheet.cell(1, 20).value = 'leav'",
        "sheet.cell(4, 25).value = 'see me'", "sheet.cell(5, 2).value = '#N/A'",
        "sheet.cell(5, 2).data_type = 'e'",
      ]
      guard try edit(book, script.joined(separator: "\n")) else { return }
      let before = try text(of: "\(centre.folder)/agents.csv")
      let result = try take(book, centre)
      #expect(result.code == 4)
      for words in [
        "sheet Agents, cell C2: contract: is no contract of the rules (FTT). Maybe you meant FT",
        "cell B3: name: is a date of the spreadsheet (2026-05-03)",
        "cell B4: name: is a formula that no program has computed yet (=B2)",
        "cell B5: name: is what a formula could not compute (#N/A)",
        "cell D5: unavailable_dates: 'next week' is neither a date",
        "cell A6: agent_id: stands in row 2 already (A1)",
        "cell G7: preferred_start: is not a time of day (noon)",
        "cell T1: is not a column known here (leav). Maybe leave is meant",
        "cell Y4: stands below no name of a column (see me). Maybe write the column's name into Y1",
      ] { #expect(result.errors.contains(words), "\(words)\n\(result.errors)") }
      #expect(result.errors.contains("9 problems"))
      #expect(try text(of: "\(centre.folder)/agents.csv") == before)
    }
  }

  @Test func otherWorkbooksAndWrongWordsAreNamed() throws {
    try withTemporaryFolder { folder in
      let (centre, book) = try exported(in: folder)
      try writeFile("\(folder)/plain.csv", Array("agent_id\n".utf8))
      let plain = try take("\(folder)/plain.csv", centre)
      #expect(plain.code == 4 && plain.errors.contains("is no workbook"), "\(plain.errors)")
      let idle = try take(book, centre, "--timezone", "UTC")
      #expect(idle.code == 2 && idle.errors.contains("--timezone: does nothing here"))
      let homeless = try muster("import", "agents", book)
      #expect(homeless.code == 2 && homeless.errors.contains("--into: is missing"))
      let two = try muster("import", "agents", book, book, "--into", centre.folder)
      #expect(two.code == 2 && two.errors.contains("is to be one"))
      let dry = try muster("import", "x.csv", "--dry-run")
      #expect(dry.code == 2 && dry.errors.contains("import agents alone"))
      guard try edit(book, "sheet.title = 'Agent'") else { return }
      let renamed = try take(book, centre)
      #expect(
        renamed.code == 4 && renamed.errors.contains("Maybe Agent is to be called so"),
        "\(renamed.errors)")
    }
  }
}
