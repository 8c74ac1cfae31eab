import Batches
import CentreInputs
import CentreModel
import Diagnostics
import Forecasting
import Planning
import PluginHost
import Tables

/// `muster forecast` on a centre folder.
struct ForecastCentre {
  let centre: CentreSource
  /// The queues that are forecast.
  let share: Share

  func run(format: OutputFormat) async throws {
    let steps = try centre.open()
    let zone = steps.folder.zone
    let demand = try await steps.demand(where: share.contains)
    let rows = demand.flatMap(\.rows)
    switch format {
    case .csv: Terminal.write(ForecastFile.write(rows, zone: zone))
    case .json:
      Terminal.write(ForecastFile.table(rows, zone: zone, marksClosed: true).json().text())
    case .table:
      var totals = ForecastTotals(zone: zone)
      let paint = Paint(isOn: Terminal.outputIsColoured)
      for demand in demand {
        let client = steps.folder.centre.queues.first { $0.id == demand.queue }?.client
        totals.add(demand.rows, client: client)
        if var forecast = demand.forecast {
          // With what plugins changed of it: the rows that are staffed.
          forecast.rows = demand.rows
          Terminal.write(ForecastText.table(forecast, zone) + "\n")
        } else {
          let open = demand.rows.filter { !$0.isClosed }
          Terminal.write(ForecastFile.table(open, zone: zone).text(paint: paint) + "\n")
        }
      }
      Terminal.write(totals.text(paint: paint))
    }
    try steps.plugins.session.mustBeWhole()
  }
}

/// `muster staff` on a centre folder.
struct StaffCentre {
  let centre: CentreSource
  /// A forecast file, `-` for the standard input; nil makes the forecast.
  let forecast: String?

  func run(format: OutputFormat) async throws {
    let steps = try centre.open()
    let zone = steps.folder.zone
    let demand =
      if let forecast {
        try ForecastFile.read(try CSVTable(path: forecast))
      } else {
        try await steps.demand().flatMap(\.rows)
      }
    let rows = try steps.requirement(demand)
    switch format {
    case .csv: Terminal.write(RequirementFile.write(rows, zone: zone))
    case .json:
      Terminal.write(RequirementFile.table(rows, zone: zone, marksClosed: true).json().text())
    case .table:
      let open = rows.filter { !$0.isClosed }
      Terminal.write(
        RequirementFile.table(open, zone: zone).text(
          paint: Paint(isOn: Terminal.outputIsColoured)))
    }
    try steps.plugins.session.mustBeWhole()
  }
}
