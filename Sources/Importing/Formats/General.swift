extension TableFormat {
  /// Any table: columns by the words for them, or by a mapping file.
  static let general = TableFormat(
    name: "csv",
    aliases: ["table", "xlsx", "excel", "tsv", "interval-csv", "calls-csv", "generic"],
    title: "table",
    recognise: { sample in
      if sample.isWorkbook { return "it is a workbook; its first sheet with a table is read" }
      guard !sample.isBinary else { return nil }
      for line in sample.lines.prefix(40) {
        for separator: Character in [",", ";", "\t", "|"] where line.contains(separator) {
          let fields = Set(
            line.split(separator: separator).compactMap {
              Field.named(Field.reduced(String($0)))
            })
          let isTimed = !fields.isDisjoint(with: [.start, .date, .time])
          if isTimed, fields.count >= 2 {
            return "line \"\(line.prefix(60))\" names columns of a table"
          }
        }
      }
      return nil
    })
}
