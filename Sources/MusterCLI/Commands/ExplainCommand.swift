import ArgumentParser
import CentreModel
import CivilTime
import Diagnostics
import Planning
import Publishing
import Tables

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show how the number of agents of one interval came about.",
    discussion: """
      Takes the forecast from the published plan and repeats every step after it:

        muster explain Forecasts/harbor-bank --queue service --at "2026-12-01 10:00"
      """)

  @Argument(help: "The centre folder.")
  var centre: String

  @Option(help: "The queue's id.")
  var queue: String

  @Option(help: "Any instant in the interval; without an offset, the centre's local time.")
  var at: String

  @OptionGroup var plan: PublishedPlanOptions

  @Option(help: "table or json.")
  var format = PlainFormat.table

  func run() throws {
    let folder = try CentreFolder.load(centre)
    let published = try PublishedPlan(folder: folder, name: plan.plan, output: plan.output)
    guard let known = folder.centre.queues.first(where: { $0.id == queue }) else {
      throw Problem(
        .usage, subject: "--queue", "is no queue of this centre", value: queue,
        maybe: nearestName(to: queue, among: folder.centre.queues.map(\.id)).map {
          "you meant \($0)"
        } ?? "one of \(folder.centre.queues.map(\.id).joined(separator: ", ")) is meant")
    }
    let instant = try PlanningPeriod.asOf(at, zone: folder.zone, option: "--at")
    let row = try published.forecastRow(queue: queue, at: instant)
    let explanation = try RequirementExplanation(
      row, queue: known, intervalSeconds: folder.centre.intervalSeconds)
    switch format {
    case .json:
      Terminal.write(
        JSONValue.array(
          explanation.steps.map { step in
            [
              "name": .string(step.name), "value": .string(step.value),
              "reason": .string(step.reason),
            ]
          }
        ).text())
    case .table:
      Terminal.write("\(known.name), \(row.start.text(in: folder.zone))\n\n")
      var table = TextTable([.left("step"), .right("value"), .left("why")])
      for step in explanation.steps { table.row(step.name, step.value, step.reason) }
      Terminal.write(table.text(paint: Paint(isOn: Terminal.outputIsColoured)))
    }
  }
}

/// Which published plan is meant.
struct PublishedPlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A plan in the published folder, instead of the latest.", valueName: "name"))
  var plan: String?

  @Option(
    help: ArgumentHelp("Where plans are published, if not CENTRE/published.", valueName: "folder"))
  var output: String?
}

enum PlainFormat: String, CaseIterable, ExpressibleByArgument { case table, json }
