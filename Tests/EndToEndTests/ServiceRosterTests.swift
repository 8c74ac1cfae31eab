import CivilTime
import Files
import Tables
import TestSupport
import Testing

/// `muster roster --service` on plain files.
@Suite struct ServiceRosterTests {
  private static let promise = """
    [horizon]
    start_utc = "2026-11-30T00:00:00Z"
    days = 3
    interval_minutes = 15

    [promise]
    scope = "day"
    hour_floor = 0.5

    [shrinkage]
    absent_shift = 0.02
    off_phone = 0.04

    [[queue]]
    id = "orders"
    handling_seconds = 240
    patience_seconds = 150
    within_seconds = 20
    service_level = 0.75
    minimum_agents = 1

    [[queue]]
    id = "help"
    handling_seconds = 420
    patience_seconds = 180
    within_seconds = 30
    service_level = 0.7

    """

  private static let rules = """
    [[contract]]
    id = "full"
    length = "8h"
    start_every = "30m"
    pauses = [
      { kind = "break", length = "15m", from = "1h30m", to = "2h30m" },
      { kind = "meal", length = "30m", from = "4h", to = "5h", paid = false },
    ]

    [[contract]]
    id = "part"
    length = "5h"
    start_every = "30m"
    pauses = [{ kind = "break", length = "15m", from = "2h", to = "3h" }]

    [[availability]]
    id = "any"
    hours = "08:00-18:00"

    [rules]
    rest = "11h"
    max_shifts_per_week = 5

    """

  private static var demand: String {
    var text = "queue,interval_start_utc,offered\n"
    for (queue, size) in [("orders", 5.0), ("help", 2.5)] {
      for (day, date) in ["2026-11-30", "2026-12-01", "2026-12-02"].enumerated() {
        for quarter in 32..<72 {
          let calls = size * (1 + 0.4 * Double((quarter + day * 3) % 20) / 20)
          let hour = quarter / 4 < 10 ? "0\(quarter / 4)" : "\(quarter / 4)"
          let minute = ["00", "15", "30", "45"][quarter % 4]
          text += "\(queue),\(date)T\(hour):\(minute):00Z,\(fixed(calls, 3))\n"
        }
      }
    }
    return text
  }

  private static var agents: String {
    let skills = ["orders", "orders;help", "help"]
    return "agent_id,contract,availability,skills\n"
      + (0..<14).map { "A\($0 + 10),\($0 % 3 == 0 ? "part" : "full"),any,\(skills[$0 % 3])\n" }
      .joined()
  }

  private func write(_ folder: String, promise: String = promise) throws -> [String] {
    for (name, text) in [
      ("service.toml", promise), ("demand.csv", Self.demand), ("agents.csv", Self.agents),
      ("rules.toml", Self.rules),
    ] { try writeFile("\(folder)/\(name)", Array(text.utf8)) }
    return [
      musterExecutable, "roster", "--service", "\(folder)/service.toml", "--demand",
      "\(folder)/demand.csv", "--agents", "\(folder)/agents.csv", "--rules",
      "\(folder)/rules.toml", "--time-limit", "2", "--format", "csv",
    ]
  }

  @Test func oneCoreAndAllCoresGiveTheSameRoster() throws {
    try withTemporaryFolder { folder in
      let command = try write(folder)
      let all = try run(command)
      #expect(all.code == 0, "\(all.errors)")
      #expect(all.output.hasPrefix("agent_id,"))
      #expect(all.errors.contains("paid hours; no roster pays fewer than"))
      let one: Finished
      do { one = try run(["taskset", "-c", "0"] + command) } catch {
        return skipped("no taskset")
      }
      #expect(one.code == 0, "\(one.errors)")
      #expect(one.output == all.output)
      #expect(one.errors == all.errors)
    }
  }

  /// What these people cannot give is a roster all the same, with what it misses by name.
  @Test func whatCannotBeKeptIsNamed() throws {
    try withTemporaryFolder { folder in
      let command = try write(
        folder,
        promise: Self.promise.replacing("service_level = 0.7\n", with: "service_level = 0.995\n"))
      let result = try run(command)
      #expect(result.code == 13, "\(result.errors)")
      #expect(result.errors.contains("Promise missed in "))
      #expect(result.errors.contains("help Mon 30."))
      #expect(result.output.hasPrefix("agent_id,"))
    }
  }

  @Test func aFileThatDoesNotFitIsNamedWithItsPlace() throws {
    try withTemporaryFolder { folder in
      let command = try write(folder)
      let demand = Self.demand.replacing(
        "help,2026-11-30T08:15:00Z", with: "helpp,2026-11-30T08:15:00Z")
      try writeFile("\(folder)/demand.csv", Array(demand.utf8))
      let result = try run(command)
      #expect(result.code == 4)
      #expect(
        result.errors.contains("demand.csv:123:1: queue: is no queue of the promise (helpp)"),
        "\(result.errors)")
      #expect(result.errors.contains("you meant help"))
      #expect(result.output.isEmpty)
    }
  }
}
