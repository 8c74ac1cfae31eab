import ArgumentParser
import CentreModel
import CivilTime
import Comparison
import Diagnostics
import Planning
import SitePlanning
import Tables

struct CheckCommand: AsyncParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a centre's configuration and inputs, and its published plan.",
    discussion: """
      Reports every problem at once, each with file, line, value and a way out. When a plan is \
      published, its files are compared with their hashes, its roster is checked from scratch, and \
      it is simulated: exit code 13 when a hard rule is broken or a goal is missed beyond doubt.
      """)

  @Argument(help: "The centre folder.")
  var centre: String

  @OptionGroup var period: PeriodOptions

  @OptionGroup var published: PublishedPlanOptions

  @OptionGroup var plugins: PluginFolders

  @Option(help: ArgumentHelp("Weeks to simulate.", valueName: "n"))
  var replications = ReplicationsArgument(400)

  @Flag(help: "Check the inputs only, not the published plan.")
  var inputsOnly = false

  static let conflicts = [
    OptionConflict(
      "--inputs-only", "--published", "--output", "--replications",
      why: "leaves the published plan alone")
  ]

  func run() async throws {
    let steps = try CentreSteps.open(
      centre, options: try period.planOptions(), plugins: plugins.source)
    let folder = steps.folder
    let files = try steps.forecasting.historyFiles()
    let histories = try steps.forecasting
      .histories(of: folder.centre.queues.filter { $0.demand == .history }, in: files)
    let rows = histories.reduce(0) { $0 + $1.rows.count }
    say(
      "\(CentreFolder.configurationName): \(folder.centre.queues.count) queues,"
        + " \(folder.agents.count) agents, \(folder.rules.contracts.count) contracts")
    say("history: \(rows) intervals of \(histories.count) queues before \(steps.period.asOf)")
    for note in steps.forecasting.notes(files) {
      Terminal.say("\(note.severity.rawValue): \(note)")
    }
    for closure in folder.closures(in: steps.period) {
      let holiday = closure.holiday
      say(
        "\(holiday.date): queue \(closure.queue) is closed, \(holiday.name) "
          + "(\(holiday.kind.rawValue), calendar \(holiday.calendar))")
    }
    let wrong = steps.inputProblems()
    guard wrong.isEmpty else { throw Problems(wrong) }
    guard !inputsOnly else { return }
    guard published.published != nil || PublishedPlan.exists(for: folder, output: published.output)
    else {
      return say("no plan is published yet")
    }
    let plan = try PublishedPlan(
      folder: folder, name: published.published, output: published.output)
    say("\(plan.path): every file as published")
    try await check(plan, steps)
  }

  private func check(_ plan: PublishedPlan, _ steps: CentreSteps) async throws {
    let ofPlan = try plan.steps(of: steps.folder, plugins: plugins.source)
    let broken = try plan.brokenRules(ofPlan)
    for problem in broken.prefix(20) { Terminal.say(Terminal.red("violation: ") + problem) }
    if broken.isEmpty { say("roster: checked from scratch, no hard rule is broken") }
    let goals = plan.goals(
      ofPlan.folder, try await plan.simulated(ofPlan, replications: try replications.value()))
    for verdict in goals.weeks() {
      let words = "\(verdict.queue): \(verdict.words)"
      switch verdict.outcome {
      case .missed: Terminal.say(Terminal.red("violation: ") + words)
      case .notJudged: Terminal.say("warning: \(words)")
      case .kept, .inDoubt: say("simulated, \(words)")
      }
    }
    for verdict in goals.daysMissed() {
      let day = "\(verdict.from.weekday.shortName) \(verdict.from)"
      Terminal.say("warning: \(verdict.queue) on \(day): \(verdict.words)")
    }
    let found = plan.failures
    for failure in found { Terminal.say(Terminal.red("violation: ") + failure) }
    let count = broken.count + found.count + goals.weeks().count(where: \.isMissedBeyondDoubt)
    guard count == 0 else {
      throw Problem(
        .violated, at: Place(file: plan.path), "the plan does not keep what it promises",
        value: "\(count) violations", maybe: "plan again, with more agents or relaxed goals")
    }
  }

  private func say(_ text: String) { Terminal.write("ok  \(text)\n") }
}
