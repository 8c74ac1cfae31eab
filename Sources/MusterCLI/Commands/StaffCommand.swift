import ArgumentParser
import Diagnostics
import Queueing

struct StaffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff",
    abstract: "Finds the agents every interval of a day needs.",
    discussion: """
      On a centre folder it staffs every queue for its goals, from its own forecast or another's:

        muster forecast CENTRE --format csv | muster staff CENTRE --forecast - --format csv

      On a plain file it reads a day as start,calls_per_hour,aht_s,patience_s,T_s and appends agents,planned_sl:

        muster staff --plan day.csv --interval 15m --target-sl 0.8 --format csv

      The method 'transient' follows the queue through the day, staff changes and the empty opening \
      included; what it promises a simulation then shows. 'sipp' takes every interval on its own, \
      'lag' the volume of one AHT earlier, 'mol' the load an unlimited team would carry; their \
      promises hold when volume changes slowly.
      """)

  /// The methods of `VaryingMethod`, as they are typed.
  enum Method: String, CaseIterable, ExpressibleByArgument {
    case sipp, lag, mol, transient

    var method: VaryingMethod {
      switch self {
      case .sipp: .sipp
      case .lag: .lag
      case .mol: .mol
      case .transient: .transient
      }
    }
  }

  @Argument(help: "A centre folder, instead of --plan and its options.")
  var centre: String?

  @Option(
    help: ArgumentHelp("A forecast to staff ('-' for the standard input).", valueName: "file"))
  var forecast: String?

  @OptionGroup var period: PeriodOptions

  @OptionGroup var plugins: PluginFolders

  @OptionGroup var plan: PlanFileOptions

  @Option(
    help: ArgumentHelp(
      "Smallest share answered in time, of all offered: 0.8.", valueName: "share"))
  var targetSl: Double?

  @Option(
    help: ArgumentHelp("sipp, lag, mol or transient.", valueName: "method"))
  var method: Method = .transient

  @Option(help: "What to write: table, csv or json.")
  var format: OutputFormat = .table

  func run() async throws {
    if let centre {
      let mode = try CentreMode(
        centre, asOf: period.asOf, from: period.from(), weeks: period.weeks, plugins: plugins)
      return try await mode.staff(forecast: forecast, format: format)
    }
    guard let targetSl else {
      throw Problem(
        .usage, subject: "--target-sl", "is missing", maybe: "write 0.8, or name a centre folder")
    }
    try StaffPlanFile(plan: plan.read(needsAgents: false), target: targetSl, method: method.method)
      .run(format: format)
  }
}
