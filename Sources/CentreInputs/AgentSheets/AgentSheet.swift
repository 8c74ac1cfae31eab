// The agents' file as a sheet for people to edit: what a workbook gets, and what is read back from it.
//
// Every cell is text in a column of texts, so that a spreadsheet program neither computes what is typed
// there nor makes dates of ids; columns of leave and preferences that the file does not have stand there
// empty, to be filled in.

internal import Diagnostics
internal import Spreadsheets
internal import Tables

/// The sheet of a workbook that holds the agents' file.
enum AgentSheet {
  static let name = "Agents"

  /// Columns that planners fill in, offered where the file does not have them.
  static let offered = [
    "team", "leave", "preferred_start", "preferred_days_off", "preferred_shifts",
  ]

  /// What stands in a column, which decides what a date or a number in a cell means.
  enum Content {
    case text, dates, clock, instant, number, flag
  }

  static func content(of column: String) -> Content {
    switch column {
    case "unavailable_dates", "leave", "preferred_days_off": .dates
    case "earliest_start", "latest_start", "preferred_start": .clock
    case "previous_shift_end_utc": .instant
    case "remote": .flag
    case "leave_hours": .number
    default:
      ["previous_", "carried_", "min_", "max_"].contains { column.hasPrefix($0) }
        ? .number : .text
    }
  }

  /// - Throws: A ``Problem`` with what no cell can hold: a sheet without it would not come back whole.
  static func sheet(_ table: CSVTable) throws(Problem) -> Sheet {
    let more = offered.filter { !table.header.contains($0) }
    let widths = (table.header + more).map { name -> Double in
      content(of: name) == .dates ? 26 : name == "name" || name == "skills" ? 22 : 12
    }
    var sheet = Sheet(name, widths: widths, frozenRows: 1, frozenColumns: 1)
    sheet.columnStyle = .entry
    sheet.row((table.header + more).map { .text($0, .head) })
    try table.forEachRow { (row) throws(Problem) in
      var cells: [SheetCell] = []
      for column in table.header.indices {
        let text = row.text(column)
        guard SheetCell.holds(text) else {
          throw row.problem(column, "cannot stand in a cell of a workbook")
        }
        cells.append(text.isEmpty ? .empty : .text(text, .entry))
      }
      sheet.row(cells)
    }
    return sheet
  }
}
