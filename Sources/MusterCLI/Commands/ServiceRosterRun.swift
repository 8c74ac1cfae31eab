import ArgumentParser
import CentreModel
import CivilTime
import Diagnostics
import Files
import Rostering
import ServiceRostering
import Tables

/// `muster roster --service`: the promised service at the fewest paid hours, on plain files.
struct ServiceRosterRun {
  var service: String
  var demand: String
  var agents: String
  var rules: String
  /// Nil: that of the rules.
  var zone: Zone?
  var timeLimit: Double
  var seed: UInt64
  var format: OutputFormat

  func run() async throws {
    guard timeLimit > 0 else {
      throw Problem(
        .usage, subject: "--time-limit", "is not above 0 seconds", value: "\(timeLimit)",
        maybe: "try 60")
    }
    let problem = try read()
    let watch = SearchWatch(
      limit: timeLimit, missingWeight: problem.roster.rules.missingWeight)
    let roster = try await watch.run { monitor in
      try await solveService(
        problem, options: ServiceOptions(seconds: timeLimit, seed: seed), monitor: monitor
      ) { text in
        if Terminal.isWatched { Terminal.progress(text) }
      }
    }
    switch format {
    case .csv: Terminal.write(rosterCSV(roster.segments))
    case .json: Terminal.write(serviceJSON(roster, problem))
    case .table:
      Terminal.write(
        rosterTable(
          roster.asRoster(seed: seed, isInterrupted: watch.isInterrupted), problem.roster,
          colour: Terminal.outputIsColoured))
    }
    Terminal.say(serviceSummary(roster, problem))
    try watch.endIfInterrupted()
    // The roster is written, and it does not keep what was promised.
    if !roster.missed.isEmpty { throw ExitCode(Problem.Kind.violated.exitCode) }
  }

  private func read() throws -> ServiceProblem {
    let promise = try ServicePromise.read(file: service, bytes: readFile(service))
    var file = try RosterRules.read(path: rules)
    // In these files a date is unavailable and nothing else, unless the rules call it leave.
    if !file.saysUnavailable { file.rules.unavailableIsLeave = false }
    let zone = try self.zone ?? PlainRosterFiles.zone(file.timezone)
    return try ServiceProblem(
      promise: promise, demand: readServiceDemand(CSVTable(path: demand), promise),
      agents: readAgents(CSVTable(path: agents), rules: file.rules, zone: zone),
      rules: file.rules, zone: zone)
  }
}
