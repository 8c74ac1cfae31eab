import ArgumentParser
import CentreInputs
import CentreModel
import CivilTime
import Comparison
import Diagnostics
import Files
import Planning
import Publishing
import Reporting
import Tables

struct PlanCommand: AsyncParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plan a centre's next week: forecast, requirement, roster, published.",
    discussion: """
      Reads the centre folder, plans, checks the roster from scratch, simulates it and publishes it \
      in CENTRE/published: the folder of a plan appears whole or not at all, and the link `latest` \
      points to the newest. Running again on unchanged inputs changes nothing.

      From cron, at minute 17 of an hour that no clock change touches:

        17 4 * * *  muster plan /srv/centres/bank --quiet

      Many centres, each in a process of its own, the second of four shares of them:

        muster plan --centres /srv/centres --shard 2/4 --jobs 8 --as-of 2026-11-23 \\
          --receipts /srv/receipts --resume
      """)

  enum Show: String, CaseIterable, ExpressibleByArgument { case nothing, summary, roster }

  @Argument(help: "The centre folder; none with --centres.")
  var centre: String?

  @OptionGroup var period: PeriodOptions

  @OptionGroup var plugins: CentrePrograms

  @Option(help: ArgumentHelp("Seed of the roster search; by default the centre's.", valueName: "n"))
  var seed: SeedArgument?

  @OptionGroup var cores: ThreadOptions

  @Option(
    help: ArgumentHelp(
      """
      How long to search for a better roster, in seconds of one core of an ordinary machine; people beyond a \
      thousand get more in proportion.
      """,
      valueName: "seconds"))
  var rosterTime = SecondsArgument(1.5)

  @Option(help: ArgumentHelp("Publish here instead of CENTRE/published.", valueName: "folder"))
  var output: String?

  @Option(help: ArgumentHelp("Wait so long for another run to end.", valueName: "seconds"))
  var lockWait = SecondsArgument(0)

  @Flag(
    help: """
      Keep what is published for the period and change as little as possible; so it is anyhow, \
      unless --fresh is given.
      """)
  var change = false

  @Flag(help: "Plan anew, also where a roster is published for the period already.")
  var fresh = false

  @Option(
    help: ArgumentHelp(
      "Shifts starting before this stay as published, whatever it costs.", valueName: "time"))
  var freezeUntil: MomentArgument?

  @Option(help: ArgumentHelp("Shifts and days off that are fixed beforehand.", valueName: "file"))
  var pins: String?

  @Option(
    help: ArgumentHelp(
      "Plan this scenario of CENTRE/compare.toml with the people of the agents' file.",
      valueName: "id"))
  var scenario: String?

  @Flag(help: "Take the plan into force also when it fails.")
  var accept = false

  @Flag(
    help: "Plan also as of a time before that of the latest plan, and let latest go back to it.")
  var allowEarlier = false

  @Option(
    help: ArgumentHelp(
      "Write what became of the run into this file, as JSON, whole and however the run ends.",
      valueName: "file"))
  var receipt: String?

  @Option(
    help: ArgumentHelp(
      "Append a line of JSON for every step, warning and failure of the run to this file.",
      valueName: "file"))
  var log: String?

  @OptionGroup var hooks: PlanHooks

  @OptionGroup var batch: BatchOptions

  @Option(
    help: "What to print of the plan: \(Show.allCases.map(\.rawValue).joined(separator: ", ")).")
  var show = Show.summary

  @Option(
    help:
      "What the standard output is: \(PlainFormat.allCases.map(\.rawValue).joined(separator: " or "))."
  )
  var format = PlainFormat.table

  @Flag(name: [.short, .long], help: "Say nothing unless something is wrong.")
  var quiet = false

  static let conflicts = [
    OptionConflict("--quiet", "--show", "--format", why: "shows nothing"),
    OptionConflict("--format", "--show", if: "json", why: "writes the whole plan as one object"),
    OptionConflict(
      "--fresh", "--change", "--freeze-until", why: "keeps nothing of what is published"),
  ]
  static let aliases = ["-q": "--quiet"]

  /// What the chain is told.
  func options() throws(Problem) -> PlanOptions {
    var options = try period.planOptions()
    options.seed = try seed.value()
    options.threads = try cores.threads.value()
    options.rosterSeconds = try rosterTime.value()
    options.output = output
    options.lockWaitSeconds = Int(try lockWait.value())
    options.fresh = fresh
    options.freezeUntil = try freezeUntil.value()?.withTimeOfDay
    options.scenario = scenario
    options.pins = pins
    options.accept = accept
    options.allowEarlier = allowEarlier
    return options
  }

  func run() async throws {
    if let centres = batch.centres {
      guard centre == nil else {
        throw Problem(
          .usage, subject: "--centres", "names the centres, and one is named beside it",
          value: centre, maybe: "leave one of them out")
      }
      return try plan(many: centres)
    }
    guard let centre else {
      throw Problem(
        .usage, subject: "muster plan", "names no centre",
        maybe: "name its folder, or many of them with --centres")
    }
    let log = log.map { RunLog(path: $0, centre: centre) }
    let record = RunRecord(
      receipt: RunReceipt(
        path: receipt, centre: centre, asOf: period.asOf?.written, options: words(try options())),
      hooks: hooks, log: log)
    try record.start()
    let result: PlanRun.Result
    let problem: Problem?
    do {
      let (run, done) = try await plan(centre, log)
      problem = try record.end(done, run.store)
      result = done
    } catch {
      record.end(failure: error)
      throw error
    }
    try end(result)
    if let problem { throw problem }
  }

  private func plan(
    _ centre: String, _ log: RunLog?
  ) async throws -> (run: PlanRun, result: PlanRun.Result) {
    let run = try PlanRun(
      folder: centre, options: try options(), plugins: plugins.source, version: Version.text,
      staffing: staffing(ofScenario: scenario))
    let store = run.store
    let result = try await run.run(
      pages: { (plan, files, manifest) throws(Problem) in
        let report = try PlanReport(plan, files, manifest, in: store)
        return [PlanFile(PlanFileName.page, report.html())]
      },
      progress: { step in
        log?.attempt(.step, step)
        if Terminal.isWatched, !quiet { Terminal.say(Terminal.dim("\(step) …")) }
      })
    tell(result.attention, log)
    if format == .json {
      try write(result, intervalSeconds: run.steps.folder.centre.intervalSeconds)
    } else if !quiet {
      try tell(result.outcome)
    }
    return (run, result)
  }

  /// What must not be overlooked comes first, on the standard error, also with --quiet.
  private func tell(_ attention: [Attention], _ log: RunLog?) {
    for item in attention {
      let isFailure = item.severity == .failure
      let word = isFailure ? Terminal.red("failed: ") : "warning: "
      Terminal.say(word + item.words)
      log?.attempt(isFailure ? .failure : .warning, code: item.code, item.words)
    }
  }

  private func tell(_ outcome: PlanRun.Outcome) throws {
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

  private func write(_ result: PlanRun.Result, intervalSeconds: Int) throws(Problem) {
    let (path, isNew) =
      switch result.outcome {
      case .unchanged(let path): (path, false)
      case .published(let path, _): (path, true)
      }
    Terminal.write(
      try PublishedFigures(path: path, intervalSeconds: intervalSeconds)
        .json(isNew: isNew, isInForce: result.isInForce, attention: result.attention).text())
  }

  /// A plan that failed stands beside the one in force, and the command fails.
  private func end(_ result: PlanRun.Result) throws(Problem) {
    guard !result.isInForce, let kind = result.attention.outcome else { return }
    throw Problem(
      kind, at: Place(file: result.outcome.path), "this plan is not in force: latest is as it was",
      value: "\(result.attention.failures.count) failures",
      maybe: "mend what failed and plan again, or take it as it is with --accept")
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
