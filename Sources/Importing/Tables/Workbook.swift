// Goal: the first sheet of a workbook that has a table in it, as a CSV file.
//
// Method: ECMA-376. A workbook is a zip archive (APPNOTE.TXT) of XML parts; read are the names of sheets,
// the shared strings, which styles are dates or times, and the cells. Dates and times are written as such,
// since a cell only has days since 1899-12-30; everything else is written as the cell has it.

internal import CZlib
internal import CivilTime
internal import Diagnostics
internal import Tables

/// A workbook of a spreadsheet program.
struct Workbook {
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

  /// The first sheet with more than one row, as CSV.
  func csv() throws(Problem) -> [UInt8] {
    guard parts["xl/workbook.xml"] != nil else {
      throw Problem(
        at: Place(file: file), "is a zip archive, not a workbook",
        maybe: "unpack it and give the files in it")
    }
    let strings = try sharedStrings()
    let styles = try timeStyles()
    let starts1904 = try text("xl/workbook.xml").contains("date1904=\"1\"")
    let sheets = parts.keys.filter { $0.hasPrefix("xl/worksheets/sheet") && $0.hasSuffix(".xml") }
    let ordered = sheets.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    for sheet in ordered {
      let rows = SheetCells(strings, styles, starts1904).rows(Array(try text(sheet).utf8))
      guard rows.count > 1 else { continue }
      let width = rows.map(\.count).max() ?? 1
      var csv = CSVWriter(pad(rows[0], width))
      for row in rows.dropFirst() { csv.row(pad(row, width)) }
      return csv.bytes
    }
    throw Problem(at: Place(file: file), "has no sheet with a table in it")
  }

  private func pad(_ row: [String], _ width: Int) -> [String] {
    row + Array(repeating: "", count: width - row.count)
  }

  private func sharedStrings() throws(Problem) -> [String] {
    guard parts["xl/sharedStrings.xml"] != nil else { return [] }
    var strings: [String] = []
    var current = ""
    var isText = false
    XMLScanner(Array(try text("xl/sharedStrings.xml").utf8)).scan { event in
      switch event {
      case .open("si", _): current = ""
      case .open("t", _): isText = true
      case .close("t"): isText = false
      case .close("si"): strings.append(current)
      case .text(let text): if isText { current += text }
      default: break
      }
    }
    return strings
  }

  /// By number of a cell's style: whether it shows a date, or a time of day or length of time.
  private func timeStyles() throws(Problem) -> [SheetCells.Style] {
    guard parts["xl/styles.xml"] != nil else { return [] }
    var custom: [Int: SheetCells.Style] = [:]
    var styles: [SheetCells.Style] = []
    var isInside = false
    XMLScanner(Array(try text("xl/styles.xml").utf8)).scan { event in
      switch event {
      case .open("numFmt", let attributes):
        if let id = attributes["numFmtId"].flatMap(Int.init), let code = attributes["formatCode"] {
          custom[id] = SheetCells.style(code)
        }
      case .open("cellXfs", _): isInside = true
      case .close("cellXfs"): isInside = false
      case .open("xf", let attributes):
        guard isInside else { return }
        let id = attributes["numFmtId"].flatMap(Int.init) ?? 0
        let builtIn: SheetCells.Style =
          (14...17).contains(id) || id == 22
          ? .date : (18...21).contains(id) || (45...47).contains(id) ? .time : .plain
        styles.append(custom[id] ?? builtIn)
      default: break
      }
    }
    return styles
  }

  // MARK: - Archive

  private func text(_ name: String) throws(Problem) -> String {
    guard let part = parts[name], part.offset + 30 <= bytes.count else { throw Self.damaged(file) }
    let start =
      part.offset + 30 + Self.number(bytes, part.offset + 26, 2)
      + Self.number(bytes, part.offset + 28, 2)
    guard start + part.packed <= bytes.count else { throw Self.damaged(file) }
    let packed = Array(bytes[start..<start + part.packed])
    if part.method == 0 { return String(decoding: packed, as: UTF8.self) }
    guard part.method == 8, part.size <= 1 << 30, let plain = Self.inflated(packed, part.size)
    else {
      throw Self.damaged(file)
    }
    return String(decoding: plain, as: UTF8.self)
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
