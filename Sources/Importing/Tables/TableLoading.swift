// Method: the header is the line, among the first forty, that has most names of columns known here, under
// the separator that gives most of them. Lines before it (titles, `sep=;`, merged headings) are made empty,
// so that line numbers stay those of the file.

internal import Diagnostics
internal import Spreadsheets
internal import Tables

/// A table ready to be read, and how it lay in the file.
struct LoadedTable {
  var table: CSVTable
  var encoding: TextDecoding.Encoding
  /// Lines before the header that are no part of the table.
  var titleLines: Int
  /// Whether the last line has no end: a copy may have been broken off in it.
  var isCutOff = false
}

/// Finds the table in a file.
func loadTable(
  _ input: ImportInput, _ format: TableFormat, _ mapping: ImportMapping?
) throws(Problem) -> LoadedTable {
  let reader = try ByteReader(input)
  let raw = try reader.all()
  if reader.wasCutOff {
    throw Problem(
      at: Place(file: reader.name), "ends in the middle of its packed data",
      maybe: "the file was not copied completely")
  }
  if raw.starts(with: [0x50, 0x4B, 3, 4]) {
    let sheet = try OpenedWorkbook(raw, file: reader.name).csv()
    return try findTable(sheet, .utf8, format, reader.name, mapping)
  }
  let (bytes, encoding) = TextDecoding.utf8(raw)
  guard !bytes.prefix(4096).contains(0) else {
    throw Problem(at: Place(file: reader.name), "is no text file", maybe: "export it as CSV")
  }
  var loaded = try findTable(bytes, encoding, format, reader.name, mapping)
  loaded.isCutOff = bytes.last != 10 && bytes.last != 13
  return loaded
}

private func findTable(
  _ bytes: [UInt8], _ encoding: TextDecoding.Encoding, _ format: TableFormat, _ name: String,
  _ mapping: ImportMapping?
) throws(Problem) -> LoadedTable {
  let asked = mapping?.separator
  if let header = format.header, !hasHeader(bytes, format) {
    let first = firstLines(bytes, 40).first { !$0.bytes.isEmpty }?.bytes ?? []
    let separator = asked ?? (first.contains(9) ? 9 : 44)
    let table = try CSVTable(
      file: name, bytes: bytes,
      dialect: CSVDialect(
        separator: separator, header: header(fields(first, separator).count), allowsRaggedRows: true
      ))
    return LoadedTable(table: table, encoding: encoding, titleLines: 0)
  }
  let lines = firstLines(bytes, 40)
  var known = Set(format.columns.values.joined())
  for signature in format.signatures { known.formUnion(signature) }
  for name in mapping?.columns.values.map(\.self) ?? [] { known.insert(Field.reduced(name)) }
  var separators: [UInt8] = asked.map { [$0] } ?? [44, 59, 9, 124]
  if let first = lines.first, let mark = separatorLine(first.bytes) { separators = [mark] }
  var best: (score: Int, fields: Int, line: Int, separator: UInt8)?
  for (k, line) in lines.enumerated() {
    for separator in separators {
      let names = fields(line.bytes, separator).map { Field.reduced($0) }
      let score = names.count { known.contains($0) || Field.named($0) != nil }
      if score > best?.score ?? 0 { best = (score, names.count, k, separator) }
    }
  }
  guard let best, best.score >= 2 || best.fields <= 2 else {
    let first = lines.first { !$0.bytes.isEmpty }
    throw Problem(
      at: Place(file: name, line: 1), "has no line with names of columns known here",
      value: first.map { String(String(decoding: $0.bytes, as: UTF8.self).prefix(80)) },
      maybe: "a mapping file says which columns hold what: --columns FILE")
  }
  let start = lines[best.line].start
  let blank = [UInt8](repeating: 10, count: best.line)
  let table = try CSVTable(
    file: name, bytes: best.line == 0 ? bytes : blank + bytes[start...],
    dialect: CSVDialect(separator: best.separator, allowsRaggedRows: true))
  return LoadedTable(
    table: table, encoding: encoding,
    titleLines: lines[..<best.line].count { !$0.bytes.isEmpty && separatorLine($0.bytes) == nil })
}

/// Whether one of the first lines has the names of a format that is mostly written without.
private func hasHeader(_ bytes: [UInt8], _ format: TableFormat) -> Bool {
  firstLines(bytes, 3).contains { line in
    [UInt8(9), 44, 59, 124].contains { separator in
      let names = Set(fields(line.bytes, separator).map { Field.reduced($0) })
      return format.signatures.contains { $0.allSatisfy(names.contains) }
    }
  }
}

/// `sep=;`, which spreadsheets write and take as the separator of what follows.
private func separatorLine(_ line: ArraySlice<UInt8>) -> UInt8? {
  guard line.count == 5, line.starts(with: Array("sep=".utf8)) else { return nil }
  return line.last
}

/// Physical lines, without their ends, and where they begin.
private func firstLines(_ bytes: [UInt8], _ count: Int) -> [(bytes: ArraySlice<UInt8>, start: Int)]
{
  var lines: [(ArraySlice<UInt8>, Int)] = []
  var start = 0
  while lines.count < count, start < bytes.count {
    let end = bytes[start...].firstIndex { $0 == 10 || $0 == 13 } ?? bytes.count
    lines.append((bytes[start..<end], start))
    start = end + 1
    if end + 1 < bytes.count, bytes[end] == 13, bytes[end + 1] == 10 { start += 1 }
  }
  return lines
}

/// The fields of a line, quotes taken off.
private func fields(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> [String] {
  var all: [String] = []
  var field: [UInt8] = []
  var isQuoted = false
  for byte in line {
    if byte == 34 {
      isQuoted.toggle()
    } else if byte == separator, !isQuoted {
      all.append(String(decoding: field, as: UTF8.self))
      field = []
    } else {
      field.append(byte)
    }
  }
  return all + [String(decoding: field, as: UTF8.self)]
}
