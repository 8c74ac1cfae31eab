internal import CivilTime
internal import ContactRules
internal import CrmModel
public import MusterPluginKit
internal import PluginSupport

/// Customers over time: repeat contacts, campaigns, call-backs, outbound work between calls.
struct CrmPlugin: CentrePlugin {
  static let id: StaticString = "crm"
  static let name: StaticString = "CRM"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "Repeat contacts from first-contact resolution, campaigns, call-backs, blended outbound work."

  struct Repeat: Decodable {
    var queue: String
    var comeBack: Double
    var resolutionNow: Double
    var resolutionPlanned: Double
    var delayDays: Double?
    var from: String?
  }

  struct Campaign: Decodable {
    var name: String
    var queue: String
    var from: String
    var to: String
    var factor: Double?
    var contactsPerDay: Double?
    var handlingFactor: Double?
  }

  struct CallBack: Decodable {
    var queue: String
    var acceptance: Double
    var longWait: Double?
    var missed: Double?
    var dialSeconds: Double?
    var delayIntervals: Int?
    var jurisdictions: [String]
    var zones: [String]?
  }

  struct BlendWork: Decodable {
    var queue: String
    var contactsPerHour: Double
    var handlingSeconds: Double?
    var from: String?
    var to: String?
    var scope: String?
    var jurisdictions: [String]
    var zones: [String]?
  }

  struct Settings: Decodable {
    var repeats: [Repeat]?
    var campaigns: [Campaign]?
    var callBacks: [CallBack]?
    var blends: [BlendWork]?
    var rules: String?
    var holidayCalendar: String?
  }

  static var settingsSchema: String? {
    """
    {"type": "object", "additionalProperties": false, "properties": {
      "rules": {"type": "string", "format": "muster-file",
        "description": "a rule file of your own; its rules replace the shipped ones with the same id"},
      "holiday_calendar": {"type": "string",
        "description": "a calendar of legal holidays that counts for everybody who is called"},
      "repeats": {"type": "array", "description": "contacts that come back because the first did not settle the matter",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "come_back", "resolution_now", "resolution_planned"], "properties": {
          "queue": {"type": "string", "minLength": 1},
          "come_back": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "share of unresolved contacts that come back"},
          "resolution_now": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "first-contact resolution in the history"},
          "resolution_planned": {"type": "number", "minimum": 0, "maximum": 1},
          "delay_days": {"type": "number", "minimum": 0, "maximum": 60,
            "description": "days on average until somebody comes back; at once when left out"},
          "from": {"type": "string",
            "description": "first day of the planned resolution, 2027-03-01; the plan's first when left out"}}}},
      "campaigns": {"type": "array", "description": "days on which more people call",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["name", "queue", "from", "to"], "properties": {
          "name": {"type": "string"}, "queue": {"type": "string", "minLength": 1},
          "from": {"type": "string", "description": "first day, 2027-03-01"},
          "to": {"type": "string", "description": "last day"},
          "factor": {"type": "number", "minimum": 0, "maximum": 100},
          "contacts_per_day": {"type": "number", "minimum": 0},
          "handling_factor": {"type": "number", "minimum": 0.1, "maximum": 10}}}},
      "call_backs": {"type": "array", "description": "callers who would rather be called than wait",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "acceptance", "jurisdictions"], "properties": {
          "jurisdictions": {"type": "array", "minItems": 1, "items": {"type": "string"},
            "description": "where those are who are called back, such as US-FL or GB"},
          "zones": {"type": "array", "minItems": 1, "items": {"type": "string"},
            "description": "time zones they may be in; those of the places when left out"},
          "queue": {"type": "string", "minLength": 1},
          "acceptance": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "share of callers with a long wait who ask to be called"},
          "long_wait": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "share of callers with a long wait in busier hours than the mean"},
          "missed": {"type": "number", "minimum": 0, "maximum": 1},
          "dial_seconds": {"type": "number", "minimum": 0},
          "delay_intervals": {"type": "integer", "minimum": 1, "maximum": 96}}}},
      "blends": {"type": "array", "description": "outbound work done between inbound calls",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "contacts_per_hour", "jurisdictions"], "properties": {
          "scope": {"type": "string", "description": "what the calls are for; service when left out"},
          "jurisdictions": {"type": "array", "minItems": 1, "items": {"type": "string"},
            "description": "where those are who are called, such as US-FL or GB"},
          "zones": {"type": "array", "minItems": 1, "items": {"type": "string"},
            "description": "time zones they may be in; those of the places when left out"},
          "queue": {"type": "string", "minLength": 1,
            "description": "the inbound queue whose agents also work outbound"},
          "contacts_per_hour": {"type": "number", "minimum": 0},
          "handling_seconds": {"type": "number", "exclusiveMinimum": 0,
            "description": "of an outbound contact; that of the queue when left out"},
          "from": {"type": "string", "description": "time of day, 10:00"},
          "to": {"type": "string", "description": "time of day, 16:00"}}}}}}
    """
  }

  /// A campaign with its dates read.
  struct DatedCampaign {
    var campaign: Campaign
    var days: ClosedRange<CivilDate>
  }

  let settings: Settings
  let campaigns: [DatedCampaign]
  /// Blended work with its hours in seconds of the local day.
  let blends: [(work: BlendWork, hours: Range<Int>, people: ContactCase)]
  /// Who is called back, in the order of the settings.
  let calledBack: [ContactCase]
  let desk: ContactDesk

  static let shipped: [ContactRule] = (try? ServiceRules.rules()) ?? []
  static let examples: [RuleCase] = (try? ServiceRules.examples()) ?? []

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    let settings = try configuration.decode(Settings.self)
    self.settings = settings
    desk = try ContactDesk(
      shipped: Self.shipped, examples: Self.examples, file: settings.rules,
      calendar: settings.holidayCalendar, configuration)
    var calledBack: [ContactCase] = []
    for (i, entry) in (settings.callBacks ?? []).enumerated() {
      calledBack.append(
        try desk.people(
          scope: "service", jurisdictions: entry.jurisdictions, zones: entry.zones,
          setting: "call_backs[\(i)]"))
    }
    self.calledBack = calledBack
    var dated: [DatedCampaign] = []
    for (i, campaign) in (settings.campaigns ?? []).enumerated() {
      let from = try settingDate(campaign.from, "campaigns[\(i)].from")
      let to = try settingDate(campaign.to, "campaigns[\(i)].to")
      guard from <= to else { throw .setting("campaigns[\(i)].to", "is before the first day") }
      dated.append(DatedCampaign(campaign: campaign, days: from...to))
    }
    campaigns = dated
    var blends: [(work: BlendWork, hours: Range<Int>, people: ContactCase)] = []
    for (i, blend) in (settings.blends ?? []).enumerated() {
      let from = try Self.second(blend.from ?? "00:00", "blends[\(i)].from")
      let to = try Self.second(blend.to ?? "24:00", "blends[\(i)].to")
      guard from < to else { throw .setting("blends[\(i)].to", "is not after from") }
      let people = try desk.people(
        scope: blend.scope ?? "service", jurisdictions: blend.jurisdictions, zones: blend.zones,
        setting: "blends[\(i)]")
      blends.append((blend, from..<to, people))
    }
    self.blends = blends
    for (i, entry) in (settings.repeats ?? []).enumerated() {
      if let from = entry.from { _ = try settingDate(from, "repeats[\(i)].from") }
      let planned = RepeatContacts(
        resolution: entry.resolutionPlanned, comeBack: entry.comeBack)
      let now = RepeatContacts(resolution: entry.resolutionNow, comeBack: entry.comeBack)
      guard planned.factor.isFinite, now.factor.isFinite else {
        throw .setting(
          "repeats[\(i)].come_back", "lets every contact come back for ever; it must be below 1")
      }
    }
  }

  private static func second(_ text: String, _ setting: String) throws(PluginFailure) -> Int {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2, (0...24).contains(parts[0]), (0..<60).contains(parts[1]) else {
      throw .setting(setting, "is not a time of day such as 10:00: \(text)")
    }
    return min(86_400, parts[0] * 3600 + parts[1] * 60)
  }
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(CrmPlugin.self, host: host, into: out)
}
