import ArgumentParser

/// What a command writes to the standard output.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case table
  case csv
  case json
}
