import ArgumentParser
import Diagnostics
import Files
import Planning
import Reporting

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a published plan as one HTML page with charts.",
    discussion: """
      The page needs nothing from elsewhere: no scripts, no fonts, no network.

        muster report Forecasts/harbor-bank --to week.html
      """)

  @Argument(help: "The centre folder.")
  var centre: String

  @OptionGroup var published: PublishedPlanOptions

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "Where to write the page; the standard output when left out.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("Weeks to simulate for the service charts.", valueName: "n"))
  var replications = 400

  func run() async throws {
    let folder = try CentreFolder.load(centre)
    let plan = try PublishedPlan(folder: folder, name: published.plan, output: published.output)
    let steps = CentreSteps(
      folder: folder, period: plan.period, plugins: PlanPlugins.none(folder, plan.period),
      threads: 2)
    let service = await plan.simulated(steps, replications: replications)
    let page = Array(PlanReport(folder: folder, plan: plan, service: service).html().utf8)
    guard let file else { return Terminal.write(page) }
    try writeFile(file, page)
    Terminal.say("Wrote \(file)")
  }
}
