internal import CivilTime
internal import ContactRules
public import MusterPluginKit
internal import OutboundModel
internal import PluginSupport
internal import Workloads

/// Lists worked by people: service calls, surveys, quality; call-backs; research hours.
struct OutboundPlugin: CentrePlugin {
  static let id: StaticString = "outbound"
  static let name: StaticString = "Outbound"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "Hours to work a list within calling hours, call-backs, quality and survey samples."
  static var settingsSchema: String? { Settings.schema }

  /// One list, ready to be planned.
  struct CallList {
    var queue: String
    var work: ListWorkload
    /// Weeks over which the list is worked.
    var weeks: Double
    var occupancy: Double
    var person: ContactCase
    /// How likely people answer by their local hour.
    var hourWeights: HourWeights
    var callBacks: ListWeek.CallBacks

    func week(part: Double, _ stretches: [ListWeek.Stretch]) -> ListWeek {
      ListWeek(
        work, part: part, hourWeights: hourWeights, callBacks: callBacks, zones: person.zones,
        stretches)
    }
  }

  let lists: [CallList]
  let desk: ContactDesk
  let quality: [Settings.Quality]
  let surveys: [Settings.Survey]

  static let shipped: [ContactRule] =
    (try? [OutboundRules.rules(), ServiceRules.rules()].flatMap { $0 }) ?? []
  static let examples: [RuleCase] =
    (try? [OutboundRules.examples(), ServiceRules.examples()].flatMap { $0 }) ?? []

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    let settings = try configuration.decode(Settings.self)
    desk = try ContactDesk(
      shipped: Self.shipped, examples: Self.examples, file: settings.rules,
      calendar: settings.holidayCalendar, configuration)
    quality = settings.quality ?? []
    surveys = settings.surveys ?? []
    var lists: [CallList] = []
    for (i, list) in (settings.lists ?? []).enumerated() {
      let work = ListWorkload(
        records: list.records,
        attempts: Attempts(
          contactRate: list.contactRate, maximum: list.maximumAttempts ?? 4),
        handlingSeconds: list.handlingSeconds, noContactSeconds: list.noContactSeconds ?? 0,
        otherLive: list.otherLive ?? 0, otherSeconds: list.otherSeconds ?? 0)
      lists.append(
        CallList(
          queue: list.queue, work: work, weeks: list.weeks ?? 1, occupancy: list.occupancy ?? 0.8,
          person: try desk.people(
            scope: list.scope ?? "service", jurisdictions: list.jurisdictions ?? [],
            zones: list.zones, setting: "lists[\(i)]"),
          hourWeights: try PluginSupport.hourWeights(
            list.hourWeights, from: list.firstHour, "lists[\(i)].hour_weights"),
          callBacks: ListWeek.CallBacks(
            share: list.callBackShare ?? 0, reached: list.callBackReached ?? 0.85,
            hours: try PluginSupport.hourWeights(
              list.callBackHours, from: list.callBackFirstHour, "lists[\(i)].call_back_hours"))))
    }
    self.lists = lists
  }
}

struct Settings: Decodable {
  struct List: Decodable {
    var queue: String
    var records: Double
    var contactRate: Double
    var maximumAttempts: Int?
    var handlingSeconds: Double
    var noContactSeconds: Double?
    var otherLive: Double?
    var otherSeconds: Double?
    var occupancy: Double?
    var weeks: Double?
    var scope: String?
    var jurisdictions: [String]?
    var zones: [String]
    var callBackShare: Double?
    var callBackReached: Double?
    var hourWeights: [Double]?
    var firstHour: Int?
    var callBackHours: [Double]?
    var callBackFirstHour: Int?
  }
  struct Quality: Decodable {
    var name: String
    var agents: Int
    var callsPerAgent: Double
    var secondsPerCall: Double
  }
  struct Survey: Decodable {
    var name: String
    var margin: Double
    var confidence: Double?
    var population: Int?
    var reached: Double
    var completing: Double
  }

  var lists: [List]?
  var quality: [Quality]?
  var surveys: [Survey]?
  var rules: String?
  var holidayCalendar: String?

  static let schema = """
    {"type": "object", "additionalProperties": false, "properties": {
      "rules": {"type": "string", "format": "muster-file",
        "description": "a rule file of your own; its rules replace the shipped ones with the same id"},
      "holiday_calendar": {"type": "string", "description": "legal holidays where people are called"},
      "lists": {"type": "array", "description": "the lists to be worked",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "records", "contact_rate", "handling_seconds", "zones"],
        "properties": {
          "queue": {"type": "string", "minLength": 1},
          "records": {"type": "number", "minimum": 0},
          "contact_rate": {"type": "number", "exclusiveMinimum": 0, "maximum": 1,
            "description": "probability that an attempt reaches the person who settles the record"},
          "maximum_attempts": {"type": "integer", "minimum": 1, "maximum": 20},
          "handling_seconds": {"type": "number", "exclusiveMinimum": 0},
          "no_contact_seconds": {"type": "number", "minimum": 0,
            "description": "agent time of an attempt that reaches nobody"},
          "other_live": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "answers by somebody else, as a share of dials"},
          "other_seconds": {"type": "number", "minimum": 0},
          "occupancy": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
          "weeks": {"type": "number", "exclusiveMinimum": 0,
            "description": "weeks over which the list is worked, 1 when left out"},
          "scope": {"enum": ["service", "research"]},
          "jurisdictions": {"type": "array", "items": {"type": "string"}},
          "zones": {"type": "array", "minItems": 1, "items": {"type": "string"}},
          "call_back_share": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "share of contacts that ask to be called back, the next day"},
          "call_back_reached": {"type": "number", "minimum": 0, "maximum": 1},
          "hour_weights": {"type": "array", "minItems": 1, "maxItems": 24,
            "items": {"type": "number", "minimum": 0},
            "description": "how likely people answer, by their local hour; contact_rate is the mean over them"},
          "first_hour": {"type": "integer", "minimum": 0, "maximum": 23,
            "description": "the hour of the first weight, 0 when left out"},
          "call_back_hours": {"type": "array", "minItems": 1, "maxItems": 24,
            "items": {"type": "number", "minimum": 0},
            "description": "how often each local hour is asked for; left out, the same time of the day"},
          "call_back_first_hour": {"type": "integer", "minimum": 0, "maximum": 23}}}},
      "quality": {"type": "array", "description": "calls listened to for quality",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["name", "agents", "calls_per_agent", "seconds_per_call"], "properties": {
          "name": {"type": "string"}, "agents": {"type": "integer", "minimum": 0},
          "calls_per_agent": {"type": "number", "minimum": 0, "description": "a month"},
          "seconds_per_call": {"type": "number", "minimum": 0}}}},
      "surveys": {"type": "array", "description": "interviews a survey needs",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["name", "margin", "reached", "completing"], "properties": {
          "name": {"type": "string"},
          "margin": {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5},
          "confidence": {"type": "number", "minimum": 0.5, "maximum": 0.9999},
          "population": {"type": "integer", "minimum": 1},
          "reached": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
          "completing": {"type": "number", "exclusiveMinimum": 0, "maximum": 1}}}}}}
    """
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(OutboundPlugin.self, host: host, into: out)
}
