/// Which options stand on a command line, and how often each.
///
/// No option of ours takes a value that begins with a dash, so every word that does, up to a `--`, is
/// an option; its value may follow an equals sign.
struct GivenOptions: Sendable {
  /// Names with their dashes, in the order of their first places, and how often each stands there.
  private(set) var counts: [(name: String, count: Int)] = []

  /// `aliases`: other names of an option, such as `-q` for `--quiet`.
  init(_ arguments: some Sequence<String>, aliases: [String: String] = [:]) {
    for word in arguments.prefix(while: { $0 != "--" }) {
      for name in Self.names(in: word) { add(aliases[name] ?? name) }
    }
  }

  func contains(_ name: String) -> Bool { counts.contains { $0.name == name } }

  private mutating func add(_ name: String) {
    if let index = counts.firstIndex(where: { $0.name == name }) {
      counts[index].count += 1
    } else {
      counts.append((name, 1))
    }
  }

  /// `--from=x` is `--from`, `-qv` is `-q` and `-v`, and `-` alone is a file.
  private static func names(in word: String) -> [String] {
    guard word.count > 1, word.hasPrefix("-") else { return [] }
    let name = word.prefix { $0 != "=" }
    guard !name.hasPrefix("--") else { return [String(name)] }
    return name.dropFirst().prefix { $0.isLetter }.map { "-\($0)" }
  }
}
