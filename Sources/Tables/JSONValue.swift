/// A JSON document to be written: the same bytes for the same value, on any machine.
///
/// Members of an object stand in the order given; ``sorted()`` orders them by key.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Written with the fewest digits that read back as the same number; null when not finite.
  case number(Double)
  /// A number already formatted, such as `12.50`.
  case literal(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// One key and its value.
  public struct Member: Hashable, Sendable {
    public var key: String
    public var value: JSONValue
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The same document with the members of every object ordered by the bytes of their keys.
  public func sorted() -> JSONValue {
    switch self {
    case .array(let values): .array(values.map { $0.sorted() })
    case .object(let members):
      .object(
        members.map { Member($0.key, $0.value.sorted()) }
          .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    default: self
    }
  }

  /// The document as text.
  ///
  /// Indented by two spaces with one member a line and a final line end, or all on one line without.
  public func text(indented: Bool = true) -> String {
    var out = ""
    write(to: &out, indentation: indented ? 0 : nil)
    if indented { out += "\n" }
    return out
  }

  private func write(to out: inout String, indentation: Int?) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .number(let value): out += value.isFinite ? shortest(value) : "null"
    case .literal(let text): out += text
    case .string(let text): writeJSONString(text, to: &out)
    case .array(let values):
      writeList(values, open: "[", close: "]", to: &out, indentation) { value, out, inner in
        value.write(to: &out, indentation: inner)
      }
    case .object(let members):
      writeList(members, open: "{", close: "}", to: &out, indentation) { member, out, inner in
        writeJSONString(member.key, to: &out)
        out += inner == nil ? ":" : ": "
        member.value.write(to: &out, indentation: inner)
      }
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
  public init(nilLiteral: ()) { self = .null }
}

private func writeList<T>(
  _ items: [T], open: String, close: String, to out: inout String, _ indentation: Int?,
  _ write: (T, inout String, Int?) -> Void
) {
  out += open
  let inner = indentation.map { $0 + 2 }
  for (k, item) in items.enumerated() {
    if k > 0 { out += "," }
    if let inner { out += "\n" + String(repeating: " ", count: inner) }
    write(item, &out, inner)
  }
  if let indentation, !items.isEmpty { out += "\n" + String(repeating: " ", count: indentation) }
  out += close
}

private func writeJSONString(_ text: String, to out: inout String) {
  out += "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    case _ where scalar.value < 32 || scalar.value == 127:
      let hex = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: out.unicodeScalars.append(scalar)
    }
  }
  out += "\""
}
