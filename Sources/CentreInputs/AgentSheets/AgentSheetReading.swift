// Goal: the sheet of agents as the table that the agents' file would be, with every cell that cannot be
// one named.
//
// Method: the first row that has anything names the columns. Cells become texts by what their column holds:
// a date of a spreadsheet, which is a number of days, becomes a date where dates stand, and is refused in a
// name or an id, where the program made it of something else.

internal import CivilTime
internal import Diagnostics
internal import Spreadsheets
internal import Tables

/// The rows of the sheet, and what is wrong with their cells.
struct AgentSheetReading {
  /// Nil where the columns are not known.
  private(set) var table: CSVTable?
  private(set) var problems: [Problem] = []
  private let file: String
  /// The sheet's name as it is written there.
  private let sheet: String

  /// A column of the sheet that has a name.
  private struct Column {
    /// From 0.
    var index: Int
    var name: String
    var content: AgentSheet.Content
  }

  /// `known`: The columns of the agents' file, all of which the sheet must have.
  init(_ book: OpenedWorkbook, file: String, known: [String]) throws(Problem) {
    self.file = file
    guard let rows = try book.rows(of: AgentSheet.name) else {
      let names = book.sheetNames
      throw Problem(
        at: Place(file: file), subject: "sheet \(AgentSheet.name)", "is not in the workbook",
        maybe: nearestName(to: AgentSheet.name, among: names).map { "\($0) is to be called so" }
          ?? "muster export workbook makes one; the sheets are \(names.joined(separator: ", "))")
    }
    sheet = book.sheetNames.first { $0.lowercased() == AgentSheet.name.lowercased() } ?? ""
    let filled = rows.filter { row in !row.cells.allSatisfy(Self.isBlank) }
    guard let head = filled.first else {
      problems.append(Problem(at: Place(file: file, sheet: sheet), "is empty"))
      return
    }
    let columns = readHead(head, known)
    noteStrays(filled.dropFirst(), head)
    // Rows are read also where a column is not known, so that one pass tells everything.
    guard columns.contains(where: { $0.name == "agent_id" }) else { return }
    table = try readRows(head, filled.dropFirst(), columns)
  }

  private static func isBlank(_ cell: ReadCell) -> Bool {
    switch cell {
    case .empty: true
    case .text(let text): text.allSatisfy(\.isWhitespace)
    default: false
    }
  }

  private func place(_ row: ReadRow, _ index: Int) -> Place {
    Place(file: file, line: row.number, column: index + 1, sheet: sheet)
  }

  // MARK: - Columns

  private mutating func readHead(_ head: ReadRow, _ known: [String]) -> [Column] {
    let all = known + InputColumns.agents.filter { !known.contains($0) }
    var columns: [Column] = []
    var strangers: [String] = []
    for (index, cell) in head.cells.enumerated() where !Self.isBlank(cell) {
      guard case .text(let text) = cell else {
        problems.append(
          Problem(at: place(head, index), "is no name of a column", value: Self.shown(cell)))
        continue
      }
      let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let name = known.contains(text) ? text : plain
      if columns.contains(where: { $0.name == name }) {
        problems.append(
          Problem(
            at: place(head, index), subject: name, "stands twice in the header",
            maybe: "one of them has another meaning"))
      } else if all.contains(name) {
        columns.append(Column(index: index, name: name, content: AgentSheet.content(of: name)))
      } else {
        strangers.append(name)
        problems.append(
          Problem(
            at: place(head, index), "is not a column known here", value: name,
            maybe: nearestName(to: name, among: all).map { "\($0) is meant" }
              ?? "one of \(all.joined(separator: ", ")) is meant"))
      }
    }
    for name in known where !name.isEmpty && !columns.contains(where: { $0.name == name }) {
      let near = nearestName(to: name, among: strangers)
      problems.append(
        Problem(
          at: Place(file: file, line: head.number, sheet: sheet), subject: name,
          "column is missing, which the agents' file has",
          maybe: near.map { "\($0) is meant" } ?? "empty its cells, and leave its name there"))
    }
    return columns
  }

  /// What stands below no name of a column would be passed over.
  private mutating func noteStrays(_ rows: ArraySlice<ReadRow>, _ head: ReadRow) {
    for row in rows {
      for (index, cell) in row.cells.enumerated() where !Self.isBlank(cell) {
        guard index >= head.cells.count || Self.isBlank(head.cells[index]) else { continue }
        problems.append(
          Problem(
            at: place(row, index), "stands below no name of a column", value: Self.shown(cell),
            maybe:
              "write the column's name into \(columnLetters(index + 1))\(head.number), or take it out"
          ))
      }
    }
  }

  private static func shown(_ cell: ReadCell) -> String {
    switch cell {
    case .empty: ""
    case .text(let text), .number(let text), .error(let text): text
    case .formula(let text): "=\(text)"
    case .boolean(let value): value ? "TRUE" : "FALSE"
    case .date(let date, let seconds):
      seconds == 0 ? "\(date)" : "\(date) \(clockText(seconds))"
    case .time(let seconds): clockText(seconds)
    }
  }

  // MARK: - Rows

  private mutating func readRows(
    _ head: ReadRow, _ rows: ArraySlice<ReadRow>, _ columns: [Column]
  ) throws(Problem) -> CSVTable {
    var csv = CSVWriter(columns.map(\.name))
    var origin = SheetOrigin(name: sheet, rows: [1: head.number], columns: [])
    origin.columns = columns.map { $0.index + 1 }
    // A text may have line ends of its own.
    var line = csv.bytes.count { $0 == 10 } + 1
    for row in rows {
      origin.rows[line] = row.number
      let start = csv.bytes.count
      csv.row(columns.map { column in text(row, column) })
      line += csv.bytes[start...].count { $0 == 10 }
    }
    return try CSVTable(
      file: file, bytes: csv.bytes, dialect: CSVDialect(separator: 44), sheet: origin)
  }

  /// A cell as the agents' file writes it; empty, and noted, where it is nothing for its column.
  private mutating func text(_ row: ReadRow, _ column: Column) -> String {
    guard column.index < row.cells.count else { return "" }
    let cell = row.cells[column.index]
    if let text = Self.text(cell, in: column.content) { return text }
    let (what, maybe) = Self.fault(cell, in: column.content)
    problems.append(
      Problem(
        at: place(row, column.index), subject: column.name, what, value: Self.shown(cell),
        maybe: maybe))
    return ""
  }

  /// Nil where a cell cannot stand in a column. What a reader of the column refuses is left to it.
  private static func text(_ cell: ReadCell, in content: AgentSheet.Content) -> String? {
    switch (cell, content) {
    case (.empty, _): return ""
    case (.text(let text), _): return text
    case (.boolean(let value), .flag): return value ? "yes" : "no"
    case (.boolean(let value), _): return value ? "TRUE" : "FALSE"
    case (.number(let text), _): return number(text, in: content)
    case (.date(let date, 0), .dates): return "\(date)"
    case (.date(let date, let seconds), .instant):
      return "\(Instant(seconds: Int64(date.dayNumber) * 86_400 + Int64(seconds)))"
    case (.time(let seconds), .clock) where seconds % 60 == 0 && seconds <= 86_400:
      return clockText(seconds)
    default: return nil
    }
  }

  /// A number without the digits in which binary fractions end; days since 1899-12-30 where dates or times
  /// stand and no program was told to show it as one.
  private static func number(_ text: String, in content: AgentSheet.Content) -> String {
    guard let value = Double(text), value.isFinite else { return text }
    let day = Int(nearest: value.rounded(.down))
    let isDay = (36_526..<73_051).contains(day)
    let seconds = Int(nearest: (value - value.rounded(.down)) * 86_400)
    let date = CivilDate(dayNumber: day - 25_569)
    switch content {
    case .dates where isDay && seconds == 0: return "\(date)"
    case .instant where isDay:
      return "\(Instant(seconds: Int64(date.dayNumber) * 86_400 + Int64(seconds)))"
    case .clock where day == 0 && seconds % 60 == 0: return clockText(seconds)
    default: break
    }
    let digits = abs(value) < 1 ? 15 : max(0, 15 - "\(Int(nearest: abs(value)))".utf8.count)
    return shortest(Double(fixed(value, digits)) ?? value)
  }

  private static func fault(
    _ cell: ReadCell, in content: AgentSheet.Content
  ) -> (what: String, maybe: String) {
    switch cell {
    case .formula:
      ("is a formula that no program has computed yet", "write its value")
    case .error: ("is what a formula could not compute", "write the value")
    case .date where content == .dates:
      ("is a date with a time of day", "write the date alone")
    case .date:
      ("is a date of the spreadsheet", "the program made it of something else: write it as text")
    case .time where content == .clock: ("is no time of day in minutes", "write it as 08:30")
    default:
      (
        "is a time of day of the spreadsheet",
        content == .number
          ? "write hours as 7.5"
          : "the program made it of something else: write it as text"
      )
    }
  }
}
