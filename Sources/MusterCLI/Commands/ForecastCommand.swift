import ArgumentParser
import CentreModel
import CivilTime
import Diagnostics
import Forecasting

struct ForecastCommand: AsyncParsableCommand, TwoSourcedCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Forecast contacts and AHT by interval, with bounds and evidence.",
    discussion: """
      Of a centre's queues, next week:

        muster forecast Forecasts/harbor-bank --as-of 2026-11-23

      From an interval history on a plain file:

        muster forecast --history calls.csv --timezone America/New_York --as-of 2026-11-23 \\
          --days 7 --holidays holidays.csv --calendar US --format csv

      The history has columns interval_start or timestamp, offered or calls and, where there are \
      any, queue, handled, abandoned, handle_s or aht_s, closed, quality. Nothing at or after \
      --as-of is used. Several methods are tried on the weeks before; the one that did best makes \
      the forecast, and the table shows the errors of all.
      """)

  /// What belongs to a centre.
  struct CentreOptions: CentreOnlyOptions {
    @OptionGroup var plugins: CentrePrograms
  }

  /// What belongs to plain files.
  struct FileOptions: FilesOnlyOptions {
    @OptionGroup var reading: HistoryOptions

    @OptionGroup var knowledge: KnowledgeOptions

    @Option(
      help: ArgumentHelp(
        "The method, instead of the one the evidence speaks for: \(MethodForm.list).",
        valueName: "name"))
    var method: MethodArgument?

    @OptionGroup var results: ResultOptions

    static let required = ["--as-of"]
  }

  @Argument(help: "A centre folder, instead of --history and its options.")
  var centre: String?

  @OptionGroup var horizon: HorizonOptions

  @OptionGroup var cores: ThreadOptions

  @OptionGroup var part: ShareOptions

  @OptionGroup(title: "On a centre") var onCentre: CentreOptions

  @OptionGroup(title: "On plain files") var onFiles: FileOptions

  @Option(help: ArgumentHelp("How the forecast is written.", valueName: "table|csv|json"))
  var format: OutputFormat = .table

  func run() async throws {
    switch try source() {
    case .centre(let centre):
      try await ForecastCentre(centre: centre, share: try part.share()).run(format: format)
    case .files(let files):
      let results = try onFiles.results.open(for: self, header: ForecastFile.header)
      try await files.run(results, share: try part.share()) { () throws(Problem) in
        try onFiles.results.confirm(results, of: self)
      }
    }
  }

  func source() throws(Problem) -> Source<CentreSource, ForecastOnPlainFile> {
    let threads = try cores.threads.value()
    if let centre {
      return .centre(
        try CentreSource(centre, horizon, threads: threads, plugins: onCentre.plugins))
    }
    let reading = onFiles.reading
    let zone = try reading.zone()
    guard let asOf = try horizon.asOf.value()?.instant(in: zone, option: "--as-of") else {
      throw Problem(
        .usage, subject: "--as-of", "is missing",
        maybe: "the instant the forecast is made is meant, such as 2026-11-23")
    }
    var setting = try reading.setting(zone)
    setting.asOf = asOf
    let today = zone.date(at: asOf)
    setting.from =
      try horizon.from.value() ?? (zone.startOfDay(today) == asOf ? today : today + 1)
    setting.days = try horizon.length() ?? 7
    setting.method = try onFiles.method.value()
    return .files(
      ForecastOnPlainFile(
        setting: setting, history: reading,
        knowledge: onFiles.knowledge, threads: threads, format: format))
  }
}
