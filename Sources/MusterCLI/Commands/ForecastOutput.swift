import ArgumentParser
import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Tables

/// Writes forecasts as they are made.
final class ForecastOutput {
  private let format: OutputFormat
  private let zone: Zone
  private var isFirst = true
  private var totals: ForecastTotals
  private var failures: [Problem] = []

  init(format: OutputFormat, zone: Zone) {
    self.format = format
    self.zone = zone
    totals = ForecastTotals(zone: zone)
  }

  func begin() {
    switch format {
    case .csv: Terminal.write(ForecastFile.write([], zone: zone))
    case .json: Terminal.write("[")
    case .table: break
    }
  }

  func put(_ results: [Result<QueueForecast, Problem>]) {
    for result in results {
      switch result {
      case .success(let forecast): put(forecast)
      case .failure(let problem):
        // One queue without history must not lose the others their forecast.
        failures.append(problem)
        Terminal.say(Terminal.red("error: ") + problem.description)
      }
    }
  }

  private func put(_ forecast: QueueForecast) {
    switch format {
    case .csv:
      let bytes = ForecastFile.write(forecast.rows, zone: zone)
      let header = ForecastFile.header.joined(separator: ",").utf8.count + 1
      Terminal.write(Array(bytes[header...]))
    case .json:
      Terminal.write((isFirst ? "\n" : ",\n") + ForecastText.json(forecast, zone).text())
    case .table:
      if !isFirst { Terminal.write("\n") }
      Terminal.write(ForecastText.table(forecast, zone))
      totals.add(forecast.rows, client: nil)
    }
    isFirst = false
  }

  func end() throws {
    if format == .json { Terminal.write("]\n") }
    let together = totals.text(paint: Paint(isOn: Terminal.outputIsColoured))
    if !together.isEmpty { Terminal.write("\n" + together) }
    if let first = failures.first { throw ExitCode(first.kind.exitCode) }
  }
}
