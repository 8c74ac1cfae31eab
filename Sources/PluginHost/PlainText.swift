/// `text` without the characters that steer a terminal: what a plugin says is shown to people.
func plain(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: steers) else { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.map { steers($0) ? " " : $0 }))
}

/// Whether JSON says a character that steers a terminal, by an escape; as they are it may not hold them.
func hasSteeringEscape(_ json: String) -> Bool {
  var rest = json.utf8[...]
  while let at = rest.firstIndex(of: 92) {
    let next = rest.index(after: at)
    guard next < rest.endIndex else { return false }
    rest = rest[rest.index(after: next)...]
    guard json.utf8[next] == 117,
      let code = UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(code)
    else { continue }
    if steers(scalar) { return true }
  }
  return false
}

private func steers(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 32 && scalar != "\n" && scalar != "\t" && scalar != "\r"
    || (127...159).contains(scalar.value)
}
