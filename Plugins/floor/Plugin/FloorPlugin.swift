internal import FloorModel
public import MusterPluginKit
internal import PluginSupport

/// What a roster takes on the floor: seats by pool, headsets, supervisor stations, trunks.
struct FloorPlugin: CentrePlugin {
  static let id: StaticString = "floor"
  static let name: StaticString = "Floor"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "Seats from overlapping shifts, headsets, supervisor stations, and the move that saves most seats."

  struct Settings: Decodable {
    struct ClientEntry: Decodable {
      var client: String
      var seats: Int
      var site: String?
    }

    var handoverMinutes: Int?
    var spare: Double?
    var span: Int?
    var otherStations: Int?
    var trainingSeats: Int?
    var headsetsPerPerson: Double?
    var segregatedClients: [String]?
    var clientSeats: [ClientEntry]?
    var moveReachMinutes: Int?
    var moveStepMinutes: Int?
    var trunkBlocking: Double?
    var trunkRedials: Double?
    var menuSeconds: Double?
    var afterCallSeconds: Double?
  }

  static var settingsSchema: String? {
    """
    {"type": "object", "additionalProperties": false, "properties": {
      "handover_minutes": {"type": "integer", "minimum": 0, "maximum": 120,
        "description": "minutes a seat stays taken after a shift"},
      "spare": {"type": "number", "minimum": 0, "maximum": 1, "description": "spare seats, 0.05"},
      "span": {"type": "integer", "minimum": 1, "maximum": 200,
        "description": "agents for one supervisor, 15"},
      "other_stations": {"type": "integer", "minimum": 0,
        "description": "quality, trainers, planners"},
      "training_seats": {"type": "integer", "minimum": 0, "description": "seats of training rooms"},
      "headsets_per_person": {"type": "number", "minimum": 0, "maximum": 5,
        "description": "1.05 for one each and spares"},
      "segregated_clients": {"type": "array", "items": {"type": "string"},
        "description": "clients whose seats nobody else may use, and whose people use no others"},
      "client_seats": {"type": "array", "description": "seats that are a client's own; the rest of the site's seats is shared",
        "items": {"type": "object", "additionalProperties": false, "required": ["client", "seats"],
          "properties": {
            "client": {"type": "string", "minLength": 1, "description": "as queues name it"},
            "seats": {"type": "integer", "minimum": 0, "maximum": 100000,
              "description": "seats that nobody else may use"},
            "site": {"type": "string", "description": "at this site; at every site when left out"}}}},
      "move_reach_minutes": {"type": "integer", "minimum": 0, "maximum": 720,
        "description": "how far a shift may be moved in suggestions, 120"},
      "move_step_minutes": {"type": "integer", "minimum": 5, "maximum": 120,
        "description": "grid of shift starts in suggestions, 15"},
      "trunk_blocking": {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5,
        "description": "share of calls that may find no line, 0.01"},
      "trunk_redials": {"type": "number", "minimum": 0, "maximum": 1,
        "description": "share of callers without a line who try again, each time; 0 when left out"},
      "menu_seconds": {"type": "number", "minimum": 0, "description": "ringing and menu, 20"},
      "after_call_seconds": {"type": "number", "minimum": 0,
        "description": "part of the handling time that holds no line"}}}
    """
  }

  let settings: Settings
  let policy: SeatPolicy

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    let settings = try configuration.decode(Settings.self)
    let entries = settings.clientSeats ?? []
    for (k, entry) in entries.enumerated() {
      let isTwice = entries[..<k].contains {
        $0.client == entry.client
          && ($0.site == nil || entry.site == nil || $0.site == entry.site)
      }
      if isTwice {
        throw .setting(
          "client_seats[\(k)].client", "\(entry.client) has seats there already: name it once")
      }
    }
    for (k, client) in (settings.segregatedClients ?? []).enumerated()
    where !entries.isEmpty && !entries.contains(where: { $0.client == client }) {
      throw .setting(
        "segregated_clients[\(k)]", "\(client) has no seats of its own in client_seats")
    }
    self.settings = settings
    policy = SeatPolicy(
      handover: (settings.handoverMinutes ?? 0) * 60, spare: settings.spare ?? 0.05,
      span: settings.span ?? 15, otherStations: settings.otherStations ?? 0,
      trainingSeats: settings.trainingSeats ?? 0,
      headsetsPerPerson: settings.headsetsPerPerson ?? 1.05)
  }
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(FloorPlugin.self, host: host, into: out)
}
