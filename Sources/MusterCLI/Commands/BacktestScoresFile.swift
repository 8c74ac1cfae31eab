import Diagnostics
import Forecasting
import Tables

/// A file of scores as `muster backtest` writes it, read for its sums.
struct BacktestScoresFile {
  struct Queue {
    var name: String
    var scores = BacktestScores()
    /// Its rows as they stand in the file.
    var rows: [UInt8] = []
  }

  /// In the order of the file.
  let queues: [Queue]

  /// - Throws: A ``Problem`` with file, line and column.
  init(path: String) throws(Problem) {
    let table = try CSVTable(path: path)
    let columns = try table.require("queue", "days", "method")
    guard table.header == BacktestText.scores().names else {
      throw Problem(
        at: Place(file: path),
        "has no sums to add up: it is not what muster backtest writes as CSV",
        value: table.header.joined(separator: ","),
        maybe: "write it anew with this version: muster backtest … --format csv")
    }
    let terms = table.header.indices.compactMap { column in
      ScoreSums.Term(rawValue: table.header[column]).map { (term: $0, column: column) }
    }
    var queues: [Queue] = []
    try table.forEachRow { (row) throws(Problem) in
      let name = try row.name(columns[0])
      if queues.last?.name != name { queues.append(Queue(name: name)) }
      var sums: [ScoreSums.Term: Double] = [:]
      for (term, column) in terms where !row.isEmpty(column) {
        sums[term] = try row.number(column)
      }
      let line = BacktestScores.Line(
        name: try row.name(columns[2]), sums: ScoreSums(sums))
      let last = queues.count - 1
      switch row.text(columns[1]) {
      case "all" where line.name == BacktestText.floorName:
        queues[last].scores.floor = sums.isEmpty ? nil : line.sums
      case "all": queues[last].scores.lines.append(line)
      case "special": queues[last].scores.specialLines.append(line)
      case "regular": queues[last].scores.regularLines.append(line)
      default:
        throw row.problem(columns[1], "is not all, special or regular")
      }
      row.withRawBytes { queues[last].rows += $0 }
      queues[last].rows.append(10)
    }
    self.queues = queues
  }
}
