import ArgumentParser
import CivilTime
import Diagnostics
import Rostering

struct RosterCommand: AsyncParsableCommand, TwoSourcedCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "roster",
    abstract: "Give named agents shifts, breaks and meals that cover a requirement.",
    discussion: """
      Reads a requirement per interval, the agents and the rules, and writes who does what when:

        muster roster --requirement requirement.csv --agents agents.csv --rules rules.toml

      On a centre folder it makes the requirement too, or takes it from --requirement (- for the \
      standard input), so that steps can be piped; everything else it does there as well:

        muster staff CENTRE --format csv | muster roster CENTRE --requirement - --pins pins.csv

      Pins are agent_id,date,kind with kind off (free that day) or on (a shift that day, whichever); \
      or a roster (agent_id,activity,start_utc,end_utc), whose shifts then stay as they are:

        agent_id,date,kind
        A001,2026-12-02,off

      Before anybody is named, --size finds the cheapest mix of contracts and proves it by a roster:

        muster roster --size --requirement requirement.csv --rules rules.toml

      Where service is promised over a day or a week, the fewest paid hours that keep it, proved by \
      simulating the floor as it runs (Documentation/service.md):

        muster roster --service service.toml --demand demand.csv --agents agents.csv --rules rules.toml

      Every roster is checked from scratch by independent code before it is written. Ctrl-C ends the
      search early and writes the best checked roster so far. The same input and seed give the same
      roster on any machine. Documentation/rules.md describes the rules file.
      """)

  /// What belongs to a centre.
  struct CentreOptions: CentreOnlyOptions {
    @OptionGroup var plugins: CentrePrograms

    @Option(
      help: ArgumentHelp(
        "Whose agents; needed where the centre has several sites.", valueName: "id"))
    var site: String?
  }

  /// What belongs to plain files.
  struct FileOptions: FilesOnlyOptions {
    @Option(
      help: ArgumentHelp(
        "What is promised to callers, instead of --requirement.", valueName: "file.toml"))
    var service: String?

    @Option(
      help: ArgumentHelp("With --service, expected contacts per interval.", valueName: "file"))
    var demand: String?

    @Option(
      help: ArgumentHelp("Agents, their contracts, leave and wishes.", valueName: "file"))
    var agents: String?

    @Option(
      help: ArgumentHelp("Contracts, availability classes and rules.", valueName: "file.toml"))
    var rules: String?

    @Option(
      help: ArgumentHelp(
        "The site's time zone, such as Europe/Berlin; by default that of the rules, or UTC.",
        valueName: "zone"))
    var timezone: ZoneArgument?

    static let required = ["--rules"]
    static let inCentre = [
      "--service": "[queue.goal] in each [[queue]]", "--demand": "the forecast",
      "--agents": "agents in [inputs]", "--rules": "[rules] and each [[contract]]",
      "--timezone": "timezone in [centre] and in each [[site]]",
    ]
  }

  @Argument(help: "A centre folder, instead of --agents and --rules.")
  var centre: String?

  @Option(help: ArgumentHelp("Agents needed per interval (and queue).", valueName: "file"))
  var requirement: String?

  @OptionGroup var horizon: HorizonOptions

  @OptionGroup var kept: KeptRosterOptions

  @OptionGroup(title: "The search") var search: RosterSearchOptions

  @OptionGroup(title: "On a centre") var onCentre: CentreOptions

  @OptionGroup(title: "On plain files") var onFiles: FileOptions

  @Flag(help: "How many agents of which contract the requirement takes, nobody being named.")
  var size = false

  @Option(
    help: ArgumentHelp(
      "With --size, percent of the requirement that may stay missing; 0.5.", valueName: "percent"))
  var short: PercentArgument?

  @Option(help: "What to write: table, csv or json.")
  var format: OutputFormat = .table

  static let needs = [
    OptionNeed("--short", needs: "--size"), OptionNeed("--demand", needs: "--service"),
    OptionNeed("--as-of", needs: "--calendars", onFilesOnly: true),
  ]
  static let conflicts = [
    OptionConflict(
      "--service", "--requirement", "--size", "--as-of", "--from", "--days", "--weeks",
      "--previous",
      "--pins", "--published", "--freeze-until", "--calendars", "--notices", "--ledger",
      "--write-ledger", "--moves", why: "plans the days of its demand anew"),
    OptionConflict(
      "--size", "--agents", "--previous", "--pins", "--published", "--freeze-until", "--calendars",
      "--notices", "--ledger", "--write-ledger", why: "names nobody"),
  ]

  func run() async throws {
    if let service = onFiles.service { return try await serviceRun(service).run() }
    // What is wrong with the search is said before a forecast is made for it.
    _ = try search.options(seed: 1)
    let posed = try await posed()
    if let short = try sizeShort() {
      return try await SizeRun(short: short, format: format).run(
        posed.problem, try search.options(seed: posed.seed), try search.watch(posed.problem))
    }
    try await RosterRun(
      posed: posed, search: search, outputs: kept.outputs, format: format
    ).run()
  }

  private func serviceRun(_ service: String) throws(Problem) -> ServiceRosterRun {
    ServiceRosterRun(
      service: service, demand: try needed("--demand", onFiles.demand),
      agents: try needed("--agents", onFiles.agents), rules: try needed("--rules", onFiles.rules),
      zone: try onFiles.timezone.value(), timeLimit: try search.timeLimit.value(),
      seed: try search.seed.value() ?? 1, format: format)
  }

  /// The problem, from either source.
  private func posed() async throws -> PosedRoster {
    switch try source() {
    case .centre(let source):
      return try await PosedRoster(
        source.open(), site: onCentre.site, requirement: requirement, kept: try kept.inputs())
    case .files(let files): return try PosedRoster(files, kept: try kept.inputs())
    }
  }

  /// Per cent that may stay missing where head-counts are asked for.
  private func sizeShort() throws(Problem) -> Double? {
    size ? try short.value() ?? 0.5 : nil
  }

  func source() throws(Problem) -> Source<CentreSource, PlainRosterFiles> {
    if let centre {
      return .centre(
        try CentreSource(
          centre, horizon, threads: try search.cores.threads.value(), plugins: onCentre.plugins))
    }
    return .files(
      PlainRosterFiles(
        requirement: try needed("--requirement", requirement),
        agents: size ? nil : try needed("--agents", onFiles.agents),
        rules: try needed("--rules", onFiles.rules), zone: try onFiles.timezone.value(),
        from: try horizon.from.value(), days: try horizon.length(),
        asOf: try horizon.asOf.value()))
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
