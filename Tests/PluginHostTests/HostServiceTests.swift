import PluginContract
import PluginHost
import Testing

/// What a plugin in C gets from the host's services, in both ways to run it.
@Suite struct HostServiceTests {
  @Test(arguments: [false, true]) func servicesAnswer(isolated: Bool) throws {
    guard let path = try CFixture.library("services.c") else { return }
    let plugin = try makeLoader().load(path, isolated: isolated)
    let holidays = [
      HolidayInfo(calendar: "work", date: "2026-12-25", kind: "public", name: "winter"),
      HolidayInfo(calendar: "other", date: "2026-12-25", kind: "public", name: "elsewhere"),
    ]
    try plugin.configure(PluginConfiguration(centre: CentreInfo(holidays: holidays)))
    let findings = try #require(try plugin.audit(PlanInfo())).findings
    let got = Dictionary(
      findings.map { ($0.rule, Double($0.message) ?? .nan) }, uniquingKeysWith: { $1 })
    func expect(_ name: String, _ value: Double, within tolerance: Double = 1e-6) {
      let found = got[name] ?? .nan
      #expect(abs(found - value) <= tolerance, "\(name): \(found)")
    }
    // Erlang B(18, 10) and C(67, 60): the standard tables; 720 calls an hour of 300 s is 60 erlangs,
    // for which 80/20 needs 67 agents with 82.3 %.
    expect("erlang-b", 0.007_142, within: 5e-6)
    expect("erlang-c", 0.282_6, within: 0.01)
    expect("erlang-b-nonsense", 1)
    expect("lines", 71)
    expect("agents", 67)
    expect("service-level", 0.823, within: 5e-4)
    #expect((got["service-level-66"] ?? 1) < 0.8)
    expect("no-definition", -1)
    expect("summer-offset", 7200)
    expect("no-zone", 6)
    expect("skipped", 1)
    expect("repeated", 2)
    // The first 02:30 of that night is in summer time: 00:30 UTC.
    expect("repeated-at", 1_792_888_200)
    expect("holidays", 1)
    expect("winter", 1)
    expect("beyond", 6)
  }
}
