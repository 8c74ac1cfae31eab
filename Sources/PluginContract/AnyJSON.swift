/// Any JSON value, where the contract leaves the form to the plugin.
public enum AnyJSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([AnyJSON])
  case object([String: AnyJSON])

  /// The member `key` of an object; nil for anything else.
  public subscript(key: String) -> AnyJSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }
  public var string: String? { if case .string(let text) = self { text } else { nil } }
  public var number: Double? { if case .number(let x) = self { x } else { nil } }
  public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  public var array: [AnyJSON]? { if case .array(let all) = self { all } else { nil } }
  public var object: [String: AnyJSON]? { if case .object(let all) = self { all } else { nil } }
}

extension AnyJSON: ExpressibleByStringLiteral, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: AnyJSON...) { self = .array(elements) }
  /// The last of several equal keys counts.
  public init(dictionaryLiteral elements: (String, AnyJSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}

extension AnyJSON: ContractCodable {
  public init(from decoder: any Decoder) throws {
    let one = try decoder.singleValueContainer()
    if one.decodeNil() {
      self = .null
    } else if let flag = try? one.decode(Bool.self) {
      self = .bool(flag)
    } else if let x = try? one.decode(Double.self) {
      self = .number(x)
    } else if let text = try? one.decode(String.self) {
      self = .string(text)
    } else if let all = try? one.decode([AnyJSON].self) {
      self = .array(all)
    } else {
      self = .object(try one.decode([String: AnyJSON].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var one = encoder.singleValueContainer()
    switch self {
    case .null: try one.encodeNil()
    case .bool(let flag): try one.encode(flag)
    case .number(let x): try one.encode(x)
    case .string(let text): try one.encode(text)
    case .array(let all): try one.encode(all)
    case .object(let all): try one.encode(all)
    }
  }
}
