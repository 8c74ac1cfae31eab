/// A name for a file made from what a user calls somebody or something: it leaves no folder, is not hidden, is
/// not too long, and no two names share one.
///
/// A name that cannot be a file's as it is gets a mark of its own, which no other name can have.
public func fileStem(of name: String) -> String {
  let safe = plainStem(of: name)
  // Compared byte by byte: names that only look alike are two.
  return safe.utf8.elementsEqual(name.utf8) ? safe : marked(safe, for: name)
}

private func plainStem(of name: String) -> String {
  var safe = ""
  for character in name {
    let isPlain = character.isLetter || character.isNumber || "-_.".contains(character)
    // A name may have 255 bytes, and one that begins with a point is hidden.
    let next = isPlain && !(safe.isEmpty && character == ".") ? String(character) : "_"
    guard safe.utf8.count + next.utf8.count <= 200 else { break }
    safe += next
  }
  return safe
}

private func marked(_ safe: String, for name: String) -> String {
  "\(safe)~\(planID(of: [name]).prefix(8))"
}

/// The same for names that come together into a folder which a share or a web server may hand out to machines
/// that do not tell `anna` from `Anna`.
public struct FileStems: Sendable {
  private let stems: [String: String]

  /// `reserved`: In small letters, what none of them may be called.
  public init(_ names: some Sequence<String>, reserved: Set<String> = []) {
    let names = Set(names)
    let alike = Dictionary(grouping: names) { fileStem(of: $0).lowercased() }
    stems = Dictionary(
      uniqueKeysWithValues: names.map { name in
        let stem = fileStem(of: name)
        let isAlone =
          alike[stem.lowercased()]?.count == 1 && !reserved.contains(stem.lowercased())
          && !stem.isEmpty
        return (name, isAlone || stem.contains("~") ? stem : marked(stem, for: name))
      })
  }

  /// Of a name that was not given the name that it would have alone.
  public subscript(_ name: String) -> String { stems[name] ?? fileStem(of: name) }
}
