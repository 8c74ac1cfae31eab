internal import PluginContract

extension JSONSchema {
  /// Settings that fit the schema: of every property that is required or has one, the `default`, the
  /// first of `examples` or `enum`, or the least value allowed.
  ///
  /// Nil when the schema needs a file or a text it gives no example of.
  func sample() -> AnyJSON? { sample(of: root, depth: 0) }

  private func sample(of schema: AnyJSON, depth: Int) -> AnyJSON? {
    guard depth < 16 else { return nil }
    if let reference = schema["$ref"]?.string {
      guard reference.hasPrefix("#/$defs/"),
        let inner = root["$defs"]?[String(reference.dropFirst(8))]
      else { return nil }
      return sample(of: inner, depth: depth + 1)
    }
    if let value = schema["default"] { return value }
    if let value = schema["examples"]?.array?.first { return value }
    if let value = schema["const"] { return value }
    if let value = schema["enum"]?.array?.first { return value }
    if let choices = schema["anyOf"]?.array {
      return choices.lazy.compactMap { sample(of: $0, depth: depth + 1) }.first
    }
    switch schema["type"]?.string ?? schema["type"]?.array?.first?.string ?? "object" {
    case "object":
      let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
      var members: [String: AnyJSON] = [:]
      for (key, property) in schema["properties"]?.object ?? [:] {
        if required.contains(key) {
          guard let value = sample(of: property, depth: depth + 1) else { return nil }
          members[key] = value
        } else if let value = property["default"] {
          members[key] = value
        }
      }
      return .object(members)
    case "array":
      let least = Int(schema["minItems"]?.number ?? 0)
      guard least > 0 else { return .array([]) }
      guard let items = schema["items"], let element = sample(of: items, depth: depth + 1) else {
        return nil
      }
      return .array(Array(repeating: element, count: least))
    case "number", "integer":
      if let low = schema["minimum"]?.number { return .number(low) }
      if let low = schema["exclusiveMinimum"]?.number { return .number(low + 1) }
      return .number(min(1, schema["maximum"]?.number ?? 1))
    case "boolean": return .bool(false)
    case "string":
      return (schema["minLength"]?.number ?? 0) == 0 && schema["format"] == nil ? .string("") : nil
    default: return .null
    }
  }
}
