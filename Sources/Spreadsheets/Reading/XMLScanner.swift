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
