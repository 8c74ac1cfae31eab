import Files
import TestSupport
import Testing

/// `Package.swift` declares the modules of ARCHITECTURE.md with just the dependencies of its table.
@Suite struct PackageTests {
  @Test func thePackageDeclaresTheTable() throws {
    let declared = try declaredModules()
    let table = try dependencyTable()
    #expect(declared.count > 10, "Package.swift declares no modules that this test could read")
    #expect(Set(declared.keys) == Set(table.keys))
    for (module, dependencies) in declared.sorted(by: { $0.key < $1.key }) {
      #expect(
        dependencies == table[module],
        "\(module): Package.swift and ARCHITECTURE.md differ about what it may import")
    }
  }

  /// A row that stands twice would hide which of the two is true.
  @Test func noRowOfTheTableStandsTwice() throws {
    let names = try tableRows().map(\.module)
    let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    #expect(twice.isEmpty, "twice in ARCHITECTURE.md: \(twice.joined(separator: ", "))")
  }

  /// Two checkouts of one commit are one program.
  @Test func dependenciesAreOfOneVersion() throws {
    let package = try text(of: "\(packageFolder)/Package.swift")
    let lines = package.split(separator: "\n").filter { $0.contains(".package(url:") }
    #expect(!lines.isEmpty)
    for line in lines { #expect(line.contains("exact: \""), "no exact version: \(line)") }
  }
}

/// What the machine, and not the user, tells a program: each file of the library modules that asks is
/// named in ARCHITECTURE.md with what it asks for, and no other asks.
@Suite struct SurroundingsTests {
  /// Calls that read the clock, the environment, the terminal, or chance.
  static let questions: [(call: String, what: String)] = [
    ("getenv(", "environment"), ("environ", "environment"), ("ProcessInfo", "environment"),
    ("clock_gettime(", "clock"), ("time(nil)", "clock"), ("gettimeofday(", "clock"),
    ("ContinuousClock", "clock"), ("SuspendingClock", "clock"), ("Date()", "clock"),
    ("isatty(", "terminal"), ("TIOCGWINSZ", "terminal"),
    ("SystemRandomNumberGenerator", "chance"), ("arc4random", "chance"),
    ("/dev/urandom", "chance"), (".random(in:", "chance"),
  ]

  @Test func whoAsksTheMachineIsNamed() throws {
    var asking: Set<String> = []
    let sources = "\(packageFolder)/Sources"
    for file in try swiftFiles(sources) where !file.hasPrefix("\(sources)/MusterCLI/") {
      let code = try text(of: file).split(separator: "\n").filter {
        !$0.drop { $0 == " " }.hasPrefix("//")
      }
      for (call, what) in Self.questions
      where code.contains(where: { line in hasCall(call, in: line) }) {
        asking.insert("\(file.dropFirst(sources.count + 1)): \(what)")
      }
    }
    #expect(asking == (try listed()))
  }

  /// The lines ``- `File.swift`: what, why`` below "Who asks the machine".
  private func listed() throws -> Set<String> {
    let architecture = try text(of: "\(packageFolder)/ARCHITECTURE.md")
    let section = architecture.split(separator: "\n## ").first {
      $0.hasPrefix("Who asks the machine")
    }
    let lines = (section ?? "").split(separator: "\n").filter { $0.hasPrefix("- `") }
    #expect(!lines.isEmpty, "ARCHITECTURE.md does not say who asks the machine")
    return Set(
      lines.compactMap { line in
        let parts = line.dropFirst(3).split(separator: "`: ", maxSplits: 1)
        guard parts.count == 2, let what = parts[1].split(separator: ",").first else { return nil }
        return "\(parts[0]): \(what)"
      })
  }

  /// A call by a name that ends there: `time(nil)` is not a part of `runtime(nil)`.
  private func hasCall(_ call: String, in line: Substring) -> Bool {
    var rest = line[...]
    while let range = rest.firstRange(of: call) {
      let before = rest[..<range.lowerBound].last
      let after = rest[range.upperBound...].first
      let isName: (Character?) -> Bool = {
        $0.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
      }
      if !isName(before) || call.hasPrefix("."), call.hasSuffix("(") || !isName(after) {
        return true
      }
      rest = rest[range.upperBound...]
    }
    return false
  }
}

/// The modules of `core` in Package.swift with their dependencies, products included.
///
/// Read as text: every string of a module's declaration is its name or a dependency, up to what is
/// neither.
func declaredModules() throws -> [String: Set<String>] {
  let package = try text(of: "\(packageFolder)/Package.swift")
  guard let from = package.firstRange(of: "let core: [Target] = ["),
    let to = package[from.upperBound...].firstRange(of: "\n]")
  else { return [:] }
  let starts = ["module(", ".target(", ".executableTarget(", ".systemLibrary("]
  var declarations: [String] = []
  for line in package[from.upperBound..<to.lowerBound].split(separator: "\n") {
    let code = line.drop { $0 == " " }
    if code.hasPrefix("//") { continue }
    if starts.contains(where: { code.hasPrefix($0) }) { declarations.append("") }
    if !declarations.isEmpty { declarations[declarations.count - 1] += code + "\n" }
  }
  let ends = ["resources:", "providers:", "swiftSettings:", "pkgConfig:"]
  var modules: [String: Set<String>] = [:]
  for declaration in declarations {
    let end = ends.compactMap { declaration.firstRange(of: $0)?.lowerBound }.min()
    let head = declaration[..<(end ?? declaration.endIndex)]
    let strings = head.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    guard let name = strings.first else { continue }
    let products = [
      "argumentParser": "ArgumentParser", "grdb": "GRDB", "grdbSQLite": "GRDBSQLite",
    ]
    var dependencies = Set(strings.dropFirst())
    for (variable, product) in products where head.contains(variable) {
      dependencies.insert(product)
    }
    modules[name] = dependencies
  }
  return modules
}
