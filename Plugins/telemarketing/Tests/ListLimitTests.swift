import CMusterPlugin
import CivilTime
import PluginContract
import PluginHost
import TestSupport
import Testing

/// A list has so many agents and no more, however its forecast was written down.
@Suite struct ListLimitTests {
  private func plugin() throws -> Plugin {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-telemarketing.so", isolated: false)
    try plugin.configure(
      PluginConfiguration(settings: [
        "lists": [
          [
            "queue": "offers", "agents": 10, "maximum_attempts": 4, "talk_seconds": 150,
            "wrap_seconds": 30, "ring_seconds": 20, "first_hour": 8,
            "contact_rates": [
              0.08, 0.09, 0.09, 0.10, 0.10, 0.11, 0.12, 0.13, 0.14, 0.16, 0.18, 0.17, 0.16,
            ],
            "segments": [
              ["jurisdiction": "US-FL", "records": [2400, 300]],
              ["jurisdiction": "US-TX", "records": [1800, 200, 100]],
              ["jurisdiction": "US-CA", "records": [2000]],
            ],
          ]
        ]
      ]))
    return plugin
  }

  /// The forecast is written with three decimals: 54.23073 contacts are 54.231, a hair more than ten agents
  /// reach, and ask for ten.
  @Test("no interval asks for an eleventh agent of a list that has ten")
  func noIntervalAsksForAnEleventh() throws {
    let plugin = try plugin()
    let newYork = try ZoneDatabase.system.zone("America/New_York")
    let monday = try #require(CivilDate("2026-11-30"))
    var rows = (0..<5).flatMap { newYork.intervals(of: monday + $0, length: 1800) }.map {
      let hour = newYork.local(at: $0.lowerBound).hour
      return muster_interval(
        start_unix: $0.lowerBound.seconds, length_s: 1800, utc_offset_s: -18_000, volume: 0,
        aht_s: 0, low80: 0, high80: 0, low95: 0, high95: 0,
        flags: (9..<21).contains(hour) ? 0 : MUSTER_CLOSED, reserved: 0)
    }
    let queue = QueueInfo(
      id: "offers", channel: "outbound", zone: "America/New_York", intervalS: 1800)
    #expect(try plugin.demand(queue, &rows))
    var most: Int32 = 0
    for up in [-0.0005, 0, 0.0005] {
      // Rounded to three decimals, and as far as rounding may ever go.
      let written = rows.map { row in
        var row = row
        row.volume = max(0, up == 0 ? (row.volume * 1000).rounded() / 1000 : row.volume + up)
        row.low80 = min(row.low80, row.volume)
        row.low95 = min(row.low95, row.volume)
        row.high80 = max(row.high80, row.volume)
        row.high95 = max(row.high95, row.volume)
        if row.flags != 0 { row.volume = 0 }
        return row
      }
      let needs = try #require(try plugin.requirement(queue, goal: GoalInfo(), written))
      most = max(most, needs.map(\.agents).max() ?? 0)
      #expect(needs.count { $0.agents == 10 } > 20)
    }
    #expect(most == 10)
  }
}
