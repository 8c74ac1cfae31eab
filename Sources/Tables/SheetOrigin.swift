/// Which sheet of a workbook the rows of a table were made from, so that problems name cells and not lines.
public struct SheetOrigin: Hashable, Sendable {
  public var name: String
  /// By line of the table the number of the row, from 1.
  public var rows: [Int: Int]
  /// By column of the table the number of the sheet's, from 1.
  public var columns: [Int]

  public init(name: String, rows: [Int: Int], columns: [Int]) {
    self.name = name
    self.rows = rows
    self.columns = columns
  }
}
