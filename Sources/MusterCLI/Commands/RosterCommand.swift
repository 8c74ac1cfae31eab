import ArgumentParser
import CentreModel
import CivilTime
import Diagnostics
import Files
import Planning
import Publishing
import Rostering
import Tables

struct RosterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roster",
    abstract: "Gives named agents shifts, breaks and meals that cover a requirement.",
    discussion: """
      Reads a requirement per interval, the agents and the rules, and writes who does what when:

        muster roster --requirement requirement.csv --agents agents.csv --rules rules.toml

      On a centre folder it makes the requirement too, or takes it from --requirement (- for the \
      standard input), so that steps can be piped:

        muster staff CENTRE --format csv | muster roster CENTRE --requirement -

      Before anybody is named, --size finds the cheapest mix of contracts and proves it by a roster:

        muster roster --size --requirement requirement.csv --rules rules.toml

      Every roster is checked from scratch by independent code before it is written. Ctrl-C ends the
      search early and writes the best checked roster so far. The same input and seed give the same
      roster on any machine. Documentation/rules.md describes the rules file.
      """)

  @Argument(help: "A centre folder, instead of --agents and --rules.")
  var centre: String?

  @Option(help: ArgumentHelp("Agents needed per interval (and queue).", valueName: "file"))
  var requirement: String?

  @Option(
    help: ArgumentHelp(
      "What is promised to callers, instead of --requirement.", valueName: "file.toml"))
  var service: String?

  @Option(help: ArgumentHelp("With --service, expected contacts per interval.", valueName: "file"))
  var demand: String?

  @Option(help: ArgumentHelp("Agents, their contracts, leave and wishes.", valueName: "file"))
  var agents: String?

  @Option(help: ArgumentHelp("Contracts, availability classes and rules.", valueName: "file.toml"))
  var rules: String?

  @Option(help: ArgumentHelp("The forecast origin, for a centre.", valueName: "date"))
  var asOf: String?

  @OptionGroup var plugins: PluginFolders

  @Option(help: ArgumentHelp("The site's time zone, such as Europe/Berlin.", valueName: "zone"))
  var timezone: String?

  @Option(help: ArgumentHelp("First day of the roster.", valueName: "date"))
  var from: String?

  @Option(help: ArgumentHelp("Days of the roster.", valueName: "n"))
  var days: Int?

  @Option(help: ArgumentHelp("The roster before, which this one continues.", valueName: "file"))
  var previous: String?

  @Option(help: ArgumentHelp("Shifts and days off that are fixed beforehand.", valueName: "file"))
  var pins: String?

  @Option(
    help: ArgumentHelp("A published roster: change as little of it as possible.", valueName: "file")
  )
  var published: String?

  @Option(help: ArgumentHelp("Shifts starting before this stay as published.", valueName: "time"))
  var freezeUntil: String?

  @Option(
    help: ArgumentHelp(
      "Write the agents' calendars here, continuing those that are there.", valueName: "folder"))
  var calendars: String?

  @Option(help: ArgumentHelp("With --published, write the notices to send.", valueName: "file"))
  var notices: String?

  @Option(
    help: ArgumentHelp("What agents had of nights and weekends before.", valueName: "file"))
  var ledger: String?

  @Option(help: ArgumentHelp("Where to write the ledger that continues.", valueName: "file"))
  var writeLedger: String?

  @Flag(help: "How many agents of which contract the requirement takes, nobody being named.")
  var size = false

  @Option(
    help: ArgumentHelp(
      "With --size, percent of the requirement that may stay missing.", valueName: "percent"))
  var short: Double = 0.5

  @Option(help: ArgumentHelp("About how long to search.", valueName: "seconds"))
  var timeLimit: Double = 10

  @Option(
    help: ArgumentHelp("Moves of each of the two searches, instead of a time.", valueName: "n"))
  var moves: Int?

  @Option(help: ArgumentHelp("Another seed gives another roster.", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Processor cores to use; the result is the same.", valueName: "n"))
  var threads: Int = 2

  @Option(help: "What to write: table, csv or json.")
  var format: OutputFormat = .table

  func run() async throws {
    if let centre {
      let start = try from.map { text throws(Problem) in
        guard let date = CivilDate(text) else {
          throw Problem(
            .usage, subject: "--from", "is not a date", value: text,
            maybe: "write it as 2026-11-30")
        }
        return date
      }
      return try await CentreMode(
        centre, asOf: asOf, from: start, weeks: ((days ?? 7) + 6) / 7, threads: threads,
        plugins: plugins
      ).roster(
        requirement: requirement, seed: seed, timeLimit: timeLimit,
        size: size ? SizeRun(short: short, format: format) : nil, format: format)
    }
    if let service {
      return try await ServiceRosterRun(
        service: service, demand: try needed("--demand", demand),
        agents: try needed("--agents", agents), rules: try needed("--rules", rules),
        timezone: timezone, timeLimit: timeLimit, seed: seed ?? 1, format: format
      ).run()
    }
    let plain = PlainRoster(
      requirement: try needed("--requirement", requirement),
      agents: size ? nil : try needed("--agents", agents),
      rules: try needed("--rules", rules), timezone: timezone, from: from,
      days: days, previous: previous, pins: pins, published: published, freezeUntil: freezeUntil)
    var problem = try plain.read()
    if let ledger {
      problem = try FairnessLedger(CSVTable(path: ledger)).carried(into: problem)
    }
    guard timeLimit > 0, timeLimit <= 86_400 else {
      throw Problem(
        .usage, subject: "--time-limit", "is not between 0 and 86400 seconds",
        value: "\(timeLimit)", maybe: "try 10")
    }
    let options = RosterOptions(moves: moves, seconds: timeLimit, seed: seed ?? 1, threads: threads)
    let watch = SearchWatch(
      limit: moves == nil ? timeLimit : .infinity, missingWeight: problem.rules.missingWeight)
    if size {
      return try await SizeRun(short: short, format: format).run(problem, options, watch)
    }
    let roster = try await watch.roster(problem, options: options, format: format)
    let ways = relaxations(of: roster, problem)
    switch format {
    case .csv: Terminal.write(rosterCSV(roster.segments))
    case .json: Terminal.write(rosterJSON(roster, problem, relaxations: ways))
    case .table: Terminal.write(rosterTable(roster, problem, colour: Terminal.outputIsColoured))
    }
    if published != nil {
      let changes = rosterChanges(
        from: problem.published, to: roster.segments, zone: problem.zone)
      Terminal.say(rosterDiffText(changes, zone: problem.zone))
      if let notices { try writeFile(notices, Array(noticeText(changes, zone: problem.zone).utf8)) }
    }
    if let calendars { try write(calendars: calendars, roster, problem) }
    if let writeLedger {
      try writeFile(writeLedger, FairnessLedger(after: roster.segments, of: problem).csv())
    }
    Terminal.say(rosterSummary(roster, problem))
    if !ways.isEmpty { Terminal.say(relaxationText(ways, of: roster)) }
    try watch.endIfInterrupted()
  }

  /// One file an agent; entries keep their UID, and their SEQUENCE rises only when they change.
  private func write(
    calendars folder: String, _ roster: Roster, _ problem: RosterProblem
  ) throws {
    let zone = problem.zone
    let asOf = try asOf.map { try PlanningPeriod.asOf($0, zone: zone) } ?? Clock.now
    let writer = AgentCalendars(
      centre: "Shift", domain: "muster.invalid", zone: zone, asOf: asOf,
      horizon: zone.startOfDay(
        problem.horizonStart)..<zone.startOfDay(problem.horizonStart + problem.days))
    // Agents who left have their shifts withdrawn too.
    let agents = Set(problem.agents.map(\.id)).union(problem.published.map(\.agent)).sorted()
    func path(_ name: String) -> String {
      "\(folder)/\(name.split(separator: "/").last.map(String.init) ?? name)"
    }
    try makeFolder(folder)
    for file in writer.files(
      roster.segments, agents: agents, previous: { try? readFile(path($0)) })
    { try writeFile(path(file.name), file.bytes) }
  }

  private func needed(_ option: String, _ value: String?) throws(Problem) -> String {
    guard let value else {
      throw Problem(
        .usage, subject: option, "is missing",
        maybe: "give --requirement, --agents and --rules, or a centre folder")
    }
    return value
  }
}
