internal import Diagnostics
internal import Tables

/// Which columns of a table are read, and as what.
struct TableColumns {
  var positions: [Field: Int] = [:]
  /// What the values of a column are multiplied with to be seconds.
  var scale: [Field: Double] = [:]
  /// Names of columns that are not read.
  var unread: [String] = []
  /// The position of every column by its reduced name.
  var byName: [String: Int] = [:]
  /// Columns of amounts, for the pass over the rows.
  private(set) var amounts: [(field: Field, column: Int, scale: Double)] = []

  /// A mapping names columns as they stand in the header; it goes before everything else.
  init(
    _ table: CSVTable, _ format: TableFormat, _ mapping: ImportMapping?
  ) throws(Problem) {
    let given = mapping?.columns ?? [:]
    let reduced = table.header.map(Field.reduced)
    for (k, name) in reduced.enumerated() where byName[name] == nil { byName[name] = k }
    for (field, name) in given {
      let exact = table.header.firstIndex(of: name) ?? byName[Field.reduced(name)]
      guard let exact else { _ = try table.require(name); continue }
      positions[field] = exact
    }
    for (field, names) in format.columns where positions[field] == nil {
      if let name = names.first(where: { byName[$0] != nil }) { positions[field] = byName[name] }
    }
    // Only what the format names; without a format, by the general words, the preferred first.
    if format.columns.isEmpty {
      var taken = Set(positions.values)
      var ranks: [Field: Int] = [:]
      for (k, name) in reduced.enumerated() where !taken.contains(k) {
        guard let field = Field.named(name) else { continue }
        let rank = Field.words[field]?.firstIndex(of: name) ?? 1000
        if given[field] == nil, rank < ranks[field] ?? .max {
          ranks[field] = rank
          positions[field] = k
        }
      }
      taken = Set(positions.values)
    }
    for (field, column) in positions where field.isAmount {
      scale[field] = mapping?.scale[field] ?? format.scale[field] ?? Self.unit(table.header[column])
    }
    let read = Set(positions.values)
    unread = table.header.indices.filter { !read.contains($0) && !table.header[$0].isEmpty }
      .map { table.header[$0] }
    arrange()
  }

  /// Orders what is read; to be called after a change.
  mutating func arrange() {
    amounts = Field.allCases.compactMap { field in
      guard field.isAmount, let column = positions[field] else { return nil }
      return (field, column, field.measure == nil ? scale[field] ?? 1 : 1)
    }
  }

  /// Makes one column another one's meaning.
  mutating func move(_ from: Field, to field: Field) {
    positions[field] = positions.removeValue(forKey: from)
    scale[field] = scale.removeValue(forKey: from)
    arrange()
  }

  subscript(_ field: Field) -> Int? { positions[field] }

  /// Seconds in the unit that a column's name gives.
  private static func unit(_ name: String) -> Double {
    let text = name.lowercased()
    let words = text.split { !$0.isLetter }.map(String.init)
    if words.contains("ms") || text.contains("millisec") { return 0.001 }
    if words.contains(where: { ["min", "mins", "minute", "minutes", "minuten"].contains($0) }) {
      return 60
    }
    if words.contains(where: { ["hours", "hrs", "stunden"].contains($0) }) { return 3600 }
    return 1
  }
}
