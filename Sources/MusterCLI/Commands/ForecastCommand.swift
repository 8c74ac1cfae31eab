import ArgumentParser
import CivilTime
import Diagnostics
import Forecasting

struct ForecastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Forecasts contacts and AHT by interval, with bounds and evidence.",
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

  @Argument(help: "A centre folder, instead of --history and its options.")
  var centre: String?

  @OptionGroup var options: HistoryOptions

  @OptionGroup var plugins: PluginFolders

  @Option(
    help: ArgumentHelp(
      "The instant from which nothing is known: RFC 3339, local time, or a date.",
      valueName: "instant"))
  var asOf: String?

  @Option(help: ArgumentHelp("The first date to forecast.", valueName: "date"))
  var from: String?

  @Option(help: ArgumentHelp("How many dates to forecast.", valueName: "n"))
  var days: Int = 7

  @Option(help: ArgumentHelp("How the forecast is written.", valueName: "table|csv|json"))
  var format: OutputFormat = .table

  func run() async throws {
    if let centre {
      let mode = try CentreMode(
        centre, asOf: asOf, from: from.map { try options.date($0, option: "--from") },
        weeks: (max(1, days) + 6) / 7, plugins: plugins)
      return try await mode.forecast(format: format)
    }
    try await ForecastOnPlainFile(
      options: options, asOf: asOf, from: from, days: days, format: format
    ).run()
  }
}
