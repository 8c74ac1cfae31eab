import PluginContract
import PluginHost
import TestSupport
import Testing

/// The plugin as it is built, asked through the contract.
@Suite struct OffshoreShiftsPluginTests {
  private func plugin() throws -> Plugin {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-offshore-shifts.so", isolated: false)
    try plugin.configure(PluginConfiguration())
    return plugin
  }

  private let site = SiteInfo(
    id: "buffalo", zone: "America/New_York", jurisdiction: "US", currency: "USD")
  private let agent = AgentInfo(id: "B1", site: "buffalo", contract: "full", hourlyRate: 20)

  /// 2026-12-01, a Tuesday, 09:00 to 18:00 in Buffalo with an hour's meal and a break of 15 minutes.
  private func shift(meal: Bool, break pause: Bool) -> Shift {
    let start: Int64 = 1_796_133_600
    func segment(_ activity: String, _ from: Int64, _ to: Int64, _ paid: Bool) -> ShiftSegment {
      ShiftSegment(
        activity: activity, startUnix: start + from * 60, endUnix: start + to * 60, paid: paid)
    }
    return Shift(
      id: "s", agent: "B1", site: "buffalo", startUnix: start, endUnix: start + 540 * 60,
      segments: [
        segment("work", 0, 120, true), segment("break", 120, 135, pause),
        segment("work", 135, 240, true), segment("meal", 240, 300, meal),
        segment("work", 300, 540, true),
      ])
  }

  /// What the roster pays is paid, whatever it is called. (US federal law pays short breaks anyhow.)
  @Test func pausesArePaidAsTheRosterSays() throws {
    let plugin = try plugin()
    for (meal, pause, hours) in [
      (false, true, 8.0), (true, true, 9.0), (false, false, 8.0), (true, false, 9.0),
    ] {
      let answer = try #require(
        try plugin.price(
          PriceQuestion(site: site, agent: agent, shifts: [shift(meal: meal, break: pause)])))
      #expect(abs(answer.paidH - hours) < 1e-9, "meal \(meal), break \(pause): \(answer.paidH)")
      #expect(abs(answer.total - 20 * hours) < 1e-9)
    }
  }

  @Test func limitsAreTyped() throws {
    let answer = try #require(
      try plugin().labour(
        LabourQuestion(
          site: "manchester", jurisdiction: "GB", zone: "Europe/London", fromDate: "2026-11-30",
          toDate: "2026-12-06")))
    let values = Dictionary(answer.limits.map { ($0.key, $0.value) }) { first, _ in first }
    // Working Time Regulations 1998: 11 hours between days.
    #expect(values["rest"] == .seconds(11 * 3600))
    #expect(answer.limits.allSatisfy { LimitMeasure.of(key: $0.key) == $0.value.measure })
    let costs = try #require(
      try plugin().labour(
        LabourQuestion(
          site: "manila", jurisdiction: "PH", zone: "Asia/Manila", fromDate: "2026-11-30",
          toDate: "2026-12-06", facts: ["purpose": "cost"])))
    #expect(costs.limits.contains { $0.costName == "thirteenth_month" && $0.value.amount == 1 })
  }
}
