internal import MusterPluginKit

/// What stands under `[plugin.settings]`.
struct Settings: Decodable {
  struct Segment: Decodable {
    var jurisdiction: String
    var records: [Double]
    var zones: [String]?
    var contactRates: [Double]?
    var attemptFactors: [Double]?
    var doNotCall: Double?
    var withoutConsent: Double?
  }

  struct List: Decodable {
    var queue: String
    var segments: [Segment]
    var agents: Int
    var contactRates: [Double]
    var firstHour: Int?
    var weekdayFactors: [Double]?
    var maximumAttempts: Int?
    var attemptsPerDay: Int?
    var retryGapMinutes: Int?
    var talkSeconds: Double
    var wrapSeconds: Double?
    var ringSeconds: Double?
    var mode: String?
    var efficiency: Double?
    var scope: String?
    var conversionRates: [Double]?
    var start: String?
    var liveAnswers: Int?
    var abandoned: Int?
    var attemptFactors: [Double]?
    var doNotCall: Double?
    var withoutConsent: Double?
    var revokedPerWeek: Double?
    var hourAgents: [Int]?
  }

  var lists: [List]?
  var rules: String?
  var holidayCalendar: String?
  var abandonmentLimit: Double?

  static let schema = """
    {"type": "object", "additionalProperties": false, "properties": {
      "rules": {"type": "string", "format": "muster-file",
        "description": "a rule file of your own; its rules replace the shipped ones with the same id"},
      "holiday_calendar": {"type": "string",
        "description": "the calendar of legal holidays where people are called; all when left out"},
      "abandonment_limit": {"type": "number", "minimum": 0.001, "maximum": 0.2,
        "description": "highest share of live answers that may find no agent, 0.03 when left out"},
      "lists": {"type": "array", "description": "the lists to be called",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "segments", "agents", "contact_rates", "talk_seconds"],
        "properties": {
          "queue": {"type": "string", "minLength": 1, "description": "the queue this list feeds"},
          "segments": {"type": "array", "minItems": 1, "items": {"type": "object",
            "additionalProperties": false, "required": ["jurisdiction", "records"],
            "properties": {
              "jurisdiction": {"type": "string", "minLength": 2, "description": "such as US-FL or GB"},
              "records": {"type": "array", "minItems": 1, "items": {"type": "number", "minimum": 0},
                "description": "records by attempts already made: [fresh, tried once, ...]"},
              "contact_rates": {"type": "array", "minItems": 1, "maxItems": 24,
                "items": {"type": "number", "minimum": 0, "maximum": 1},
                "description": "the segment's own, from first_hour on"},
              "attempt_factors": {"type": "array", "minItems": 1,
                "items": {"type": "number", "minimum": 0, "maximum": 10},
                "description": "the segment's own"},
              "do_not_call": {"type": "number", "minimum": 0, "maximum": 1},
              "without_consent": {"type": "number", "minimum": 0, "maximum": 1},
              "zones": {"type": "array", "minItems": 1, "items": {"type": "string"},
                "description": "time zones the people may be in; those of the state when left out"}}}},
          "attempt_factors": {"type": "array", "minItems": 1,
            "items": {"type": "number", "minimum": 0, "maximum": 10},
            "description": "factor on the contact rate by attempts already made: [1, 0.8, 0.7]; the last holds on"},
          "do_not_call": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "share of the records on a do-not-call list, which are not called"},
          "without_consent": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "share of the others without the consent that is needed"},
          "revoked_per_week": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "share of the people who may be called that revokes in a week"},
          "hour_agents": {"type": "array", "minItems": 24, "maxItems": 24,
            "items": {"type": "integer", "minimum": 0, "maximum": 10000},
            "description": "agents there are by hour of the queue's clock, at most agents"},
          "agents": {"type": "integer", "minimum": 1, "maximum": 10000,
            "description": "agents there are for the list in every open interval"},
          "contact_rates": {"type": "array", "minItems": 1, "maxItems": 24,
            "items": {"type": "number", "minimum": 0, "maximum": 1},
            "description": "live answers per dial by local hour of the called party"},
          "first_hour": {"type": "integer", "minimum": 0, "maximum": 23,
            "description": "local hour of the first contact rate, 0 when left out"},
          "weekday_factors": {"type": "array", "minItems": 7, "maxItems": 7,
            "items": {"type": "number", "minimum": 0}, "description": "Monday to Sunday"},
          "maximum_attempts": {"type": "integer", "minimum": 1, "maximum": 12},
          "attempts_per_day": {"type": "integer", "minimum": 1, "maximum": 12,
            "description": "attempts on one record a day, 1 when left out; fewer where a rule allows fewer"},
          "retry_gap_minutes": {"type": "integer", "minimum": 15, "maximum": 20160,
            "description": "from one attempt on a record to the next at least, across nights too; needed with several a day"},
          "talk_seconds": {"type": "number", "exclusiveMinimum": 0},
          "wrap_seconds": {"type": "number", "minimum": 0},
          "ring_seconds": {"type": "number", "minimum": 1, "maximum": 120},
          "mode": {"enum": ["progressive", "predictive"],
            "description": "the better one for the team when left out"},
          "efficiency": {"type": "number", "minimum": 0, "maximum": 1,
            "description": "how much better the dialer paces than blindly, 0 when left out"},
          "scope": {"enum": ["sales", "automated", "credit"]},
          "conversion_rates": {"type": "array", "minItems": 1, "maxItems": 24,
            "items": {"type": "number", "minimum": 0, "maximum": 1},
            "description": "sales per contact by local hour, or one number for all hours; contacts are what counts when left out"},
          "start": {"type": "string", "description": "first day of the campaign, 2027-03-01"},
          "live_answers": {"type": "integer", "minimum": 0,
            "description": "live answers so far in the running block of 30 days"},
          "abandoned": {"type": "integer", "minimum": 0,
            "description": "of these, calls that found no agent"}}}}}}
    """
}
