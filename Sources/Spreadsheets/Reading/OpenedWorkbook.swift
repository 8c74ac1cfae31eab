// Goal: the sheets of a workbook, cell by cell, or its first table as a CSV file.
//
// Method: ECMA-376. A workbook is a zip archive of XML parts; read are the names of sheets, the shared
// strings, which styles are dates or times, and the cells.

public import Diagnostics
internal import Tables

/// A workbook of a spreadsheet program, opened to be read.
public struct OpenedWorkbook {
  /// A sheet by its name, in the order of the workbook.
  private struct NamedSheet {
    var name: String
    var part: String
  }

  private let file: String
  private let archive: ZipArchive
  private let strings: [String]
  private let styles: [SheetCells.Style]
  private let starts1904: Bool
  private let sheets: [NamedSheet]

  public init(_ bytes: [UInt8], file: String) throws(Problem) {
    self.file = file
    archive = try ZipArchive(bytes, file: file)
    guard archive.contains("xl/workbook.xml") else {
      throw Problem(
        at: Place(file: file), "is a zip archive, not a workbook",
        maybe: "unpack it and give the files in it")
    }
    strings = try Self.sharedStrings(archive)
    styles = try Self.timeStyles(archive)
    let book = try archive.content("xl/workbook.xml")
    var starts1904 = false
    var named: [(name: String, id: String)] = []
    XMLScanner(book).scan { event in
      switch event {
      case .open("workbookPr", let attributes):
        starts1904 = ["1", "true"].contains(attributes["date1904"])
      case .open("sheet", let attributes):
        let id = attributes["r:id"] ?? attributes.first { $0.key.hasSuffix(":id") }?.value
        guard let name = attributes["name"], let id else { return }
        named.append((SheetCells.plain(name), id))
      default: break
      }
    }
    self.starts1904 = starts1904
    let parts = try Self.parts(archive)
    sheets = named.compactMap { sheet in
      parts[sheet.id].map { NamedSheet(name: sheet.name, part: $0) }
    }
  }

  public var sheetNames: [String] { sheets.map(\.name) }

  /// The rows of a sheet that have cells; nil where no sheet has this name, whatever its case.
  public func rows(of name: String) throws(Problem) -> [ReadRow]? {
    let wanted = name.lowercased()
    guard let sheet = sheets.first(where: { $0.name.lowercased() == wanted }) else { return nil }
    return try rows(part: sheet.part)
  }

  /// The first sheet with more than one row, as CSV; dates and times are written as such.
  public func csv() throws(Problem) -> [UInt8] {
    let parts = archive.names.filter {
      $0.hasPrefix("xl/worksheets/sheet") && $0.hasSuffix(".xml")
    }
    for part in parts.sorted(by: { ($0.utf8.count, $0) < ($1.utf8.count, $1) }) {
      let rows = try rows(part: part).map(\.texts)
      guard rows.count > 1 else { continue }
      let width = rows.map(\.count).max() ?? 1
      var csv = CSVWriter(pad(rows[0], width))
      for row in rows.dropFirst() { csv.row(pad(row, width)) }
      return csv.bytes
    }
    throw Problem(at: Place(file: file), "has no sheet with a table in it")
  }

  private func rows(part: String) throws(Problem) -> [ReadRow] {
    SheetCells(strings, styles, starts1904).rows(try archive.content(part))
  }

  private func pad(_ row: [String], _ width: Int) -> [String] {
    row + Array(repeating: "", count: width - row.count)
  }

  // MARK: - Parts

  /// The parts of sheets by the ids under which the workbook names them.
  private static func parts(_ archive: ZipArchive) throws(Problem) -> [String: String] {
    let name = "xl/_rels/workbook.xml.rels"
    guard archive.contains(name) else { return [:] }
    var parts: [String: String] = [:]
    XMLScanner(try archive.content(name)).scan { event in
      guard case .open("Relationship", let attributes) = event, let id = attributes["Id"],
        let target = attributes["Target"]
      else { return }
      parts[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
    }
    return parts.filter { archive.contains($0.value) }
  }

  private static func sharedStrings(_ archive: ZipArchive) throws(Problem) -> [String] {
    guard archive.contains("xl/sharedStrings.xml") else { return [] }
    var strings: [String] = []
    var current = ""
    var isText = false
    var isReading = false
    XMLScanner(try archive.content("xl/sharedStrings.xml")).scan { event in
      switch event {
      case .open("si", _): current = ""
      // How a text is pronounced is no part of it.
      case .open("rPh", _): isReading = true
      case .close("rPh"): isReading = false
      case .open("t", _): isText = !isReading
      case .close("t"): isText = false
      case .close("si"): strings.append(SheetCells.plain(current))
      case .text(let text): if isText { current += text }
      default: break
      }
    }
    return strings
  }

  /// By number of a cell's style: whether it shows a date, or a time of day or length of time.
  private static func timeStyles(_ archive: ZipArchive) throws(Problem) -> [SheetCells.Style] {
    guard archive.contains("xl/styles.xml") else { return [] }
    var custom: [Int: SheetCells.Style] = [:]
    var styles: [SheetCells.Style] = []
    var isInside = false
    XMLScanner(try archive.content("xl/styles.xml")).scan { event in
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
}
