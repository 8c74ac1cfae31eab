import CentreModel
import CivilTime
import Diagnostics
import Files
import Planning
import PluginHost
import Publishing
import Rostering
import SitePlanning
import Tables

/// The steps of the chain as commands on a centre folder: each reads the file of the step before, or
/// makes it, and writes its own.
struct CentreMode {
  let steps: CentreSteps

  init(
    _ centre: String, asOf: String?, from: CivilDate?, weeks: Int, threads: Int = 2,
    plugins: PluginFolders
  ) throws {
    steps = try CentreSteps.open(
      centre,
      options: PlanOptions(
        asOf: asOf, now: Clock.now, from: from, days: 7 * weeks, threads: max(1, threads)),
      plugins: plugins.source)
  }

  private var zone: Zone { steps.folder.zone }

  // MARK: - Forecast

  func forecast(format: OutputFormat) async throws {
    let demand = try await steps.demand()
    let rows = demand.flatMap(\.rows)
    switch format {
    case .csv: Terminal.write(ForecastFile.write(rows, zone: zone))
    case .json: Terminal.write(jsonRows(ForecastFile.write(rows, zone: zone)))
    case .table:
      var totals = ForecastTotals(zone: zone)
      for demand in demand {
        let client = steps.folder.centre.queues.first { $0.id == demand.queue }?.client
        totals.add(demand.rows, client: client)
        if let forecast = demand.forecast {
          Terminal.write(ForecastText.table(forecast, zone) + "\n")
        } else {
          Terminal.write(try screen(ForecastFile.write(demand.rows, zone: zone)) + "\n")
        }
      }
      Terminal.write(totals.text(paint: Paint(isOn: Terminal.outputIsColoured)))
    }
  }

  // MARK: - Requirement

  /// `path`: A forecast file, `-` for the standard input; nil makes the forecast.
  func requirement(forecast path: String?) async throws -> [RequirementRow] {
    guard let path else {
      return try steps.requirement(try await steps.demand().flatMap(\.rows))
    }
    return try steps.requirement(try ForecastFile.read(try CSVTable(path: path)))
  }

  func staff(forecast path: String?, format: OutputFormat) async throws {
    let rows = try await requirement(forecast: path)
    let bytes = RequirementFile.write(rows, zone: zone)
    switch format {
    case .csv: Terminal.write(bytes)
    case .json: Terminal.write(jsonRows(bytes))
    case .table: Terminal.write(try screen(bytes))
    }
  }

  // MARK: - Roster

  /// `path`: A requirement file, `-` for the standard input; nil makes the requirement. `size`: Asks
  /// how many agents it takes, in place of a roster.
  func roster(
    requirement path: String?, seed: UInt64?, timeLimit: Double, size: SizeRun? = nil,
    format: OutputFormat
  ) async throws {
    let rows =
      if let path {
        try RequirementFile.read(try CSVTable(path: path))
      } else {
        try await requirement(forecast: nil)
      }
    let problem = try steps.rosterProblem(rows)
    let options = RosterOptions(
      seconds: timeLimit, seed: seed ?? steps.folder.centre.seed, threads: steps.threads)
    let watch = SearchWatch(limit: timeLimit, missingWeight: problem.rules.missingWeight)
    if let size { return try await size.run(problem, options, watch) }
    let roster = try await watch.roster(problem, options: options, format: format)
    let ways = relaxations(of: roster, problem)
    switch format {
    case .csv:
      Terminal.write(
        RosterFiles.long(
          RosterFiles.rows(
            roster.segments, of: steps.staffing.sites[0], agents: problem.agents)))
    case .json: Terminal.write(rosterJSON(roster, problem, relaxations: ways))
    case .table: Terminal.write(rosterTable(roster, problem, colour: Terminal.outputIsColoured))
    }
    Terminal.say(rosterSummary(roster, problem))
    if !ways.isEmpty { Terminal.say(relaxationText(ways, of: roster)) }
    try watch.endIfInterrupted()
  }

  // MARK: - Output

  /// A CSV as a table for the screen; closed intervals are left out.
  private func screen(_ bytes: [UInt8]) throws -> String {
    let csv = try CSVTable(file: "output", bytes: bytes)
    let texts = ["queue", "interval_start", "method", "bound_by"]
    var table = TextTable(csv.header.map { texts.contains($0) ? .left($0) : .right($0) })
    try csv.forEachRow { (row) throws(Problem) in
      let cells = (0..<row.count).map { row.text($0) }
      if !cells.contains(ForecastRow.closedMethod) { table.row(cells) }
    }
    return table.text(paint: Paint(isOn: Terminal.outputIsColoured))
  }
}

/// A CSV as an array of objects, numbers as numbers.
func jsonRows(_ bytes: [UInt8]) -> String {
  guard let csv = try? CSVTable(file: "output", bytes: bytes) else { return "[]\n" }
  var rows: [JSONValue] = []
  try? csv.forEachRow { (row) throws(Problem) in
    rows.append(
      .object(
        csv.header.indices.map { column in
          let text = row.text(column)
          let number = Double(text).flatMap { $0.isFinite ? JSONValue.literal(text) : nil }
          return .init(csv.header[column], number ?? .string(text))
        }))
  }
  return JSONValue.array(rows).text()
}
