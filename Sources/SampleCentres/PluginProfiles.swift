public import Diagnostics
internal import Files

/// Profiles that come with plugins, one a kind of centre, found by the kind that they name.
///
/// A plugin of anybody's brings one as a `.toml` beside its library, in a folder where plugins are looked
/// for. Those of muster stand, installed, in `<prefix>/share/muster/profiles`; for a program that was just
/// built, in `Plugins/NAME/sample.toml` of the package it was built from.
public struct PluginProfiles: Sendable {
  /// Kinds and the files of their profiles, by name; the first of each name wins.
  public let files: [(kind: String, path: String)]

  /// What there is for a program; `program` is the path of its executable, `folders` are those in which
  /// plugins lie, and come first.
  public init(program: String, folders plugins: [String] = []) {
    let folders = Self.parents(of: program)
    var found: [(kind: String, path: String)] = []
    var seen: Set<String> = []
    func add(_ path: String) {
      guard let kind = Self.kind(of: path), seen.insert(kind).inserted else { return }
      found.append((kind, path))
    }
    for folder in plugins {
      for name in Self.names(folder) where name.hasSuffix(".toml") { add("\(folder)/\(name)") }
    }
    if folders.count > 1 {
      let installed = "\(folders[1])/share/muster/profiles"
      for name in Self.names(installed) where name.hasSuffix(".toml") {
        add("\(installed)/\(name)")
      }
    }
    // .build/<platform>/<configuration>/muster, at most four folders below the package.
    if let build = folders.prefix(4).firstIndex(where: { $0.hasSuffix("/.build") }),
      build + 1 < folders.count
    {
      let plugins = "\(folders[build + 1])/Plugins"
      for name in Self.names(plugins) { add("\(plugins)/\(name)/sample.toml") }
    }
    files = found.sorted { $0.kind < $1.kind }
  }

  /// The text of the profile of a kind and its file; nil when no plugin has one.
  public func text(kind: String) throws(Problem) -> (file: String, bytes: [UInt8])? {
    guard let file = files.first(where: { $0.kind == kind }) else { return nil }
    return (file.path, try readFile(file.path))
  }

  /// What stands in the line `kind = "…"` of a profile; nil when there is no such file or line.
  private static func kind(of path: String) -> String? {
    guard exists(path), !isFolder(path), let bytes = try? readFile(path) else { return nil }
    let start = Array("kind = \"".utf8)
    for line in bytes.split(separator: 10) where line.starts(with: start) {
      return String(decoding: line.dropFirst(start.count).prefix { $0 != 34 }, as: UTF8.self)
    }
    return nil
  }

  /// The folder of a file, the folder around it, and so on.
  private static func parents(of path: String) -> [String] {
    var folders: [String] = []
    var rest = Substring(path)
    while let slash = rest.lastIndex(of: "/"), slash > rest.startIndex {
      rest = rest[..<slash]
      folders.append(String(rest))
    }
    return folders
  }

  private static func names(_ folder: String) -> [String] {
    guard isFolder(folder), let names = try? namesInFolder(folder) else { return [] }
    return names.sorted()
  }
}
