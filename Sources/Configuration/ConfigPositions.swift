/// Line and column of a key, both from 1; columns count Unicode scalars, as TOMLKit's parse errors do.
struct ConfigPosition: Equatable, Sendable {
  var line: Int
  var column: Int
}

/// Finds where keys stand in a TOML text that TOMLKit has already accepted (TOMLKit keeps no positions of values).
///
/// Knows headers, dotted and quoted keys, strings, comments and brackets; it does not look inside inline
/// tables and arrays, whose members get the position of the key that holds them.
struct ConfigPositions {
  private var found: [String: ConfigPosition] = [:]
  private var arrays: [String: Int] = [:]  // [[path]] headers seen
  private let text: [Unicode.Scalar]
  private var i = 0, line = 1, column = 1

  init(_ source: String) {
    text = Array(source.unicodeScalars)
    if text.first == "\u{FEFF}" { i = 1 }
    var prefix = ""
    while i < text.count {
      switch text[i] {
      case " ", "\t", "\r", "\n": step()
      case "#": while i < text.count, text[i] != "\n" { step() }
      case "[":
        let at = here
        step()
        let isArray = peek == "["
        if isArray { step() }
        prefix = resolve(keys(until: "]"), under: "", appending: isArray)
        if found[prefix] == nil { found[prefix] = at }
        while i < text.count, text[i] != "\n" { step() }
      default:
        let at = here
        let path = resolve(keys(until: "="), under: prefix, appending: false)
        if found[path] == nil { found[path] = at }
        skipValue()
      }
    }
  }

  /// The position of `path` (`queue[1].aht`), or of the nearest thing around it.
  subscript(path: String) -> ConfigPosition? {
    var p = Substring(path)
    while !p.isEmpty {
      if let at = found[String(p)] { return at }
      p = p.lastIndex(where: { $0 == "." || $0 == "[" }).map { p[..<$0] } ?? ""
    }
    return nil
  }

  private var here: ConfigPosition { ConfigPosition(line: line, column: column) }
  private var peek: Unicode.Scalar? { i < text.count ? text[i] : nil }
  private mutating func step() {
    if text[i] == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    i += 1
  }

  private mutating func resolve(_ keys: [String], under prefix: String, appending: Bool) -> String {
    var p = prefix
    for (n, key) in keys.enumerated() {
      p = p.isEmpty ? key : p + "." + key
      if appending, n == keys.count - 1 {
        let name = p
        p += "[\(arrays[name, default: 0])]"
        arrays[name, default: 0] += 1
      } else if let seen = arrays[p] {
        p += "[\(seen - 1)]"
      }
    }
    return p
  }

  /// The parts of a dotted key; the cursor ends behind `end`.
  private mutating func keys(until end: Unicode.Scalar) -> [String] {
    var parts: [String] = []
    var part = ""
    while let c = peek, c != end, c != "\n" {
      switch c {
      case "\"", "'": part += skipString()
      case ".":
        parts.append(part)
        part = ""
        step()
      case " ", "\t": step()
      default:
        part.unicodeScalars.append(c)
        step()
      }
    }
    if peek == end { step() }
    return parts + [part]
  }

  /// Skips a string of any of the four kinds and gives back what stands between its quotes, escapes as written.
  private mutating func skipString() -> String {
    let quote = text[i]
    let long = i + 2 < text.count && text[i + 1] == quote && text[i + 2] == quote
    for _ in 0..<(long ? 3 : 1) { step() }
    var inside = ""
    var run = 0
    while let c = peek {
      if c == "\\", quote == "\"" {
        step()
        if i < text.count { step() }
        run = 0
        continue
      }
      run = c == quote ? run + 1 : 0
      step()
      if run == (long ? 3 : 1) {
        while long, peek == quote { step() }  // """" ends a text whose last character is a quote
        break
      }
      inside.unicodeScalars.append(c)
    }
    return inside
  }

  private mutating func skipValue() {
    var depth = 0
    while let c = peek {
      switch c {
      case "\"", "'": _ = skipString()
      case "#":
        while let d = peek, d != "\n" {
          _ = d
          step()
        }
      case "[", "{":
        depth += 1
        step()
      case "]", "}":
        depth -= 1
        step()
      case "\n" where depth <= 0: return
      default: step()
      }
    }
  }
}
