import ArgumentParser
import Queueing

struct StaffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff",
    abstract: "Finds the agents every interval of a day needs.",
    discussion: """
      Reads a day as start,calls_per_hour,aht_s,patience_s,T_s and appends agents,planned_sl:

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

  @OptionGroup var plan: PlanFileOptions

  @Option(
    help: ArgumentHelp(
      "Smallest share answered in time, of all offered: 0.8.", valueName: "share"))
  var targetSl: Double

  @Option(
    help: ArgumentHelp("sipp, lag, mol or transient.", valueName: "method"))
  var method: Method = .transient

  @Option(help: "What to write: table, csv or json.")
  var format: OutputFormat = .table

  func run() throws {
    try StaffPlanFile(plan: plan.read(needsAgents: false), target: targetSl, method: method.method)
      .run(format: format)
  }
}
