import Diagnostics
import Files
import Glibc
import NurseRostering
import Rostering

/// `muster-nurse INSTANCE [--time-limit SECONDS] [--seed N] [--output FILE]`: one instance of the nurse
/// rostering family through the engine of `muster roster`.
///
/// Prints the objective, recounted from the instance's text; writes the roster as a table, or as the
/// family's XML when the file's name ends in `.xml` or `.ros`.
@main
struct NurseTool {
  static func main() async {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
      try await run(arguments)
    } catch {
      say("\(error)", to: STDERR_FILENO)
      exit(error.kind.exitCode)
    }
  }

  static func run(_ arguments: Arguments) async throws(Problem) {
    let instance = try NurseInstance(file: arguments.instance)
    let clock = ContinuousClock()
    let begin = clock.now
    let limit = arguments.seconds
    // On a machine too slow or too busy for the budget the clock sets the pace.
    let end = begin + .seconds(limit - min(1, limit * 0.02))
    let monitor = SearchMonitor(
      poll: { _ in clock.now >= end }, timeShare: { (clock.now - begin) / (end - begin) })
    let result = await searchRows(
      instance.problem, work: Int(limit * NurseTool.workPerSecond), seed: arguments.seed,
      monitor: monitor)
    let took = clock.now - begin
    let roster = instance.roster(result.cells)
    let broken = roster.violations(instance)
    if let output = arguments.output {
      let isXML = output.hasSuffix(".xml") || output.hasSuffix(".ros")
      let name = arguments.instance.split(separator: "/").last.map(String.init) ?? ""
      let text = isXML ? roster.xml(instance, name: name) : roster.table(instance)
      try writeFile(output, Array(text.utf8))
    }
    let cut = monitor.isHurried ? ", cut short by the clock" : ""
    say(
      "\(arguments.instance): objective \(roster.cost(instance)), "
        + "\(broken.isEmpty ? "feasible" : "\(broken.count) hard rules broken"), "
        + "\(took.components.seconds) s, \(result.moves) moves, seed \(arguments.seed)\(cut)",
      to: STDOUT_FILENO)
    for one in broken.prefix(20) { say("  \(one)", to: STDOUT_FILENO) }
    if !broken.isEmpty { exit(Problem.Kind.violated.exitCode) }
  }

  /// Units of work that a core does in a second, on the safe side.
  static let workPerSecond = 0.6e9

  static func say(_ text: String, to descriptor: Int32) {
    try? writeAll(Array("\(text)\n".utf8), to: descriptor, name: "output")
  }
}

/// The command line.
struct Arguments {
  var instance = ""
  var seconds = 60.0
  var seed: UInt64 = 1
  var output: String?

  init(_ words: [String]) throws(Problem) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--time-limit":
        guard let value = rest.popFirst().flatMap(Double.init), value > 0, value <= 1e6 else {
          throw Self.usage
        }
        seconds = value
      case "--seed":
        guard let value = rest.popFirst().flatMap(UInt64.init) else { throw Self.usage }
        seed = value
      case "--output":
        guard let value = rest.popFirst() else { throw Self.usage }
        output = value
      default:
        guard instance.isEmpty, !word.hasPrefix("-") else { throw Self.usage }
        instance = word
      }
    }
    if instance.isEmpty { throw Self.usage }
  }

  static let usage = Problem(
    .usage, "cannot be used so",
    maybe: "write muster-nurse INSTANCE [--time-limit SECONDS] [--seed N] [--output FILE]")
}
