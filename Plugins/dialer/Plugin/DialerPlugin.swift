internal import DialerModel
public import MusterPluginKit
internal import PluginSupport
internal import Workloads

/// A dialing machine in front of the agents: mode by team size, lines, calls per second, abandonment.
struct DialerPlugin: CentrePlugin {
  static let id: StaticString = "dialer"
  static let name: StaticString = "Dialer"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "Progressive or predictive by the size of the team, with lines, calls per second and proof."

  struct Group: Decodable {
    var name: String
    var agents: Int
    var contactRate: Double
  }

  struct Stream: Decodable {
    var queue: String
    var contactRates: [Double]
    var firstHour: Int?
    var ringSeconds: Double?
    var graceSeconds: Double?
    var abandonmentLimit: Double?
    var efficiency: Double?
    var mode: String?
    var burst: Double?
    var liveAnswers: Int?
    var abandoned: Int?
    var confidence: Double?
    var groups: [Group]?

    /// The contact rate at a local hour; 0 outside the hours given.
    func rate(hour: Int) -> Double {
      let k = hour - (firstHour ?? 0)
      return contactRates.indices.contains(k) ? contactRates[k] : 0
    }

    func pacing(handlingSeconds: Double) -> Pacing {
      Pacing(
        handlingSeconds: max(1, handlingSeconds), ringSeconds: ringSeconds ?? 20,
        graceSeconds: graceSeconds ?? 2, abandonmentLimit: abandonmentLimit ?? 0.03,
        efficiency: efficiency ?? 0)
    }

    var dialMode: DialMode? { mode.flatMap(DialMode.init(rawValue:)) }
  }

  struct Settings: Decodable { var streams: [Stream]? }

  static var settingsSchema: String? {
    """
    {"type": "object", "additionalProperties": false, "properties": {
      "streams": {"type": "array", "description": "the queues whose calls a machine dials",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "contact_rates"], "properties": {
          "queue": {"type": "string", "minLength": 1,
            "description": "the queue whose forecast is contacts made by the dialer"},
          "contact_rates": {"type": "array", "minItems": 1, "maxItems": 24,
            "items": {"type": "number", "minimum": 0, "maximum": 1},
            "description": "live answers per dial by local hour of the queue"},
          "first_hour": {"type": "integer", "minimum": 0, "maximum": 23},
          "ring_seconds": {"type": "number", "minimum": 1, "maximum": 120},
          "grace_seconds": {"type": "number", "minimum": 0, "maximum": 30,
            "description": "time after the answer within which an agent must be there, 2"},
          "abandonment_limit": {"type": "number", "minimum": 0.001, "maximum": 0.2},
          "efficiency": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "0 paces blindly, 1 never keeps an agent waiting"},
          "mode": {"enum": ["progressive", "predictive"]},
          "burst": {"type": "number", "minimum": 1, "maximum": 10,
            "description": "headroom of calls per second, 1.5"},
          "live_answers": {"type": "integer", "minimum": 0},
          "abandoned": {"type": "integer", "minimum": 0},
          "confidence": {"type": "number", "minimum": 0.5, "maximum": 0.9999},
          "groups": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["name", "agents", "contact_rate"], "properties": {
              "name": {"type": "string"}, "agents": {"type": "integer", "minimum": 0},
              "contact_rate": {"type": "number", "exclusiveMinimum": 0, "maximum": 1}}},
            "description": "routing groups that take separate calls"}}}}}}
    """
  }

  let streams: [Stream]

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    streams = try configuration.decode(Settings.self).streams ?? []
    for (i, stream) in streams.enumerated() {
      if (stream.abandoned ?? 0) > (stream.liveAnswers ?? 0) {
        throw .setting("streams[\(i)].abandoned", "is more than the live answers")
      }
    }
  }
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(DialerPlugin.self, host: host, into: out)
}
