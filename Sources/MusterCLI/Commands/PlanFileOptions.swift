import ArgumentParser
import Calculators
import Diagnostics
import Tables

/// A day in a plain file, for `muster staff` and `muster simulate`.
struct PlanFileOptions: FilesOnlyOptions {
  @Option(
    help: ArgumentHelp(
      "The day: start,calls_per_hour,aht_s,patience_s,T_s ('-' for the standard input).",
      valueName: "file"))
  var plan: String?

  @Option(help: ArgumentHelp("Length of an interval: 15m, 30m, 1h.", valueName: "duration"))
  var interval: IntervalArgument?

  static let required = ["--plan", "--interval"]
  static let inCentre = ["--interval": "interval in [centre]"]

  func read(needsAgents: Bool) throws -> PlanFile {
    guard let plan, let interval else {
      throw Problem(
        .usage, subject: plan == nil ? "--plan" : "--interval", "is missing",
        maybe: "give --plan FILE and --interval 15m, or a centre folder")
    }
    return try PlanFile(
      CSVTable(path: plan), intervalSeconds: try interval.value(), needsAgents: needsAgents)
  }
}
