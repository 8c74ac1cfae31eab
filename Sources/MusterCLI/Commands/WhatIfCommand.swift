import ArgumentParser
import CentreInputs
import CentreModel
import CivilTime
import Comparison
import Diagnostics
import Planning
import Tables
import WhatIfAnalysis

struct WhatIfCommand: AsyncParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "Show a plan under other assumptions beside itself: agents, hours, service, money.",
    discussion: """
      Three columns: the plan, its roster left as it stands under the assumptions, and a new plan of \
      the same people under them. Nothing is written.

        muster what-if Forecasts/harbor-bank --aht +10% --volume +5%

        muster what-if Forecasts/harbor-bank --sick A003 A017 --on 2026-12-01

      Without a date the latest published plan is asked about; with --as-of or --from the one in \
      force for these days, or where there is none the plan that would be made.
      """)

  @Argument(help: "The centre folder.")
  var centre: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Handling times, against the forecast: +10% or -5%.", valueName: "change"))
  var aht: ChangeArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Contacts, against the forecast.", valueName: "change"))
  var volume: ChangeArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Points on the shrinkage: +2% turns 30 % into 32 %.", valueName: "change"))
  var shrinkage: ChangeArgument?

  @Option(
    help: ArgumentHelp(
      "Assume so of this queue alone; repeatable, all when left out.", valueName: "id"))
  var queue: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("People who do not come, by their ids.", valueName: "id"))
  var sick: [String] = []

  @Option(
    help: ArgumentHelp(
      "They miss only the shifts that begin on this date; repeatable.", valueName: "date"))
  var on: [DateArgument] = []

  @OptionGroup var period: PeriodOptions

  @OptionGroup var published: PublishedPlanOptions

  @Option(help: ArgumentHelp("How often each day is simulated.", valueName: "n"))
  var replications = ReplicationsArgument(PlanRun.replications)

  @Option(
    help: ArgumentHelp(
      "How long to search for the new roster, in seconds of one core of an ordinary machine.",
      valueName: "seconds"))
  var rosterTime = SecondsArgument(1.5)

  @Option(help: "table, csv or json.")
  var format = OutputFormat.table

  @OptionGroup var plugins: CentrePrograms

  static let needs = [
    OptionNeed("--queue", needs: "--aht", "--volume", "--shrinkage"),
    OptionNeed("--on", needs: "--sick"),
    OptionNeed("--weeks", needs: "--as-of", "--from"),
  ]
  static let conflicts = [
    OptionConflict("--published", "--as-of", "--from", "--weeks", why: "says which days are meant")
  ]

  func run() async throws {
    let assumptions = try assumptions()
    guard !assumptions.isEmpty else {
      throw Problem(
        .usage, subject: "what-if", "is told nothing that would be otherwise",
        maybe: "give --aht +10%, --volume, --shrinkage or --sick")
    }
    let folder = try CentreFolder.load(centre)
    var options = try period.planOptions()
    options.rosterSeconds = try rosterTime.value()
    options.output = published.output
    let source = plugins.source
    let question = try WhatIf(
      folder, assumptions, options: options, name: published.published,
      replications: try replications.value()
    ) { (plan, period) throws(Problems) in
      if let plan { return try plan.steps(of: folder, plugins: source) }
      return try CentreSteps(folder, period, plugins: source, threads: options.threads)
    }
    let result = try await question.run { step in
      if Terminal.isWatched { Terminal.say(Terminal.dim("\(step) …")) }
    }
    switch format {
    case .csv: Terminal.write(result.table().csv())
    case .json: Terminal.write(result.json().text())
    case .table: Terminal.write(result.text(paint: Paint(isOn: Terminal.outputIsColoured)))
    }
  }

  private func assumptions() throws(Problem) -> Assumptions {
    var assumptions = Assumptions()
    assumptions.handlingFactor = 1 + (try aht.value() ?? 0)
    assumptions.volumeFactor = 1 + (try volume.value() ?? 0)
    assumptions.addedShrinkage = try shrinkage.value() ?? 0
    assumptions.queues = queue
    assumptions.sick = sick
    for date in on { assumptions.sickDates.append(try date.value()) }
    return assumptions
  }
}
