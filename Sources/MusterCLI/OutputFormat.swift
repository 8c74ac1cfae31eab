import ArgumentParser
import Tables

/// What a command writes to the standard output.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case table
  case csv
  case json
}

/// The same where there is no one table to write as CSV.
enum PlainFormat: String, CaseIterable, ExpressibleByArgument { case table, json }

extension Terminal {
  /// A table in the form asked for.
  static func write(_ table: Table, _ format: OutputFormat) {
    switch format {
    case .table: write(table.text(paint: Paint(isOn: outputIsColoured)))
    case .csv: write(table.csv())
    case .json: write(table.json().text())
    }
  }
}
