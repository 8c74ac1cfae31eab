import ArgumentParser
import Configuration
import Diagnostics
import Files
import PluginContract
import PluginHost
import Tables

struct PluginsCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run the conformance suite on a plugin file.",
    discussion: """
      Contract, settings, every hook with empty, odd and huge input and on the days the clocks
      change, the same answer for the same question, rules and their examples, memory and files.
      Everything runs in a process of its own, so that a crash fails one check only.

        muster plugins check libmuster-night-desk.so
        muster plugins check FILE --settings settings.toml     with settings of your own

      Ends with code 13 when a check fails. The suite is described in the documentation,
      plugin-conformance.md.
      """)

  @Argument(help: "The plugin's file, or its id.")
  var plugin: String

  @OptionGroup var folders: PluginFolders

  @Option(
    help: ArgumentHelp(
      "Check with these settings (TOML); files they name are looked for beside it.",
      valueName: "file"))
  var settings: String?

  @Option(help: ArgumentHelp("How long one answer may take.", valueName: "seconds"))
  var timeLimit = SecondsArgument(10)

  @Option(
    help: ArgumentHelp(
      "Check only this: contract, settings, memory, or a hook such as overlay.",
      valueName: "part"))
  var part: String?

  @Option(help: "table or json.")
  var format = PlainFormat.table

  func run() throws {
    var loader = folders.loader
    loader.secondsPerCall = max(0.1, try timeLimit.value())
    loader.log = { _, _, _ in }
    let given = try settings.map { try readSettings($0) }
    let folder = settings.flatMap { file in file.lastIndex(of: "/").map { String(file[..<$0]) } }
    var checker = PluginChecker(
      try file(), loader: loader, settings: given, folder: folder ?? ".")
    checker.onlyPart = part
    PluginFolders.sayGap()
    let report = checker.run()
    if format == .json {
      try Terminal.write(ContractCoding.text(report) + "\n")
    } else {
      write(report)
    }
    guard report.isConforming else { throw ExitCode(Problem.Kind.violated.exitCode) }
  }

  private func file() throws -> String {
    if exists(plugin) { return plugin }
    guard PluginIdentity.isID(plugin) else { return plugin }
    return PluginCatalogue(folders.search(), loader: folders.loader).plugin(plugin)?.path ?? plugin
  }

  private func readSettings(_ file: String) throws -> AnyJSON {
    let table = try ConfigTable(file: file, bytes: readFile(file))
    do throws(ContractMismatch) { return try ContractCoding.value(of: table.json()) } catch {
      throw Problem(at: Place(file: file), "the settings cannot be used: \(error.what)")
    }
  }

  private func write(_ report: CheckReport) {
    let paint = Paint(isOn: Terminal.outputIsColoured)
    var part = ""
    for check in report.checks {
      if check.part != part {
        part = check.part
        Terminal.write("\(paint.bold(part))\n")
      }
      let sign =
        switch check.outcome {
        case .passed: paint.green("✓")
        case .failed: paint.red("✗")
        case .note: paint.yellow("·")
        }
      let detail = check.detail.isEmpty ? "" : ": \(check.detail)"
      Terminal.write("  \(sign) \(check.name)\(detail)\n")
    }
    let passed = report.checks.count { $0.outcome == .passed }
    let verdict = report.isConforming ? paint.green("conforms") : paint.red("does not conform")
    Terminal.write(
      "\n\(report.plugin?.id ?? report.path) \(verdict): \(passed) passed, "
        + "\(report.failures) failed\n")
    if !report.neverAnswered.isEmpty {
      Terminal.write(
        "never answered, and so not checked: \(report.neverAnswered.joined(separator: ", "))\n")
    }
  }
}
