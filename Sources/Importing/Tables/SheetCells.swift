internal import CivilTime
internal import Tables

/// Turns the cells of a sheet into rows of text.
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

  func rows(_ xml: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var column = 0
    var type = ""
    var style = 0
    var value = ""
    var isValue = false
    XMLScanner(xml).scan { event in
      switch event {
      case .open("row", _):
        row = []
        column = 0
      case .open("c", let attributes):
        if let reference = attributes["r"] { column = Self.column(reference) }
        type = attributes["t"] ?? ""
        style = attributes["s"].flatMap(Int.init) ?? 0
        value = ""
      case .open("v", _), .open("t", _): isValue = true
      case .close("v"), .close("t"): isValue = false
      case .text(let text): if isValue { value += text }
      case .close("c"):
        while row.count < min(column, 16_384) { row.append("") }
        row.append(text(value, type, style))
        column += 1
      case .close("row"): rows.append(row)
      default: break
      }
    }
    return rows
  }

  private func text(_ value: String, _ type: String, _ style: Int) -> String {
    if type == "s" {
      return Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
    }
    guard type.isEmpty || type == "n", let number = Double(value), number.isFinite else {
      return value
    }
    switch styles.indices.contains(style) ? styles[style] : .plain {
    case .plain: return value
    case .date:
      let seconds = (number * 86_400 + 0.5).rounded(.down)
      guard abs(seconds) < 1e12 else { return value }
      let day = Int((seconds / 86_400).rounded(.down))
      let rest = Int(seconds) - day * 86_400
      return "\(CivilDate(dayNumber: day - 25_569 + (starts1904 ? 1462 : 0))) \(clockText(rest))"
    case .time:
      let seconds = Int(
        min(
          1e9,
          max(0, (number.truncatingRemainder(dividingBy: 20_000) * 86_400 + 0.5).rounded(.down))))
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
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

/// The tags and texts of an XML document, one after the other; enough for the parts of a workbook.
struct XMLScanner {
  enum Event {
    /// A tag without its prefix. An empty element is opened and closed.
    case open(String, [String: String])
    case close(String)
    case text(String)
  }

  private let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func scan(_ body: (Event) -> Void) {
    var i = 0
    while i < bytes.count {
      guard bytes[i] == 60 else {
        let end = bytes[i...].firstIndex(of: 60) ?? bytes.count
        body(.text(Self.plain(bytes[i..<end])))
        i = end
        continue
      }
      guard let end = bytes[i...].firstIndex(of: 62) else { return }
      let tag = bytes[i + 1..<end]
      i = end + 1
      guard let first = tag.first, first != 63, first != 33 else { continue }
      if first == 47 {
        body(.close(Self.name(tag.dropFirst())))
        continue
      }
      let isEmpty = tag.last == 47
      let name = Self.name(tag)
      body(.open(name, Self.attributes(tag)))
      if isEmpty { body(.close(name)) }
    }
  }

  private static func name(_ tag: ArraySlice<UInt8>) -> String {
    let name = tag.prefix { $0 > 32 && $0 != 47 }
    if let colon = name.firstIndex(of: 58) {
      return String(decoding: name[(colon + 1)...], as: UTF8.self)
    }
    return String(decoding: name, as: UTF8.self)
  }

  private static func attributes(_ tag: ArraySlice<UInt8>) -> [String: String] {
    var all: [String: String] = [:]
    var i = tag.startIndex
    while let equals = tag[i...].firstIndex(of: 61) {
      var start = equals
      while start > i, tag[start - 1] > 32 { start -= 1 }
      guard equals + 1 < tag.endIndex else { break }
      let quote = tag[equals + 1]
      guard quote == 34 || quote == 39, let end = tag[(equals + 2)...].firstIndex(of: quote) else {
        break
      }
      all[String(decoding: tag[start..<equals], as: UTF8.self)] = plain(tag[equals + 2..<end])
      i = end + 1
    }
    return all
  }

  /// A text with its entities resolved.
  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains("&") else { return text }
    var out = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "&") {
      out += rest[..<mark]
      rest = rest[rest.index(after: mark)...]
      guard let end = rest.firstIndex(of: ";") else { return out + "&" + rest }
      let name = rest[..<end]
      switch name {
      case "amp": out += "&"
      case "lt": out += "<"
      case "gt": out += ">"
      case "quot": out += "\""
      case "apos": out += "'"
      default:
        let number =
          name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
        if let scalar = number.flatMap(Unicode.Scalar.init) { out.unicodeScalars.append(scalar) }
      }
      rest = rest[rest.index(after: end)...]
    }
    return out + rest
  }
}
