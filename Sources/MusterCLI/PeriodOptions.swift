import ArgumentParser
import CentreInputs
import CentreModel
import CivilTime
import Diagnostics
import Planning
import PluginHost

/// Which weeks are planned and from which knowledge; shared by the commands that plan a centre.
struct PeriodOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The forecast origin, a date or an instant; nothing from then on is used. By default the \
      start of today in the centre's zone.
      """, valueName: "date"))
  var asOf: MomentArgument?

  @Option(
    help: ArgumentHelp(
      "First day to plan; by default the first Monday after the as-of date.", valueName: "date"))
  var from: DateArgument?

  @Option(help: ArgumentHelp("Weeks to plan.", valueName: "n"))
  var weeks = WeeksArgument(1)

  /// What the chain is told of the period, and the clock where no as-of is given.
  func planOptions() throws(Problem) -> PlanOptions {
    PlanOptions(
      asOf: asOf?.written, now: Clock.now, from: try from.value(), days: 7 * (try weeks.value()))
  }
}

/// Which days one step works on, in a centre or on plain files.
struct HorizonOptions: RuledOptions {
  @Option(
    help: ArgumentHelp(
      """
      The forecast origin, a date or an instant; nothing from then on is used. By default the \
      start of today in the centre's zone.
      """, valueName: "date"))
  var asOf: MomentArgument?

  @Option(
    help: ArgumentHelp(
      "The first day; by default the first Monday after the as-of date, of files their first day.",
      valueName: "date"))
  var from: DateArgument?

  @Option(help: ArgumentHelp("How many days; by default a week.", valueName: "n"))
  var days: DaysArgument?

  @Option(help: ArgumentHelp("How many weeks, in place of days.", valueName: "n"))
  var weeks: WeeksArgument?

  static let conflicts = [OptionConflict("--weeks", "--days", why: "says how long already")]

  /// The days asked for; nil where nothing is said.
  func length() throws(Problem) -> Int? {
    if let days { return try days.value() }
    return try weeks.value().map { $0 * 7 }
  }
}

/// A centre and the days of it that a step works on.
struct CentreSource {
  var path: String
  var asOf: Moment?
  var from: CivilDate?
  /// Nil: a week.
  var days: Int?
  /// Cores to use; changes no result.
  var threads: Int
  var plugins: PluginSource

  init(
    _ path: String, _ horizon: HorizonOptions, threads: Int = 2, plugins: CentrePrograms
  ) throws(Problem) {
    self.path = path
    asOf = try horizon.asOf.value()
    from = try horizon.from.value()
    days = try horizon.length()
    self.threads = threads
    self.plugins = plugins.source
  }

  /// Reads the centre and loads its plugins.
  func open() throws(Problems) -> CentreSteps {
    let folder = try CentreFolder.load(path)
    let period: PlanningPeriod
    do throws(Problem) { period = try self.period(in: folder.zone) } catch {
      throw Problems([error])
    }
    return try CentreSteps(folder, period, plugins: plugins, threads: threads)
  }

  func period(in zone: Zone) throws(Problem) -> PlanningPeriod {
    let origin =
      try asOf?.instant(in: zone, option: "--as-of")
      ?? zone.startOfDay(zone.date(at: Clock.now))
    return try PlanningPeriod(asOf: origin, from: from, days: days ?? 7, zone: zone)
  }
}

/// How many cores a command may use.
struct ThreadOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Cores to use; changes no result.", valueName: "n"))
  var threads = ThreadsArgument(2)
}

/// Which published plan is meant.
struct PublishedPlanOptions: RuledOptions {
  @Option(
    name: [.long, .customLong("plan")],
    help: ArgumentHelp("A plan in the published folder, instead of the latest.", valueName: "name"))
  var published: String?

  @Option(
    help: ArgumentHelp("Where plans are published, if not CENTRE/published.", valueName: "folder"))
  var output: String?

  static let aliases = ["--plan": "--published"]
}
