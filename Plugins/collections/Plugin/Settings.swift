/// What stands under `[plugin.settings]`.
struct Settings: Decodable {
  struct Bucket: Decodable {
    var name: String
    var balance: Double
    var accounts: Double
    var roll: Double
    var attempts: Int?
    var rpcRate: Double?
    var rollAccounts: Double?
  }

  struct Portfolio: Decodable {
    var queue: String
    var buckets: [Bucket]
    var rpcSeconds: Double
    var otherLive: Double?
    var otherSeconds: Double?
    var promiseRate: Double?
    var keptRate: Double?
    var occupancy: Double?
    var hourWeights: [Double]?
    var firstHour: Int?
    var payDays: [String]?
    var payDayFactors: [Double]?
    var scope: String?
    var jurisdictions: [String]
    var zones: [String]?
    var callInShare: Double?
    var followUpSeconds: Double?
    var daysPastDue: Int?
  }

  var portfolios: [Portfolio]?
  var rules: String?
  var holidayCalendar: String?

  static let schema = """
    {"type": "object", "additionalProperties": false, "properties": {
      "rules": {"type": "string", "format": "muster-file",
        "description": "a rule file of your own; its rules replace the shipped ones with the same id"},
      "holiday_calendar": {"type": "string",
        "description": "the calendar of legal and bank holidays where the debtors are"},
      "portfolios": {"type": "array", "description": "the accounts of one client, and how they are worked",
         "items": {"type": "object", "additionalProperties": false,
        "required": ["queue", "buckets", "rpc_seconds", "jurisdictions"], "properties": {
          "queue": {"type": "string", "minLength": 1},
          "buckets": {"type": "array", "minItems": 1, "items": {"type": "object",
            "additionalProperties": false, "required": ["name", "balance", "accounts", "roll"],
            "properties": {
              "name": {"type": "string", "description": "current, 1-29, 30-59, ..."},
              "balance": {"type": "number", "minimum": 0},
              "accounts": {"type": "number", "minimum": 0},
              "roll": {"type": "number", "minimum": 0, "maximum": 1,
                "description": "share of the balance that is a bucket further a month later"},
              "roll_accounts": {"type": "number", "minimum": 0, "maximum": 1,
                "description": "share of the accounts that is a bucket further; as the balance at the next bucket's own mean when left out"},
              "attempts": {"type": "integer", "minimum": 0, "maximum": 50,
                "description": "calls per account and week in which it may be called, at most one a day and what the law's cap allows"},
              "rpc_rate": {"type": "number", "minimum": 0, "maximum": 1,
                "description": "right-party contacts per dial"}}}},
          "rpc_seconds": {"type": "number", "exclusiveMinimum": 0},
          "other_live": {"type": "number", "minimum": 0, "maximum": 1},
          "other_seconds": {"type": "number", "minimum": 0},
          "call_in_share": {"type": "number", "minimum": 0, "maximum": 2,
            "description": "right parties who call in themselves, as a share of those reached"},
          "follow_up_seconds": {"type": "number", "minimum": 0,
            "description": "agent time of a call the day after a promise was not kept; none when left out"},
          "promise_rate": {"type": "number", "minimum": 0, "maximum": 1},
          "kept_rate": {"type": "number", "minimum": 0, "maximum": 1},
          "occupancy": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
          "hour_weights": {"type": "array", "minItems": 1, "maxItems": 24,
            "items": {"type": "number", "minimum": 0},
            "description": "how likely the right party answers, by local hour"},
          "first_hour": {"type": "integer", "minimum": 0, "maximum": 23},
          "pay_days": {"type": "array", "items": {"type": "string"},
            "description": "1, 15, last or biweekly 2027-01-08"},
          "pay_day_factors": {"type": "array", "items": {"type": "number", "minimum": 0},
            "description": "factor on the day itself, the day after, ..."},
          "scope": {"enum": ["debt", "card-debt"]},
          "jurisdictions": {"type": "array", "minItems": 1, "items": {"type": "string"}},
          "zones": {"type": "array", "minItems": 1, "items": {"type": "string"}},
          "days_past_due": {"type": "integer", "minimum": 0,
            "description": "the youngest account's days past due, where the law asks"}}}}}}
    """
}
