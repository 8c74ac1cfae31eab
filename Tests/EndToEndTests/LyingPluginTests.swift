import Files
import Glibc
import TestSupport
import Testing

/// A plugin that keeps the contract and lies costs itself, by name, whichever command asks it.
@Suite struct LyingPluginTests {
  enum Command: String, CaseIterable { case plan, compare, explain, simulate }

  /// A lie, and the commands that must notice it: those that ask the hook it is told in.
  struct Lie: Sendable, CustomTestStringConvertible {
    var mode: String
    var commands: [Command]
    /// What the command says of it.
    var says: String
    var testDescription: String { mode }

    init(_ mode: String, _ commands: [Command] = Command.allCases, says: String) {
      self.mode = mode
      self.commands = commands
      self.says = says
    }
  }

  /// The hook that all four commands ask.
  private static let asked = "requirement"

  static let everywhere: [Lie] =
    [
      Lie("exit@\(asked)", says: "ended by itself (exit code 0)"),
      Lie("crash@\(asked)", says: "died (signal 11)"),
      Lie("hang@\(asked)", says: "gave no answer within 1 s and was stopped"),
      Lie("spin@\(asked)", says: "gave no answer within 1 s and was stopped"),
      Lie("frames@\(asked)", says: "org.example.liar"),
      Lie("promise@\(asked)", says: "it announced a text of"),
      Lie("eat@\(asked)", [.explain], says: "died (signal"),
      Lie("exit", says: "ended by itself (exit code 0)"),
      Lie("crash@configure", says: "died (signal 11)"),
      Lie("hang@configure", says: "gave no answer within 1 s and was stopped"),
      Lie("hang@price", [.compare], says: "gave no answer within 1 s and was stopped"),
      Lie("crash@labour", [.plan, .compare], says: "died (signal 11)"),
    ]
    + ["explain", "simulate"].flatMap { hook in
      ["exit", "crash", "hang", "frames"].map {
        Lie(
          "\($0)@\(hook)", hook == "explain" ? [.explain] : [.plan, .compare, .simulate], says: "")
      }
    }

  static let reachingOut: [Lie] = [
    Lie("socket@\(asked)", says: "tried to use the network"),
    Lie("write@\(asked)", says: "tried to write or change a file"),
    Lie("swap@\(asked)", says: "tried to write or change a file"),
    Lie("remove@\(asked)", says: "tried to write or change a file"),
    Lie("exec@\(asked)", says: "tried to run a program"),
    Lie("fork@\(asked)", says: "tried to start a process"),
    Lie("kill@\(asked)", says: "tried to touch another process"),
    Lie("flood@\(asked)", says: "wrote more than 1 MiB to its standard output and was stopped"),
  ]

  static let numbers: [Lie] = [
    Lie("huge@overlay", [.plan, .compare], says: "volume 1e+300"),
    Lie("long@overlay", [.plan, .compare], says: "handling time 1000000000.0"),
    Lie("huge@requirement", says: "2147483647 agents is no number of agents"),
    Lie("most@requirement", says: "1000000 agents are more than 1000000 after shrinkage"),
    Lie("wait@requirement", says: "a wait is 1e+300 s"),
    Lie("huge@labour", [.plan, .compare], says: "1e+30"),
    Lie("cost@labour", [.plan, .compare], says: "1e+300"),
    Lie("huge@price", [.compare], says: "which nobody pays"),
    Lie("never@price", [.compare], says: "is at no time that a calendar has"),
    Lie("never@shifts", [.compare], says: "is at no time that a calendar has"),
    Lie("huge@resources", [.plan], says: "not at most 1e9"),
    Lie("never@resources", [.plan], says: "is at no time that a calendar has"),
    Lie("never@audit", [.plan], says: "is at no time that a calendar has"),
    Lie("escape@audit", [.plan], says: "characters that steer a terminal"),
    Lie("digits@report", [.plan], says: "2147483647 decimals"),
    Lie("huge@explain", [.explain], says: "1999999999 agents is no number of agents"),
    Lie("never@explain", [.explain], says: "is of another interval"),
    Lie("escape@explain", [.explain], says: "characters that steer a terminal"),
    Lie("huge@simulate", [.plan, .compare, .simulate], says: "an amount is 1e+300"),
    Lie("never@simulate", [.plan, .compare, .simulate], says: "at no time that a calendar has"),
    Lie("no-json@explain", [.explain], says: "breaks the plugin contract"),
    Lie("deep@explain", [.explain], says: "breaks the plugin contract"),
    Lie("no-json@simulate", [.plan, .compare, .simulate], says: "breaks the plugin contract"),
    Lie("endless@simulate", [.plan, .compare, .simulate], says: "longer than 64 MiB"),
    Lie("deep@audit", [.plan], says: "breaks the plugin contract"),
    Lie("endless@report", [.plan], says: "longer than 64 MiB"),
    Lie("empty@labour", [.plan, .compare], says: "breaks the plugin contract"),
  ]

  @Test(arguments: everywhere) func aProcessThatFails(_ lie: Lie) throws { try tell(lie) }

  @Test(.enabled(if: wallsStand), arguments: reachingOut)
  func aProcessThatReachesOut(_ lie: Lie) throws { try tell(lie) }

  @Test(arguments: numbers) func anAnswerThatCannotBe(_ lie: Lie) throws { try tell(lie) }

  /// What is within the contract is taken as it is, however large: the program neither traps nor hangs.
  @Test(arguments: ["most@overlay", "day@overlay"])
  func anAnswerThatCouldJustBe(_ mode: String) throws {
    try withLiar { centre, plugins in
      try ask(centre, mode: mode)
      for command in Command.allCases {
        let result = try run(command, centre, plugins)
        #expect((0...13).contains(result.code), "\(mode) \(command): \(result.code)")
        #expect(result.code == 0 || result.errors.contains("error: "), "\(mode) \(command)")
        if result.code == 4 { #expect(result.errors.contains("+org.example.liar")) }
      }
    }
  }

  /// What it prints and logs is named and bounded, and is not among our data.
  @Test(arguments: ["print@requirement", "log@requirement"]) func wordsAreNamed(_ mode: String)
    throws
  {
    try withLiar { centre, plugins in
      try ask(centre, mode: mode)
      for command in Command.allCases {
        let result = try run(command, centre, plugins)
        #expect(result.code == 0, "\(mode) \(command): \(result.errors)")
        #expect(result.errors.contains("plugin org.example.liar: "), "\(mode) \(command)")
        #expect(!result.output.contains("must not write here"))
        #expect(!result.errors.contains("\u{1B}"))
        #expect(result.errors.utf8.count < 200_000)
      }
    }
  }

  // MARK: - A centre with the liar

  private func tell(_ lie: Lie) throws {
    try withLiar { centre, plugins in
      try ask(centre, mode: lie.mode)
      let victim = try readFile("\(centre.folder)/agents.csv")
      for command in lie.commands {
        let result = try run(command, centre, plugins)
        let what = "\(lie.mode), \(command): \(result.code) \(result.errors)"
        #expect(result.code == 10, "\(what)")
        #expect(result.errors.contains("org.example.liar"), "\(what)")
        #expect(result.errors.contains(lie.says), "\(what)")
        #expect(try readFile("\(centre.folder)/agents.csv") == victim, "\(what)")
        // A plan without its part is not in force.
        #expect(try text(of: "\(centre.latest)/manifest.json").contains("liar") == true)
        #expect(try !text(of: "\(centre.latest)/summary.txt").contains("its part is missing"))
      }
      #expect(!exists("/tmp/swapped-by-a-plugin"))
    }
  }

  /// The centre names the liar, which wants to write where the agents stand.
  private func ask(_ centre: TinyCentre, mode: String) throws {
    try centre.change("centre.toml") { configuration in
      let own = configuration.firstRange(of: "[[plugin]]").map {
        String(configuration[..<$0.lowerBound])
      }
      return (own ?? configuration) + """
        [[plugin]]
        id = "org.example.liar"
        time_limit = "\(mode.hasPrefix("hang") || mode.hasPrefix("spin") ? 1 : 60)s"
        mode = "\(mode)"
        path = "\(centre.folder)/agents.csv"

        """
    }
  }

  /// A centre that was planned while the liar was honest; nothing without a C compiler.
  private func withLiar(_ body: (TinyCentre, _ plugins: String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let plugins = "\(folder)/plugins"
      try makeFolder(plugins)
      guard
        try compilePlugin("lying.c", into: "\(plugins)/libmuster-org.example.liar.so")
      else { return }
      let centre = try TinyCentre(in: folder)
      try centre.write("compare.toml", CompareTests.comparison)
      try ask(centre, mode: "good")
      let planned = try run(.plan, centre, plugins)
      try #require(planned.code == 0, "\(planned.errors)")
      try body(centre, plugins)
    }
  }

  private func run(
    _ command: Command, _ centre: TinyCentre, _ plugins: String
  ) throws -> Finished {
    let asOf = ["--as-of", TinyCentre.asOf]
    let more =
      switch command {
      case .plan: asOf + ["--roster-time", "0.05"]
      case .compare: asOf + ["--roster-time", "0.05", "--replications", "5"]
      case .explain: ["--queue", "main", "--at", "2026-12-01 10:00"]
      case .simulate: ["--replications", "5"]
      }
    return try TestSupport.run(
      [musterExecutable, command.rawValue, centre.folder, "--plugin-dir", plugins] + more)
  }
}
