public import Diagnostics
internal import Files

/// A separated-values file with named columns, read row by row.
///
/// ```swift
/// let table = try CSVTable(path: "history.csv")
/// let columns = try table.require("interval_start", "offered")
/// try table.forEachRow { row in
///   total += try row.number(columns[1])
/// }
/// ```
///
/// RFC 4180: quoted fields may hold separators, line ends and `""` for a quote. A byte order mark and
/// any line ends are accepted, blank lines are skipped. The separator is the one of `,` `;` tab `|`
/// that the header has most of. Every row must have as many fields as the header.
public struct CSVTable: Sendable {
  /// The name in messages, as the user gave it.
  public let file: String
  /// The column names in the order of the file, without surrounding spaces.
  public let header: [String]
  /// The byte between fields.
  public let separator: UInt8
  /// The line of the header; nil when the names were given by the caller.
  public let headerLine: Int?

  /// The sheet that the rows come from, where they do.
  let sheet: SheetOrigin?
  let source: CSVSource
  private let allowsRaggedRows: Bool
  /// The offset of the first row.
  private let bodyStart: Int
  private let start: CSVScanner

  /// A table whose bytes are in memory; `file` is only its name in messages.
  ///
  /// `sheet`: The sheet that the bytes were made from; problems then name its cells.
  public init(
    file: String, bytes: [UInt8], dialect: CSVDialect = .init(), sheet: SheetOrigin? = nil
  ) throws(Problem) {
    try self.init(file: file, source: .bytes(bytes), dialect: dialect, sheet: sheet)
  }

  /// A table in a file, never held in memory as a whole; `-` is the standard input.
  public init(path: String, dialect: CSVDialect = .init()) throws(Problem) {
    if path == "-" {
      let bytes = try readAll(0, name: "standard input")
      try self.init(file: "standard input", source: .bytes(bytes), dialect: dialect)
    } else if isRegularFile(path) {
      try self.init(file: path, source: .file(path), dialect: dialect)
    } else {
      try self.init(file: path, source: .bytes(try readFile(path)), dialect: dialect)
    }
  }

  private init(
    file: String, source: CSVSource, dialect: CSVDialect, sheet: SheetOrigin? = nil
  ) throws(Problem) {
    self.file = file
    self.sheet = sheet
    self.source = source
    allowsRaggedRows = dialect.allowsRaggedRows

    var names = dialect.header
    var separator = dialect.separator
    var scanner = CSVScanner(separator: separator ?? Byte.comma)
    var block = CSVBlock()
    var offset = 0
    try source.read { (bytes, isComplete) throws(Problem) -> Int? in
      offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      if let problem = foreignFormat(bytes, file: file) { throw problem }
      if separator == nil {
        let found = sniffSeparator(UnsafeBufferPointer(rebasing: bytes[offset...]))
        scanner = CSVScanner(separator: found)
      }
      if names != nil { return nil }
      switch scanner.scan(bytes, from: offset, isComplete: isComplete, into: &block) {
      case .incomplete: return 0
      case .row(let next):
        offset = next
        var row = CSVRow(file: file, header: [], bytes: bytes)
        for first in block.rows { row.show(first, of: block) }
        try row.checkEncoding()
        names = (0..<row.count).map { trimmed(row.text($0)) }
        return nil
      case .end:
        throw Problem(
          at: Place(file: file), "is empty, it has no header line",
          maybe: "the file was not written completely")
      case .unclosedQuote(let at), .textAfterQuote(let at):
        throw quoteProblem(scanner, bytes, at, file: file)
      }
    }
    scanner.allowsOpenEnd = dialect.allowsRaggedRows
    separator = scanner.separator
    headerLine = dialect.header == nil ? scanner.line : nil
    header = names ?? []
    self.separator = scanner.separator
    start = scanner
    bodyStart = offset
  }

  /// Calls `body` with every row after the header, in the order of the file.
  ///
  /// - Throws: A ``Problem`` with file, line and column when the file is not well formed, and what
  ///   `body` throws.
  public func forEachRow(
    _ body: (borrowing CSVRow) throws(Problem) -> Void
  ) throws(Problem) {
    try forRows { (row) throws(Problem) in
      try body(row)
      return true
    }
  }

  /// Calls `body` with one row after the other, until it answers false.
  package func forRows(
    _ body: (borrowing CSVRow) throws(Problem) -> Bool
  ) throws(Problem) {
    let finder = CSVRowFinder(start)
    var skip = bodyStart
    try source.read { (bytes, isComplete) throws(Problem) -> Int? in
      if skip > bytes.count { return 0 }
      var row = CSVRow(file: file, header: header, sheet: sheet, bytes: bytes)
      var used: Int?
      try finder.forBlocks(bytes, from: skip, isComplete: isComplete) {
        (block, end) throws(Problem) in
        for found in block.rows {
          row.show(found, of: block)
          try row.checkEncoding()
          if row.count != header.count, !allowsRaggedRows { throw raggedRow(row) }
          guard try body(row) else { return false }
        }
        switch end {
        case .unclosedQuote(let at), .textAfterQuote(let at):
          throw quoteProblem(finder.scanner, bytes, at, file: file)
        case .incomplete: used = finder.offset
        case .end, .row, nil: break
        }
        return true
      }
      skip = 0
      return used
    }
  }

  /// Where the header stands.
  public var headerPlace: Place {
    guard let sheet else { return Place(file: file, line: headerLine) }
    return Place(file: file, line: headerLine.flatMap { sheet.rows[$0] }, sheet: sheet.name)
  }

  private func raggedRow(_ row: borrowing CSVRow) -> Problem {
    let more = row.count > header.count
    return Problem(
      at: Place(file: file, line: row.line),
      "has \(row.count) field\(row.count == 1 ? "" : "s") where the header has \(header.count)",
      maybe: more
        ? "a field that contains a separator must be written in quotes"
        : "the line was cut off, or a separator is missing")
  }
}

/// What tells that the bytes are no plain UTF-8 text at all.
private func foreignFormat(_ bytes: UnsafeBufferPointer<UInt8>, file: String) -> Problem? {
  let formats: [([UInt8], String, String)] = [
    ([0xFF, 0xFE], "is UTF-16 text", "save it as CSV in UTF-8"),
    ([0xFE, 0xFF], "is UTF-16 text", "save it as CSV in UTF-8"),
    ([0x1F, 0x8B], "is compressed with gzip", "unpack it first: gunzip \(file)"),
    ([0x50, 0x4B, 3, 4], "is a zip archive or a spreadsheet", "save the sheet as CSV"),
  ]
  for (magic, what, maybe) in formats where bytes.starts(with: magic) {
    return Problem(at: Place(file: file), what, maybe: maybe)
  }
  return nil
}

private func quoteProblem(
  _ scanner: CSVScanner, _ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int, file: String
) -> Problem {
  let row = CSVRow(
    file: file, header: [], bytes: bytes, start: scanner.rowStart, line: scanner.line)
  let place = row.place(ofByte: offset)
  if offset < bytes.count, bytes[offset] == Byte.quote {
    return Problem(
      at: place, "a quoted field is never closed", maybe: "a quote inside a field is not doubled")
  }
  return Problem(
    at: place, "text follows a closing quote",
    maybe: "a quote inside a quoted field is not doubled")
}
