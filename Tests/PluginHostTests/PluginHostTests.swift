import CMusterPlugin
import CentreModel
import CivilTime
import PluginContract
import PluginHost
import TestSupport
import Testing

/// Beside the test runner: products of the package, which `swift test` builds.
let buildFolder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
  .dropLast().joined(separator: "/")
let swiftFixture = "\(buildFolder)/libfixture-swift-plugin.so"

let loader = PluginLoader(program: musterExecutable, version: "test", secondsPerCall: 5)

/// A day of 15-minute rows, local midnight to midnight at UTC.
func day(count: Int = 96, volume: Double = 10, aht: Double = 100) -> [muster_interval] {
  (0..<count).map { i in
    muster_interval(
      start_unix: Int64(i) * 900, length_s: 900, utc_offset_s: 0, volume: volume, aht_s: aht,
      low80: volume * 0.8, high80: volume * 1.2, low95: volume * 0.7, high95: volume * 1.3,
      flags: 0, reserved: 0)
  }
}

@Suite struct SwiftPluginTests {
  @Test(arguments: [false, true]) func overlay(isolated: Bool) throws {
    let plugin = try loader.load(swiftFixture, isolated: isolated)
    #expect(plugin.id == "org.example.night-desk")
    #expect(plugin.identity.hooks == [.overlay, .rules])
    try plugin.configure(PluginConfiguration(settings: ["factor": 2]))
    var rows = day()
    #expect(try plugin.overlay(QueueInfo(id: "help"), &rows))
    #expect(rows.filter { $0.aht_s == 200 }.count == 32)
    #expect(rows[24].aht_s == 100)
    #expect(rows[23].aht_s == 200)
    var none: [muster_interval] = []
    #expect(try plugin.overlay(QueueInfo(id: "help"), &none))
  }

  @Test(arguments: [false, true]) func rules(isolated: Bool) throws {
    let plugin = try loader.load(swiftFixture, isolated: isolated)
    let rules = try plugin.rules()
    #expect(rules.map(\.id) == ["ND-NIGHT"])
    for rule in rules {
      for example in rule.examples {
        #expect(try plugin.outcome(ofExample: example.name, rule: rule.id) == example.expected)
      }
    }
    #expect(throws: PluginFault.self) { try plugin.explain(rule: "no-such-rule") }
  }
}
