// Goal: the agents' file as it is after what people edited, and what they edited, in their words.
//
// Method: agents are told by their id, so that sorting a sheet changes nothing. Rows and columns stay where
// they stood, new ones follow; what nobody edited keeps its bytes, quotes and spaces among them.

internal import Diagnostics
internal import Tables

/// What a sheet of agents changes in the agents' file.
public struct AgentEdits: Hashable, Sendable {
  /// An agent, and the fields that are other than before.
  public struct Change: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
      public var column: String
      public var before: String
      public var after: String
    }

    public var agent: String
    public var name: String
    /// Of an agent who is new or taken out, those that are not empty.
    public var fields: [Field]
  }

  /// The agents' file.
  public let path: String
  public private(set) var added: [Change] = []
  public private(set) var changed: [Change] = []
  public private(set) var removed: [Change] = []
  /// Agents of whom nothing changes.
  public private(set) var kept = 0
  /// Columns that the file did not have.
  public private(set) var newColumns: [String] = []
  /// The file as it is to be.
  public private(set) var bytes: [UInt8]
  /// What the centre makes of it, as of every input.
  public internal(set) var notes: [String] = []

  public var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

  /// `before`: The file as it stands, with `original`, its bytes; `after`: as it was edited.
  init(_ before: CSVTable, _ original: [UInt8], _ after: CSVTable) throws(Problem) {
    path = before.file
    bytes = original
    let old = try AgentRows(before)
    let new = try AgentRows(after)
    newColumns = after.header.filter { name in
      !before.header.contains(name) && new.rows.contains { $0.fields[name]?.isEmpty == false }
    }
    let columns = before.header + newColumns
    var form = RowForm(before, original, added: newColumns)
    let ids = Set(old.rows.map(\.id))
    for row in old.rows {
      guard let edited = new[row.id] else {
        removed.append(Self.change(row.id, row, nil, columns))
        continue
      }
      let change = Self.change(row.id, row, edited, columns)
      if change.fields.isEmpty {
        kept += 1
        form.append(row)
      } else {
        changed.append(change)
        form.append(edited, columns)
      }
    }
    for row in new.rows where !ids.contains(row.id) {
      added.append(Self.change(row.id, nil, row, columns))
      form.append(row, columns)
    }
    if !isEmpty { bytes = form.bytes }
  }

  private static func change(
    _ id: String, _ before: AgentRows.Row?, _ after: AgentRows.Row?, _ columns: [String]
  ) -> Change {
    let fields = columns.compactMap { column -> Change.Field? in
      let (old, new) = (before?.fields[column] ?? "", after?.fields[column] ?? "")
      guard old != new, column != "agent_id" || (before != nil && after != nil) else { return nil }
      return Change.Field(column: column, before: old, after: new)
    }
    let name = (after ?? before)?.fields["name"] ?? ""
    return Change(agent: id, name: name, fields: fields)
  }
}

/// The rows of an agents' file by agent.
private struct AgentRows {
  struct Row {
    var id: String
    var fields: [String: String]
    /// As it stands in the file.
    var raw: [UInt8]
  }

  private(set) var rows: [Row] = []
  private var places: [String: Int] = [:]

  init(_ table: CSVTable) throws(Problem) {
    let id = try table.require("agent_id")
    var rows: [Row] = []
    try table.forEachRow { (row) throws(Problem) in
      var fields: [String: String] = [:]
      for (column, name) in table.header.enumerated() where fields[name] == nil {
        fields[name] = row.text(column)
      }
      let agent = row.isEmpty(id) ? "" : try row.name(id)
      rows.append(Row(id: agent, fields: fields, raw: row.withRawBytes { Array($0) }))
    }
    self.rows = rows
    for (k, row) in rows.enumerated() where places[row.id] == nil { places[row.id] = k }
  }

  subscript(_ id: String) -> Row? { places[id].map { rows[$0] } }
}

/// Rows written as those of the file: its separator, its line ends, its mark at the beginning.
private struct RowForm {
  private(set) var bytes: [UInt8]
  private let separator: UInt8
  private let lineEnd: [UInt8]
  /// Behind a row that keeps its bytes: fields of the new columns, which it does not have.
  private let padding: [UInt8]

  init(_ table: CSVTable, _ original: [UInt8], added: [String]) {
    separator = table.separator
    let first = original.firstIndex(of: 10)
    let isCRLF = first.map { $0 > 0 && original[$0 - 1] == 13 } ?? false
    let lineEnd: [UInt8] = isCRLF ? [13, 10] : [10]
    self.lineEnd = lineEnd
    padding = Array(repeating: separator, count: added.count)
    // The header's bytes are those up to the first line end: a name of a column has none.
    let end = first.map { $0 + 1 - lineEnd.count } ?? original.count
    bytes = Array(original[..<end])
    for name in added { bytes += [separator] + Array(name.utf8) }
    bytes += lineEnd
  }

  mutating func append(_ row: AgentRows.Row) { bytes += row.raw + padding + lineEnd }

  mutating func append(_ row: AgentRows.Row, _ columns: [String]) {
    var csv = CSVWriter(
      columns, separator: Character(Unicode.Scalar(separator)), hasHeader: false)
    csv.row(columns.map { row.fields[$0] ?? "" })
    bytes += csv.bytes.dropLast() + lineEnd
  }
}
