import ArgumentParser
import CentreInputs
import CentreModel
import CivilTime
import Comparison
import Diagnostics
import Planning
import PluginHost
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

  @OptionGroup var plugins: CentrePrograms

  @Option(help: ArgumentHelp("Weeks to simulate.", valueName: "n"))
  var replications = ReplicationsArgument(400)

  @Option(help: "\(PlainFormat.allCases.map(\.rawValue).joined(separator: " or ")).")
  var format = PlainFormat.table

  @Flag(help: "Check the inputs only, not the published plan.")
  var inputsOnly = false

  static let conflicts = [
    OptionConflict(
      "--inputs-only", "--published", "--output", "--replications",
      why: "leaves the published plan alone")
  ]

  func run() async throws {
    let report = CentreCheckReport(format)
    defer { report.end() }
    let steps = try CentreSteps.open(
      centre, options: try period.planOptions(), plugins: plugins.source)
    let folder = steps.folder
    let files = try steps.forecasting.histories.files()
    let histories = try steps.forecasting.histories
      .read(of: folder.centre.queues.filter { $0.demand == .history }, in: files)
    let rows = histories.reduce(0) { $0 + $1.rows.count }
    report.add(
      .ok,
      "\(CentreFolder.configurationName): \(folder.centre.queues.count) queues,"
        + " \(folder.agents.count) agents, \(folder.rules.contracts.count) contracts")
    report.add(
      .ok, "history: \(rows) intervals of \(histories.count) queues before \(steps.period.asOf)")
    for note in steps.forecasting.notes(files) {
      report.add(note.severity == .warning ? .warning : .note, "\(note)")
    }
    for closure in folder.closures(in: steps.period) {
      let holiday = closure.holiday
      report.add(
        .ok,
        "\(holiday.date): queue \(closure.queue) is closed, \(holiday.name) "
          + "(\(holiday.kind.rawValue), calendar \(holiday.calendar))")
    }
    let wrong = steps.inputProblems()
    guard wrong.isEmpty else {
      if format == .json { for problem in wrong { report.add(.violation, "\(problem)") } }
      throw Problems(wrong)
    }
    try steps.plugins.session.mustBeWhole()
    guard !inputsOnly else { return }
    guard
      try published.published != nil || PublishedPlan.exists(for: folder, output: published.output)
    else {
      return report.add(.ok, "no plan is published yet")
    }
    let plan = try PublishedPlan(
      folder: folder, name: published.published, output: published.output)
    report.plan = plan.path
    report.add(.ok, "\(plan.path): every file as published")
    for failed in try plan.failedSince() {
      let reasons = failed.reasons.joined(separator: "; ")
      report.add(.warning, "\(failed.name) is newer and not in force: \(reasons)")
    }
    try await check(plan, steps, report)
    guard report.violations == 0 else {
      throw Problem(
        .violated, at: Place(file: plan.path), "the plan does not keep what it promises",
        value: "\(report.violations) violations",
        maybe: "plan again, with more agents or relaxed goals")
    }
  }

  /// The plan's roster, service and findings, as today's inputs have them.
  private func check(
    _ plan: PublishedPlan, _ steps: CentreSteps, _ report: CentreCheckReport
  ) async throws {
    let ofPlan = try plan.steps(of: steps.folder, plugins: plugins.source)
    let broken = try plan.brokenRules(ofPlan)
    for problem in broken { report.add(.violation, problem) }
    if broken.isEmpty {
      report.add(.ok, "roster: checked from scratch, no hard rule is broken")
    }
    report.add(
      plan.goals(
        ofPlan.folder, try await plan.simulated(ofPlan, replications: try replications.value())))
    for fault in ofPlan.plugins.session.faults {
      report.add(.violation, "a plugin failed, its part is missing: \(fault.problem)")
    }
    // Goals are judged above, with as many weeks as asked for.
    for failure in plan.failures where !failure.hasPrefix("goal: ") {
      report.add(.violation, failure)
    }
  }
}
