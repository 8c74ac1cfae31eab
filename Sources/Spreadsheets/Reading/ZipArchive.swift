// Goal: the parts of a zip archive, unpacked. Source: APPNOTE.TXT; sizes are those of the directory at the end.

internal import CZlib
internal import Diagnostics

/// A zip archive, as a workbook of a spreadsheet program is one.
struct ZipArchive {
  private let file: String
  private let bytes: [UInt8]
  private var parts: [String: Part] = [:]

  private struct Part {
    var method: Int
    var offset: Int
    var packed: Int
    var size: Int
  }

  /// Reads the directory of the archive.
  init(_ bytes: [UInt8], file: String) throws(Problem) {
    self.bytes = bytes
    self.file = file
    guard let end = Self.endOfDirectory(bytes) else { throw Self.damaged(file) }
    var position = Self.number(bytes, end + 16, 4)
    for _ in 0..<Self.number(bytes, end + 10, 2) {
      guard position + 46 <= bytes.count, Self.number(bytes, position, 4) == 0x0201_4B50 else {
        throw Self.damaged(file)
      }
      let nameLength = Self.number(bytes, position + 28, 2)
      guard position + 46 + nameLength <= bytes.count else { throw Self.damaged(file) }
      let name = String(decoding: bytes[position + 46..<position + 46 + nameLength], as: UTF8.self)
      parts[name] = Part(
        method: Self.number(bytes, position + 10, 2), offset: Self.number(bytes, position + 42, 4),
        packed: Self.number(bytes, position + 20, 4), size: Self.number(bytes, position + 24, 4))
      position +=
        46 + nameLength + Self.number(bytes, position + 30, 2)
        + Self.number(bytes, position + 32, 2)
    }
  }

  /// The names of the parts, in no order.
  var names: some Sequence<String> { parts.keys }

  func contains(_ name: String) -> Bool { parts[name] != nil }

  /// The content of a part; that it is missing is damage.
  func content(_ name: String) throws(Problem) -> [UInt8] {
    guard let part = parts[name], part.offset + 30 <= bytes.count else { throw Self.damaged(file) }
    let start =
      part.offset + 30 + Self.number(bytes, part.offset + 26, 2)
      + Self.number(bytes, part.offset + 28, 2)
    guard start + part.packed <= bytes.count else { throw Self.damaged(file) }
    let packed = Array(bytes[start..<start + part.packed])
    if part.method == 0 { return packed }
    guard part.method == 8, part.size <= 1 << 30, let plain = Self.inflated(packed, part.size)
    else {
      throw Self.damaged(file)
    }
    return plain
  }

  private static func inflated(_ packed: [UInt8], _ size: Int) -> [UInt8]? {
    var plain = [UInt8](repeating: 0, count: size)
    var packed = packed
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    // No header: the archive's own directory stands for it.
    guard inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else {
      return nil
    }
    defer { inflateEnd(stream) }
    let code = packed.withUnsafeMutableBufferPointer { input in
      plain.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(clamping: input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(clamping: output.count)
        return inflate(stream, Z_FINISH)
      }
    }
    return code == Z_STREAM_END || (size == 0 && code == Z_BUF_ERROR) ? plain : nil
  }

  private static func endOfDirectory(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    for position in stride(from: bytes.count - 22, through: max(0, bytes.count - 66_000), by: -1)
    where number(bytes, position, 4) == 0x0605_4B50 { return position }
    return nil
  }

  /// A little-endian number.
  private static func number(_ bytes: [UInt8], _ at: Int, _ width: Int) -> Int {
    guard at >= 0, at + width <= bytes.count else { return 0 }
    return (0..<width).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
  }

  private static func damaged(_ file: String) -> Problem {
    Problem(
      at: Place(file: file), "is a damaged workbook or archive", maybe: "save the sheet as CSV")
  }
}
