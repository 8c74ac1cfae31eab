import ArgumentParser
import CentreModel
import CivilTime
import Diagnostics
import Files
import Planning
import Publishing
import Tables

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plan a centre's next week: forecast, requirement, roster, published.",
    discussion: """
      Reads the centre folder, plans, checks the roster from scratch, simulates it and publishes it \
      in CENTRE/published: the folder of a plan appears whole or not at all, and the link `latest` \
      points to the newest. Running again on unchanged inputs changes nothing.

      From cron, at minute 17 of an hour that no clock change touches:

        17 4 * * 5  muster plan /srv/centres/bank --quiet
      """)

  enum Show: String, CaseIterable, ExpressibleByArgument { case nothing, summary, roster }

  @Argument(help: "The centre folder.")
  var centre: String

  @OptionGroup var period: PeriodOptions

  @OptionGroup var plugins: PluginFolders

  @Option(help: "Seed of the roster search; by default the centre's.")
  var seed: UInt64?

  @Option(help: "Cores to use; changes no result.")
  var threads = 2

  @Option(
    help: ArgumentHelp(
      "How long to search for a better roster, in seconds of one core of an ordinary machine.",
      valueName: "seconds"))
  var rosterTime = 1.5

  @Option(help: ArgumentHelp("Publish here instead of CENTRE/published.", valueName: "folder"))
  var output: String?

  @Option(help: ArgumentHelp("Wait so long for another run to end.", valueName: "seconds"))
  var lockWait = 0

  @Flag(
    help: "Stay as near as possible to the plan published for the same period; lists the changes.")
  var change = false

  @Option(
    help: ArgumentHelp(
      "With --change, shifts starting before this stay as published.", valueName: "time"))
  var freezeUntil: String?

  @Option(
    help: "What to print of the plan: \(Show.allCases.map(\.rawValue).joined(separator: ", ")).")
  var show = Show.summary

  @Flag(name: [.short, .long], help: "Say nothing unless something is wrong.")
  var quiet = false

  func run() async throws {
    var options = PlanOptions(
      asOf: period.asOf, now: Clock.now, from: try period.from(), weeks: period.weeks,
      seed: seed, threads: max(1, threads), rosterSeconds: rosterTime, output: output,
      lockWaitSeconds: lockWait)
    options.change = change
    options.freezeUntil = freezeUntil
    let run = try PlanRun(
      folder: centre, options: options, plugins: plugins.source, version: Version.text)
    let outcome = try await run.run { step in
      if Terminal.isWatched, !quiet { Terminal.say(Terminal.dim("\(step) …")) }
    }
    guard !quiet else { return }
    switch outcome {
    case .unchanged(let path):
      if show != .nothing { try showPublished(path) }
      Terminal.say("Nothing changed: \(path) is the plan of these inputs.")
    case .published(let path, _):
      if show != .nothing { try showPublished(path) }
      Terminal.say("Published \(path)")
      for name in try namesInFolder(path) { Terminal.say("  \(path)/\(name)") }
    }
  }

  /// Prints from the published files, so that a second run shows what the first one did.
  private func showPublished(_ path: String) throws(Problem) {
    if show == .roster {
      let grid = "\(path)/\(PlanFileName.grid)"
      Terminal.write(try RosterScreen.text(grid: try CSVTable(path: grid)))
    }
    Terminal.write(try readFile("\(path)/\(PlanFileName.summary)"))
  }
}
