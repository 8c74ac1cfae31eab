import ArgumentParser
import CentreInputs
import CentreModel
import Comparison
import Diagnostics
import Planning
import PluginHost
import Reporting
import Tables

struct CompareCommand: AsyncParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Run the same demand from several sites or scenarios, side by side.",
    discussion: """
      Reads CENTRE and its compare.toml: sites with clock, law, currency, wage and costs, and the \
      scenarios that share the work among them. Each scenario is planned, rostered under the labour \
      rules of its places, simulated and priced by the minute.

        muster compare Forecasts/harbor-offshore --as-of 2026-11-23
        muster compare Forecasts/harbor-offshore --only manila --format json

      What does a newly proclaimed holiday change? The new roster into CENTRE/compared, what it \
      costs, and the diff:

        muster compare Forecasts/harbor-offshore --only manila --holidays proclaimed.csv

      Whom to hire, and when does a site fall short in the coming year?

        muster compare Forecasts/harbor-offshore --capacity 52
      """)

  @Argument(help: "The centre folder.")
  var centre: String

  @OptionGroup var period: PeriodOptions

  @Option(
    help: ArgumentHelp("Another comparison file than CENTRE/compare.toml.", valueName: "file"))
  var scenarios: String?

  @Option(help: ArgumentHelp("Only this scenario; may be repeated.", valueName: "id"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "Show what these holidays change: rows take the place of others on their dates.",
      valueName: "file"))
  var holidays: String?

  @Option(
    help: ArgumentHelp(
      """
      Write the roster of every scenario and site into this folder; with --holidays the new ones, \
      by default into CENTRE/compared.
      """, valueName: "folder"))
  var rosters: String?

  @Option(
    help: ArgumentHelp("Show hires and training classes for so many weeks.", valueName: "weeks"))
  var capacity: OptionValue<CountForm<CapacityWeeks>>?

  @Option(help: ArgumentHelp("Simulated weeks per queue and part.", valueName: "n"))
  var replications = OptionValue<CountForm<ComparedWeeks>>(200)

  @Option(
    help: ArgumentHelp("Seed of rosters and simulation; by default the centre's.", valueName: "n"))
  var seed: SeedArgument?

  @OptionGroup var cores: ThreadOptions

  @Option(
    help: ArgumentHelp(
      "How long to search for each roster, in seconds of one core of an ordinary machine.",
      valueName: "seconds"))
  var rosterTime = SecondsArgument(0.3)

  @OptionGroup var plugins: CentrePrograms

  @Option(help: "table, csv, json, or html for a page of its own.")
  var format = ComparisonFormat.table

  static let conflicts = [
    OptionConflict("--capacity", "--holidays", why: "is a question of its own")
  ]

  func validate() throws {
    if format == .html, capacity != nil || holidays != nil {
      throw ValidationError(
        "--format html shows the comparison itself: leave --capacity and "
          + "--holidays away")
    }
  }

  func run() async throws {
    let run = try makeRun()
    try await write(run)
    try run.mustBeWhole()
  }

  private func write(_ run: ComparisonRun) async throws {
    let paint = Paint(isOn: Terminal.outputIsColoured)
    if let holidays {
      let change = try await run.change(holidays: holidays, progress: say)
      tell(
        try run.write(
          change.effects.map(\.after),
          and: [("changes.csv", change.csv()), ("cost-change.csv", change.costCSV())],
          into: rosters ?? "\(centre)/compared"))
      switch format {
      case .table, .html: Terminal.write(change.text(paint: paint))
      case .csv: Terminal.write(change.csv())
      case .json: Terminal.write(change.json().text())
      }
      return
    }
    let result = try await run.run(progress: say)
    if let rosters { tell(try run.write(result.scenarios, into: rosters)) }
    if let capacity = try capacity.value() {
      let plans = try run.capacity(of: result, weeks: capacity)
      switch format {
      case .table, .html: Terminal.write(CapacityText.text(plans, paint: paint))
      case .csv: Terminal.write(CapacityText.csv(plans))
      case .json: Terminal.write(CapacityText.json(plans).text())
      }
      return
    }
    switch format {
    case .table:
      Terminal.write(ComparisonText(result, width: Terminal.columns, paint: paint).text())
    case .html: Terminal.write(ComparisonReport(result).html())
    case .csv: Terminal.write(result.csv())
    case .json: Terminal.write(result.json().text())
    }
  }

  private func makeRun() throws -> ComparisonRun {
    let folder = try CentreFolder.load(centre)
    let options = try period.planOptions()
    return try ComparisonRun(
      folder, file: scenarios, period: try options.period(in: folder.zone),
      options: ComparisonOptions(
        rosterSeconds: try rosterTime.value(), replications: try replications.value(),
        threads: try cores.threads.value(), seed: try seed.value() ?? folder.centre.seed,
        only: only),
      source: plugins.source)
  }

  private func tell(_ paths: [String]) {
    for path in paths { Terminal.say("Wrote \(path)") }
  }

  private func say(_ step: String) {
    if Terminal.isWatched { Terminal.say(Terminal.dim("\(step) …")) }
  }
}

enum CapacityWeeks: CountedThing { static let range = 1...104 }
enum ComparedWeeks: CountedThing { static let range = 2...10_000_000 }

enum ComparisonFormat: String, CaseIterable, ExpressibleByArgument { case table, csv, json, html }
