import ArgumentParser
import Diagnostics

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulates a staffed day many times and shows the service it gives.",
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

  @Argument(help: "A centre folder, instead of --plan and its options.")
  var centre: String?

  @Option(
    name: .customLong("published"),
    help: ArgumentHelp("A plan in the published folder, instead of the latest.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("Where plans are published.", valueName: "folder"))
  var output: String?

  @OptionGroup var plan: PlanFileOptions

  @Option(help: ArgumentHelp("Days to simulate.", valueName: "n"))
  var replications: Int?

  @Option(
    help: ArgumentHelp(
      "Simulate until every interval's half-width is this small: 0.003.", valueName: "share"))
  var halfWidth: Double?

  @Option(help: ArgumentHelp("Another seed gives other days.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var plugins: PluginFolders

  @Option(help: "What to write: table, csv or json.")
  var format: OutputFormat = .table

  func run() async throws {
    if let replications, !(1...10_000_000).contains(replications) {
      throw Problem(
        .usage, subject: "--replications", "is not between 1 and 10 000 000",
        value: "\(replications)")
    }
    if let halfWidth, !(halfWidth > 0 && halfWidth < 1) {
      throw Problem(
        .usage, subject: "--half-width", "is not between 0 and 1", value: "\(halfWidth)",
        maybe: "write 0.003 for 0.3 points")
    }
    if let centre {
      return try await SimulateCentre(
        centre: centre, name: name, output: output, replications: replications ?? 1000, seed: seed,
        plugins: plugins.source
      ).run(format: format)
    }
    try await SimulatePlanFile(
      plan: plan.read(needsAgents: true), replications: replications, halfWidth: halfWidth,
      seed: seed
    ).run(format: format)
  }
}
