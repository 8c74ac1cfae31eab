import ArgumentParser
import CivilTime
import Diagnostics

/// Which days are planned and from which knowledge; shared by all commands on a centre.
struct PeriodOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The forecast origin, a date or an instant; nothing from then on is used. By default the \
      start of today in the centre's zone.
      """, valueName: "date"))
  var asOf: String?

  @Option(
    name: .customLong("from"),
    help: ArgumentHelp(
      "First day to plan; by default the first Monday after the as-of date.", valueName: "date"))
  var fromText: String?

  @Option(help: "Weeks to plan.")
  var weeks = 1

  func from() throws(Problem) -> CivilDate? {
    guard let fromText else { return nil }
    guard let date = CivilDate(fromText) else {
      throw Problem(
        .usage, subject: "--from", "is not a date", value: "\"\(fromText)\"",
        maybe: "write it as 2026-11-30")
    }
    return date
  }
}
