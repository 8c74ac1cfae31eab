import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// The plugin as it is built: its rules test themselves, and its sample centre plans at once.
@Suite struct BackOfficePluginTests {
  @Test func everyExampleHasItsOutcome() throws {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let loader = PluginLoader(program: musterExecutable, version: "test")
    let plugin = try loader.load("\(folder)/libmuster-back-office.so", isolated: false)
    #expect(plugin.id == "back-office")
    var tried = 0
    for rule in try plugin.rules() {
      for example in rule.examples {
        let outcome = try plugin.outcome(ofExample: example.name, rule: rule.id)
        #expect(outcome == example.expected, "\(rule.id): \(example.name)")
        tried += 1
      }
    }
    #expect(tried > 0)
  }

  private func plugin() throws -> Plugin {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-back-office.so", isolated: false)
    try plugin.configure(
      PluginConfiguration(settings: [
        "desks": [
          [
            "queue": "desk",
            "types": [["name": "case", "minutes": 60, "turnaround_days": 1, "per_day": 20]],
          ]
        ]
      ]))
    return plugin
  }

  /// Monday 2026-11-30 and the day after, open 08:00 to 18:00, two cases an hour.
  private func plan(rostered: Int?) -> PlanInfo {
    let intervals = (0..<48).map { i in
      let isOpen = (8..<18).contains(i % 24)
      return IntervalPlan(
        startUnix: 1_795_996_800 + Int64(i) * 3600, volume: isOpen ? 2 : 0, ahtS: 3600,
        agents: isOpen ? 2 : 0, scheduled: isOpen ? 2 : 0,
        rostered: rostered.map { isOpen ? $0 : 0 }, closed: !isOpen)
    }
    return PlanInfo(
      centre: CentreInfo(
        id: "c", intervalS: 3600, fromUnix: 1_795_996_800, toUnix: 1_795_996_800 + 172_800),
      queues: [QueuePlan(id: "desk", channel: "case", intervals: intervals)])
  }

  /// Audit and report look at the people the roster has, not at those it should have.
  @Test func aRosterThatIsTooSmallIsFound() throws {
    let plugin = try plugin()
    #expect(try #require(try plugin.audit(plan(rostered: 2))).findings.isEmpty)
    #expect(try #require(try plugin.audit(plan(rostered: nil))).findings.isEmpty)
    let found = try #require(try plugin.audit(plan(rostered: 1))).findings
    #expect(found.map(\.severity) == [.violation, .violation])
    #expect(found[0].message.hasPrefix("10.0 hours of cases pass their deadline on 2026-11-30"))
    // Monday's ten are done first on Tuesday: all of Tuesday's twenty are late.
    #expect(found[1].message.contains("20.0 hours of cases pass their deadline on 2026-12-01"))
    let report = try #require(try plugin.report(plan(rostered: 1)))
    let rows = try #require(report.sections.first?.tables.first).rows
    #expect(rows.map { $0[3] } == [.number(10), .number(10)])
    #expect(rows.map { $0.last } == [.number(10), .number(20)])
  }

  @Test func theSampleCentrePlansAtOnce() throws {
    try withTemporaryFolder { folder in
      let centre = "\(folder)/sample"
      let made = try muster("init", centre, "--kind", "back-office", "--as-of", "2026-11-23")
      #expect(made.code == 0, "\(made.errors)")
      let planned = try muster(
        "plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.1")
      #expect(planned.code == 0, "\(planned.errors)")
      let report = try text(of: "\(centre)/published/latest/report.txt")
      for words in ["people on level staff are in time", "WD-1", "reconciliations"] {
        #expect(report.contains(words), "\(words)")
      }
      let findings = "\(centre)/published/latest/findings.csv"
      if exists(findings) { #expect(try !text(of: findings).contains("violation,")) }
    }
  }
}
