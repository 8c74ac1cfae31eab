internal import Diagnostics

/// What became of the contact of a row, or that the row is none.
enum RowOutcome {
  case answered, abandoned, timedOut, unknown
  /// Not a contact of a queue: an outgoing call, another leg of one that is counted, a phantom.
  case none
}

/// The texts of one row by the reduced names of their columns; for formats that must look at them.
struct RowTexts {
  let columns: [String: Int]
  let texts: [String]

  /// The text in a column; empty when there is none.
  subscript(_ name: String) -> String {
    guard let column = columns[name], column < texts.count else { return "" }
    return texts[column].trimmingSpaces
  }

  func has(_ name: String) -> Bool { columns[name] != nil }
  func number(_ name: String) -> Double? { Double(self[name]) }
  func isTrue(_ name: String) -> Bool {
    ["1", "yes", "true", "y", "t", "ja", "si", "x"].contains(self[name].lowercased())
  }
}

/// A telephone system's table: which columns hold what, and what its rows mean.
struct TableFormat: Sendable {
  var name: String
  var aliases: [String] = []
  var title: String
  var keyedBy = KeyedBy.interval
  var absent = AbsentRows.missing
  /// Sets of columns, reduced; a header that has all of one set is of this format.
  var signatures: [[String]] = []
  /// The columns of a file without a header line, by the number of its fields.
  var header: (@Sendable (Int) -> [String])?
  /// Whether the first lines are of a file without a header line.
  var recognise: (@Sendable (ImportSample) -> String?)?
  /// The columns by what they hold, reduced, the preferred first; where it is empty, the general words do.
  var columns: [Field: [String]] = [:]
  /// What values of a column are multiplied with: 0.001 for milliseconds.
  var scale: [Field: Double] = [:]
  /// Times without an offset are UTC.
  var isUTC = false
  /// Each row is one contact.
  var isCalls = false
  /// What a row is; nil lets its columns tell.
  var outcome: (@Sendable (RowTexts) -> RowOutcome)?
  /// The queue of a row; nil lets the column tell.
  var queue: (@Sendable (RowTexts) -> String)?
  /// What identifies a contact: rows of one contact and queue count once.
  var identity: (@Sendable (RowTexts) -> String)?
  /// Seconds waited, talked and worked after, of one contact, where columns need computing.
  var times: (@Sendable (RowTexts) -> (wait: Double?, talk: Double?, afterWork: Double?))?
  /// What is to be said about it.
  var notes: [String] = []

  /// The format as the command line knows it.
  var format: ImportFormat {
    let table = self
    return ImportFormat(
      name: name, aliases: aliases, title: title, keyedBy: keyedBy, absent: absent,
      recognise: { sample in table.reason(sample) },
      read: { (session, inputs) throws(Problem) in
        try TableImport(session, table).read(inputs)
      })
  }

  private func reason(_ sample: ImportSample) -> String? {
    if let recognise { return recognise(sample) }
    guard !sample.isBinary else { return nil }
    for line in sample.lines.prefix(40) {
      for separator: Character in [",", ";", "\t", "|"] where line.contains(separator) {
        let names = Set(
          line.split(separator: separator, omittingEmptySubsequences: false).map {
            Field.reduced(String($0))
          })
        for signature in signatures where signature.allSatisfy(names.contains) {
          return "its header has \(signature.joined(separator: ", "))"
        }
      }
    }
    return nil
  }
}
