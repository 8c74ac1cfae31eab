/// How a separated-values file is written; what is left nil is found out from the file.
public struct CSVDialect: Hashable, Sendable {
  /// The byte between fields; nil takes the one of `,` `;` tab `|` that the first line has most of.
  public var separator: UInt8?
  /// The column names when the file has no header line; nil takes them from the first line.
  public var header: [String]?
  /// Whether rows may be shorter or longer than the header; missing fields are then empty.
  public var allowsRaggedRows: Bool

  public init(separator: UInt8? = nil, header: [String]? = nil, allowsRaggedRows: Bool = false) {
    self.separator = separator
    self.header = header
    self.allowsRaggedRows = allowsRaggedRows
  }
}

/// Bytes that mean something in a separated-values file.
enum Byte {
  static let tab: UInt8 = 9
  static let lineFeed: UInt8 = 10
  static let carriageReturn: UInt8 = 13
  static let space: UInt8 = 32
  static let quote: UInt8 = 34
  static let comma: UInt8 = 44
  static let semicolon: UInt8 = 59
  static let bar: UInt8 = 124
}

/// The separator the first line uses: the candidate it has most of outside quotes, else the comma.
func sniffSeparator(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
  let candidates = [Byte.comma, Byte.semicolon, Byte.tab, Byte.bar]
  var counts = [0, 0, 0, 0]
  var quoted = false
  for byte in bytes {
    if byte == Byte.quote { quoted.toggle() }
    if quoted { continue }
    if byte == Byte.lineFeed || byte == Byte.carriageReturn { break }
    if let k = candidates.firstIndex(of: byte) { counts[k] += 1 }
  }
  var best = 0
  for k in counts.indices where counts[k] > counts[best] { best = k }
  return candidates[best]
}
