import Files
import TestSupport
import Testing

/// The chain on real series: volumes only, and a 24/7 line with handling times and abandonments.
@Suite struct RealSeriesTests {
  /// Contracts and rules that suit any of them.
  static let rules = """
    [[contract]]
    id = "FT"
    length = "8h30m"
    start_every = "30m"
    pauses = [
      { kind = "break", length = "30m", from = "1h30m", to = "3h" },
      { kind = "meal", length = "30m", from = "3h30m", to = "5h30m", paid = false },
    ]
    [[contract]]
    id = "PT"
    length = "5h"
    start_every = "30m"
    [rules]
    rest = "11h"
    max_shifts_per_week = 5
    days_off_together = 2

    """

  struct Series: Sendable {
    var file: String
    var zone: String
    var asOf: String
    var agents: Int
    var queue: String
  }

  static let all = [
    Series(
      file: "bank30.csv", zone: "America/New_York", asOf: "2003-10-20", agents: 420,
      queue: """
        [[queue]]
        id = "main"
        hours = "Mon-Fri 07:00-21:00"
        closed_on = ["public"]
        handling_seconds = 180
        goal = { service_level = 0.8, within_seconds = 20, max_occupancy = 0.95 }
        """),
    Series(
      file: "israelbank30.csv", zone: "Asia/Jerusalem", asOf: "1999-06-20", agents: 60,
      queue: """
        [[queue]]
        id = "main"
        hours = "24/7"
        patience_seconds = 300
        handling_seconds = 190
        goal = { service_level = 0.8, within_seconds = 30, abandonment = 0.1 }
        """),
  ]

  @Test(arguments: all)
  func isPlannedAndVerified(_ series: Series) throws {
    guard let shared = sharedFolder else { return skipped("no shared data: \(series.file)") }
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/history.csv", try readFile("\(shared)/data/\(series.file)"))
      try writeFile("\(folder)/holidays.csv", try readFile("\(shared)/data/holidays.csv"))
      var agents = "agent_id,contract\n"
      for number in 1...series.agents {
        agents += "A\(1000 + number),\(number % 3 == 0 ? "PT" : "FT")\n"
      }
      try writeFile("\(folder)/agents.csv", Array(agents.utf8))
      let calendar = series.zone.hasPrefix("America") ? "calendar = \"US\"\n" : ""
      let holidays =
        series.zone.hasPrefix("America") ? "[inputs]\nholidays = \"holidays.csv\"\n" : ""
      let centre = """
        [centre]
        name = "Real"
        timezone = "\(series.zone)"
        interval = "30m"
        \(calendar)\(holidays)
        \(series.queue)
        \(Self.rules)
        """
      try writeFile("\(folder)/centre.toml", Array(centre.utf8))
      let result = try muster(
        "plan", folder, "--as-of", series.asOf, "--roster-time", "0.3")
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output.contains("checked from scratch: no hard rule is broken"))
      let coverage = try text(of: "\(folder)/published/latest/coverage.csv")
        .split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
      let required = coverage.reduce(0) { $0 + (Int($1[2]) ?? 0) }
      let missing = coverage.reduce(0) { $0 + (Int($1[4]) ?? 0) }
      #expect(required > 1000)
      #expect(Double(missing) < 0.1 * Double(required), "\(missing) of \(required)")
      #expect(try muster("plan", folder, "--as-of", series.asOf).code == 0)
    }
  }
}
