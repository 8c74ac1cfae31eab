public import Diagnostics
internal import Files

/// A new plugin's folder: `muster plugins new`.
public struct PluginTemplate {
  public enum Language: String, CaseIterable, Sendable {
    case swift, c
  }

  public var id: String
  public var language: Language
  /// The folder of the Swift kit package, for Swift.
  public var kit: String
  /// The folder with `muster_plugin.h`, should pkg-config not know it.
  public var include: String

  /// - Throws: A ``Problem`` when `id` cannot be the id of a plugin.
  public init(
    id: String, language: Language, kit: String, include: String
  ) throws(Problem) {
    guard PluginIdentity.isID(id) else {
      throw Problem(
        .usage, subject: "NAME", "is not made of a-z, 0-9, . and -, a letter or digit first",
        value: "\"\(id)\"", maybe: "org.example.night-desk")
    }
    self.id = id
    self.language = language
    self.kit = kit
    self.include = include
  }

  /// The files of the plugin: path within its folder, and content.
  public var files: [(path: String, text: String)] {
    switch language {
    case .c:
      [
        ("plugin.c", filled(PackageResources.plugin_c_template)),
        ("Makefile", filled(PackageResources.Makefile_template)),
        ("README.md", filled(PackageResources.README_c_md_template)),
      ]
    case .swift:
      [
        ("Package.swift", filled(PackageResources.Package_swift_template)),
        ("Sources/\(camel)/\(camel).swift", filled(PackageResources.plugin_swift_template)),
        ("README.md", filled(PackageResources.README_swift_md_template)),
      ]
    }
  }

  /// Writes the files; an existing folder is left alone.
  public func write(to folder: String) throws(Problem) {
    guard !exists(folder) else {
      throw Problem(
        .usage, subject: "NAME", "there is a file or folder of this name already", value: folder,
        maybe: "choose another folder with --folder")
    }
    for (path, text) in files {
      let full = "\(folder)/\(path)"
      if let slash = full.lastIndex(of: "/") { try makeFolder(String(full[..<slash])) }
      try writeFile(full, Array(text.utf8))
    }
  }

  /// The parts of the id's last component: `org.example.night-desk` gives `night`, `desk`.
  private var words: [Substring] {
    (id.split(separator: ".").last ?? "plugin").split(separator: "-")
  }

  /// `NightDesk`; a Swift type must not begin with a digit.
  private var camel: String {
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return name.first?.isLetter == true ? name : "Plugin\(name)"
  }

  private func filled(_ template: [UInt8]) -> String {
    let name = words.joined(separator: " ")
    let parts = [
      ("id", id), ("name", name.prefix(1).uppercased() + name.dropFirst()), ("Name", camel),
      ("NAME", words.joined(separator: "-").uppercased()), ("kit", kit),
      ("kitName", kit.split(separator: "/").last.map(String.init) ?? kit), ("include", include),
    ]
    return parts.reduce(String(decoding: template, as: UTF8.self)) { text, part in
      text.replacing("{{\(part.0)}}", with: part.1)
    }
  }
}
