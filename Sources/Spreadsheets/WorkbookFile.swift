// The one place that speaks with libxlsxwriter.
//
// Method: the library writes to a path only, so it gets a new file of ours beside the target, which is read
// back and written whole as every file is. Texts are written as strings whatever they begin with; what cannot
// stand in a string of C, or is longer than a cell may be, is marked in its place.

internal import CXlsxWriter
public import Diagnostics
internal import Files
internal import Glibc

extension Workbook {
  /// A cell holds so many UTF-16 units.
  static let mostUnits = 32_000

  /// Writes the workbook as `.xlsx`, whole or not at all.
  public func write(to path: String) throws(Problem) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    var scratch = Array("\(folder)/.muster-XXXXXX".utf8CString)
    let descriptor = mkstemp(&scratch)
    guard descriptor >= 0 else {
      throw Problem(
        .failed, at: Place(file: path), "cannot be created: \(String(cString: strerror(errno)))")
    }
    close(descriptor)
    let name = String(decoding: scratch.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(name) }
    try save(name, for: path)
    try writeFile(path, try readFile(name))
  }

  private func save(_ scratch: String, for path: String) throws(Problem) {
    guard let book = workbook_new(scratch) else {
      throw Problem(.failed, at: Place(file: path), "cannot be written: no memory")
    }
    var writer = BookWriter(book: book)
    writer.setProperties(title: title, madeAt: madeAt)
    for sheet in sheets { writer.add(sheet) }
    let end = workbook_close(book)
    guard let failure = writer.failure ?? (end == LXW_NO_ERROR ? nil : end) else { return }
    throw Problem(
      .failed, at: Place(file: path),
      "cannot be written: \(lxw_strerror(failure).map { String(cString: $0) } ?? "")")
  }
}

private struct BookWriter {
  let book: UnsafeMutablePointer<lxw_workbook>
  var formats: [CellStyle: UnsafeMutablePointer<lxw_format>] = [:]
  /// The number format `@` of ECMA-376, part 1, 18.8.30.
  static let textFormat: UInt8 = 49
  /// The first thing that went wrong.
  var failure: lxw_error?

  mutating func note(_ result: lxw_error) {
    if result != LXW_NO_ERROR, failure == nil { failure = result }
  }

  mutating func setProperties(title: String, madeAt: Int64) {
    var properties = lxw_doc_properties()
    properties.created = time_t(madeAt)
    let result = cell(title).withCString { title in
      properties.title = UnsafeMutablePointer(mutating: title)
      return workbook_set_properties(book, &properties)
    }
    note(result)
  }

  mutating func add(_ sheet: Sheet) {
    guard let place = workbook_add_worksheet(book, sheet.name) else {
      return note(LXW_ERROR_SHEETNAME_ALREADY_USED)
    }
    let columnFormat = format(sheet.columnStyle)
    for (k, width) in sheet.widths.enumerated() {
      note(worksheet_set_column(place, UInt16(k), UInt16(k), width, columnFormat))
    }
    for (row, height) in sheet.heights.sorted(by: { $0.key < $1.key }) {
      note(worksheet_set_row(place, UInt32(row), height, nil))
    }
    worksheet_freeze_panes(place, UInt32(sheet.frozenRows), UInt16(sheet.frozenColumns))
    worksheet_set_landscape(place)
    worksheet_fit_to_pages(place, 1, 0)
    if sheet.frozenRows > 0 { note(worksheet_repeat_rows(place, 0, UInt32(sheet.frozenRows - 1))) }
    for (r, cells) in sheet.rows.enumerated() {
      for (c, cell) in cells.enumerated() { write(cell, place, UInt32(r), UInt16(c)) }
    }
    for colour in sheet.colours { add(colour, place) }
  }

  private mutating func write(
    _ content: SheetCell, _ place: UnsafeMutablePointer<lxw_worksheet>, _ row: UInt32,
    _ column: UInt16
  ) {
    switch content {
    case .empty: break
    case .text(let text, let style):
      note(worksheet_write_string(place, row, column, cell(text), format(style)))
    case .number(let value, let style):
      guard value.isFinite else { return }
      note(worksheet_write_number(place, row, column, value, format(style)))
    }
  }

  /// A text as a cell can hold it.
  private func cell(_ text: String) -> String {
    let plain = text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
    let whole = SheetCells.escaped(plain)
    guard whole.utf16.count > Workbook.mostUnits else { return whole }
    var units = 0
    let kept = whole.prefix { character in
      units += character.utf16.count
      return units < Workbook.mostUnits
    }
    return kept + "…"
  }

  private mutating func format(_ style: CellStyle) -> UnsafeMutablePointer<lxw_format>? {
    if style == .plain { return nil }
    if let known = formats[style] { return known }
    guard let format = workbook_add_format(book) else { return nil }
    if style.isBold { format_set_bold(format) }
    if style.isWrapped {
      format_set_text_wrap(format)
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    }
    if style.isCentred { format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue)) }
    if let fill = style.fill { format_set_bg_color(format, fill) }
    if let ink = style.ink { format_set_font_color(format, ink) }
    if style.isText { format_set_num_format_index(format, Self.textFormat) }
    if let decimals = style.decimals {
      let digits = decimals > 0 ? "0." + String(repeating: "0", count: decimals) : "0"
      format_set_num_format(format, digits)
    }
    formats[style] = format
    return format
  }

  private mutating func add(
    _ colour: SheetColour, _ place: UnsafeMutablePointer<lxw_worksheet>
  ) {
    let corners = (
      UInt32(colour.rows.lowerBound), UInt16(colour.columns.lowerBound),
      UInt32(colour.rows.upperBound - 1), UInt16(colour.columns.upperBound - 1)
    )
    var condition = lxw_conditional_format()
    func apply() -> lxw_error {
      worksheet_conditional_format_range(
        place, corners.0, corners.1, corners.2, corners.3, &condition)
    }
    switch colour.rule {
    case .text(let beginning, let style):
      condition.type = UInt8(LXW_CONDITIONAL_TYPE_TEXT.rawValue)
      condition.criteria = UInt8(LXW_CONDITIONAL_CRITERIA_TEXT_BEGINS_WITH.rawValue)
      condition.format = format(style)
      let result = beginning.withCString { text in
        condition.value_string = UnsafeMutablePointer(mutating: text)
        return apply()
      }
      note(result)
    case .blank(let style):
      condition.type = UInt8(LXW_CONDITIONAL_TYPE_BLANKS.rawValue)
      condition.format = format(style)
      note(apply())
    case .scale(let low, let high, let reach):
      condition.type = UInt8(LXW_CONDITIONAL_3_COLOR_SCALE.rawValue)
      let number = UInt8(LXW_CONDITIONAL_RULE_TYPE_NUMBER.rawValue)
      condition.min_rule_type = number
      condition.mid_rule_type = number
      condition.max_rule_type = number
      condition.min_value = -reach
      condition.mid_value = 0
      condition.max_value = reach
      condition.min_color = low
      condition.mid_color = 0xFFFFFF
      condition.max_color = high
      note(apply())
    }
  }
}
