/// A TOML basic string; control characters become spaces.
public func tomlQuoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case _ where scalar.value < 32 || scalar.value == 127: out += " "
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
