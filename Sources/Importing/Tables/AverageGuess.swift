// Method: a column called `handle time` in a table of intervals may hold sums or averages. A sum is in
// proportion to the contacts, an average is not: where the median of value by contact is below 15 seconds,
// values are no sums of handling times. Columns whose names say avg or total need no guess.

internal import Diagnostics
internal import Tables

/// Which columns with bare names hold averages.
struct AverageGuess {
  private var averages: Set<Field> = []
  private var names: [Field: String] = [:]

  init() {}

  /// `isNamed` columns were named by a mapping file: they hold what it says.
  init(
    _ table: CSVTable, _ survey: TableSurvey, isNamed: (Field) -> Bool
  ) throws(Problem) {
    let bare: [Field] = [.handle, .talk, .hold, .afterWork, .wait, .abandonWait]
    let columns = survey.columns
    let present = bare.filter { columns[$0] != nil }
    guard !present.isEmpty, let count = columns[.handled] ?? columns[.offered] else { return }
    var ratios: [Double] = []
    guard
      let main = present.first(where: { $0 == .handle || $0 == .talk }),
      let column = columns[main], !isNamed(main), !Self.isSum(table.header[column])
    else { return }
    let scale = columns.scale[main] ?? 1
    try table.forRows { (row) throws(Problem) in
      let contacts = row.withTrimmedBytes(count) { survey.amounts.value($0) } ?? 0
      let value = row.withTrimmedBytes(column) { survey.amounts.value($0) } ?? 0
      if contacts >= 3, value > 0 { ratios.append(value * scale / contacts) }
      return ratios.count < 5000
    }
    guard !ratios.isEmpty else { return }
    ratios.sort()
    if ratios[ratios.count / 2] < 15 {
      for field in present { averages.insert(field) }
      names[main] = table.header[column]
    }
  }

  func isAverage(_ field: Field) -> Bool { averages.contains(field) }

  /// What was guessed.
  func remarks(_ table: CSVTable) -> [String] {
    names.values.sorted().map {
      "Column \($0) holds averages: as sums of handling times its values would be too small."
    }
  }

  private static func isSum(_ name: String) -> Bool {
    let text = name.lowercased()
    return text.contains("total") || text.contains("sum") || text == "handle_s" || text == "talk_s"
  }
}
