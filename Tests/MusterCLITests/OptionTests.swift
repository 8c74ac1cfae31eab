import Diagnostics
import Files
import MusterCLI
import TestSupport
import Testing

/// Options resolve before anything runs: what would do nothing is refused by name.
@Suite struct OptionTests {
  /// A command line, and the options that must be refused, no more and no fewer.
  struct Refusal: Sendable, CustomTestStringConvertible {
    var line: String
    var options: Set<String>
    var testDescription: String { line }

    init(_ line: String, _ options: String...) {
      self.line = line
      self.options = Set(options)
    }
  }

  static let refusals = [
    // Options of plain files beside a centre.
    Refusal(
      "roster centre --as-of 2026-11-23 --days 3 --timezone Nonsense/Zone --agents a --rules r",
      "--timezone", "--agents", "--rules"),
    Refusal(
      "forecast centre --days 3 --timezone Nope/Nope --history /nope --method avg4 --events e",
      "--timezone", "--history", "--method", "--events"),
    Refusal(
      "staff centre --plan /nope --interval 7m --target-sl 0.99 --method transient", "--plan",
      "--interval", "--target-sl", "--method"),
    Refusal(
      "simulate centre --half-width 0.0001 --plan /nope --interval 99m", "--half-width", "--plan",
      "--interval"),
    Refusal("backtest centre --holidays h --calendar US", "--holidays", "--calendar"),
    Refusal("doctor centre --patch p --hours always", "--patch", "--hours"),
    // Options of a centre beside plain files.
    Refusal(
      "staff --plan d --interval 15m --target-sl 0.8 --forecast f --as-of 2026-11-23 --days 2",
      "--forecast", "--as-of", "--days"),
    Refusal(
      "simulate --plan d --interval 15m --published x --output y", "--published", "--output"),
    Refusal(
      "forecast --history h --timezone UTC --as-of 2026-11-23 --plugin-dir d", "--plugin-dir"),
    // Twice.
    Refusal("plan centre --from 2026-11-30 --from=2026-12-07", "--from"),
    Refusal("plan centre -q --quiet", "--quiet"),
    Refusal("check centre --plan a --published b", "--published"),
    Refusal("erlang c -n 3 --agents 4", "--agents"),
    Refusal("erlang b -n 3 --lines 4", "--agents"),
    Refusal("erlang n-model --calls-per-hour-1 3 --calls-per-hour-1 4", "--calls1"),
    // Nothing without another.
    Refusal("plan centre --fresh --freeze-until 2026-12-01", "--freeze-until"),
    Refusal("roster centre --freeze-until 2026-12-01", "--freeze-until"),
    Refusal(
      "plan centre --shard 1/2 --jobs 2 --receipts r --resume", "--shard", "--jobs", "--receipts",
      "--resume"),
    Refusal("plan --centres l --shard 1/2", "--centres"),
    Refusal("backtest --history h --timezone UTC --resume", "--resume"),
    Refusal("roster centre --notices n --short 1", "--notices", "--short"),
    Refusal(
      "roster --requirement r --agents a --rules r.toml --as-of 2026-11-23", "--as-of"),
    Refusal("explain centre --queue q --at 2026-12-01 --weeks 2", "--weeks"),
    Refusal("report centre --plugin-dir d", "--plugin-dir"),
    Refusal(
      "doctor --history h --timezone UTC --calendar US", "--calendar"),
    // Not together.
    Refusal("forecast centre --days 3 --weeks 2", "--days"),
    Refusal("roster centre --size --pins p --ledger l", "--pins", "--ledger"),
    Refusal("roster centre --moves 5 --time-limit 3", "--time-limit"),
    Refusal("check centre --inputs-only --replications 5", "--replications"),
    Refusal("compare centre --capacity 5 --holidays h", "--holidays"),
    Refusal(
      "plan --centres l --receipts r --as-of 2026-11-23 --output o --pins p --receipt f",
      "--output", "--pins", "--receipt"),
    Refusal("summary --receipts r --failed --format csv", "--format"),
    Refusal(
      "backtest --history h --timezone UTC --weeks 5 --origins o", "--weeks"),
    Refusal("backtest centre --to f --predictions p --format csv", "--predictions", "--format"),
    Refusal("forecast centre --to f --resume", "--to", "--resume"),
    Refusal(
      "backtest --merge a b --history h --weeks 3 --shard 1/2 --threads 4", "--history", "--weeks",
      "--shard", "--threads"),
    Refusal("backtest centre --shard 0/3", "--shard"),
    Refusal(
      "simulate --plan d --interval 15m --half-width 0.1 --replications 5", "--replications"),
    Refusal("init --kind inbound --show-profile --seed 5", "--seed"),
    // A source without its files.
    Refusal("forecast", "--history"), Refusal("backtest", "--history"),
    Refusal("doctor --timezone UTC", "--history"), Refusal("staff", "--plan"),
    Refusal("simulate --plan d", "--interval"), Refusal("roster --requirement r", "--rules"),
    // Values.
    Refusal(
      "plan centre --as-of yesterday --from 2026-02-30 --weeks 0 --seed x --threads 0 --lock-wait soon",
      "--as-of", "--from", "--weeks", "--seed", "--threads", "--lock-wait"),
    Refusal(
      "forecast --history h --timezone Mars/Base --as-of 2026-11-23 --hours Mon-Fry --interval 7",
      "--timezone", "--hours", "--interval"),
    Refusal("staff --plan d --interval 15m --target-sl 80", "--target-sl"),
    Refusal("roster centre --size --short 100", "--short"),
    Refusal(
      "plan --centres l --receipts r --as-of 2026-11-23 --shard 9/4 --jobs 0", "--shard", "--jobs"),
    Refusal("compare centre --replications 1 --capacity 105", "--replications", "--capacity"),
  ]

  @Test(arguments: refusals)
  func isRefusedByName(_ refusal: Refusal) throws {
    let words = refusal.line.split(separator: " ").map(String.init)
    let problems = try CommandLineProbe.problems(words)
    #expect(Set(problems.map(\.subject)) == refusal.options, "\(problems.map(\.description))")
    #expect(problems.allSatisfy { $0.kind == .usage })
  }

  @Test(arguments: [
    "plan centre --as-of 2026-11-23 --weeks 2 --change --freeze-until 2026-12-01T12:00 -q",
    "plan --centres - --receipts r --as-of 2026-11-23 --shard 4/4 --jobs 2 --resume --format json",
    "plan centre --receipt r --allow-earlier", "plans centre compare a b --format csv",
    "summary --receipts r --centres l --as-of 2026-11-23 --failed", "centres r --format json",
    "forecast centre --days 3 --threads 4",
    "forecast --history h --timezone UTC --as-of 2026-11-23T06:00:00-05:00 --weeks 2 --method avg4",
    "staff centre --forecast - --as-of 2026-11-23",
    "staff --plan d --interval 15m --target-sl 80% --method sipp",
    "roster centre --pins p --published latest --freeze-until 2026-12-01 --previous r --ledger l --write-ledger m --calendars c --notices n --moves 5 --plugin-dir a --plugin-dir b",
    "roster --requirement r --rules r.toml --size --short 2%",
    "roster --requirement r --agents a --rules r.toml --calendars c --as-of 2026-11-23 --days 3",
    "simulate centre --published x --seed 3", "simulate --plan d --interval 15m --half-width 0.01",
    "backtest centre --queue a --queue b --weeks 4 --days 3 --method avg4",
    "backtest centre --shard 2/16 --to f --resume --threads 8",
    "backtest --merge a b --format json",
    "forecast --history h --timezone UTC --as-of 2026-11-23 --shard 1/2 --to f --resume",
    "forecast centre --shard 1/2 --format csv", "doctor centre --queue a --as-of 2026-11-23",
    "check centre --plan x",
    "explain centre --scenario s --agent a --at 2026-12-01 --as-of 2026-11-23",
    "compare centre --only a --only b --format html", "report centre --compare --plugin-dir d",
    "erlang b --lines 4", "plugins list -v", "export pages centre --to folder --output o",
  ])
  func isAccepted(line: String) throws {
    let problems = try CommandLineProbe.problems(line.split(separator: " ").map(String.init))
    #expect(problems.isEmpty, "\(problems.map(\.description))")
  }

  /// `--` ends the options; what follows is a name.
  @Test func optionsEndWhereTheUserSaysSo() throws {
    #expect(try CommandLineProbe.problems(["plan", "--weeks", "2", "--", "--weeks"]).isEmpty)
  }

  @Test(arguments: [
    ("plna x", "plan"), ("simulat", "simulate"), ("plugins lst", "list"), ("erlang chatt", "chat"),
  ])
  func unknownCommandsAreMetWithTheNearest(line: String, meant: String) throws {
    let problems = try CommandLineProbe.problems(line.split(separator: " ").map(String.init))
    #expect(problems.first?.maybe == "\(meant) is meant")
    #expect(problems.first?.kind == .usage)
  }

  /// The check knows an option by its property: a name that is not told from it would pass unchecked.
  @Test func everyOptionIsCheckedByItsName() throws {
    for path in CommandLineProbe.commands {
      let help = try run([musterExecutable] + path + ["--help"]).output
      var shown: Set<String> = []
      for line in help.split(separator: "\n") where line.hasPrefix("  -") {
        for word in line.split(whereSeparator: { $0 == " " || $0 == "," }) {
          guard word.hasPrefix("-") else { break }
          shown.insert(word.split(separator: "/").first.map(String.init) ?? "")
        }
      }
      let checked = CommandLineProbe.checkedNames(path).union(["-h", "--help", "--version"])
      #expect(shown.isSubset(of: checked), "\(path): \(shown.subtracting(checked).sorted())")
      #expect(CommandLineProbe.unknownInRules(path).isEmpty, "\(path)")
    }
  }
}

/// What is written about the commands is what they say of themselves.
@Suite struct CommandTableTests {
  @Test func theReadmeListsWhatHelpLists() throws {
    let readme = try text(of: "\(packageFolder)/README.md")
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `muster ") }
    let commands = CommandLineProbe.commands.filter { $0.count == 1 }
    #expect(
      rows.map(String.init)
        == commands.map { "| `muster \($0[0])` | \(CommandLineProbe.abstract($0)) |" })
  }

  /// One mood: `Show`, not `Shows`.
  @Test func abstractsAreInOneMood() {
    for path in CommandLineProbe.commands where path.first != "erlang" || path.count == 1 {
      let verb = CommandLineProbe.abstract(path).prefix { $0.isLetter }
      #expect(!verb.hasSuffix("s"), "\(path): \(verb)")
    }
  }
}
