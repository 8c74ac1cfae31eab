internal import Diagnostics

/// What must hold of a TOML text before the library may see it.
///
/// The library ends the process at a table header that does not begin with a key (`[=`, `[#publish]`), and
/// where a value is expected at a character that ends one (`[ }`), and takes dotted keys apart by
/// recursion, as deep as the text says. This walk follows the text as the library does, up to the first
/// mistake the library itself reports, and reports those.
/// O(length), no recursion.
struct TOMLGuard {
  /// Bytes of a file; parts of a dotted key; brackets within brackets.
  static let mostBytes = 16 << 20
  static let mostParts = 32
  static let mostBrackets = 64

  private let text: [Unicode.Scalar]
  private let file: String
  private var i = 0, line = 1, column = 1

  /// - Throws: A ``Problem`` at the header or key that cannot be read.
  static func check(_ source: String, file: String) throws(Problem) {
    guard source.utf8.count <= mostBytes else {
      throw Problem(at: Place(file: file), "is larger than \(mostBytes >> 20) MiB")
    }
    var walk = TOMLGuard(text: Array(source.unicodeScalars), file: file)
    try walk.walk()
  }

  private init(text: [Unicode.Scalar], file: String) {
    self.text = text
    self.file = file
    if text.first == "\u{FEFF}" { i = 1 }
  }

  private mutating func walk() throws(Problem) {
    while let c = peek {
      switch c {
      case " ", "\t", "\r", "\n": step()
      case "#": skipLine()
      case "[": try header()
      default: try statement()
      }
    }
  }

  private mutating func header() throws(Problem) {
    step()
    skipBlanks()
    if peek == "[" {
      step()
      skipBlanks()
    }
    // The end of the file and an empty header are mistakes the library names itself.
    guard let first = peek, first == "]" || first == "\"" || first == "'" || Self.isBare(first)
    else {
      if peek == nil { return }
      throw problem(
        "the name of a table is expected",
        maybe: peek == "#"
          ? "put the # before the bracket to leave the table out"
          : "put a name with other characters than A-Z, a-z, 0-9, _ and - in quotes")
    }
    try statement()
  }

  /// The rest of a statement: to the end of the line outside of brackets and texts.
  private mutating func statement() throws(Problem) {
    var open: [Unicode.Scalar] = []
    var parts = 1
    while let c = peek {
      switch c {
      case "\"", "'":
        skipText()
        continue
      case "#":
        skipLine()
        continue
      case "[", "{":
        open.append(c)
        parts = 1
        if open.count > Self.mostBrackets {
          throw problem("more than \(Self.mostBrackets) brackets stand within one another")
        }
        step()
        if c == "[" { try elementFollows() }
        continue
      case "]", "}":
        _ = open.popLast()
        parts = 1
      case "=", ",":
        parts = 1
        step()
        if c == ",", open.last == "[" { try elementFollows() }
        continue
      case ".":
        parts += 1
        if parts > Self.mostParts {
          throw problem("the key has more than \(Self.mostParts) parts")
        }
      case "\n" where open.isEmpty: return
      case "\u{85}", "\u{2028}", "\u{2029}": throw problem("the line ends by no line end of TOML")
      default: break
      }
      step()
    }
  }

  /// What comes next in an array is not the end of a table.
  private mutating func elementFollows() throws(Problem) {
    skipBlanks()
    while let c = peek, c == "\n" || c == "\r" || c == "#" {
      if c == "#" { skipLine() } else { step() }
      skipBlanks()
    }
    if peek == "}" {
      throw problem("a value or the end of an array is expected, and there is a closing brace")
    }
  }

  private static func isBare(_ c: Unicode.Scalar) -> Bool {
    switch c {
    case "A"..."Z", "a"..."z", "0"..."9", "_", "-": true
    default: false
    }
  }

  private func problem(_ what: String, maybe: String? = nil) -> Problem {
    Problem(
      at: Place(file: file, line: line, column: column), "not valid TOML: \(what)", maybe: maybe)
  }

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

  private mutating func skipBlanks() { while peek == " " || peek == "\t" { step() } }

  private mutating func skipLine() { while let c = peek, c != "\n" { step() } }

  /// Skips a text of any of the four kinds; one on a single line ends at its end at the latest.
  private mutating func skipText() {
    let quote = text[i]
    var quotes = 0
    while peek == quote, quotes < 3 {
      quotes += 1
      step()
    }
    if quotes == 2 { return }
    let isLong = quotes == 3
    var run = 0
    while let c = peek {
      if !isLong, c == "\n" { return }
      step()
      if c == "\\", quote == "\"" {
        if peek != nil, isLong || peek != "\n" { step() }
        run = 0
        continue
      }
      run = c == quote ? run + 1 : 0
      if run == (isLong ? 3 : 1) {
        // Two quotes may stand before the three that end a long text.
        var more = 0
        while isLong, peek == quote, more < 2 {
          step()
          more += 1
        }
        return
      }
    }
  }
}
