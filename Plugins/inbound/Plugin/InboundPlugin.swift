internal import CivilTime
internal import Diagnostics
internal import InboundModel
public import MusterPluginKit
internal import PluginSupport

/// Calls that come in: how mailings and campaigns run, service level by name, lines. What mailings bring is
/// forecast by the host, which takes their past off the history: read once, counted once.
struct InboundPlugin: CentrePlugin {
  static let id: StaticString = "inbound"
  static let name: StaticString = "Inbound"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "How mailings run, service level by each definition, trunk lines."

  struct Trunks: Decodable {
    var blocking: Double?
    var redials: Double?
    var menuSeconds: Double?
    var afterCallSeconds: Double?
  }

  struct Settings: Decodable {
    var drops: String?
    var curves: String?
    var weekdayFactors: [Double]?
    var trunks: Trunks?
    var patienceSeconds: Double?
    var withinSeconds: Double?
  }

  static var settingsSchema: String? {
    """
    {"type": "object", "additionalProperties": false, "properties": {
      "drops": {"type": "string", "format": "muster-file",
        "description": "mailings, which [inputs] drops names too, for the report on how they run: drop_id,date,quantity,medium,expected_response_rate,queue,curve_id,status"},
      "curves": {"type": "string", "format": "muster-file",
        "description": "response curves of your own: curve_id,day,weight"},
      "weekday_factors": {"type": "array", "minItems": 7, "maxItems": 7,
        "items": {"type": "number", "minimum": 0},
        "description": "how much more or less is answered Monday to Sunday"},
      "trunks": {"type": "object", "description": "lines to the telephone network",
        "additionalProperties": false, "properties": {
        "blocking": {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5,
          "description": "share of calls that may find no line, 0.01 when left out"},
        "redials": {"type": "number", "minimum": 0, "maximum": 1,
          "description": "share of callers without a line who try again, each time; 0 when left out"},
        "menu_seconds": {"type": "number", "minimum": 0,
          "description": "ringing and menu before the queue"},
        "after_call_seconds": {"type": "number", "minimum": 0,
          "description": "part of the handling time that holds no line"}}},
      "patience_seconds": {"type": "number", "exclusiveMinimum": 0,
        "description": "mean patience for the table of service-level definitions"},
      "within_seconds": {"type": "number", "minimum": 0,
        "description": "threshold of that table, 20 when left out"}}}
    """
  }

  let demand: DropDemand
  let trunks: Trunks
  let patience: Double
  let within: Double

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    let settings = try configuration.decode(Settings.self)
    trunks = settings.trunks ?? Trunks()
    patience = settings.patienceSeconds ?? .infinity
    within = settings.withinSeconds ?? 20
    var curves: [String: ResponseCurve] = [:]
    for entry in Self.library { curves[entry.curve.id] = entry.curve }
    do throws(Problem) {
      if let file = settings.curves {
        for curve in try ResponseCurve.read(
          file: file, bytes: Array((configuration.files[file] ?? "").utf8))
        {
          curves[curve.id] = curve
        }
      }
    } catch { throw .setting("curves", "\(error)") }
    var drops: [Drop] = []
    do throws(Problem) {
      if let file = settings.drops {
        drops = try Drop.read(
          file: file, bytes: Array((configuration.files[file] ?? "").utf8),
          curves: Set(curves.keys))
      }
    } catch { throw .setting("drops", "\(error)") }
    if let file = settings.drops, let read = configuration.centre.dropFiles, !read.contains(file) {
      throw .setting(
        "drops",
        "is not read by the forecast, which would plan what \(file) has brought so far and not what it "
          + "will bring: add drops = [\"\(file)\"] under [inputs]")
    }
    demand = DropDemand(drops: drops, curves: curves, weekdays: settings.weekdayFactors ?? [])
  }

  static let library: [LibraryCurve] = (try? LibraryCurve.all()) ?? []
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(InboundPlugin.self, host: host, into: out)
}
