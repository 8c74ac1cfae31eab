import ArgumentParser
import CentreInputs
import CentreModel
import Comparison
import Deliveries
import Diagnostics
import Files
import Planning
import Tables

struct ExportCommand: ParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract:
      "Deliver published plans: payroll, workbook, calendars, pages, vendors' import forms.",
    discussion: """
      WHAT is payroll, workbook, calendars, pages, \(DeliveryForm.vendors). \
      All are read from the plan's own folder, not from today's inputs; but the sheet Agents of the workbook \
      is the agents' file of today, which muster import agents takes back as people edited it.

      Or it is history or calls: what was imported, by interval or call by call, as muster import takes it \
      into another centre without loss.

        muster export payroll Forecasts/harbor-bank --to pay.csv

        muster export workbook Forecasts/harbor-bank --to week.xlsx

        muster export calendars Forecasts/harbor-bank --to /srv/www/calendars

      pages are of all published plans: a folder for a web server or a share with an index over the weeks, \
      each plan's page, a page for every team and week, and one for every agent, with the calendar. It is \
      replaced whole, at one instant.

        muster export pages Forecasts/harbor-bank --to /srv/www/harbor-bank

      For Excel in countries that write 7,5 for seven and a half:

        muster export payroll my-centre --separator semicolon --decimal-comma --bom

      Where another system has names of its own, --names FILE gives them: kind,ours,theirs. No cell \
      of any file is a formula.
      """)

  @Argument(help: "payroll, workbook, calendars, pages, history, calls, \(DeliveryForm.vendors).")
  var what: String

  @Argument(help: "The centre folder.")
  var centre: String

  @Option(
    help: ArgumentHelp(
      "The file to write, of calendars and pages the folder; text goes to the standard output when left out.",
      valueName: "path"))
  var to: String?

  @OptionGroup var published: PublishedPlanOptions

  @Option(
    help: ArgumentHelp(
      "What another system calls our people, queues, sites and activities: kind,ours,theirs.",
      valueName: "file"))
  var names: String?

  @Option(
    help: ArgumentHelp(
      "Between the fields of a CSV file: comma, semicolon or tab; comma if left out.",
      valueName: "name"))
  var separator: SeparatorArgument?

  @Flag(help: "Begin a CSV file with the mark by which Excel knows UTF-8.")
  var bom = false

  @Flag(help: "Write the numbers of a CSV file with a decimal comma; needs another separator.")
  var decimalComma = false

  @Option(help: "csv or json; by default what the form is.")
  var format: DataFormat?

  @OptionGroup var plugins: PluginFolders

  static let conflicts = [
    OptionConflict(
      "--format", "--separator", "--bom", "--decimal-comma", why: "says the form already")
  ]
  static let needs = [OptionNeed("--decimal-comma", needs: "--separator")]

  /// What a text is written as.
  enum DataFormat: String, CaseIterable, ExpressibleByArgument { case csv, json }

  func run() throws {
    let known =
      ["workbook", "calendars", "pages", "history", "calls"] + DeliveryForm.all.map(\.name)
    guard known.contains(what) else {
      throw Problem(
        .usage, subject: "export", "knows no such form", value: what,
        maybe: nearestName(to: what, among: known).map { "\($0) is meant" }
          ?? "one of \(known.joined(separator: ", ")) is meant")
    }
    if let history = StoredHistory(rawValue: what) { return try writeStored(history) }
    if what == "pages" { return try writePages() }
    let folder = try CentreFolder.load(centre)
    let plan = try PublishedPlan(
      folder: folder, name: published.published, output: published.output)
    if what == "calendars" { return try writeCalendars(CalendarDelivery(plan)) }
    let delivered = try DeliveredPlan(plan, of: folder) { () throws(Problems) in
      try plan.steps(of: folder, plugins: plugins.source)
    }
    for note in delivered.notes { Terminal.say("warning: \(note)") }
    guard let form = DeliveryForm.named(what) else { return try writeWorkbook(delivered, folder) }
    let names = try names.map { file throws(Problem) in
      try ForeignNames(try CSVTable(path: file))
    }
    try write(try form.content(delivered, names ?? ForeignNames()))
  }

  private func writeCalendars(_ delivery: CalendarDelivery) throws(Problem) {
    try refuseTextOptions("calendars are iCalendar files")
    let folder = try target("a folder: --to FOLDER")
    try makeFolder(folder)
    for file in delivery.files { try writeFile("\(folder)/\(file.name)", file.bytes) }
    Terminal.say("Wrote \(delivery.files.count) calendars to \(folder)")
  }

  /// The inputs of today are not asked, so that what was published is shown whatever they are.
  private func writePages() throws {
    try refuseTextOptions("pages are HTML files")
    let given = [
      ("--published", published.published != nil), ("--names", names != nil),
      ("--plugin-dir", !plugins.pluginDir.isEmpty),
    ]
    try refuse(given, "pages are of all plans, as they were published")
    try PagesExport(
      centre: centre, output: published.output, folder: try target("a folder: --to FOLDER")
    ).run()
  }

  private func writeStored(_ what: StoredHistory) throws {
    try refuseTextOptions("it is CSV, as muster import takes it in")
    let bytes = try what.bytes(of: try ImportTarget(centre))
    guard let to, to != "-" else { return Terminal.write(bytes) }
    try writeFile(to, bytes)
    Terminal.say("Wrote \(to)")
  }

  private func writeWorkbook(_ plan: DeliveredPlan, _ folder: CentreFolder) throws(Problem) {
    try refuseTextOptions("a workbook is an .xlsx file")
    let file = try target("a file: --to week.xlsx")
    for note in try plan.writeWorkbook(to: file, of: folder) { Terminal.say("warning: \(note)") }
    Terminal.say("Wrote \(file)")
  }

  private func write(_ content: DeliveryForm.Content) throws(Problem) {
    let bytes: [UInt8]
    switch (content, format) {
    case (.json(let value), nil), (.json(let value), .json):
      try refuseTextOptions("this form is JSON")
      bytes = Array(value.text().utf8)
    case (.json, .csv):
      throw Problem(.usage, subject: "--format", "csv is not what \(what) takes: it is JSON")
    case (.table(let table), .json): bytes = Array(table.json().text().utf8)
    case (.table(let table), _): bytes = table.csv(try dialect())
    }
    guard let to, to != "-" else { return Terminal.write(bytes) }
    try writeFile(to, bytes)
    Terminal.say("Wrote \(to)")
  }

  private func dialect() throws(Problem) -> SpreadsheetDialect {
    let sign = try separator.value() ?? ","
    if decimalComma, sign == "," {
      throw Problem(
        .usage, subject: "--decimal-comma", "leaves no comma between the fields",
        maybe: "take --separator semicolon")
    }
    return SpreadsheetDialect(separator: sign, hasMark: bom, hasDecimalComma: decimalComma)
  }

  private func target(_ what: String) throws(Problem) -> String {
    if let to, to != "-" { return to }
    throw Problem(.usage, subject: "--to", "is missing", maybe: "name \(what)")
  }

  /// Options that would be passed over in silence.
  private func refuseTextOptions(_ why: String) throws(Problem) {
    let given = [
      ("--separator", separator != nil), ("--bom", bom), ("--decimal-comma", decimalComma),
      ("--format", format != nil && why != "this form is JSON"),
    ]
    try refuse(given, why)
  }

  private func refuse(_ given: [(String, Bool)], _ why: String) throws(Problem) {
    guard let option = given.first(where: \.1)?.0 else { return }
    throw Problem(.usage, subject: option, "does nothing here: \(why)", maybe: "leave it out")
  }
}

extension DeliveryForm {
  /// The forms of other systems, for help texts.
  fileprivate static var vendors: String {
    let names = all.map(\.name).filter { $0 != "payroll" }
    return names.dropLast().joined(separator: ", ") + " or \(names.last ?? "")"
  }
}
