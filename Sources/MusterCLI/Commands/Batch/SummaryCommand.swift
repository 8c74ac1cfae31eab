import ArgumentParser
import Batches
import CivilTime
import Diagnostics
import Tables

struct SummaryCommand: ParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Sum up the receipts of many centres; one without a receipt is a failure.",
    discussion: """
      Reads the receipts that muster plan --centres or --receipt wrote, whichever machines ran them.

        muster summary --receipts receipts --centres centres.txt --as-of 2026-11-23
        muster summary --receipts receipts --centres centres.txt --failed > again.txt

      Ends with 0 when every centre is planned, with 3 when some are, else with the exit code of the \
      worst.
      """)

  @Option(help: ArgumentHelp("The folder with the receipts.", valueName: "folder"))
  var receipts: String

  @Option(
    help: ArgumentHelp(
      "The centres that there must be a receipt of: a list, or a folder whose centres are meant; "
        + "otherwise every receipt counts.", valueName: "list"))
  var centres: String?

  @Option(
    help: ArgumentHelp(
      "The as-of that the receipts must be of; one of another night counts as a failure.",
      valueName: "date"))
  var asOf: MomentArgument?

  @Flag(help: "Write the centres that failed, one a line, for the next run.")
  var failed = false

  @Option(
    help: "What to write: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = OutputFormat.table

  static let conflicts = [OptionConflict("--failed", "--format", why: "writes a list")]

  func run() throws {
    let list = try centres.map { source throws(Problem) in try CentreList.given(source) }
    let summary = try BatchSummary(
      folder: receipts, centres: list?.paths, asOf: asOf?.written)
    guard !summary.lines.isEmpty else {
      throw Problem(
        at: Place(file: receipts), "there is no receipt here",
        maybe: "muster plan --centres LIST --receipts \(receipts) writes them")
    }
    if failed {
      for line in summary.lines where !line.isGood { Terminal.write(line.centre + "\n") }
    } else {
      summary.write(format)
    }
    try summary.end()
  }
}

extension BatchSummary {
  /// The table, and in words what a person must not overlook.
  func write(_ format: OutputFormat) {
    if format == .json { Terminal.write(json().text()) } else { Terminal.write(table(), format) }
  }

  /// Says what failed, and ends the command with the code of all.
  func end() throws {
    for remark in remarks { Terminal.say("warning: \(remark)") }
    for line in lines where !line.isGood {
      Terminal.say(Terminal.red("failed: ") + "\(line.centre): \(line.message)")
    }
    Terminal.say(words)
    guard exitCode == 0 else { throw ExitCode(exitCode) }
  }
}
