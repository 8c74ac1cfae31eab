/// Which labour rules bind the roster of a site?
public struct LabourQuestion: ContractCodable, Hashable, Sendable {
  public var site: String
  /// Such as `PH` or `US-CA`.
  public var jurisdiction: String
  public var zone: String
  /// Local dates of the site, both within the period.
  public var fromDate: String
  public var toDate: String
  public var contract: String?
  public var facts: [String: AnyJSON]?

  enum CodingKeys: String, CodingKey {
    case site, jurisdiction, zone, contract, facts
    case fromDate = "from_date"
    case toDate = "to_date"
  }

  public init(
    site: String, jurisdiction: String, zone: String, fromDate: String, toDate: String,
    contract: String? = nil, facts: [String: AnyJSON]? = nil
  ) {
    self.site = site
    self.jurisdiction = jurisdiction
    self.zone = zone
    self.fromDate = fromDate
    self.toDate = toDate
    self.contract = contract
    self.facts = facts
  }
}

public struct LabourAnswer: ContractCodable, Hashable, Sendable {
  public var limits: [LabourLimit]

  public init(limits: [LabourLimit]) { self.limits = limits }
}

/// Are these shifts of one agent allowed? The answer is a ``FindingsAnswer``.
public struct ShiftsQuestion: ContractCodable, Hashable, Sendable {
  public var site: SiteInfo
  public var agent: AgentInfo
  /// What the agent worked before, ascending.
  public var history: [Shift]
  /// What is to be judged, ascending.
  public var shifts: [Shift]
  public var facts: [String: AnyJSON]?

  public init(
    site: SiteInfo, agent: AgentInfo, history: [Shift] = [], shifts: [Shift],
    facts: [String: AnyJSON]? = nil
  ) {
    self.site = site
    self.agent = agent
    self.history = history
    self.shifts = shifts
    self.facts = facts
  }
}

/// What do these shifts of one agent cost?
public struct PriceQuestion: ContractCodable, Hashable, Sendable {
  public var site: SiteInfo
  /// With ``AgentInfo/hourlyRate``.
  public var agent: AgentInfo
  /// What the agent worked before, ascending; weekly overtime needs it.
  public var history: [Shift]
  public var shifts: [Shift]
  public var facts: [String: AnyJSON]?

  public init(
    site: SiteInfo, agent: AgentInfo, history: [Shift] = [], shifts: [Shift],
    facts: [String: AnyJSON]? = nil
  ) {
    self.site = site
    self.agent = agent
    self.history = history
    self.shifts = shifts
    self.facts = facts
  }
}

public struct PriceAnswer: ContractCodable, Hashable, Sendable {
  /// ISO 4217.
  public var currency: String
  /// Every paid stretch, ascending.
  public var lines: [PayLine]
  public var total: Double
  public var paidH: Double

  enum CodingKeys: String, CodingKey {
    case currency, lines, total
    case paidH = "paid_h"
  }

  public init(currency: String, lines: [PayLine], total: Double, paidH: Double) {
    self.currency = currency
    self.lines = lines
    self.total = total
    self.paidH = paidH
  }
}

/// A stretch paid at one rate, with the rule that says so.
public struct PayLine: ContractCodable, Hashable, Sendable {
  /// ``Shift/id``.
  public var shift: String
  public var startUnix: Int64
  public var endUnix: Int64
  public var hours: Double
  /// `regular`, `overtime`, `night`, `rest-day`, … in the plugin's words.
  public var kind: String
  /// On the ordinary hourly rate.
  public var multiplier: Double
  public var amount: Double
  public var rules: [String]
  /// What each rule contributes to the multiplier, and how; nil where the plugin does not say.
  public var parts: [PayPart]?

  enum CodingKeys: String, CodingKey {
    case shift, hours, kind, multiplier, amount, rules, parts
    case startUnix = "start_unix"
    case endUnix = "end_unix"
  }

  public init(
    shift: String, startUnix: Int64, endUnix: Int64, hours: Double, kind: String,
    multiplier: Double, amount: Double, rules: [String], parts: [PayPart]? = nil
  ) {
    self.shift = shift
    self.startUnix = startUnix
    self.endUnix = endUnix
    self.hours = hours
    self.kind = kind
    self.multiplier = multiplier
    self.amount = amount
    self.rules = rules
    self.parts = parts
  }
}

/// One rule's share in the multiplier of a ``PayLine``.
public struct PayPart: ContractCodable, Hashable, Sendable {
  public var rule: String
  /// `times`: the multiplier is multiplied by `value`. `plus`: `value` is added to it. `highest`: of all
  /// rules this one's counts alone.
  public var how: String
  public var value: Double
  /// What it pays for, in the words of ``PayLine/kind``: `night`, `holiday`; nil where the plugin does not say.
  /// Since contract 1.1.
  public var kind: String?

  public init(rule: String, how: String, value: Double, kind: String? = nil) {
    self.rule = rule
    self.how = how
    self.value = value
    self.kind = kind
  }
}
