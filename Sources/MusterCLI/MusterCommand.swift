import ArgumentParser
import Diagnostics

@main
struct MusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "muster",
    abstract: "Plans the work force of call centres: forecast, staff, roster, publish.",
    version: "0.1.0",
    subcommands: [])
}
