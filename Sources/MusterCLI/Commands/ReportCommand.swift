import ArgumentParser
import CentreModel
import Comparison
import Diagnostics
import Files
import Planning
import Reporting

struct ReportCommand: AsyncParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a published plan as one HTML page with charts.",
    discussion: """
      The page needs nothing from elsewhere: no scripts, no fonts, no network.

        muster report Forecasts/harbor-bank --to week.html

      With --compare the scenarios of CENTRE/compare.toml in the same period have a section of their \
      own; muster compare --format html writes that section alone.
      """)

  @Argument(help: "The centre folder.")
  var centre: String

  @OptionGroup var published: PublishedPlanOptions

  @Option(
    help: ArgumentHelp(
      "Where to write the page; the standard output when left out.", valueName: "file"))
  var to: String?

  @Option(help: ArgumentHelp("Weeks to simulate for the service charts.", valueName: "n"))
  var replications = ReplicationsArgument(PlanRun.replications)

  @Flag(help: "Add a section that compares the scenarios of CENTRE/compare.toml.")
  var compare = false

  @OptionGroup var plugins: PluginFolders

  static let needs = [OptionNeed("--plugin-dir", needs: "--compare")]

  func run() async throws {
    let folder = try CentreFolder.load(centre)
    let plan = try PublishedPlan(
      folder: folder, name: published.published, output: published.output)
    let steps = try plan.steps(of: folder, plugins: plugins.source)
    let service = try await plan.simulated(steps, replications: try replications.value())
    var comparison: ComparisonReport?
    if compare {
      let run = try ComparisonRun(
        folder, file: nil, period: plan.period,
        options: ComparisonOptions(seed: folder.centre.seed), source: plugins.source)
      comparison = ComparisonReport(try await run.run())
    }
    let report = PlanReport(
      folder: folder, plan: plan, coverage: try plan.coverage(steps), service: service,
      comparison: comparison)
    let page = Array(report.html().utf8)
    guard let to else { return Terminal.write(page) }
    try writeFile(to, page)
    Terminal.say("Wrote \(to)")
  }
}
