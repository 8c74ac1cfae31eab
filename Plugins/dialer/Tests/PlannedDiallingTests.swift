import CMusterPlugin
import PluginContract
import PluginHost
import TestSupport
import Testing

/// What a plan of a dialler promises, hour by hour as in the sample: its agents reach the forecast's people,
/// and of those who answer no more are lost than the law allows.
@Suite struct PlannedDiallingTests {
  private static let rates = [0.11, 0.11, 0.12, 0.12, 0.11, 0.11, 0.12, 0.14, 0.17, 0.18, 0.16]
  private static let contacts = [33.0, 35, 42, 44, 36, 38, 39, 54, 58, 59, 50]
  private static let handling = 210.0

  /// The requirement of half an hour from 09:00 on in each of the hours.
  private func needs() throws -> [muster_requirement] {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-dialer.so", isolated: false)
    try plugin.configure(
      PluginConfiguration(settings: [
        "streams": [
          [
            "queue": "outreach", "first_hour": 9,
            "contact_rates": .array(Self.rates.map { .number($0) }), "ring_seconds": 20,
            "grace_seconds": 2, "abandonment_limit": 0.03,
          ]
        ]
      ]))
    // 2026-11-30, 09:00 UTC, every second half hour.
    let rows = Self.contacts.enumerated().map { hour, contacts in
      muster_interval(
        start_unix: 1_796_029_200 + Int64(hour) * 3600, length_s: 1800, utc_offset_s: 0,
        volume: contacts, aht_s: Self.handling, low80: 0, high80: 99, low95: 0, high95: 99,
        flags: 0, reserved: 0)
    }
    let queue = QueueInfo(id: "outreach", channel: "outbound", intervalS: 1800)
    return try #require(try plugin.requirement(queue, goal: GoalInfo(), rows))
  }

  /// Most people reached in half an hour, by agents and hour, with at most 3 % of the answers lost.
  private func most(_ agents: Int, hour: Int) -> PlainDialler.Outcome {
    var dialler = PlainDialler(
      agents: agents, rate: Self.rates[hour], handling: Self.handling, seed: 2026)
    return dialler.most(cap: 0.03, answers: 12_000)
  }

  /// With 12,000 answers the simulated contacts have a standard error of one in a hundred.
  @Test(
    "the agents of every hour reach the forecast's people within the limit, one fewer do not",
    arguments: [0, 2, 5, 6, 7, 8, 9, 10])
  func theAgentsOfAnHourAreTheFewest(hour: Int) throws {
    let needs = try needs()
    #expect(needs.count == Self.rates.count)
    let need = needs[hour]
    #expect(need.abandonment > 0 && need.abandonment <= 0.03)
    let found = most(Int(need.agents), hour: hour)
    #expect(found.shareLost <= 0.03)
    let perHalfHour = found.contactsPerHour / 2
    #expect(perHalfHour >= Self.contacts[hour], "\(need.agents) agents reach \(perHalfHour)")
    // The requirement has no fat either: what one fewer could reach is the forecast at most.
    let fewer = most(Int(need.agents) - 1, hour: hour).contactsPerHour / 2
    #expect(fewer < Self.contacts[hour] * 1.03, "\(need.agents - 1) agents reach \(fewer)")
    // Time on contacts is the forecast's work over the agents' time.
    let busy = Self.contacts[hour] * Self.handling / 1800 / Double(need.agents)
    #expect(abs(need.occupancy - busy) < 1e-9)
  }
}
