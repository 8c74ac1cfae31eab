import Diagnostics
import Tables

/// A published roster grid as a table for the screen.
enum RosterScreen {
  /// Agents down, days across; days off are a dot.
  static func text(grid: CSVTable) throws(Problem) -> String {
    let days = grid.header.dropFirst(2)
    var table = TextTable(
      [.left("agent"), .left("name")]
        + days.map { .left(String($0.dropLast(6).prefix(3)) + $0.suffix(6)) })
    try grid.forEachRow { (row) throws(Problem) in
      table.row(
        (0..<grid.header.count).map { column in
          let text = row.text(column)
          return text.isEmpty && column > 1 ? "·" : text
        })
    }
    return table.text(paint: Paint(isOn: Terminal.outputIsColoured)) + "\n"
  }
}
