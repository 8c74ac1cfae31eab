import ArgumentParser
import Diagnostics

struct SimulateCommand: AsyncParsableCommand, TwoSourcedCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulate a roster or a staffed day many times and show the service it gives.",
    discussion: """
      On a centre folder it replays the published roster against its forecast and shows the service \
      of every interval beside the goals:

        muster simulate CENTRE --replications 1000

      On a plain file it reads a day as start,calls_per_hour,aht_s,patience_s,T_s,agents and appends \
      transient_sl,sim_sl,sim_ci95,sim_p_abandon,sim_asa_s:

        muster simulate --plan day.csv --interval 15m --replications 2000 --seed 1 --format csv

      Service level is answered in time of all offered, for the calls that arrive in the interval; \
      the interval of confidence (half-width, 95 %) is that of a ratio over independent days. The \
      same seed gives the same numbers on any machine with any number of cores.
      """)

  /// What belongs to a published plan.
  struct CentreOptions: CentreOnlyOptions {
    @Option(
      help: ArgumentHelp(
        "A plan in the published folder, instead of the latest.", valueName: "name"))
    var published: String?

    @Option(
      help: ArgumentHelp(
        "Where plans are published, if not CENTRE/published.", valueName: "folder"))
    var output: String?

    @OptionGroup var plugins: PluginFolders
  }

  /// What belongs to a day in a file.
  struct FileOptions: FilesOnlyOptions, RuledOptions {
    @OptionGroup var day: PlanFileOptions

    @Option(
      help: ArgumentHelp(
        "Simulate until every interval's half-width is this small: 0.003.", valueName: "share"))
    var halfWidth: ShareArgument?

    static let conflicts = [
      OptionConflict("--half-width", "--replications", why: "says itself when it is enough")
    ]
  }

  @Argument(help: "A centre folder, instead of --plan and its options.")
  var centre: String?

  @OptionGroup(title: "On a centre") var onCentre: CentreOptions

  @OptionGroup(title: "On a plain file") var onFiles: FileOptions

  @Option(help: ArgumentHelp("Days to simulate; by default 1000.", valueName: "n"))
  var replications: ReplicationsArgument?

  @Option(
    help: ArgumentHelp(
      "Another seed gives other days; by default that of the published plan, of a file 1.",
      valueName: "n"))
  var seed: SeedArgument?

  @Option(help: "What to write: table, csv or json.")
  var format: OutputFormat = .table

  func run() async throws {
    switch try source() {
    case .centre(let simulation): try await simulation.run(format: format)
    case .files(let simulation): try await simulation.run(format: format)
    }
  }

  func source() throws -> Source<SimulateCentre, SimulatePlanFile> {
    let replications = try replications.value()
    if let centre {
      return .centre(
        SimulateCentre(
          centre: centre, name: onCentre.published, output: onCentre.output,
          replications: replications ?? 1000, seed: try seed.value(),
          plugins: onCentre.plugins.source))
    }
    let halfWidth = try onFiles.halfWidth.value()
    if halfWidth == 0 {
      throw Problem(
        .usage, subject: "--half-width", "is not above 0", value: "0",
        maybe: "write 0.003 for 0.3 points")
    }
    return .files(
      SimulatePlanFile(
        plan: try onFiles.day.read(needsAgents: true), replications: replications,
        halfWidth: halfWidth, seed: try seed.value() ?? 1))
  }
}
