internal import CivilTime

/// Turns the cells of a sheet into rows.
struct SheetCells {
  /// What a cell's number stands for.
  enum Style { case plain, date, time }

  private let strings: [String]
  private let styles: [Style]
  private let starts1904: Bool

  init(_ strings: [String], _ styles: [Style], _ starts1904: Bool) {
    self.strings = strings
    self.styles = styles
    self.starts1904 = starts1904
  }

  /// What a format code such as `yyyy-mm-dd hh:mm` or `[h]:mm:ss` shows.
  static func style(_ code: String) -> Style {
    var letters = ""
    var isQuoted = false
    for character in code.lowercased() {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted { letters.append(character) }
    }
    if letters.contains("general") { return .plain }
    if letters.contains("y") || letters.contains("d") { return .date }
    return letters.contains("h") || letters.contains("s") || letters.contains("mm:")
      ? .time : .plain
  }

  /// A text as it was meant: what XML cannot hold is written `_x0001_` (ST_Xstring).
  static func plain(_ text: String) -> String {
    guard text.utf8.contains(95) else { return text }
    var out = String.UnicodeScalarView()
    var rest = Array(text.unicodeScalars)[...]
    while let first = rest.first {
      let meant = escape(rest)
      out.append(meant ?? first)
      rest = rest.dropFirst(meant == nil ? 1 : 7)
    }
    return String(out)
  }

  /// The other way round, of what the library that writes leaves as it is: texts that look like this already,
  /// and the two characters without meaning that no XML may have.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 95 || $0 == 0xEF }) else { return text }
    var out = String.UnicodeScalarView()
    var rest = Array(text.unicodeScalars)[...]
    while let first = rest.first {
      if escape(rest) != nil {
        out.append(contentsOf: "_x005F_".unicodeScalars)
      } else if first.value & ~1 == 0xFFFE {
        out.append(contentsOf: (first.value == 0xFFFE ? "_xFFFE_" : "_xFFFF_").unicodeScalars)
      } else {
        out.append(first)
      }
      rest.removeFirst()
    }
    return String(out)
  }

  /// What `_x0001_` at the beginning stands for.
  private static func escape(_ scalars: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
    let seven = Array(scalars.prefix(7))
    guard seven.count == 7, seven[0] == "_", seven[1] == "x", seven[6] == "_" else { return nil }
    var code: UInt32 = 0
    for digit in seven[2..<6] {
      guard let value = Character(digit).hexDigitValue, digit.isASCII else { return nil }
      code = code << 4 | UInt32(value)
    }
    return Unicode.Scalar(code)
  }

  func rows(_ xml: [UInt8]) -> [ReadRow] {
    var rows: [ReadRow] = []
    var row: [ReadCell] = []
    var number = 0
    var column = 0
    var type = ""
    var style = 0
    var value = ""
    var formula: String?
    var isValue = false
    var isFormula = false
    var isReading = false
    XMLScanner(xml).scan { event in
      switch event {
      case .open("row", let attributes):
        row = []
        column = 0
        number = attributes["r"].flatMap(Int.init) ?? number + 1
      case .open("c", let attributes):
        if let reference = attributes["r"] { column = Self.column(reference) }
        type = attributes["t"] ?? ""
        style = attributes["s"].flatMap(Int.init) ?? 0
        value = ""
        formula = nil
      case .open("rPh", _): isReading = true
      case .close("rPh"): isReading = false
      case .open("f", _):
        formula = ""
        isFormula = true
      case .close("f"): isFormula = false
      case .open("v", _), .open("t", _): isValue = !isReading
      case .close("v"), .close("t"): isValue = false
      case .text(let text):
        if isValue { value += text }
        if isFormula { formula = (formula ?? "") + text }
      case .close("c"):
        while row.count < min(column, 16_384) { row.append(.empty) }
        row.append(cell(value, type, style, formula))
        column += 1
      case .close("row"): rows.append(ReadRow(number: number, cells: row))
      default: break
      }
    }
    return rows
  }

  private func cell(_ value: String, _ type: String, _ style: Int, _ formula: String?) -> ReadCell {
    if value.isEmpty {
      // A computed text may be empty; what is not computed has no value at all.
      return formula.map { type == "str" ? .empty : .formula($0) } ?? .empty
    }
    switch type {
    case "s":
      let text = Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
      return text.isEmpty ? .empty : .text(text)
    case "b": return .boolean(value == "1" || value == "true")
    case "e": return .error(value)
    case "", "n":
      guard let number = Double(value), number.isFinite else { return .text(value) }
      return cell(number, value, styles.indices.contains(style) ? styles[style] : .plain)
    default: return .text(Self.plain(value))
    }
  }

  private func cell(_ number: Double, _ value: String, _ style: Style) -> ReadCell {
    switch style {
    case .plain: return .number(value)
    case .date:
      let seconds = (number * 86_400 + 0.5).rounded(.down)
      guard abs(seconds) < 1e12 else { return .number(value) }
      let day = Int((seconds / 86_400).rounded(.down))
      let date = CivilDate(dayNumber: day - 25_569 + (starts1904 ? 1462 : 0))
      return .date(date, Int(seconds) - day * 86_400)
    case .time:
      return .time(
        Int(
          min(
            1e9,
            max(0, (number.truncatingRemainder(dividingBy: 20_000) * 86_400 + 0.5).rounded(.down))))
      )
    }
  }

  /// `C7` is column 2.
  private static func column(_ reference: String) -> Int {
    var column = 0
    for byte in reference.utf8.prefix(3) {
      guard 65...90 ~= byte else { break }
      column = column * 26 + Int(byte - 64)
    }
    return max(0, column - 1)
  }
}
