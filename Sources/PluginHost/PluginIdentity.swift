internal import CMusterPlugin
internal import Glibc
public import PluginContract

/// What a plugin says of itself.
public struct PluginIdentity: ContractCodable, Hashable, Sendable {
  public var id: String
  public var name: String
  public var version: String
  public var summary: String
  /// JSON Schema of its settings; nil when it takes none.
  public var settingsSchema: String?
  /// The version of the contract it was built for.
  public var contractMajor: UInt32
  public var contractMinor: UInt32
  /// What it adds.
  public var hooks: [Hook]

  enum CodingKeys: String, CodingKey {
    case id, name, version, summary, hooks
    case settingsSchema = "settings_schema"
    case contractMajor = "contract_major"
    case contractMinor = "contract_minor"
  }

  /// Whether `text` can be an id: a-z, 0-9, `.` and `-`, 1 to 64 of them, a letter or digit first.
  public static func isID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func plain(_ byte: UInt8) -> Bool { (97...122).contains(byte) || (48...57).contains(byte) }
    guard let first = bytes.first, bytes.count <= 64, plain(first) else { return false }
    return bytes.allSatisfy { plain($0) || $0 == 46 || $0 == 45 }
  }
}

/// A NUL-terminated text lent by a plugin, at most `limit` bytes of it; nil for NULL, when no NUL
/// comes within the limit, and for what is not UTF-8.
func lentText(_ pointer: UnsafePointer<CChar>?, limit: Int = Contract.textLimit) -> String? {
  guard let pointer else { return nil }
  let length = strnlen(pointer, limit)
  guard length < limit else { return nil }
  return UnsafeRawBufferPointer(start: pointer, count: length).withMemoryRebound(to: UInt8.self) {
    String(validating: $0, as: UTF8.self)
  }
}

/// The text of a fixed field, up to its NUL or its end, repaired where it is not UTF-8 or not plain.
func fieldText<Field>(_ field: Field) -> String {
  withUnsafeBytes(of: field) { bytes in
    plain(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
  }
}
