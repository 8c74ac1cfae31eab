import Files
import TestSupport
import Testing

/// Plugins written and built by somebody who has nothing but an installed muster.
@Suite struct OutOfTreeTests {
  /// An installation of the build that is tested, and what a shell there would have set.
  private struct Installation {
    var prefix: String
    var environment: [String: String] { ["PKG_CONFIG_PATH": "\(prefix)/lib/pkgconfig"] }
    var muster: String { "\(prefix)/bin/muster" }

    init(in folder: String) throws {
      prefix = "\(folder)/usr"
      let build = String(musterExecutable.dropLast("/muster".count))
      let result = try run(["\(packageFolder)/Scripts/install-tree", build, prefix, prefix])
      #expect(result.code == 0, "\(result.errors)")
    }
  }

  /// Compiles the C plugin with `gcc $(pkg-config --cflags muster-plugin)`; false without the tools.
  private func compileC(
    _ installation: Installation, into library: String, define: String = "PLAIN"
  ) throws -> Bool {
    let script = """
      set -eu
      gcc -std=c99 -pedantic -Wall -Wextra -Werror -shared -fPIC \
        $(pkg-config --cflags muster-plugin) "-D$3" "$1" -o "$2" -lm
      """
    guard try run(["sh", "-c", "command -v gcc && command -v pkg-config"]).code == 0 else {
      skipped("no gcc or no pkg-config")
      return false
    }
    let source = "\(packageFolder)/Tests/Fixtures/OutOfTree/stranger.c"
    let built = try run(
      ["sh", "-c", script, "sh", source, library, define], environment: installation.environment)
    #expect(built.code == 0, "\(built.errors)")
    return built.code == 0
  }

  private func plan(
    _ centre: TinyCentre, _ installation: Installation, plugins: String,
    environment: [String: String] = [:]
  ) throws -> [String: String] {
    // What a stranger finds broken is no reason here to keep the plan out of force.
    let result = try run(
      [
        installation.muster, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
        "0.05", "--plugin-dir", plugins, "--accept",
      ], environment: environment)
    #expect(result.code == 0, "\(result.errors)")
    return try centre.latestFiles().mapValues { String(decoding: $0, as: UTF8.self) }
  }

  /// Column `name` of the rows of `queue` in a CSV file.
  private func column(_ name: String, of queue: String, in csv: String?) -> [String] {
    let lines = (csv ?? "").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let head = lines.first, let index = head.firstIndex(of: name),
      let queueIndex = head.firstIndex(of: "queue")
    else { return [] }
    return lines.dropFirst().filter { $0.count > index && $0[queueIndex] == queue }.map {
      $0[index]
    }
  }

  private func total(_ name: String, of queue: String, in csv: String?) -> Double {
    column(name, of: queue, in: csv).compactMap { Double($0) }.reduce(0, +)
  }

  @Test func aPluginInCChangesAPlanInEveryWayThereIs() throws {
    try withTemporaryFolder { folder in
      let installation = try Installation(in: folder)
      let plugins = "\(folder)/plugins"
      try makeFolder(plugins)
      let library = "\(plugins)/anything.so"
      guard try compileC(installation, into: library) else { return }
      let checked = try run([installation.muster, "plugins", "check", library])
      #expect(checked.code == 0, "\(checked.output)")

      let centre = try TinyCentre(in: folder)
      let plain = try plan(centre, installation, plugins: plugins)
      try centre.change("centre.toml") {
        $0 + """
          [[queue]]
          id = "list"
          channel = "outbound"
          demand = "plugin"
          model = "plugin:com.example.stranger"
          hours = "Mon-Fri 09:00-17:00"
          shrinkage = 0.1

          [[plugin]]
          id = "com.example.stranger"
          factor = 0.5
          records = 80

          """
      }
      let files = try plan(centre, installation, plugins: plugins)

      // The forecast: half of what it was.
      let before = total("offered", of: "main", in: plain["forecast.csv"])
      let after = total("offered", of: "main", in: files["forecast.csv"])
      #expect(before > 100 && abs(after - before / 2) < 0.1, "\(before) \(after)")
      #expect(
        column("method", of: "main", in: files["forecast.csv"]).contains {
          $0.hasSuffix("+com.example.stranger")
        })

      // Demand of its own: 80 records on each of five days, between 10:00 and 14:00 only.
      #expect(abs(total("offered", of: "list", in: files["forecast.csv"]) - 400) < 0.1)
      let called = (files["forecast.csv"] ?? "").split(separator: "\n").filter {
        $0.hasPrefix("list,") && !$0.hasSuffix(",closed")
      }
      #expect(called.count == 5 * 8)
      #expect(
        called.allSatisfy { line in ["T10:", "T11:", "T12:", "T13:"].contains { line.contains($0) }
        })

      // Its staffing model: 10 records of 180 s in half an hour are 1 agent.
      #expect(
        Set(column("agents", of: "list", in: files["requirement.csv"])) == ["0", "1"])

      // Its labour rule: nobody works more than three shifts.
      #expect(files["summary.txt"]?.contains("max_shifts_per_week by STRANGER-WEEK") == true)
      let shifts = (files["findings.csv"] ?? "").split(separator: "\n").filter {
        $0.contains("STRANGER-WEEK")
      }
      #expect(
        !shifts.isEmpty
          && shifts.allSatisfy { line in
            (1...3).contains { line.hasSuffix("works \($0) shifts") }
          })

      // What it takes and tells.
      #expect(files["resources.csv"]?.contains("lockers,Lockers,6,") == true)
      #expect(files["report.txt"]?.contains("A stranger's section") == true)
      #expect(files["report.txt"]?.contains("Written in C.") == true)

      // Trusted, in the program's own process, the plan is the same but for that.
      let own = ["MUSTER_CONFIG": "\(folder)/config"]
      let trusted = try run([installation.muster, "plugins", "trust", library], environment: own)
      #expect(trusted.code == 0, "\(trusted.errors)")
      let hash = trusted.output.prefix(64)
      try centre.change("centre.toml") {
        $0.replacing(
          "factor = 0.5", with: "factor = 0.5\nsha256 = \"\(hash)\"\nisolated = false")
      }
      let vouched = try plan(centre, installation, plugins: plugins, environment: own)
      for name in ["forecast.csv", "requirement.csv", "roster.csv", "findings.csv"] {
        #expect(vouched[name] == files[name], "\(name)")
      }
    }
  }

  /// A limit of a key that nobody knows costs itself, by name; the plan is not in force by itself.
  @Test func labourRulesThatNobodyKnowsAreNamed() throws {
    try withStranger(
      limit: #"{\"rule\":\"L\",\"key\":\"max_shift_per_week\",\"value\":3,\"hard\":true}"#
    ) { centre, installation, plugins in
      let refused = try quietPlan(centre, installation, plugins: plugins)
      #expect(refused.code == 10, "\(refused.errors)")
      #expect(refused.errors.contains("perhaps max_shifts_per_week"), "\(refused.errors)")
      #expect(linked(centre.latest) == nil)
      let summary = try plan(centre, installation, plugins: plugins)["summary.txt"] ?? ""
      #expect(summary.contains("perhaps max_shifts_per_week"), "\(summary)")
      #expect(!summary.contains("Obeys"), "\(summary)")
    }
  }

  /// An answer in which law cannot be read is no permission: no plan, accepted or not.
  @Test func labourRulesThatCannotBeReadStopThePlan() throws {
    try withStranger(
      limit: #"{\"rule\":\"M\",\"key\":\"rest\",\"value\":\"long\",\"hard\":true}"#
    ) { centre, installation, plugins in
      for more in [[], ["--accept"]] {
        let stopped = try quietPlan(centre, installation, plugins: plugins, more)
        #expect(stopped.code == 10, "\(stopped.errors)")
        #expect(
          stopped.errors.contains("plugin com.example.stranger: breaks the plugin contract"),
          "\(stopped.errors)")
        #expect(stopped.errors.contains(#"is no duration such as "11h": "long""#))
        #expect(linked(centre.latest) == nil)
      }
    }
  }

  /// A centre whose law is one limit of a stranger's plugin; nothing where no C compiler is there.
  private func withStranger(
    limit: String, _ body: (TinyCentre, Installation, _ plugins: String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let installation = try Installation(in: folder)
      let plugins = "\(folder)/plugins"
      try makeFolder(plugins)
      guard
        try compileC(installation, into: "\(plugins)/a.so", define: "LIMITS=\"\(limit)\"")
      else { return }
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") { $0 + "[[plugin]]\nid = \"com.example.stranger\"\n" }
      try body(centre, installation, plugins)
    }
  }

  private func quietPlan(
    _ centre: TinyCentre, _ installation: Installation, plugins: String, _ more: [String] = []
  ) throws -> Finished {
    try run(
      [
        installation.muster, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
        "0.05", "--plugin-dir", plugins, "--quiet",
      ] + more)
  }

  /// The template in Swift, a package that depends on the installed kit by path.
  @Test(.enabled(if: environment("ASAN_OPTIONS") == nil && environment("TSAN_OPTIONS") == nil))
  func aPluginInSwiftFromTheInstalledKitChangesAPlan() throws {
    try withTemporaryFolder { folder in
      let installation = try Installation(in: folder)
      let package = "\(folder)/busy-day"
      let made = try run([
        installation.muster, "plugins", "new", "org.example.busy-day", "--language", "swift",
        "--folder", package,
      ])
      #expect(made.code == 0, "\(made.errors)")
      #expect(try text(of: "\(package)/Package.swift").contains("\(installation.prefix)/share"))
      guard try run(["sh", "-c", "command -v swift"]).code == 0 else {
        skipped("no swift on the PATH")
        return
      }
      let built = try run(["swift", "build", "--package-path", package, "-j", "2"])
      #expect(built.code == 0, "\(built.output)\(built.errors)")
      let plugins = "\(package)/.build/debug"
      let library = "\(plugins)/libmuster-org.example.busy-day.so"
      let checked = try run([
        installation.muster, "plugins", "check", library, "--part", "overlay",
      ])
      #expect(checked.code == 0, "\(checked.output)")

      let centre = try TinyCentre(in: folder)
      let plain = try plan(centre, installation, plugins: plugins)
      try centre.change("centre.toml") {
        $0 + "[[plugin]]\nid = \"org.example.busy-day\"\nfactor = 2.0\nweekday = 1\n"
      }
      let files = try plan(centre, installation, plugins: plugins)
      // 2026-12-01 is the Tuesday of the week planned.
      func tuesday(_ files: [String: String]) -> Double {
        (files["forecast.csv"] ?? "").split(separator: "\n").filter { $0.contains("2026-12-01T") }
          .compactMap { Double($0.split(separator: ",")[2]) }.reduce(0, +)
      }
      #expect(tuesday(plain) > 10 && abs(tuesday(files) - 2 * tuesday(plain)) < 0.1)
      let all = total("offered", of: "main", in: files["forecast.csv"])
      let rest = total("offered", of: "main", in: plain["forecast.csv"]) - tuesday(plain)
      #expect(abs(all - tuesday(files) - rest) < 0.1)
    }
  }
}
