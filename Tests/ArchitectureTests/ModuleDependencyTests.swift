import Files
import TestSupport
import Testing

/// ARCHITECTURE.md holds the rule for who may depend on whom; this is where it is enforced.
@Suite struct ModuleDependencyTests {
  /// Modules of the language and system, and libraries whose use the table does not restrict.
  static let system: Set<String> = [
    "Dispatch", "Glibc", "Foundation", "FoundationEssentials", "Synchronization", "Swift",
  ]

  @Test func importsAreThoseOfTheTable() throws {
    let table = try dependencyTable()
    #expect(table.count > 10, "ARCHITECTURE.md has no dependency table")
    let modules = try namesInFolder("\(packageFolder)/Sources").filter {
      isFolder("\(packageFolder)/Sources/\($0)")
    }
    #expect(
      Set(table.keys) == Set(modules), "the table and the folders of Sources differ")
    for module in modules {
      let allowed = table[module, default: []]
      for file in try swiftFiles("\(packageFolder)/Sources/\(module)") {
        for name in try imports(of: file) where !Self.system.contains(name) {
          #expect(
            allowed.contains(name),
            "\(file) imports \(name), which ARCHITECTURE.md does not allow \(module)")
        }
      }
    }
  }

  @Test func dependenciesGoOneWay() throws {
    let table = try dependencyTable()
    var finished: Set<String> = []
    func visit(_ module: String, _ path: [String]) {
      guard !finished.contains(module) else { return }
      guard !path.contains(module) else {
        Issue.record("a circle: \((path + [module]).joined(separator: " → "))")
        return
      }
      for next in table[module, default: []].sorted() where table[next] != nil {
        visit(next, path + [module])
      }
      finished.insert(module)
    }
    for module in table.keys.sorted() { visit(module, []) }
  }

  /// Foundation brings 44 MB of data and slow start-up; FoundationEssentials does in most places.
  @Test func fullFoundationIsNotImported() throws {
    for file in try swiftFiles("\(packageFolder)/Sources") {
      #expect(try !imports(of: file).contains("Foundation"), "\(file) imports Foundation")
    }
  }
}

func swiftFiles(_ folder: String) throws -> [String] {
  try namesInFolder(folder).flatMap { name -> [String] in
    let path = "\(folder)/\(name)"
    if isFolder(path) { return try swiftFiles(path) }
    return name.hasSuffix(".swift") ? [path] : []
  }
}

/// The module names in the file's import lines.
func imports(of file: String) throws -> [String] {
  try text(of: file).split(separator: "\n").compactMap { line in
    let words = line.split(separator: " ").map(String.init)
    guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
      words[..<at].allSatisfy({
        [
          "public", "internal", "package", "private", "fileprivate", "@_exported",
          "@preconcurrency",
        ]
        .contains($0)
      })
    else { return nil }
    let kinds = ["struct", "class", "enum", "func", "protocol", "typealias", "let", "var"]
    let name = kinds.contains(words[at + 1]) && at + 2 < words.count ? words[at + 2] : words[at + 1]
    return name.split(separator: ".").first.map(String.init)
  }
}

/// The rows `| Module | may import | …` of ARCHITECTURE.md, as they stand.
func tableRows() throws -> [(module: String, mayImport: Set<String>)] {
  try text(of: "\(packageFolder)/ARCHITECTURE.md").split(separator: "\n").compactMap { line in
    guard line.hasPrefix("| `") else { return nil }
    let cells = line.split(separator: "|", omittingEmptySubsequences: true)
    guard cells.count >= 3 else { return nil }
    func names(_ cell: Substring) -> [String] {
      cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
    return names(cells[0]).first.map { ($0, Set(names(cells[1]))) }
  }
}

/// The same by module; that no row stands twice is a test of its own.
func dependencyTable() throws -> [String: Set<String>] {
  Dictionary(try tableRows().map { ($0.module, $0.mayImport) }) { first, _ in first }
}
