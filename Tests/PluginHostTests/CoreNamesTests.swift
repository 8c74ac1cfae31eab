import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// The core names no kind of centre and no country: what differs by kind or place is a plugin.
@Suite struct CoreNamesTests {
  /// In lower case. (`outbound`, `inbound`, `web` and `floor` are ordinary words, and pacing a dialler
  /// is a calculation; they are not looked for.)
  static let names = [
    "telemarket", "debt", "collections", "back-office", "backoffice", "offshore", "nearshore",
    "philippin", "manila", "mexic", "colombia", "californ", "austral", "united kingdom",
    "united states", "canad",
  ]

  /// Where a name may stand, and why.
  static let allowed: [(file: String, name: String, why: String)] = [
    ("CivilTime/PosixRuleParser.swift", "united states", "whose rule a zone without dates gets"),
    ("MusterCLI/Commands/", "offshore", "the folder of a sample centre, in the help's examples"),
    ("MusterCLI/Commands/", "manila", "a zone and a site of a sample, in the help's examples"),
    ("CivilTime/FixedOffsets.swift", "manila", "a zone, in the place of a fixed offset"),
    ("CivilTime/FixedOffsets.swift", "mexic", "a zone, in the place of a fixed offset"),
    ("CivilTime/FixedOffsets.swift", "austral", "a zone, in the place of a fixed offset"),
    ("Importing/Core/ClockCheck.swift", "austral", "a zone that a clock may be of"),
    ("PluginContract/Contacting.swift", "collections", "an example of what a plugin may ask"),
    ("PluginContract/Contacting.swift", "debt", "an example of what a plugin may count by"),
    ("ContactRules/ContactRule.swift", "debt", "an example of what a rule file may count by"),
    ("PluginSupport/ContactGlue.swift", "debt", "shared by plugins only, no part of the core"),
  ]

  @Test func noKindAndNoCountry() throws {
    for file in try files(of: "\(packageFolder)/Sources") {
      let content = try text(of: file).lowercased()
      for name in Self.names where content.contains(name) {
        let isAllowed = Self.allowed.contains { file.contains($0.file) && $0.name == name }
        #expect(isAllowed, "\(file) names \(name): it belongs into a plugin")
      }
    }
  }

  private func files(of folder: String) throws -> [String] {
    try namesInFolder(folder).sorted().flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if isFolder(path) { return try files(of: path) }
      return [".swift", ".toml", ".h", ".c"].contains { name.hasSuffix($0) } ? [path] : []
    }
  }

  /// Whatever plugins this build has: every rule's examples come out as the rule says.
  @Test func examplesOfEveryPluginComeOutRight() throws {
    let search = PluginSearch(folders: [.init(path: buildFolder, origin: .build)])
    for entry in PluginCatalogue(search, loader: makeLoader()).entries {
      let plugin = try #require(entry.plugin, "\(entry.path): \(entry.fault?.sentence ?? "")")
      for rule in try plugin.rules() {
        for example in rule.examples {
          let outcome = try plugin.outcome(ofExample: example.name, rule: rule.id)
          #expect(outcome == example.expected, "\(plugin.id) \(rule.id): \(example.name)")
        }
      }
    }
  }
}
