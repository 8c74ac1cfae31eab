internal import Diagnostics
public import PluginContract

/// A JSON Schema, as far as plugins may use it: `type`, `enum`, `const`, `minimum`, `maximum`,
/// `exclusiveMinimum`, `exclusiveMaximum`, `minLength`, `maxLength`, `pattern` (not judged), `items`,
/// `minItems`, `maxItems`, `properties`, `required`, `additionalProperties`, `anyOf`, `$ref` to
/// `#/$defs/…`; `title`, `description`, `default`, `format` and `examples` are kept for people.
public struct JSONSchema: Sendable {
  /// What is wrong, and where: a key path such as `lists[2].records`.
  public struct Mismatch: Hashable, Sendable {
    public var path: String
    public var what: String
    public var value: String?
    public var maybe: String?
  }

  public let root: AnyJSON

  public init(_ root: AnyJSON) { self.root = root }

  /// Reads a schema; throws what is wrong with it.
  public init(text: String) throws(ContractMismatch) {
    self.init(try ContractCoding.value(of: text))
    if let wrong = Self.fault(in: root, "") { throw wrong }
  }

  /// Everything in `value` that the schema does not allow, in the order of the key paths.
  public func mismatches(of value: AnyJSON) -> [Mismatch] {
    var found: [Mismatch] = []
    check(value, root, "", 0, &found)
    return found.sorted { $0.path < $1.path }
  }

  /// The key paths of all values whose schema says `"format": format`, with the value.
  public func values(ofFormat format: String, in value: AnyJSON) -> [(path: String, text: String)] {
    var found: [(path: String, text: String)] = []
    collect(format, value, root, "", 0, &found)
    return found
  }

  /// `value` with every `default` of the schema in the place of what was left out, in tables and lists of
  /// tables that are there.
  public func filled(_ value: AnyJSON) -> AnyJSON { filled(value, root, 0) }

  private func filled(_ value: AnyJSON, _ schema: AnyJSON, _ depth: Int) -> AnyJSON {
    guard depth < Self.depthLimit, let schema = resolved(schema) else { return value }
    if var table = value.object, let properties = schema["properties"]?.object {
      for (key, inner) in properties {
        if let given = table[key] {
          table[key] = filled(given, inner, depth + 1)
        } else if let standard = resolved(inner)?["default"] {
          table[key] = standard
        }
      }
      return .object(table)
    }
    if let list = value.array, let items = schema["items"] {
      return .array(list.map { filled($0, items, depth + 1) })
    }
    return value
  }

  // MARK: - Checking

  private static let depthLimit = 64

  private func check(
    _ value: AnyJSON, _ schema: AnyJSON, _ path: String, _ depth: Int,
    _ found: inout [Mismatch]
  ) {
    guard depth < Self.depthLimit else {
      found.append(Mismatch(path: path, what: "is nested too deeply"))
      return
    }
    guard let schema = resolved(schema), schema.bool != true else { return }
    if schema.bool == false {
      found.append(Mismatch(path: path, what: "is not allowed"))
      return
    }
    if let choices = schema["anyOf"]?.array {
      let attempts = choices.map { choice in
        var inner: [Mismatch] = []
        check(value, choice, path, depth + 1, &inner)
        return inner
      }
      if !attempts.contains(where: \.isEmpty),
        let nearest = attempts.min(by: { $0.count < $1.count })
      {
        found += nearest
      }
    }
    if let types = schema["type"], !matches(value, types) {
      let names = types.string.map { [$0] } ?? types.array?.compactMap(\.string) ?? []
      found.append(
        Mismatch(
          path: path, what: "is not \(names.map(Self.article).joined(separator: " or "))",
          value: brief(value)))
      return
    }
    checkChoices(value, schema, path, &found)
    switch value {
    case .number(let x): checkNumber(x, schema, path, &found)
    case .string(let text):
      let count = Double(text.unicodeScalars.count)
      if let least = schema["minLength"]?.number, count < least {
        found.append(Mismatch(path: path, what: least == 1 ? "is empty" : "is too short"))
      }
      if let most = schema["maxLength"]?.number, count > most {
        found.append(Mismatch(path: path, what: "is longer than \(brief(most)) characters"))
      }
    case .array(let all):
      if let least = schema["minItems"]?.number, Double(all.count) < least {
        found.append(Mismatch(path: path, what: "has fewer than \(brief(least)) elements"))
      }
      if let most = schema["maxItems"]?.number, Double(all.count) > most {
        found.append(Mismatch(path: path, what: "has more than \(brief(most)) elements"))
      }
      if let items = schema["items"] {
        for (index, element) in all.enumerated() {
          check(element, items, "\(path)[\(index)]", depth + 1, &found)
        }
      }
    case .object(let members): checkObject(members, schema, path, depth, &found)
    case .null, .bool: break
    }
  }

  private func checkChoices(
    _ value: AnyJSON, _ schema: AnyJSON, _ path: String, _ found: inout [Mismatch]
  ) {
    if let constant = schema["const"], constant != value {
      found.append(
        Mismatch(path: path, what: "is not \(brief(constant))", value: brief(value)))
    }
    guard let choices = schema["enum"]?.array, !choices.contains(value) else { return }
    let near = value.string.flatMap { nearestName(to: $0, among: choices.compactMap(\.string)) }
    found.append(
      Mismatch(
        path: path, what: "is none of \(choices.map(brief).joined(separator: ", "))",
        value: brief(value), maybe: near.map { "you meant \"\($0)\"" }))
  }

  private func checkNumber(
    _ x: Double, _ schema: AnyJSON, _ path: String, _ found: inout [Mismatch]
  ) {
    let low = schema["minimum"]?.number
    let high = schema["maximum"]?.number
    if let low, let high, !(low...max(low, high)).contains(x) {
      found.append(
        Mismatch(
          path: path, what: "is not between \(brief(low)) and \(brief(high))", value: brief(x),
          maybe: x > 1 && high <= 1 && x <= 100 ? "write \(brief(x / 100)) for \(brief(x)) %" : nil
        ))
    } else if let low, x < low {
      found.append(Mismatch(path: path, what: "is less than \(brief(low))", value: brief(x)))
    } else if let high, x > high {
      found.append(Mismatch(path: path, what: "is more than \(brief(high))", value: brief(x)))
    }
    if let low = schema["exclusiveMinimum"]?.number, x <= low {
      found.append(Mismatch(path: path, what: "is not above \(brief(low))", value: brief(x)))
    }
    if let high = schema["exclusiveMaximum"]?.number, x >= high {
      found.append(Mismatch(path: path, what: "is not below \(brief(high))", value: brief(x)))
    }
  }

  private func checkObject(
    _ members: [String: AnyJSON], _ schema: AnyJSON, _ path: String, _ depth: Int,
    _ found: inout [Mismatch]
  ) {
    let properties = schema["properties"]?.object ?? [:]
    func inner(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    for key in (schema["required"]?.array ?? []).compactMap(\.string) where members[key] == nil {
      found.append(Mismatch(path: inner(key), what: "is missing"))
    }
    for key in members.keys.sorted() {
      guard let member = members[key] else { continue }
      if let property = properties[key] {
        check(member, property, inner(key), depth + 1, &found)
        continue
      }
      guard let others = schema["additionalProperties"] else { continue }
      if others.bool == false {
        let known = properties.keys.sorted()
        let near = nearestName(to: key, among: known)
        found.append(
          Mismatch(
            path: inner(key), what: "unknown setting",
            maybe: near.map { "you meant \($0)" }
              ?? (known.isEmpty
                ? "remove it" : "remove it; known here: \(known.joined(separator: ", "))")))
      } else {
        check(member, others, inner(key), depth + 1, &found)
      }
    }
  }

  // MARK: - Walking

  private func resolved(_ schema: AnyJSON) -> AnyJSON? {
    var schema = schema
    for _ in 0..<8 {
      guard let reference = schema["$ref"]?.string else { return schema }
      guard reference.hasPrefix("#/$defs/"),
        let next = root["$defs"]?[String(reference.dropFirst(8))]
      else { return nil }
      schema = next
    }
    return nil
  }

  private func collect(
    _ format: String, _ value: AnyJSON, _ schema: AnyJSON, _ path: String, _ depth: Int,
    _ found: inout [(path: String, text: String)]
  ) {
    guard depth < Self.depthLimit, let schema = resolved(schema) else { return }
    for choice in schema["anyOf"]?.array ?? [] {
      collect(format, value, choice, path, depth + 1, &found)
    }
    switch value {
    case .string(let text) where schema["format"]?.string == format:
      if !found.contains(where: { $0.path == path }) { found.append((path, text)) }
    case .array(let all):
      guard let items = schema["items"] else { return }
      for (index, element) in all.enumerated() {
        collect(format, element, items, "\(path)[\(index)]", depth + 1, &found)
      }
    case .object(let members):
      for key in members.keys.sorted() {
        guard let member = members[key],
          let inner = schema["properties"]?[key] ?? schema["additionalProperties"]
        else { continue }
        collect(format, member, inner, path.isEmpty ? key : "\(path).\(key)", depth + 1, &found)
      }
    default: break
    }
  }

  // MARK: - Words

  private func matches(_ value: AnyJSON, _ types: AnyJSON) -> Bool {
    let names = types.string.map { [$0] } ?? types.array?.compactMap(\.string) ?? []
    return names.contains { name in
      switch (name, value) {
      case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string),
        ("array", .array), ("object", .object):
        true
      case ("integer", .number(let x)): x == x.rounded()
      default: false
      }
    }
  }

  private static func article(_ type: String) -> String {
    switch type {
    case "integer": "a whole number"
    case "number": "a number"
    case "string": "a text"
    case "boolean": "true or false"
    case "array": "an array"
    case "object": "a table"
    default: type
    }
  }

  private static let keywords: Set<String> = [
    "$schema", "$id", "$defs", "$ref", "$comment", "type", "enum", "const", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "items",
    "minItems", "maxItems", "properties", "required", "additionalProperties", "anyOf", "title",
    "description", "default", "format", "examples",
  ]

  /// What is wrong with a schema: a keyword that nobody would check, or a part that is not a schema.
  private static func fault(in schema: AnyJSON, _ path: String) -> ContractMismatch? {
    guard let members = schema.object else {
      return schema.bool == nil
        ? ContractMismatch(path: path, what: "is neither an object nor true or false") : nil
    }
    func inner(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    for key in members.keys.sorted() {
      guard keywords.contains(key) else {
        return ContractMismatch(path: inner(key), what: "is not a keyword that muster checks")
      }
      guard let member = members[key] else { continue }
      switch key {
      case "properties", "$defs":
        guard let all = member.object else {
          return ContractMismatch(path: inner(key), what: "is not an object")
        }
        for name in all.keys.sorted() {
          if let wrong = fault(in: all[name] ?? .null, "\(inner(key)).\(name)") { return wrong }
        }
      case "items", "additionalProperties":
        if let wrong = fault(in: member, inner(key)) { return wrong }
      case "anyOf":
        for (index, choice) in (member.array ?? []).enumerated() {
          if let wrong = fault(in: choice, "\(inner(key))[\(index)]") { return wrong }
        }
      default: break
      }
    }
    return nil
  }
}

/// A number without a needless fraction.
private func brief(_ x: Double) -> String {
  x == x.rounded() && abs(x) < 1e15 ? String(Int64(x)) : String(x)
}

private func brief(_ value: AnyJSON) -> String {
  switch value {
  case .null: "null"
  case .bool(let flag): String(flag)
  case .number(let x): brief(x)
  case .string(let text): "\"\(text.count <= 60 ? text : String(text.prefix(57)) + "…")\""
  case .array: "an array"
  case .object: "a table"
  }
}
