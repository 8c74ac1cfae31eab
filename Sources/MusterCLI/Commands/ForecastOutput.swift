import ArgumentParser
import Batches
import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Tables

/// Writes forecasts as they are made.
final class ForecastOutput {
  private let format: OutputFormat
  private let zone: Zone
  /// Where they go instead of the standard output.
  private let results: QueueResults?
  private var count = 0
  private var totals: ForecastTotals
  private var failures: [Problem] = []

  init(format: OutputFormat, zone: Zone, results: QueueResults?) {
    self.format = format
    self.zone = zone
    self.results = results
    totals = ForecastTotals(zone: zone)
  }

  func begin() {
    guard results == nil else { return }
    switch format {
    case .csv: Terminal.write(ForecastFile.write([], zone: zone))
    case .json: Terminal.write("[")
    case .table: break
    }
  }

  func put(_ result: Result<QueueForecast, Problem>) throws(Problem) {
    switch result {
    case .success(let forecast): try put(forecast)
    case .failure(let problem):
      // One queue without history must not lose the others their forecast.
      failures.append(problem)
      Terminal.say(Terminal.red("error: ") + problem.description)
    }
  }

  private func put(_ forecast: QueueForecast) throws(Problem) {
    if let results {
      try results.append(ForecastFile.write(forecast.rows, zone: zone, hasHeader: false))
    } else {
      write(forecast)
    }
    count += 1
  }

  private func write(_ forecast: QueueForecast) {
    switch format {
    case .csv: Terminal.write(ForecastFile.write(forecast.rows, zone: zone, hasHeader: false))
    case .json:
      Terminal.write((count == 0 ? "\n" : ",\n") + ForecastText.json(forecast, zone).text())
    case .table:
      if count > 0 { Terminal.write("\n") }
      Terminal.write(ForecastText.table(forecast, zone))
      totals.add(forecast.rows, client: nil)
    }
  }

  /// - Throws: Where a queue failed, the exit code: that of the first where none was forecast, else that of a
  ///   part.
  func end() throws {
    if results == nil, format == .json { Terminal.write("]\n") }
    let together = totals.text(paint: Paint(isOn: Terminal.outputIsColoured))
    if !together.isEmpty { Terminal.write("\n" + together) }
    guard let first = failures.first else { return }
    let made = count + (results?.done.count ?? 0)
    guard made > 0 else { throw ExitCode(first.kind.exitCode) }
    throw Problem(
      .partlyDone, subject: "forecast", "\(made) of \(made + failures.count) queues are forecast")
  }
}
