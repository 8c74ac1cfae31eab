import Diagnostics
import Files
import Glibc
import Publishing
import TestSupport
import Testing

/// A folder that is replaced whole or not at all.
@Suite struct HandedOutFolderTests {
  let files = [PlanFile("index.html", "one"), PlanFile("agents/A1.html", "Ada")]

  @Test func theFolderIsReplacedWhole() throws {
    try withTemporaryFolder { folder in
      try makeFolder("\(folder)/www")
      let pages = HandedOutFolder("\(folder)/www/pages/")
      #expect(try pages.replace(with: files, centre: "Test") == .written)
      #expect(try text(of: "\(folder)/www/pages/agents/A1.html") == "Ada")
      #expect(try pages.replace(with: files, centre: "Test") == .unchanged)
      let fewer = [PlanFile("index.html", "two")]
      #expect(try pages.replace(with: fewer, centre: "Test") == .written)
      #expect(try namesInFolder("\(folder)/www/pages") == ["index.html", "pages.json"])
      #expect(try text(of: "\(folder)/www/pages/index.html") == "two")
      #expect(try namesInFolder("\(folder)/www") == ["pages"])
    }
  }

  /// Equal files give equal lists, in whatever order they come.
  @Test func theListSaysNothingOfTheRun() throws {
    try withTemporaryFolder { folder in
      try HandedOutFolder("\(folder)/a").replace(with: files, centre: "Test")
      try HandedOutFolder("\(folder)/b").replace(with: files.reversed(), centre: "Test")
      #expect(try readFile("\(folder)/a/pages.json") == readFile("\(folder)/b/pages.json"))
    }
  }

  @Test func aFileThatWasChangedOrLostIsWrittenAgain() throws {
    try withTemporaryFolder { folder in
      let pages = HandedOutFolder("\(folder)/pages")
      try pages.replace(with: files, centre: "Test")
      try writeFile("\(folder)/pages/index.html", Array("defaced".utf8))
      #expect(try pages.replace(with: files, centre: "Test") == .written)
      #expect(try text(of: "\(folder)/pages/index.html") == "one")
      try removeTree("\(folder)/pages/agents")
      #expect(try pages.replace(with: files, centre: "Test") == .written)
      #expect(exists("\(folder)/pages/agents/A1.html"))
    }
  }

  /// Nothing that somebody else put there is lost.
  @Test func whatIsNotOursIsRefusedByName() throws {
    try withTemporaryFolder { folder in
      func refused(_ name: String, _ words: String) throws {
        let before = try namesInFolder("\(folder)/\(name)")
        let problem = try #require(throws: Problem.self) {
          try HandedOutFolder("\(folder)/\(name)").replace(with: files, centre: "Test")
        }
        #expect(problem.kind == .usage && problem.description.contains(words), "\(problem)")
        #expect(try namesInFolder("\(folder)/\(name)") == before)
      }
      try makeFolder("\(folder)/home")
      try writeFile("\(folder)/home/letter.txt", [])
      try refused("home", "all of it would be replaced")
      try HandedOutFolder("\(folder)/other").replace(with: files, centre: "Another")
      try refused("other", "another centre (Another)")
      try HandedOutFolder("\(folder)/ours").replace(with: files, centre: "Test")
      try makeFolder("\(folder)/ours/agents/notes")
      try writeFile("\(folder)/ours/agents/notes/mine.txt", [])
      try refused("ours", "ours/agents/notes/mine.txt")
      try writeFile("\(folder)/file", [])
      #expect(throws: Problem.self) {
        try HandedOutFolder("\(folder)/file").replace(with: files, centre: "Test")
      }
      // An empty folder is anybody's.
      try makeFolder("\(folder)/empty")
      #expect(
        try HandedOutFolder("\(folder)/empty").replace(with: files, centre: "Test") == .written)
    }
  }

  @Test func whoMightReadTheFolderStillMay() throws {
    try withTemporaryFolder { folder in
      try makeFolder("\(folder)/pages")
      for mode in [0o750, 0o2755, 0o700] as [mode_t] {
        chmod("\(folder)/pages", mode)
        let name = "\(mode).html"
        try HandedOutFolder("\(folder)/pages").replace(with: [PlanFile(name, "x")], centre: "Test")
        #expect(permissions("\(folder)/pages") == mode)
        // Files as those of every plan: as the umask says.
        try writeNewFile("\(folder)/\(name)", [])
        #expect(permissions("\(folder)/pages/\(name)") == permissions("\(folder)/\(name)"))
      }
    }
  }

  private func permissions(_ path: String) -> mode_t {
    var status = stat()
    stat(path, &status)
    return status.st_mode & 0o7777
  }

  /// A link is followed, so that what it points to is replaced and it stays.
  @Test func aLinkIsFollowed() throws {
    try withTemporaryFolder { folder in
      try makeFolder("\(folder)/real")
      try switchLink("\(folder)/link", to: "real")
      try HandedOutFolder("\(folder)/link").replace(with: files, centre: "Test")
      #expect(linked("\(folder)/link") == "real")
      #expect(exists("\(folder)/real/index.html"))
    }
  }

  /// What a run that died left is thrown away; what only looks like it is not.
  @Test func leftoversOfDeadRunsGo() throws {
    try withTemporaryFolder { folder in
      let host = ownerName.split(separator: "-").dropLast().joined(separator: "-")
      for name in [".pages.muster-new-1-\(host)-999999", ".other", ".pages.new"] {
        try makeFolder("\(folder)/\(name)")
      }
      try HandedOutFolder("\(folder)/pages").replace(with: files, centre: "Test")
      #expect(try namesInFolder(folder) == [".other", ".pages.new", "pages"])
    }
  }

  /// Whoever looks while the folder is replaced finds one whole state or the other.
  @Test func aReaderNeverFindsHalfOfIt() async throws {
    try await withTemporaryFolder { folder in
      func state(_ k: Int) -> [PlanFile] {
        (0..<20).map { PlanFile("agents/\($0).html", "\(k)") } + [PlanFile("index.html", "\(k)")]
      }
      let pages = HandedOutFolder("\(folder)/pages")
      try pages.replace(with: state(0), centre: "Test")
      let writer = Task {
        for k in 1...40 {
          try HandedOutFolder("\(folder)/pages").replace(with: state(k), centre: "Test")
        }
      }
      for _ in 0..<4000 { #expect(exists("\(folder)/pages/index.html")) }
      try await writer.value
      #expect(try text(of: "\(folder)/pages/agents/19.html") == "40")
    }
  }
}
