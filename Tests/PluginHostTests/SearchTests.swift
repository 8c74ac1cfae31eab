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

  /// In a folder the file that is named after the id comes first, so that others need no look.
  @Test func fileNamedAfterTheIdWinsInItsFolder() throws {
    try withTemporaryFolder { folder in
      let named = "\(folder)/libmuster-org.example.night-desk.so"
      for path in ["\(folder)/a.so", named] { try writeFile(path, readFile(swiftFixture)) }
      let search = PluginSearch(folders: [.init(path: folder, origin: .option)])
      let catalogue = PluginCatalogue(search, loader: makeLoader())
      #expect(catalogue.plugin("org.example.night-desk")?.path == named)
      #expect(catalogue.entries.map(\.shadowedBy) == [named, nil])
      let session = try PluginSession(
        [PluginRequest(id: "org.example.night-desk")], search: search, loader: makeLoader(),
        centre: CentreInfo(), folder: folder)
      #expect(session.plugins.map(\.path) == [named])
    }
  }

  /// What a centre does not name is not loaded.
  @Test func othersOfTheFolderAreLeftAlone() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/libmuster-org.example.night-desk.so"
      try writeFile(path, readFile(swiftFixture))
      try writeFile("\(folder)/libmuster-broken.so", [1, 2, 3])
      let book = LogBook()
      // Were the broken one looked at, the search would end with its fault.
      let session = try PluginSession(
        [PluginRequest(id: "org.example.night-desk")],
        search: PluginSearch(folders: [.init(path: folder, origin: .installed)]),
        loader: makeLoader(log: book), centre: CentreInfo(), folder: folder)
      #expect(session.plugins.map(\.isIsolated) == [false])
      #expect(session.faults.isEmpty)
    }
  }

  @Test(arguments: [
    ("org.example.night-desk", true), ("crm", true), ("7in7", true), ("", false), ("-a", false),
    ("Upper", false), ("a b", false), ("a/b", false), ("ü", false),
    (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
  ]) func ids(text: String, isOne: Bool) { #expect(PluginIdentity.isID(text) == isOne) }
}
