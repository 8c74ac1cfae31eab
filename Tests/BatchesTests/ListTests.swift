import Batches
import CivilTime
import Diagnostics
import Files
import TestSupport
import Testing

@Suite struct ListTests {
  @Test func aListIsSortedPlainAndWithoutRepetitions() throws {
    let text = "./us/b/\n# a remark\n\n  /srv//c \nus/a\r\nus/./b\n"
    let list = try CentreList(file: "list", bytes: Array(text.utf8))
    #expect(list.paths == ["/srv/c", "us/a", "us/b"])
    #expect(list.repeated == ["us/b"])
  }

  @Test func anEmptyListIsAProblem() {
    for text in ["", "# nobody\n", "\u{0}\n".replacing("\u{0}", with: "")] {
      #expect(throws: Problem.self) { try CentreList(file: "list", bytes: Array(text.utf8)) }
    }
    #expect(throws: Problem.self) { try CentreList(file: "list", bytes: [0xff, 0xfe]) }
  }

  @Test func centresBelowARootAreFoundOnceEach() throws {
    try withTemporaryFolder { folder in
      for path in ["b", "a/deep", "a/deep/inside", ".hidden", "b/published/x"] {
        try makeFolder("\(folder)/\(path)")
        try writeFile("\(folder)/\(path)/centre.toml", [])
      }
      try switchLink("\(folder)/z", to: "b")
      // A link that leads back up must not be followed for ever.
      try switchLink("\(folder)/a/up", to: "..")
      let list = try CentreList(root: "\(folder)/")
      #expect(list.paths == ["\(folder)/a/deep", "\(folder)/b"])
      #expect(list.problems.isEmpty)
      #expect(try CentreList(root: "\(folder)/b").paths == ["\(folder)/b"])
    }
  }

  @Test func receiptsOfDifferentCentresHaveDifferentNames() {
    let paths = [
      "a/b", "a+b", "/a/b", "a_b", "a%2bb", "A/b", ".", "..", "../a/b", "ä/b", "a b", "a\nb",
      String(repeating: "x", count: 300), String(repeating: "x", count: 301),
      "y" + String(repeating: "x", count: 300),
    ]
    let names = paths.map(CentreList.receiptName)
    #expect(Set(names).count == paths.count)
    for name in names {
      #expect(!name.contains("/") && !name.hasPrefix(".") && name.utf8.count < 250)
      #expect(name.utf8.allSatisfy { $0 > 32 && $0 < 127 })
    }
    #expect(CentreList.receiptName(of: "us//bank/") == "us+bank.json")
  }

  @Test func sharesPartWhatThereIs() throws {
    let paths = (1...1000).map { "/srv/centres/c\($0)" }
    let shares = try (1...16).map { try Share("\($0)/16") }
    for path in paths { #expect(shares.count { $0.contains(path) } == 1) }
    // About a sixteenth each: 62.5, and five standard deviations of 7.7.
    for share in shares { #expect((24...101).contains(paths.count(where: share.contains))) }
    let other = try #require(CentreList(["./us//a/"]).paths.first)
    #expect(shares.allSatisfy { $0.contains("us/a") == $0.contains(other) })
    #expect(Share.whole.contains("anything"))
  }

  /// By the digest of coreutils: `printf %s us/a | sha256sum`.
  @Test func theShareOfAPathIsTheSameEverywhere() throws {
    let digest = try run(["sh", "-c", "printf %s us/a | sha256sum | cut -c1-15"]).output
    let number = try #require(Int(digest.dropLast(), radix: 16)) % 7 + 1
    #expect(try Share("\(number)/7").contains("us/a"))
  }

  @Test(arguments: [
    "", "1", "0/4", "5/4", "1/0", "1/2/3", "a/b", "-1/4", "1/100001", "2/-3", " 1/4",
  ])
  func whatIsNoShareIsRefused(text: String) {
    #expect(throws: MalformedText.self) { try Share(text) }
  }
}
