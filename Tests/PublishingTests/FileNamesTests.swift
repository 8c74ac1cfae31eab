import Publishing
import Testing

/// Names of files made from names of people.
@Suite struct FileNamesTests {
  @Test func aNameThatCanBeAFilesStaysAsItIs() {
    for name in ["A001", "anna-maria", "7.b_c", "Łucja", "أحمد", "王"] {
      #expect(fileStem(of: name) == name)
    }
  }

  /// What leaves a folder, hides, is too long or means something in an address.
  static let hostile = [
    "../../../etc/passwd", "..", ".", ".hidden", "a/b", "a\\b", "a b", "a%2e", "a?b#c",
    "a~12345678",
    "<b>", "\u{202E}gpj.exe", "a\nb", "a\u{0}b", "😀", String(repeating: "x", count: 300),
    String(repeating: "x", count: 301),
  ]

  @Test func noNameLeavesTheFolderOrSharesAFile() {
    let stems = Self.hostile.map { fileStem(of: $0) }
    #expect(Set(stems).count == stems.count)
    for stem in stems {
      #expect(!stem.hasPrefix(".") && !stem.contains("/") && stem.utf8.count < 240, "\(stem)")
      #expect(stem.allSatisfy { $0.isLetter || $0.isNumber || "-_.~".contains($0) }, "\(stem)")
    }
  }

  /// Shares and web servers of other systems do not tell the size of letters apart.
  @Test func namesThatDifferBySizeAloneAreToldApart() {
    let stems = FileStems(["anna", "Anna", "ben", "Index", "../x", "..\\x"], reserved: ["index"])
    #expect(stems["ben"] == "ben")
    #expect(stems["anna"].hasPrefix("anna~") && stems["Anna"].hasPrefix("Anna~"))
    #expect(stems["Index"].hasPrefix("Index~"))
    let all = ["anna", "Anna", "ben", "Index", "../x", "..\\x"].map { stems[$0].lowercased() }
    #expect(Set(all).count == all.count)
    // One alone needs no mark.
    #expect(FileStems(["Anna"])["Anna"] == "Anna")
    #expect(!FileStems([""])[""].isEmpty)
  }
}
