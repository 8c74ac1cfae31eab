// Method: byte order marks; UTF-16 without one is told by the zero bytes of its ASCII characters. What
// is no UTF-8 is taken for Windows-1252, of which Latin-1 is the printable part.

/// Turns the bytes of a text file into UTF-8.
enum TextDecoding {
  enum Encoding: String {
    case utf8 = "UTF-8"
    case utf16 = "UTF-16"
    case latin1 = "Latin-1"
  }

  /// The text as UTF-8 without a byte order mark, and how it was written.
  static func utf8(_ bytes: [UInt8]) -> (bytes: [UInt8], encoding: Encoding) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (Array(bytes.dropFirst(3)), .utf8) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (utf16(bytes.dropFirst(2), low: 0), .utf16) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (utf16(bytes.dropFirst(2), low: 1), .utf16) }
    if let low = utf16WithoutMark(bytes) { return (utf16(bytes[...], low: low), .utf16) }
    // A piece may end within a character.
    var end = bytes.count
    while end > 0, bytes.count - end < 3, bytes[end - 1] >= 0x80 { end -= 1 }
    let isUTF8 =
      bytes.reduce(0, |) < 0x80 || String(validating: bytes, as: UTF8.self) != nil
      || (end < bytes.count && String(validating: bytes[..<end], as: UTF8.self) != nil && end > 0)
    return isUTF8 ? (bytes, .utf8) : (windows1252(bytes), .latin1)
  }

  /// The position of the low byte in each pair, when the text is UTF-16 without a mark.
  private static func utf16WithoutMark(_ bytes: [UInt8]) -> Int? {
    let head = bytes.prefix(512)
    guard head.count >= 16 else { return nil }
    var zeros = (0, 0)
    for (k, byte) in head.enumerated() where byte == 0 {
      if k % 2 == 0 { zeros.0 += 1 } else { zeros.1 += 1 }
    }
    let half = head.count / 2
    if zeros.1 * 10 > half * 7, zeros.0 * 10 < half { return 0 }
    if zeros.0 * 10 > half * 7, zeros.1 * 10 < half { return 1 }
    return nil
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, low: Int) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var i = bytes.startIndex
    while i + 1 < bytes.endIndex {
      units.append(UInt16(bytes[i + low]) | UInt16(bytes[i + 1 - low]) << 8)
      i += 2
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// 0x80 to 0x9F of Windows-1252; the rest is Latin-1. Undefined ones are the replacement character.
  private static let upperControls: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
  ]

  private static func windows1252(_ bytes: [UInt8]) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count)
    for byte in bytes {
      units.append(0x80...0x9F ~= byte ? upperControls[Int(byte) - 0x80] : UInt16(byte))
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
