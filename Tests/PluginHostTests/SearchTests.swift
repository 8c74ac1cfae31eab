import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// Where plugins are looked for, in which order, and which of two counts.
@Suite struct SearchTests {
  @Test func foldersComeInTheDocumentedOrder() {
    let search = PluginSearch(
      options: ["/a"], configured: ["/b"], environmentPath: "/c:/d", program: "/opt/x/bin/muster",
      home: "/home/u")
    #expect(
      search.folders.map(\.path) == [
        "/a", "/b", "/c", "/d", "/opt/x/lib/muster/plugins", "/opt/x/bin",
        "/home/u/.local/lib/muster/plugins",
      ])
    #expect(
      search.folders.map(\.origin.isOurs) == [false, false, false, false, true, true, false])
  }

  @Test func onlyLibrariesAreCandidatesAndOnlyOursBesideTheProgram() throws {
    try withTemporaryFolder { folder in
      for name in ["libmuster-b.so", "libmuster-a.so", "other.so", "readme.txt"] {
        try writeFile("\(folder)/\(name)", [])
      }
      let plugins = PluginSearch(folders: [.init(path: folder, origin: .option)])
      #expect(
        plugins.candidates().map(\.path) == [
          "\(folder)/libmuster-a.so", "\(folder)/libmuster-b.so", "\(folder)/other.so",
        ])
      let beside = PluginSearch(folders: [.init(path: folder, origin: .build)])
      #expect(beside.candidates().count == 2)
      let twice = PluginSearch(folders: plugins.folders + plugins.folders)
      #expect(twice.candidates().count == 3)
      #expect(
        PluginSearch(folders: [.init(path: "\(folder)/none", origin: .home)]).candidates().isEmpty)
    }
  }

  @Test func firstIdWinsAndTheShadowedOneIsReported() throws {
    try withTemporaryFolder { folder in
      for name in ["first", "second"] {
        try makeFolder("\(folder)/\(name)")
        try writeFile("\(folder)/\(name)/libmuster-x.so", readFile(swiftFixture))
      }
      try writeFile("\(folder)/second/libmuster-y.so", [1, 2, 3])
      let catalogue = PluginCatalogue(
        PluginSearch(folders: [
          .init(path: "\(folder)/first", origin: .option),
          .init(path: "\(folder)/second", origin: .home),
        ]), loader: makeLoader())
      #expect(catalogue.ids == ["org.example.night-desk"])
      #expect(catalogue.entries.count == 3)
      #expect(catalogue.plugin("org.example.night-desk")?.path == "\(folder)/first/libmuster-x.so")
      #expect(catalogue.entries[1].shadowedBy == "\(folder)/first/libmuster-x.so")
      #expect(catalogue.entries[2].fault != nil)
      #expect(catalogue.entries.allSatisfy { $0.plugin?.isIsolated != false })
    }
  }

  @Test(arguments: [
    ("org.example.night-desk", true), ("crm", true), ("7in7", true), ("", false), ("-a", false),
    ("Upper", false), ("a b", false), ("a/b", false), ("ü", false),
    (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
  ]) func ids(text: String, isOne: Bool) { #expect(PluginIdentity.isID(text) == isOne) }
}
