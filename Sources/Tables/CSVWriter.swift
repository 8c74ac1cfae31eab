/// Builds a separated-values file in memory: LF line ends, quotes only where they are needed.
///
/// ```swift
/// var csv = CSVWriter(["queue", "offered"])
/// csv.row("service", fixed(12.5, 2))
/// ```
public struct CSVWriter: Sendable {
  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []
  private let separator: UInt8
  private let columns: Int

  /// Writes the header; `hasHeader`: or leaves it out, where the rows follow others.
  public init(_ header: [String], separator: Character = ",", hasHeader: Bool = true) {
    self.separator = separator.asciiValue ?? Byte.comma
    columns = header.count
    if hasHeader { row(header) }
  }

  /// Appends a row; it must have as many fields as the header.
  public mutating func row(_ fields: [String]) {
    precondition(fields.count == columns, "a row needs as many fields as the header")
    for (k, field) in fields.enumerated() {
      if k > 0 { bytes.append(separator) }
      append(field, alone: columns == 1)
    }
    bytes.append(Byte.lineFeed)
  }

  /// Appends a row; it must have as many fields as the header.
  public mutating func row(_ fields: String...) { row(fields) }

  /// Asks for room beforehand, in bytes.
  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// What has been written so far, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  private mutating func append(_ field: String, alone: Bool) {
    // A row with one empty field would be a blank line, which readers skip.
    let mustQuote =
      field.utf8.contains {
        $0 == separator || $0 == Byte.quote || $0 == Byte.lineFeed || $0 == Byte.carriageReturn
      } || (alone && field.isEmpty) || field.utf8.first == Byte.space
      || field.utf8.last == Byte.space
    guard mustQuote else {
      bytes.append(contentsOf: field.utf8)
      return
    }
    bytes.append(Byte.quote)
    for byte in field.utf8 {
      if byte == Byte.quote { bytes.append(Byte.quote) }
      bytes.append(byte)
    }
    bytes.append(Byte.quote)
  }
}
