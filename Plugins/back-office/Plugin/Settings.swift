/// What stands under `[plugin.settings]`.
struct Settings: Decodable {
  struct Backlog: Decodable {
    var cases: Double
    var daysLeft: Int
  }

  struct CaseKind: Decodable {
    var name: String
    var minutes: Double
    var turnaroundDays: Int
    var cutOff: String?
    var afterCutOff: Double?
    var steps: Double?
    var rework: Double?
    var checkMinutes: Double?
    var skill: String?
    var checkSkill: String?
    var perDay: Double
    var weekdayFactors: [Double]?
    var monthStart: [Double]?
    var monthEnd: [Double]?
    var quarterEnd: Double?
    var closedShare: Double?
    var dates: [String: Double]?
    var backlog: [Backlog]?
  }

  struct Desk: Decodable {
    var queue: String
    var types: [CaseKind]
    var productiveHours: Double?
    var people: Double?
    var openWeekdays: [String]?
    var calendar: String?
    var hourWeights: [Double]?
    var firstHour: Int?
  }

  var desks: [Desk]?

  static let schema = """
    {"type": "object", "additionalProperties": false, "properties": {
      "desks": {"type": "array", "description": "the desks, one a queue",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "types"], "properties": {
          "queue": {"type": "string", "minLength": 1},
          "productive_hours": {"type": "number", "exclusiveMinimum": 0, "maximum": 24,
            "description": "hours a day that one person works on cases; the queue's open hours when left out"},
          "people": {"type": "number", "minimum": 0,
            "description": "people on cases every day; the fewest that are in time when left out"},
          "open_weekdays": {"type": "array", "items": {"enum":
            ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}},
          "hour_weights": {"type": "array", "minItems": 1, "maxItems": 24,
            "items": {"type": "number", "minimum": 0},
            "description": "how many cases come by local hour; evenly over the open hours when left out"},
          "first_hour": {"type": "integer", "minimum": 0, "maximum": 23,
            "description": "the hour of the first weight, 0 when left out"},
          "calendar": {"type": "string",
            "description": "holiday calendar of the client whose days count"},
          "types": {"type": "array", "minItems": 1, "items": {"type": "object",
            "additionalProperties": false,
            "required": ["name", "minutes", "turnaround_days", "per_day"], "properties": {
              "name": {"type": "string"},
              "minutes": {"type": "number", "exclusiveMinimum": 0,
                "description": "working time of one pass over one case"},
              "turnaround_days": {"type": "integer", "minimum": 1, "maximum": 60,
                "description": "working days, the day of receipt included"},
              "cut_off": {"type": "string",
                "description": "time of day, 15:00; what comes later counts as received on the next working day"},
              "after_cut_off": {"type": "number", "minimum": 0, "maximum": 1,
                "description": "share of cases received after the cut-off; by the hours in which they come when left out"},
              "steps": {"type": "number", "minimum": 1, "maximum": 20,
                "description": "work items per case, each of the minutes, by whoever is free"},
              "check_minutes": {"type": "number", "exclusiveMinimum": 0,
                "description": "four eyes: time of the check, by another person than the one who did the case"},
              "skill": {"type": "string", "minLength": 1,
                "description": "skill of the agents' file that the type takes; everybody of the queue when left out"},
              "check_skill": {"type": "string", "minLength": 1,
                "description": "skill that the check takes; as skill when left out"},
              "rework": {"type": "number", "minimum": 0, "maximum": 0.9},
              "per_day": {"type": "number", "minimum": 0,
                "description": "cases on an ordinary working day"},
              "weekday_factors": {"type": "array", "minItems": 7, "maxItems": 7,
                "items": {"type": "number", "minimum": 0}},
              "month_start": {"type": "array", "items": {"type": "number", "minimum": 0},
                "description": "factors of the first, second, ... working day of the month"},
              "month_end": {"type": "array", "items": {"type": "number", "minimum": 0},
                "description": "factors of the last, last but one, ... working day"},
              "quarter_end": {"type": "number", "minimum": 0},
              "closed_share": {"type": "number", "minimum": 0,
                "description": "arrivals on a closed day as a share of a working day's"},
              "dates": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0},
                "description": "factors on single dates, such as pay runs"},
              "backlog": {"type": "array", "items": {"type": "object",
                "additionalProperties": false, "required": ["cases", "days_left"], "properties": {
                  "cases": {"type": "number", "minimum": 0},
                  "days_left": {"type": "integer", "minimum": 0,
                    "description": "working days until due, 1 for the first day of the plan"}}}}}}}}}}}}
    """
}
