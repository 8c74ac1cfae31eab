internal import CentreModel
public import CivilTime
public import Diagnostics
internal import Files
public import Spreadsheets
internal import Tables

extension CentreFolder {
  /// The agents' file as a sheet for people to edit, see ``agentEdits(in:of:zones:)``.
  ///
  /// - Throws: A ``Problem`` with what no cell can hold.
  public func agentSheet() throws(Problem) -> Sheet { try AgentSheet.sheet(agentTable) }

  /// What the sheet of agents in a workbook changes in the agents' file of a centre, checked as the file
  /// itself would be. Nothing is written.
  ///
  /// - Throws: ``Problems`` with everything that is wrong, by sheet and cell.
  public static func agentEdits(
    in workbook: String, of centre: String, zones: ZoneDatabase = .system
  ) throws(Problems) -> AgentEdits {
    let book: OpenedWorkbook
    do throws(Problem) { book = try opened(workbook) } catch { throw Problems([error]) }
    var edits: AgentEdits?
    let folder = try load(centre, zones: zones) { (table, bytes) throws(Problem) in
      let reading = try AgentSheetReading(book, file: workbook, known: table.header)
      if let edited = reading.table, reading.problems.isEmpty {
        edits = try AgentEdits(table, bytes, edited)
      }
      return (reading.table, reading.problems)
    }
    guard var edits else {
      throw Problems([Problem(at: Place(file: workbook), "has no agents that could be read")])
    }
    edits.notes = folder.notes.filter { $0.problem.place?.file == workbook }.map(\.description)
    return edits
  }

  private static func opened(_ file: String) throws(Problem) -> OpenedWorkbook {
    let bytes = try readFile(file)
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      throw Problem(
        at: Place(file: file), "is a workbook of an old form, or has a password",
        maybe: "save it as .xlsx without one")
    }
    guard bytes.starts(with: [0x50, 0x4B]) else {
      throw Problem(
        at: Place(file: file), "is no workbook",
        maybe: "an .xlsx is meant, as muster export workbook writes it")
    }
    return try OpenedWorkbook(bytes, file: file)
  }
}
