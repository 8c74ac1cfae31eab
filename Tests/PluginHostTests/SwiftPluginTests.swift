import CMusterPlugin
import PluginContract
import PluginHost
import Testing

/// The kit's example, built as a product of the package, in both ways to run it.
@Suite struct SwiftPluginTests {
  @Test(arguments: [false, true]) func overlayChangesTheNightOnly(isolated: Bool) throws {
    let plugin = try makeLoader().load(swiftFixture, isolated: isolated)
    #expect(plugin.id == "org.example.night-desk")
    #expect(plugin.isIsolated == isolated)
    #expect(plugin.identity.hooks == [.overlay, .rules])
    try plugin.configure(PluginConfiguration(settings: ["factor": 2]))
    var rows = day()
    #expect(try plugin.overlay(QueueInfo(id: "help"), &rows))
    #expect(rows.filter { $0.aht_s == 200 }.count == 32)
    #expect(rows[23].aht_s == 200)
    #expect(rows[24].aht_s == 100)
    #expect(rows[87].aht_s == 100)
    #expect(rows[88].aht_s == 200)
    var none: [muster_interval] = []
    #expect(try plugin.overlay(QueueInfo(id: "help"), &none))
  }

  @Test(arguments: [false, true]) func lastConfigurationCounts(isolated: Bool) throws {
    let plugin = try makeLoader().load(swiftFixture, isolated: isolated)
    for factor in [1.5, 3] {
      try plugin.configure(PluginConfiguration(settings: ["factor": .number(factor)]))
      var rows = day(count: 1)
      #expect(try plugin.overlay(QueueInfo(id: "help"), &rows))
      #expect(rows[0].aht_s == 100 * factor)
    }
  }

  @Test(arguments: [false, true]) func settingOfTheWrongTypeIsNamed(isolated: Bool) throws {
    let plugin = try makeLoader().load(swiftFixture, isolated: isolated)
    let found = try fault {
      try plugin.configure(PluginConfiguration(settings: ["factor": "much"]))
    }
    guard case .refused(MUSTER_E_CONFIG, "factor", let message)? = found?.reason else {
      Issue.record("\(found.map { "\($0)" } ?? "no fault")")
      return
    }
    #expect(message == "has the wrong type")
    #expect(found?.exitCode == 4)
  }

  @Test(arguments: [false, true]) func rulesRunTheirExamples(isolated: Bool) throws {
    let plugin = try makeLoader().load(swiftFixture, isolated: isolated)
    let rules = try plugin.rules()
    #expect(rules.map(\.id) == ["ND-NIGHT"])
    for rule in rules {
      for example in rule.examples {
        #expect(try plugin.outcome(ofExample: example.name, rule: rule.id) == example.expected)
      }
    }
    #expect(try plugin.explain(rule: "ND-NIGHT")?.contains("22:00") == true)
    #expect(throws: PluginFault.self) { try plugin.explain(rule: "no-such-rule") }
    #expect(throws: PluginFault.self) { try plugin.outcome(ofExample: "none", rule: "ND-NIGHT") }
  }

  @Test func severalInstancesOfOneLibraryAreApart() throws {
    let a = try makeLoader().load(swiftFixture, isolated: false)
    let b = try makeLoader().load(swiftFixture, isolated: false)
    try a.configure(PluginConfiguration(settings: ["factor": 2]))
    try b.configure(PluginConfiguration(settings: ["factor": 3]))
    var rows = day(count: 1)
    #expect(try a.overlay(QueueInfo(id: "q"), &rows))
    #expect(rows[0].aht_s == 200)
  }

  @Test func logReachesTheHost() throws {
    for isolated in [false, true] {
      let book = LogBook()
      let plugin = try makeLoader(log: book).load(swiftFixture, isolated: isolated)
      try plugin.configure(PluginConfiguration())
      #expect(book.all == ["org.example.night-desk 0 factor 1.2"])
    }
  }
}
