import ArgumentParser
import Diagnostics
import Glibc
import PluginHost

@main
struct MusterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "muster",
    abstract: "Plan the work force of call centres: forecast, staff, roster, publish.",
    discussion: """
      Start with a centre folder and let muster plan its next week:

        muster plan Forecasts/harbor-bank --as-of 2026-11-23

      Data goes to the standard output, words to the standard error.

      Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part, 4 invalid input, 5 infeasible, \
      10 configuration or plugin missing, 11 another run holds the lock, 12 stale input, \
      13 a rule or goal is violated, 130 interrupted.
      """,
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Centre",
        subcommands: [InitCommand.self, ImportCommand.self, CheckCommand.self]),
      CommandGroup(
        name: "Chain",
        subcommands: [
          PlanCommand.self, ForecastCommand.self, StaffCommand.self, RosterCommand.self,
          SimulateCommand.self,
        ]),
      CommandGroup(
        name: "Plans and many centres",
        subcommands: [PlansCommand.self, CentresCommand.self, SummaryCommand.self]),
      CommandGroup(
        name: "Evidence",
        subcommands: [
          ExplainCommand.self, BacktestCommand.self, DoctorCommand.self, CompareCommand.self,
          WhatIfCommand.self, ReportCommand.self,
        ]),
      CommandGroup(name: "Deliveries", subcommands: [ExportCommand.self]),
      CommandGroup(name: "Other", subcommands: [ErlangCommand.self, PluginsCommand.self]),
    ])

  static func main() async {
    // A child process that runs one plugin for its parent; never returns when it is one.
    PluginServer.serveIfAsked(CommandLine.arguments, version: Version.text)
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      var command: any ParsableCommand
      do { command = try parsed(arguments) } catch {
        let code = Failure.report(error)
        RunReceipt.write(refused: arguments, error, code: code)
        Glibc.exit(code)
      }
      if var waiting = command as? any AsyncParsableCommand {
        try await waiting.run()
      } else {
        try command.run()
      }
    } catch {
      Glibc.exit(Failure.report(error))
    }
  }
}

extension MusterCommand {
  /// The command that the arguments name, with every option checked.
  ///
  /// - Throws: What the parser throws, or ``Problems`` with everything that is wrong with the options.
  static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    try CommandNames.check(arguments, of: Self.self)
    let command = try parseAsRoot(arguments)
    try CommandCheck(command, arguments: arguments).run()
    return command
  }
}

/// The version of program and plan format, as `muster --version` and manifests give it.
enum Version {
  static let text = "0.1.0"
}

/// The one place where errors become words on the standard error and an exit code.
enum Failure {
  static func report(_ error: any Error) -> Int32 {
    switch error {
    case let problem as Problem: return report([problem])
    case let problems as Problems: return report(problems.all)
    default:
      let message = MusterCommand.fullMessage(for: error)
      guard MusterCommand.exitCode(for: error) != .success else {
        print(message)
        return 0
      }
      if !message.isEmpty { Terminal.say(message) }
      if let code = error as? ExitCode { return code.rawValue }
      return Problem.Kind.usage.exitCode
    }
  }

  private static func report(_ problems: [Problem]) -> Int32 {
    for problem in problems { Terminal.say(Terminal.red("error: ") + problem.description) }
    if problems.count > 1 { Terminal.say("\(problems.count) problems.") }
    return Problems(problems).exitCode
  }
}
