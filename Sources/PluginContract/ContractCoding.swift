internal import FoundationEssentials

/// Why a JSON text is not what the contract asks for.
public struct ContractMismatch: Error, Hashable, Sendable {
  /// The key path, such as `windows[2].end_unix`; empty for the whole text.
  public var path: String
  public var what: String

  public init(path: String, what: String) {
    self.path = path
    self.what = what
  }
}

/// A message of the contract, whose coding keys are spelt as they stand in the JSON.
///
/// For other types `camelCase` and `snake_case` are converted key by key, which takes most of the time
/// of reading a plan.
public protocol ContractCodable: Codable {}

/// The JSON of the contract: `snake_case` keys, sorted, so that equal values are equal texts.
public enum ContractCoding {
  /// The JSON text of `value`.
  ///
  /// - Throws: ``ContractMismatch`` when a number is not finite.
  public static func text(_ value: some Encodable) throws(ContractMismatch) -> String {
    let encoder = JSONEncoder()
    if !(value is any ContractCodable) { encoder.keyEncodingStrategy = .convertToSnakeCase }
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return String(decoding: try encoder.encode(value), as: UTF8.self) } catch {
      throw mismatch(error)
    }
  }

  /// The value that `text` stands for.
  ///
  /// - Throws: ``ContractMismatch`` naming the key path that is wrong.
  public static func value<Value: Decodable>(
    _: Value.Type = Value.self, of text: String
  ) throws(ContractMismatch) -> Value {
    let decoder = JSONDecoder()
    if !(Value.self is any ContractCodable.Type) {
      decoder.keyDecodingStrategy = .convertFromSnakeCase
    }
    do { return try decoder.decode(Value.self, from: Data(text.utf8)) } catch {
      throw mismatch(error)
    }
  }

  private static func mismatch(_ error: any Error) -> ContractMismatch {
    switch error {
    case let own as ContractMismatch: own
    case DecodingError.keyNotFound(let key, let context):
      ContractMismatch(path: path(context.codingPath + [key]), what: "is missing")
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      ContractMismatch(path: path(context.codingPath), what: "has the wrong type")
    case DecodingError.dataCorrupted(let context):
      ContractMismatch(
        path: path(context.codingPath),
        what: context.codingPath.isEmpty ? "is not valid JSON" : "has a value that is not allowed")
    case EncodingError.invalidValue(_, let context):
      ContractMismatch(path: path(context.codingPath), what: "is not a finite number")
    default: ContractMismatch(path: "", what: "\(error)")
    }
  }

  /// The key path as it stands in the JSON.
  static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + snakeCase(key.stringValue)
      }
    }
  }

  /// `endUnix` gives `end_unix`.
  private static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }
}
