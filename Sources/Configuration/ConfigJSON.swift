internal import TOMLKit

/// `table` as JSON with keys sorted by name; dates and times become strings as TOML writes them.
func jsonText(of table: TOMLTable) -> String {
  let members = table.keys.sorted().map { key in
    "\(quoted(key)):\(table[key].map { jsonText(of: $0.tomlValue) } ?? "null")"
  }
  return "{\(members.joined(separator: ","))}"
}

private func jsonText(of value: TOMLValue) -> String {
  if let inner = value.table { return jsonText(of: inner) }
  if let array = value.array {
    return "[\(array.map { jsonText(of: $0.tomlValue) }.joined(separator: ","))]"
  }
  if let flag = value.bool { return flag ? "true" : "false" }
  if let integer = value.int { return String(integer) }
  if let number = value.double { return number.isFinite ? String(number) : "null" }
  if let text = value.string { return quoted(text) }
  return quoted(value.debugDescription)
}

private func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    case _ where scalar.value < 0x20:
      let hex = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
