import ArgumentParser
import CentreInputs
import CentreModel
import Comparison
import Diagnostics
import Files
import Planning
import Publishing
import Reporting
import SitePlanning

struct ReportCommand: AsyncParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a published plan as one HTML page with charts.",
    discussion: """
      The page opens with the answer: what is coming, how many people, where it is short, what it \
      costs, whether to trust it. It needs nothing from elsewhere, no fonts and no network, and is \
      part of every published plan as report.html; this hands it out as it was published.

        muster report Forecasts/harbor-bank --to week.html

      With --compare the scenarios of CENTRE/compare.toml in the same period have a section of their \
      own, for which the page is made anew; muster compare --format html writes that section alone.
      """)

  @Argument(help: "The centre folder.")
  var centre: String

  @OptionGroup var published: PublishedPlanOptions

  @Option(
    help: ArgumentHelp(
      "Where to write the page; the standard output when left out.", valueName: "file"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Simulate so many weeks again for the service, rather than show what was published.",
      valueName: "n"))
  var replications: ReplicationsArgument?

  @Flag(help: "Add a section that compares the scenarios of CENTRE/compare.toml.")
  var compare = false

  @OptionGroup var plugins: PluginFolders

  static let needs = [OptionNeed("--plugin-dir", needs: "--compare")]

  func run() async throws {
    let page = try await page()
    guard let to else { return Terminal.write(page) }
    try writeFile(to, page)
    Terminal.say("Wrote \(to)")
  }

  private func page() async throws -> [UInt8] {
    if !compare, replications == nil, let page = try publishedPage() { return page }
    let folder = try CentreFolder.load(centre)
    let plan = try PublishedPlan(
      folder: folder, name: published.published, output: published.output)
    let steps = try plan.steps(of: folder, plugins: plugins.source)
    var service: [PartService]?
    if let replications = try replications?.value() ?? oldPlans(plan) {
      service = try await plan.simulated(steps, replications: replications)
    }
    var comparison: ComparisonReport?
    if compare {
      let run = try ComparisonRun(
        folder, file: nil, period: plan.period,
        options: ComparisonOptions(seed: folder.centre.seed), source: plugins.source)
      comparison = ComparisonReport(try await run.run())
    }
    let report = try PlanReport(
      plan, folder, PastWeeks(steps.forecasting.histories), service, comparison)
    return Array(report.html().utf8)
  }

  /// The page as it is part of the plan; nil where the plan has none, or is not whole.
  private func publishedPage() throws(Problem) -> [UInt8]? {
    let store = PlanStore(folder: published.output ?? "\(centre)/published")
    let name = if let given = published.published { given } else { try store.latestName }
    guard let name else { return nil }
    return try store.content(of: name)?.files[PlanFileName.page]
  }

  /// Plans of earlier versions have no simulated service in their files.
  private func oldPlans(_ plan: PublishedPlan) -> Int? {
    plan.content(PlanFileName.service) == nil ? PlanRun.replications : nil
  }
}

extension PlanReport {
  /// The page of a plan that is published; `service`: simulated again.
  init(
    _ plan: PublishedPlan, _ folder: CentreFolder, _ past: PastWeeks, _ service: [PartService]?,
    _ comparison: ComparisonReport?
  ) throws(Problem) {
    var again: [String: [UInt8]] = [:]
    if let service {
      again[PlanFileName.service] = ServiceFile.write(service.flatMap(\.rows), zone: folder.zone)
      again[PlanFileName.goals] = plan.goals(folder, service).csv()
    }
    let fresh = again
    let parts = plan.path.split(separator: "/", omittingEmptySubsequences: false)
    try self.init(
      folder: folder, manifest: plan.manifest, files: { fresh[$0] ?? plan.content($0) }, past: past,
      previous: try Self.previous(
        of: plan.manifest, in: PlanStore(folder: parts.dropLast().joined(separator: "/"))),
      comparison: comparison)
  }

  /// The page of a plan that is being published.
  init(
    _ plan: Plan, _ files: [PlanFile], _ manifest: Manifest, in store: PlanStore
  ) throws(Problem) {
    let byName = Dictionary(files.map { ($0.name, $0.bytes) }) { first, _ in first }
    try self.init(
      folder: plan.folder, manifest: manifest, files: { byName[$0] }, past: plan.past,
      previous: try Self.previous(of: manifest, in: store))
  }

  /// The plan that was in force before; nil when it is gone or was changed since.
  private static func previous(
    of manifest: Manifest, in store: PlanStore
  ) throws(Problem) -> (manifest: Manifest, files: (String) -> [UInt8]?)? {
    guard let name = manifest.previous, let content = try store.content(of: name) else {
      return nil
    }
    return (content.manifest, { content.files[$0] })
  }
}
