public import Diagnostics
internal import TOMLKit

/// One table of a TOML configuration file, read key by key.
///
/// Getters never throw: a wrong value is noted and the getter answers nil, so that one pass over a
/// file finds every problem. Every getter marks its key as known; ``problems()`` on the root table
/// then returns what was noted, together with every key that nobody asked for.
///
/// TOMLKit keeps no positions of values and has traps of its own (integers for decimals, misleading
/// type errors, a NUL byte ends the file); this reader is the only code that touches it.
public final class ConfigTable {
  private final class Source {
    let file: String
    let positions: ConfigPositions
    var noted: [Problem] = []
    init(file: String, positions: ConfigPositions) {
      self.file = file
      self.positions = positions
    }
  }

  private let source: Source
  private let table: TOMLTable
  /// The key path of this table, such as `queue[1].goal`; empty for the root.
  public let path: String
  private var known: Set<String> = []
  private var children: [ConfigTable] = []
  private var acceptsAnyKey = false

  private init(_ source: Source, _ table: TOMLTable, _ path: String) {
    self.source = source
    self.table = table
    self.path = path
  }

  /// Parses a whole file; `file` is its name in messages.
  ///
  /// - Throws: A ``Problem`` for a syntax error, a NUL byte or text that is not UTF-8.
  public convenience init(file: String, bytes: [UInt8]) throws(Problem) {
    // TOMLKit takes a C string: a NUL byte would silently end the file there.
    if let nul = bytes.firstIndex(of: 0) {
      let line = bytes[..<nul].count { $0 == 10 } + 1
      throw Problem(at: Place(file: file, line: line, column: 1), "the file contains a NUL byte")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(
        at: Place(file: file), "the file is not UTF-8", maybe: "save it as UTF-8 and try again")
    }
    try TOMLGuard.check(text, file: file)
    do {
      let root = try TOMLTable(string: text)
      self.init(Source(file: file, positions: ConfigPositions(text)), root, "")
    } catch let error as TOMLParseError {
      let begin = error.source.begin
      throw Problem(
        at: Place(file: file, line: begin.line, column: begin.column),
        "not valid TOML: \(error.description)",
        maybe: "a quote, bracket or equals sign is missing; times are written \"08:00\" in quotes")
    } catch {
      throw Problem(at: Place(file: file), "not valid TOML: \(error)")
    }
  }

  /// The keys that stand in this table, sorted by name.
  public var keys: [String] { table.keys.sorted() }

  /// Whether `key` stands in this table; does not mark it as known.
  public func contains(_ key: String) -> Bool { table[key] != nil }

  /// Whether the value of `key` is an array; does not mark it as known.
  public func isArray(_ key: String) -> Bool { table[key]?.tomlValue.array != nil }

  /// Where `key` of this table stands in the file.
  public func place(_ key: String = "") -> Place {
    let at = source.positions[keyPath(key)]
    return Place(file: source.file, line: at?.line, column: at?.column)
  }

  /// `key` with the path of this table before it.
  public func keyPath(_ key: String) -> String {
    path.isEmpty ? key : key.isEmpty ? path : "\(path).\(key)"
  }

  /// Notes a problem with the value of `key`, found by the caller.
  public func note(
    _ key: String, _ what: String, value: String? = nil, maybe: String? = nil,
    kind: Problem.Kind = .invalidInput
  ) {
    source.noted.append(
      Problem(
        kind, at: place(key), subject: keyPath(key), what, value: value, maybe: maybe))
  }

  /// Leaves the keys of this table to someone else (a plugin's settings): none is unknown here.
  public func acceptAnyKey() { acceptsAnyKey = true }

  /// Everything noted so far in the whole file, and every key nobody asked for, by position.
  public func problems() -> [Problem] {
    (source.noted + unknownKeys()).sorted {
      ($0.place ?? Place(file: ""), $0.subject) < ($1.place ?? Place(file: ""), $1.subject)
    }
  }

  /// Whether anything was noted so far in the whole file; unknown keys do not count.
  public var hasNotedProblems: Bool { !source.noted.isEmpty }

  private func unknownKeys() -> [Problem] {
    var found: [Problem] = []
    if !acceptsAnyKey {
      let names = known.sorted()
      for key in table.keys.sorted() where !known.contains(key) {
        let near = nearestName(to: key, among: names)
        found.append(
          Problem(
            at: place(key), subject: keyPath(key), "unknown setting",
            maybe: near.map { "you meant \($0)" }
              ?? "remove it; known here: \(names.joined(separator: ", "))"))
      }
    }
    return children.reduce(into: found) { $0 += $1.unknownKeys() }
  }

  private func value(_ key: String) -> TOMLValue? {
    known.insert(key)
    return table[key]?.tomlValue
  }

  private func mismatch(_ what: String, _ key: String, _ value: TOMLValue) {
    switch value.type {
    case .table: note(key, "expected \(what), found a table")
    case .array: note(key, "expected \(what), found an array")
    default:
      note(key, "expected \(what), found the \(value.type)", value: value.debugDescription)
    }
  }

  // MARK: - Values

  /// No number of a configuration is larger, whatever it means.
  static let largest = 1e12

  /// A finite decimal number, inside `range` when given; an integer will do.
  public func number(_ key: String, in range: ClosedRange<Double>? = nil) -> Double? {
    guard let value = value(key) else { return nil }
    guard let x = value.double ?? value.int.map(Double.init) else {
      mismatch("a number", key, value)
      return nil
    }
    guard x.isFinite else {
      note(key, "is not a finite number", value: "\(x)")
      return nil
    }
    let range = range ?? -Self.largest...Self.largest
    if !range.contains(x) {
      note(
        key, "is not between \(brief(range.lowerBound)) and \(brief(range.upperBound))",
        value: brief(x),
        maybe: (2...100).contains(x) && range.upperBound <= 1
          ? "write \(brief((x * 100).rounded() / 10_000)) for \(brief(x)) %" : nil)
      return nil
    }
    return x
  }

  /// A whole number, inside `range` when given.
  public func integer(_ key: String, in range: ClosedRange<Int>? = nil) -> Int? {
    guard let value = value(key) else { return nil }
    guard let x = value.int else {
      mismatch("a whole number", key, value)
      return nil
    }
    if let range, !range.contains(x) {
      note(key, "is not between \(range.lowerBound) and \(range.upperBound)", value: "\(x)")
      return nil
    }
    return x
  }

  public func string(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.string else {
      mismatch("a string", key, value)
      return nil
    }
    return text
  }

  public func flag(_ key: String) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let flag = value.bool else {
      mismatch("true or false", key, value)
      return nil
    }
    return flag
  }

  /// An array of strings; a single string is taken as an array of one.
  public func strings(_ key: String) -> [String]? {
    guard let value = value(key) else { return nil }
    if let one = value.string { return [one] }
    guard let array = value.array else {
      mismatch("an array of strings", key, value)
      return nil
    }
    var all: [String] = []
    for (index, element) in array.enumerated() {
      guard let text = element.tomlValue.string else {
        mismatch("a string", "\(key)[\(index)]", element.tomlValue)
        return nil
      }
      all.append(text)
    }
    return all
  }

  /// An array of finite numbers.
  public func numbers(_ key: String) -> [Double]? {
    guard let value = value(key) else { return nil }
    guard let array = value.array else {
      mismatch("an array of numbers", key, value)
      return nil
    }
    var all: [Double] = []
    for (index, element) in array.enumerated() {
      let item = element.tomlValue
      guard let x = item.double ?? item.int.map(Double.init), x.isFinite else {
        mismatch("a finite number", "\(key)[\(index)]", item)
        return nil
      }
      guard abs(x) <= Self.largest else {
        note("\(key)[\(index)]", "is beyond \(brief(Self.largest))", value: "\(x)")
        return nil
      }
      all.append(x)
    }
    return all
  }

  /// One of `choices`, spelt exactly.
  public func choice(_ key: String, of choices: [String]) -> String? {
    guard let text = string(key) else { return nil }
    guard choices.contains(text) else {
      note(
        key, "is none of \(choices.joined(separator: ", "))", value: "\"\(text)\"",
        maybe: nearestName(to: text, among: choices).map { "you meant \"\($0)\"" })
      return nil
    }
    return text
  }

  /// Minutes after midnight, 0 to 1440, from `"08:00"` or a TOML local time `08:00:00`.
  public func timeOfDay(_ key: String) -> Int? {
    guard let value = value(key) else { return nil }
    if let time = value.time {
      guard time.second == 0, time.nanoSecond == 0 else {
        note(key, "a whole minute is expected")
        return nil
      }
      return time.hour * 60 + time.minute
    }
    guard let text = value.string else {
      mismatch("a time of day such as \"08:00\"", key, value)
      return nil
    }
    guard let minutes = minutesOfDay(text) else {
      note(key, "is not a time of day", value: "\"\(text)\"", maybe: "write it as \"08:00\"")
      return nil
    }
    return minutes
  }

  /// A length of time in seconds, from `"15m"`, `"90s"`, `"8h30m"` or a plain number of seconds.
  public func durationSeconds(_ key: String) -> Int? {
    guard let value = value(key) else { return nil }
    let most = 366 * 86_400
    if let seconds = value.int {
      guard (0...most).contains(seconds) else {
        note(key, "is not between 0 seconds and 366 days", value: "\(seconds)")
        return nil
      }
      return seconds
    }
    guard let text = value.string else {
      mismatch("a duration such as \"15m\"", key, value)
      return nil
    }
    guard let seconds = parseDuration(text) else {
      note(
        key, "is not a duration", value: "\"\(text)\"", maybe: "write it as \"15m\" or \"8h30m\"")
      return nil
    }
    return seconds
  }

  // MARK: - Tables

  public func table(_ key: String) -> ConfigTable? {
    guard let value = value(key) else { return nil }
    guard let inner = value.table else {
      mismatch("a table", key, value)
      return nil
    }
    let child = ConfigTable(source, inner, keyPath(key))
    children.append(child)
    return child
  }

  /// The tables of `[[key]]`, or of an array of inline tables; empty when there are none.
  public func tables(_ key: String) -> [ConfigTable] {
    guard let value = value(key) else { return [] }
    guard let array = value.array else {
      mismatch("an array of tables, [[\(key)]]", key, value)
      return []
    }
    var all: [ConfigTable] = []
    for (index, element) in array.enumerated() {
      guard let inner = element.tomlValue.table else {
        mismatch("a table", "\(key)[\(index)]", element.tomlValue)
        continue
      }
      all.append(ConfigTable(source, inner, "\(keyPath(key))[\(index)]"))
    }
    children += all
    return all
  }

  /// The value, or nil with "is missing" noted when the key does not stand in the table.
  public func required<T>(_ key: String, _ value: T?, maybe: String? = nil) -> T? {
    if value == nil, !contains(key) { note(key, "is missing", maybe: maybe) }
    return value
  }

  /// The raw values of this table as JSON text with sorted keys, for a plugin's settings.
  public func json() -> String {
    acceptAnyKey()
    return jsonText(of: table)
  }
}

/// A number without a needless fraction: `1`, `0.3`.
private func brief(_ x: Double) -> String {
  x == x.rounded() && abs(x) < 1e15 ? String(Int64(x)) : String(x)
}
