import ArgumentParser
import CivilTime
import Diagnostics
import Files
import Planning
import Publishing
import Rostering
import Tables

struct PlansCommand: ParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "plans",
    abstract: "List a centre's published plans, compare two, roll back to one.",
    discussion: """
      Everything is read from the plans themselves, not from today's inputs.

        muster plans Forecasts/harbor-bank
        muster plans Forecasts/harbor-bank compare 2026-11-30_1f2e3d4c latest
        muster plans Forecasts/harbor-bank rollback 2026-11-30_1f2e3d4c

      After a rollback `latest` points to that plan again, if it is whole, and every plan published \
      after it is out of force, as if it had not been; so it stays until the inputs change, or somebody \
      takes one of them into force with muster plan --accept.
      """)

  enum Action: String, CaseIterable { case list, compare, rollback }

  @Argument(help: "The centre folder.")
  var centre: String

  @Argument(
    help: ArgumentHelp(
      "list; compare A B, or compare A with the latest; rollback PLAN.", valueName: "what"))
  var what: [String] = []

  @Option(
    help: ArgumentHelp("Where plans are published, if not CENTRE/published.", valueName: "folder"))
  var output: String?

  @Option(
    help: ArgumentHelp("Wait so long for a run to end before rolling back.", valueName: "seconds"))
  var lockWait = SecondsArgument(0)

  @Option(
    help: "What to write: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = OutputFormat.table

  private var store: PlanStore { PlanStore(folder: output ?? "\(centre)/published") }

  func run() throws {
    let word = what.first ?? Action.list.rawValue
    guard let action = Action(rawValue: word) else {
      let names = Action.allCases.map(\.rawValue)
      throw Problem(
        .usage, subject: "muster plans", "does nothing of this name", value: word,
        maybe: nearestName(to: word, among: names).map { "\($0) is meant" }
          ?? "one of \(names.joined(separator: ", ")) is meant")
    }
    let names = Array(what.dropFirst())
    switch action {
    case .list:
      try take(names, 0...0, "list takes no plan")
      try list()
    case .compare:
      try take(names, 1...2, "compare A B takes two plans, or one beside the latest")
      try compare(names[0], names.count > 1 ? names[1] : "latest")
    case .rollback:
      try take(names, 1...1, "rollback takes one plan")
      try rollBack(to: names[0])
    }
  }

  private func take(_ names: [String], _ count: ClosedRange<Int>, _ words: String) throws(Problem) {
    guard count.contains(names.count) else {
      throw Problem(
        .usage, subject: "muster plans", words,
        value: names.isEmpty ? nil : names.joined(separator: " "),
        maybe: "muster plans \(centre) lists them")
    }
  }

  // MARK: - What there is

  private func list() throws(Problem) {
    let (plans, damaged) = try store.plans()
    guard !plans.isEmpty || !damaged.isEmpty else {
      throw Problem(
        .missingConfiguration, at: Place(file: store.folder), "no plan is published here",
        maybe: "run muster plan \(centre) first")
    }
    for problem in damaged { Terminal.say(Terminal.red("warning: ") + problem.description) }
    var table = Table([
      .text("plan"), .text("state"), .text("from"), .text("to", "last day"),
      .text("as_of", "as of"),
      .text("published"), .number("number", decimals: 0, for: .programs),
      .number("agents", decimals: 0),
      .number("paid_hours", "paid", unit: "h", decimals: 2, shown: 1),
      .number("missing_hours", "missing", unit: "h", decimals: 2, shown: 1),
      .text("promise"), .share("gap"), .flag("whole"), .text("reason", for: .programs),
    ])
    for plan in plans.reversed() { table.row(row(try PlanRecord(plan, in: store))) }
    Terminal.write(table, format)
  }

  private func row(_ record: PlanRecord) -> [Table.Cell] {
    let manifest = record.manifest
    return [
      .text(record.name), .text(record.state.rawValue), .text(manifest.from),
      .text(CivilDate(manifest.to).map { "\($0 - 1)" } ?? manifest.to), .text(manifest.asOf),
      .optional(record.published?.description), .optional(manifest.sequence),
      .optional(record.totals?.agents), .optional(record.totals?.paidHours),
      .optional(record.totals?.missingHours),
      manifest.keepsPromises.map { .text($0 ? "kept" : "missed") } ?? .missing,
      .optional(manifest.gap), .flag(record.isWhole).marked(.bad, if: !record.isWhole),
      record.reasons.isEmpty ? .missing : .text(record.reasons.joined(separator: "; ")),
    ]
  }

  // MARK: - In what two differ

  private func compare(_ before: String, _ after: String) throws(Problem) {
    let difference = try PlanDifference(before, after, in: store, zones: .system)
    switch format {
    case .table:
      Terminal.write(figures(difference).text(paint: Paint(isOn: Terminal.outputIsColoured)))
      Terminal.write("\n")
      Terminal.write(
        difference.dates.isEmpty
          ? "The two have no day in common.\n"
          : rosterDiffText(difference.changes, zone: difference.zone))
    case .csv: Terminal.write(rosterChangesCSV(difference.changes, zone: difference.zone))
    case .json:
      let changes = difference.changes.map { change in
        JSONValue.object([
          .init("agent", .string(change.agent)), .init("date", .string("\(change.date)")),
          .init("change", .string(change.kind.rawValue)),
        ])
      }
      Terminal.write(
        JSONValue.object([
          .init("before", .string(difference.before.name)),
          .init("after", .string(difference.after.name)),
          .init("days_in_common", .integer(difference.dates.count)),
          .init("figures", figures(difference).json()), .init("changes", .array(changes)),
        ]).text())
    }
  }

  private func figures(_ difference: PlanDifference) -> Table {
    var table = Table([
      .text("plan"), .text("as_of", "as of"), .text("from"), .number("agents", decimals: 0),
      .number("shifts", decimals: 0),
      .number("paid_hours", "paid", unit: "h", decimals: 2, shown: 1),
      .number("missing_hours", "missing", unit: "h", decimals: 2, shown: 1),
    ])
    for record in [difference.before, difference.after] {
      let totals = record.totals
      table.row(
        .text(record.name), .text(record.manifest.asOf), .text(record.manifest.from),
        .optional(totals?.agents), .optional(totals?.shifts), .optional(totals?.paidHours),
        .optional(totals?.missingHours))
    }
    if let a = difference.before.totals, let b = difference.after.totals {
      table.total(
        "change", nil, nil, .count(b.agents - a.agents), .count(b.shifts - a.shifts),
        .number(b.paidHours - a.paidHours), .number(b.missingHours - a.missingHours))
    }
    return table
  }

  // MARK: - Back

  private func rollBack(to name: String) throws(Problem) {
    let lock = try store.lock(waitingSeconds: Int(try lockWait.value()))
    defer { lock.release() }
    let later = try store.rollBack(to: name)
    Terminal.say("latest points to \(store.path(of: name)).")
    for plan in later { Terminal.say("Out of force: \(store.path(of: plan))") }
  }
}
