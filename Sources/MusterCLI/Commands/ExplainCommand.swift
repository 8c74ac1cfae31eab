import ArgumentParser
import CentreInputs
import CentreModel
import CivilTime
import Comparison
import Diagnostics
import Planning
import PluginHost
import Publishing
import SitePlanning
import Tables

struct ExplainCommand: AsyncParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show how the number of agents of one interval, or the pay of a minute, came about.",
    discussion: """
      Takes the forecast from the published plan and repeats every step after it:

        muster explain Forecasts/harbor-bank --queue service --at "2026-12-01 10:00"

      The rules behind an agent's paid minute, on the site's clock; of the published plan, or of a \
      comparison's scenario:

        muster explain Forecasts/harbor-bank --agent A001 --at "2026-12-01 10:00"

        muster explain Forecasts/harbor-offshore --scenario manila --agent M001 \\
          --at "2026-12-01 00:30" --as-of 2026-11-23
      """)

  @Argument(help: "The centre folder.")
  var centre: String

  @Option(help: "The queue's id.")
  var queue: String?

  @Option(help: ArgumentHelp("A scenario of the comparison, with --agent.", valueName: "id"))
  var scenario: String?

  @Option(help: ArgumentHelp("An agent of the plan, or of that scenario.", valueName: "id"))
  var agent: String?

  @Option(
    help: """
      Any instant in the interval or shift; without an offset, the centre's local time, or for an \
      agent the site's.
      """)
  var at: MomentArgument

  @OptionGroup var period: PeriodOptions

  @OptionGroup var plan: PublishedPlanOptions

  @OptionGroup var plugins: PluginFolders

  @Option(help: "table or json.")
  var format = PlainFormat.table

  static let needs = [
    OptionNeed("--scenario", needs: "--agent"), OptionNeed("--as-of", needs: "--scenario"),
    OptionNeed("--from", needs: "--scenario"), OptionNeed("--weeks", needs: "--scenario"),
  ]
  static let conflicts = [
    OptionConflict(
      "--scenario", "--published", "--output", why: "is planned anew and stands in no plan")
  ]

  func validate() throws {
    if (queue == nil) == (agent == nil) {
      throw ValidationError("ask for a --queue, or for the pay of an --agent")
    }
  }

  func run() async throws {
    if let agent {
      if let scenario { return try await explainPay(scenario, agent) }
      return try explainPay(agent)
    }
    if let queue { try await explainRequirement(queue) }
  }

  /// The rules behind a paid minute; the scenario is planned again, as `muster compare` does.
  private func explainPay(_ scenario: String, _ agent: String) async throws {
    let folder = try CentreFolder.load(centre)
    let options = try period.planOptions()
    let run = try ComparisonRun(
      folder, file: nil, period: try options.period(in: folder.zone),
      options: ComparisonOptions(replications: 2, seed: folder.centre.seed),
      source: plugins.source)
    show(try await run.explain(scenario: scenario, agent: agent, at: at.written))
    try run.mustBeWhole()
  }

  /// The rules behind a paid minute of the published plan.
  private func explainPay(_ agent: String) throws {
    let folder = try CentreFolder.load(centre)
    let published = try PublishedPlan(folder: folder, name: plan.published, output: plan.output)
    let steps = try published.steps(of: folder, plugins: plugins.source)
    show(try published.explainPay(agent: agent, at: at.written, steps))
    try steps.plugins.session.mustBeWhole()
  }

  private func show(_ explanation: PayExplanation) {
    switch format {
    case .json: Terminal.write(explanation.json().text())
    case .table:
      Terminal.write(explanation.text(paint: Paint(isOn: Terminal.outputIsColoured)))
    }
  }

  private func explainRequirement(_ queue: String) async throws {
    let folder = try CentreFolder.load(centre)
    let published = try PublishedPlan(folder: folder, name: plan.published, output: plan.output)
    guard let known = folder.centre.queues.first(where: { $0.id == queue }) else {
      throw Problem(
        .usage, subject: "--queue", "is no queue of this centre", value: queue,
        maybe: nearestName(to: queue, among: folder.centre.queues.map(\.id)).map {
          "you meant \($0)"
        } ?? "one of \(folder.centre.queues.map(\.id).joined(separator: ", ")) is meant")
    }
    let instant = try at.value().instant(in: folder.zone, option: "--at")
    let row = try published.forecastRow(queue: queue, at: instant)
    let steps = try published.steps(of: folder, plugins: plugins.source)
    let floors = try await published.explainFloor(queue: known, at: instant, steps)
    let sites = try published.explain(queue: known, at: instant, steps).map { site, explanation in
      (site: site, steps: explanation.steps + (floors[site.id]?.steps ?? []))
    }
    switch format {
    case .json:
      Terminal.write(
        JSONValue.array(
          sites.flatMap { site, steps in
            steps.map { step in
              [
                "site": .string(site.id), "name": .string(step.name),
                "value": .string(step.value), "reason": .string(step.reason),
              ]
            }
          }
        ).text())
    case .table:
      Terminal.write("\(known.name), \(row.start.text(in: folder.zone))\n\n")
      for (site, steps) in sites {
        if sites.count > 1 { Terminal.write("\(site.name)\n") }
        var table = TextTable([.left("step"), .right("value"), .left("why")])
        for step in steps { table.row(step.name, step.value, step.reason) }
        Terminal.write(table.text(paint: Paint(isOn: Terminal.outputIsColoured)))
      }
    }
    try steps.plugins.session.mustBeWhole()
  }
}
