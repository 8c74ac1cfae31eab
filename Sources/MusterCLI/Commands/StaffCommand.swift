import ArgumentParser
import Diagnostics
import Queueing

struct StaffCommand: AsyncParsableCommand, TwoSourcedCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff",
    abstract: "Find the agents every interval needs.",
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

  /// What belongs to a centre.
  struct CentreOptions: CentreOnlyOptions {
    @Option(
      help: ArgumentHelp("A forecast to staff ('-' for the standard input).", valueName: "file"))
    var forecast: String?

    @OptionGroup var horizon: HorizonOptions

    @OptionGroup var cores: ThreadOptions

    @OptionGroup var plugins: CentrePrograms
  }

  /// What belongs to a day in a file.
  struct FileOptions: FilesOnlyOptions {
    @OptionGroup var day: PlanFileOptions

    @Option(
      help: ArgumentHelp(
        "Smallest share answered in time, of all offered: 0.8.", valueName: "share"))
    var targetSl: ShareArgument?

    @Option(
      help: ArgumentHelp("sipp, lag, mol or transient.", valueName: "method"))
    var method: Method = .transient

    static let required = ["--target-sl"]
    static let inCentre = [
      "--target-sl": "service_level in the goal of each [[queue]]",
      "--method": "model in each [[queue]]",
    ]
  }

  @Argument(help: "A centre folder, instead of --plan and its options.")
  var centre: String?

  @OptionGroup(title: "On a centre") var onCentre: CentreOptions

  @OptionGroup(title: "On a plain file") var onFiles: FileOptions

  @Option(help: "What to write: table, csv or json.")
  var format: OutputFormat = .table

  static let conflicts = [
    OptionConflict(
      "--forecast", "--from", "--days", "--weeks", "--run-models", why: "has its own intervals")
  ]

  func run() async throws {
    switch try source() {
    case .centre(let centre):
      try await StaffCentre(centre: centre, forecast: onCentre.forecast).run(format: format)
    case .files(let day): try day.run(format: format)
    }
  }

  func source() throws -> Source<CentreSource, StaffPlanFile> {
    if let centre {
      return .centre(
        try CentreSource(
          centre, onCentre.horizon, threads: try onCentre.cores.threads.value(),
          plugins: onCentre.plugins))
    }
    guard let target = try onFiles.targetSl.value() else {
      throw Problem(
        .usage, subject: "--target-sl", "is missing", maybe: "write 0.8, or name a centre folder")
    }
    return .files(
      StaffPlanFile(
        plan: try onFiles.day.read(needsAgents: false), target: target,
        method: onFiles.method.method))
  }
}
