public import Diagnostics

/// One row of a ``CSVTable``, valid while the table calls back with it.
///
/// Fields are named by the position of their column, see ``CSVTable/require(_:)-(String...)``.
public struct CSVRow: ~Copyable {
  let file: String
  let header: [String]
  private let sheet: SheetOrigin?
  private let bytes: UnsafeBufferPointer<UInt8>
  private var fields = UnsafeBufferPointer<CSVBlock.Field>(start: nil, count: 0)
  private var start: Int
  private var hasHighBytes = false
  /// The line of the text in which the row begins, from 1.
  private var textLine: Int

  /// A row without fields, until one of a block is shown.
  init(
    file: String, header: [String], sheet: SheetOrigin? = nil, bytes: UnsafeBufferPointer<UInt8>,
    start: Int = 0, line: Int = 1
  ) {
    self.file = file
    self.header = header
    self.sheet = sheet
    self.bytes = bytes
    self.start = start
    textLine = line
  }

  /// Becomes this row of the block; the block must stay as it is meanwhile.
  @inline(__always)
  mutating func show(_ row: CSVBlock.Row, of block: borrowing CSVBlock) {
    fields = block.fields(of: row)
    start = row.start
    textLine = row.line
    hasHighBytes = row.hasHighBytes
  }

  /// The number of fields.
  public var count: Int { fields.count }
  /// The line of the file in which the row begins, from 1; of a sheet the row's number there.
  public var line: Int { sheet?.rows[textLine] ?? textLine }
  /// What ``line`` counts, for messages: `line`, or of a sheet `row`.
  public var lineName: String { sheet == nil ? "line" : "row" }
  /// Where the row stands.
  public var place: Place { Place(file: file, line: line, sheet: sheet?.name) }

  /// The bytes of a field as they stand in the file, without its quotes.
  ///
  /// The pointer is valid while the row is.
  @inline(__always)
  func field(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    precondition(column >= 0)
    guard column < fields.count else { return .init(start: nil, count: 0) }
    return .init(rebasing: bytes[fields[column].start..<fields[column].end])
  }

  /// Whether the field is written in quotes.
  private func isQuoted(_ field: CSVBlock.Field) -> Bool {
    field.start > start && bytes[field.start - 1] == Byte.quote
  }

  /// The bytes of a field without surrounding spaces, valid while the row is.
  @inline(__always)
  package func trimmedField(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    let all = field(column)
    var low = 0
    var high = all.count
    while low < high, all[low] == Byte.space || all[low] == Byte.tab { low += 1 }
    while high > low, all[high - 1] == Byte.space || all[high - 1] == Byte.tab { high -= 1 }
    return .init(rebasing: all[low..<high])
  }

  /// Calls `body` with the bytes of the whole row as they stand in the file, without the line end.
  package func withRawBytes<R, E: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    guard let last = fields.last else { return try body(.init(start: nil, count: 0)) }
    let end = min(bytes.count, last.end + (isQuoted(last) ? 1 : 0))
    return try body(.init(rebasing: bytes[start..<end]))
  }

  /// Calls `body` with the bytes of a field without surrounding spaces, for parsers of its own.
  package func withTrimmedBytes<R, E: Error>(
    _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try body(trimmedField(column))
  }

  /// The content of a field; empty when the row has no such field.
  public func text(_ column: Int) -> String {
    let bytes = field(column)
    // Within quotes, two of them stand for one.
    guard column < fields.count, isQuoted(fields[column]), bytes.contains(Byte.quote) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    var content: [UInt8] = []
    content.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      content.append(bytes[i])
      i += bytes[i] == Byte.quote ? 2 : 1
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// The content of a field that must not be empty, without surrounding spaces.
  public func name(_ column: Int) throws(Problem) -> String {
    let content = trimmed(text(column))
    if content.isEmpty { throw problem(column, "is empty") }
    return content
  }

  /// The name of a column, empty beyond the header.
  public func columnName(_ column: Int) -> String { column < header.count ? header[column] : "" }

  /// Whether a field has nothing but spaces.
  public func isEmpty(_ column: Int) -> Bool { trimmedField(column).isEmpty }

  /// Where a field stands; columns count characters (Unicode scalars) of the line.
  public func place(_ column: Int) -> Place {
    guard column < fields.count else { return place }
    if let sheet, column < sheet.columns.count {
      return Place(file: file, line: line, column: sheet.columns[column], sheet: sheet.name)
    }
    let field = fields[column]
    return place(ofByte: isQuoted(field) ? field.start - 1 : field.start)
  }

  /// A problem with a field: its place, the column's name and its content are filled in.
  public func problem(
    _ column: Int, _ what: String, maybe: String? = nil, kind: Problem.Kind = .invalidInput
  ) -> Problem {
    let content = text(column)
    return Problem(
      kind, at: place(column), subject: columnName(column), what,
      value: content.isEmpty ? nil : content, maybe: maybe)
  }

  func place(ofByte offset: Int) -> Place {
    var line = line
    var column = 1
    for byte in bytes[start..<min(offset, bytes.count)] {
      if byte == Byte.lineFeed {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return Place(file: file, line: line, column: column)
  }

  /// Refuses what is not UTF-8: repairing it would silently change names.
  func checkEncoding() throws(Problem) {
    guard hasHighBytes, let end = fields.last?.end else { return }
    let row = bytes[start..<end]
    guard String(validating: row, as: UTF8.self) == nil else { return }
    let bad = row.firstIndex { $0 >= 0x80 } ?? start
    throw Problem(
      at: place(ofByte: bad), "is not UTF-8", maybe: "save the file as UTF-8; it may be Latin-1")
  }
}

/// `text` without surrounding spaces, tabs and line ends.
func trimmed(_ text: String) -> String {
  var scalars = text.unicodeScalars[...]
  while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
  while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
  return String(scalars)
}
