public import MusterPluginKit
internal import PluginSupport
internal import WebModel

/// Customers on the web: several chats at once, messages with deadlines, shared screens, call-backs.
struct WebPlugin: CentrePlugin {
  static let id: StaticString = "web"
  static let name: StaticString = "Web"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "Chat with handling times by number of open chats, deadlines in business hours, co-browse."

  struct ChatQueue: Decodable {
    var queue: String
    var handlingSeconds: [Double]
    var share: Double?
    var withinSeconds: Double?
  }

  struct Deferred: Decodable {
    var queue: String
    var slaHours: Double
  }

  struct CoBrowse: Decodable {
    var queue: String
    var share: Double
    var multiplier: Double
  }

  struct MessageQueue: Decodable {
    var queue: String
    var repliesPerSession: Double
    var secondsPerReply: Double
    var occupancy: Double?
    var replyMinutes: Double?
    var share: Double?
    var pauseMinutes: Double?
    var openPerAgent: Int?
  }

  struct Bookable: Decodable {
    var queue: String
    var slotMinutes: Int?
    var occupancy: Double?
  }

  struct Settings: Decodable {
    var chats: [ChatQueue]?
    var deferred: [Deferred]?
    var coBrowse: [CoBrowse]?
    var messaging: [MessageQueue]?
    var callBackSlots: [Bookable]?
  }

  static var settingsSchema: String? {
    """
    {"type": "object", "additionalProperties": false, "properties": {
      "chats": {"type": "array", "description": "chat queues",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "handling_seconds"], "properties": {
          "queue": {"type": "string", "minLength": 1},
          "handling_seconds": {"type": "array", "minItems": 1, "maxItems": 8,
            "items": {"type": "number", "exclusiveMinimum": 0},
            "description": "duration of a chat while its agent has 1, 2, 3, ... of them"},
          "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 0.9999,
            "description": "first-response goal; the queue's goal when left out"},
          "within_seconds": {"type": "number", "minimum": 0}}}},
      "deferred": {"type": "array", "description": "queues whose contacts may wait until a deadline",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "sla_hours"], "properties": {
          "queue": {"type": "string", "minLength": 1},
          "sla_hours": {"type": "number", "exclusiveMinimum": 0, "maximum": 400,
            "description": "open hours of the queue within which everything is answered"}}}},
      "co_browse": {"type": "array", "description": "calls with a shared screen",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "share", "multiplier"], "properties": {
          "queue": {"type": "string", "minLength": 1},
          "share": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "share of contacts with a shared screen"},
          "multiplier": {"type": "number", "minimum": 1, "maximum": 5}}}},
      "messaging": {"type": "array", "description": "messages answered over days",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "replies_per_session", "seconds_per_reply"], "properties": {
          "queue": {"type": "string", "minLength": 1,
            "description": "a queue whose forecast is sessions; people are needed for replies"},
          "replies_per_session": {"type": "number", "exclusiveMinimum": 0},
          "seconds_per_reply": {"type": "number", "exclusiveMinimum": 0},
          "occupancy": {"type": "number", "exclusiveMinimum": 0, "maximum": 1,
            "description": "highest share of their time that agents write, 0.8 when left out"},
          "reply_minutes": {"type": "number", "exclusiveMinimum": 0, "maximum": 24000,
            "description": "open minutes within which each message is answered; no deadline when left out"},
          "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 0.9999,
            "description": "of the replies within reply_minutes; the queue's goal when left out"},
          "pause_minutes": {"type": "number", "exclusiveMinimum": 0, "maximum": 24000,
            "description": "mean time until a customer who goes on writes again"},
          "open_per_agent": {"type": "integer", "minimum": 1, "maximum": 1000,
            "description": "open conversations for each agent there; new ones wait for room"}}}},
      "call_back_slots": {"type": "array", "description": "call-backs that customers book",
         "items": {"type": "object",
        "additionalProperties": false, "required": ["queue"], "properties": {
          "queue": {"type": "string", "minLength": 1},
          "slot_minutes": {"type": "integer", "minimum": 5, "maximum": 240},
          "occupancy": {"type": "number", "exclusiveMinimum": 0, "maximum": 1}}}}}}
    """
  }

  let settings: Settings

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    settings = try configuration.decode(Settings.self)
    for (i, queue) in (settings.messaging ?? []).enumerated() {
      try Self.check(queue, "messaging[\(i)]")
    }
  }
}

extension WebPlugin {
  /// Settings of messages that would have no effect, or cannot be kept.
  private static func check(_ queue: MessageQueue, _ path: String) throws(PluginFailure) {
    guard let minutes = queue.replyMinutes else {
      for (key, isGiven) in [
        ("share", queue.share != nil), ("pause_minutes", queue.pauseMinutes != nil),
        ("open_per_agent", queue.openPerAgent != nil),
      ] where isGiven {
        throw .setting("\(path).\(key)", "has no effect without reply_minutes")
      }
      return
    }
    guard queue.pauseMinutes != nil else {
      throw .setting(
        "\(path).pause_minutes",
        "is missing: when customers write again decides when replies are due")
    }
    guard queue.repliesPerSession >= 1 else {
      throw .setting("\(path).replies_per_session", "is below 1, and the first message is answered")
    }
    guard minutes * 60 >= 2 * queue.secondsPerReply else {
      throw .setting(
        "\(path).reply_minutes",
        "leaves no time to write a reply of \(fixed(queue.secondsPerReply)) s")
    }
  }
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(WebPlugin.self, host: host, into: out)
}
