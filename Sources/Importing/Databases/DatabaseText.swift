internal import Diagnostics
internal import Files

/// Rows of a database as a CSV file.
struct DatabaseText {
  private(set) var bytes: [UInt8] = []
  private var isFirst = true

  mutating func append(field: [UInt8]) {
    if !isFirst { bytes.append(44) }
    isFirst = false
    guard field.contains(where: { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }) else {
      bytes.append(contentsOf: field)
      return
    }
    bytes.append(34)
    for byte in field {
      if byte == 34 { bytes.append(34) }
      bytes.append(byte)
    }
    bytes.append(34)
  }

  mutating func endRow() {
    bytes.append(10)
    isFirst = true
  }
}

extension DatabaseSource {
  /// Rows are held in memory until they are counted.
  func refuseTooMany(_ bytes: [UInt8]) throws(Problem) {
    guard bytes.count > mostFileBytes else { return }
    throw Problem(
      at: Place(file: name), "has more than \(mostFileBytes >> 30) GiB of rows",
      maybe: "--query \"SELECT … WHERE …\" takes the last months")
  }
}
