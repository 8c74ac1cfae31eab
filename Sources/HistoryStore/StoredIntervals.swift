internal import GRDB
package import Importing
internal import Tables

/// The history by interval, text by text as `history.csv` has it.
extension StoreTransaction {
  /// The hash of the history file before and after the last import; nil before the first.
  package func historyFile() throws -> (before: String, after: String)? {
    try Row.fetchOne(db, sql: "SELECT before, after FROM history_file").map { ($0[0], $0[1]) }
  }

  package func setHistoryFile(before: String, after: String) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO history_file VALUES (1, ?, ?)", arguments: [before, after])
  }

  /// Puts a history in the place of the one that is there.
  package func replaceHistory(
    _ header: [String], _ rows: [(key: HistoryKey, fields: [String])]
  ) throws {
    try db.execute(sql: "DELETE FROM interval")
    try setColumns(header)
    try insert(rows, header)
  }

  /// Takes in rows, of which those of known intervals replace the old ones, and takes intervals out.
  package func changeHistory(
    _ header: [String], _ rows: [(key: HistoryKey, fields: [String])], removed: [HistoryKey]
  ) throws {
    if try columns().map(\.name) != header { try setColumns(header) }
    for key in removed {
      try db.execute(
        sql: "DELETE FROM interval WHERE instant = ? AND queue_name = ?",
        arguments: [key.start, key.queue])
    }
    try insert(rows, header)
  }

  /// The history as a CSV file; nil where the store has none.
  package func historyText() throws -> [UInt8]? {
    let columns = try columns()
    guard !columns.isEmpty else { return nil }
    var csv = CSVWriter(columns.map(\.name))
    let fields = columns.map { quoted($0.field) }.joined(separator: ", ")
    let rows = try Row.fetchCursor(
      db, sql: "SELECT \(fields) FROM interval ORDER BY instant, queue_name")
    while let row = try rows.next() {
      csv.row(columns.indices.map { (row[$0] as String?) ?? "" })
    }
    return csv.bytes
  }

  private func columns() throws -> [(name: String, field: String)] {
    try Row.fetchAll(db, sql: "SELECT name, field FROM history_column ORDER BY position").map {
      ($0[0], $0[1])
    }
  }

  /// Makes these the columns of the history, in this order; a field of another history stays unused.
  private func setColumns(_ header: [String]) throws {
    let old = Dictionary(try columns().map { ($0.name, $0.field) }) { first, _ in first }
    var taken = Set(try db.columns(in: "interval").map { $0.name.lowercased() })
    try db.execute(sql: "DELETE FROM history_column")
    for (position, name) in header.enumerated() {
      let field: String
      if let known = old[name] {
        field = known
      } else {
        field = try addField(name, &taken)
      }
      try db.execute(
        sql: "INSERT INTO history_column VALUES (?, ?, ?)", arguments: [position, name, field])
    }
  }

  /// A field for a column: of its name where that is a plain word and no field has it.
  private func addField(_ name: String, _ taken: inout Set<String>) throws -> String {
    let isPlain =
      !name.isEmpty && name.utf8.allSatisfy { ($0 | 32) &- 97 <= 25 || $0 &- 48 <= 9 || $0 == 95 }
    var field = isPlain ? name : "column"
    var number = 2
    while taken.contains(field.lowercased()) {
      field = (isPlain ? name : "column") + "_\(number)"
      number += 1
    }
    taken.insert(field.lowercased())
    try db.execute(sql: "ALTER TABLE interval ADD COLUMN \(quoted(field)) TEXT")
    return field
  }

  private func insert(
    _ rows: [(key: HistoryKey, fields: [String])], _ header: [String]
  ) throws {
    guard !rows.isEmpty else { return }
    let fields = try columns().map { quoted($0.field) }
    let names = (["instant", "queue_name"] + fields).joined(separator: ", ")
    let marks = Array(repeating: "?", count: fields.count + 2).joined(separator: ", ")
    let statement = try db.makeStatement(
      sql: "INSERT OR REPLACE INTO interval (\(names)) VALUES (\(marks))")
    for (key, values) in rows {
      var arguments: [(any DatabaseValueConvertible)?] = [key.start, key.queue]
      for value in values { arguments.append(value.isEmpty ? nil : value) }
      try statement.execute(arguments: StatementArguments(arguments))
    }
  }

  private func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}
