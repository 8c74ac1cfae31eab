public import MusterPluginKit

/// The smallest plugin worth the name: it lengthens handling at night and says why.
struct NightDesk: CentrePlugin, OverlayHook, RulesHook {
  static let id: StaticString = "org.example.night-desk"
  static let name: StaticString = "Night desk"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString = "Handling takes longer at night."
  static var settingsSchema: String? {
    """
    {"type": "object", "additionalProperties": false,
     "properties": {"factor": {"type": "number", "minimum": 1, "maximum": 3,
       "description": "how much longer, such as 1.2"}}}
    """
  }

  struct Settings: Decodable { var factor: Double? }

  let factor: Double

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    factor = try configuration.decode(Settings.self).factor ?? 1.2
    host.log("factor \(factor)", level: .debug)
  }

  func overlay(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    for i in rows.indices where Self.isNight(secondOfDay: rows[i].secondOfDay) {
      rows[i].aht_s *= factor
    }
  }

  static func isNight(secondOfDay: Int) -> Bool {
    secondOfDay >= 22 * 3600 || secondOfDay < 6 * 3600
  }

  static var rules: [Rule] {
    [
      Rule(
        id: "ND-NIGHT", authority: "This example", mark: .verified,
        sentence: "The night lasts from 22:00 to 06:00 local time.",
        examples: [
          RuleExample(name: "last minute of the day", given: "21:59", expected: "day"),
          RuleExample(name: "first minute of the night", given: "22:00", expected: "night"),
        ])
    ]
  }

  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    let parts = (example.given.string ?? "").split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2 else { throw PluginFailure("\(example.name) gives no time of day") }
    return isNight(secondOfDay: parts[0] * 3600 + parts[1] * 60) ? "night" : "day"
  }
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(NightDesk.self, host: host, into: out)
}
