public import CentreModel
public import CivilTime

/// What a roster is checked against.
public struct RosterCheckInput: Sendable {
  public var requirement: RosterRequirement
  public var agents: [RosterAgent]
  public var rules: RosterRules
  public var zone: Zone
  public var horizonStart: CivilDate
  public var days: Int
  public var previous: [RosterSegment]
  public var pins: [RosterPin]
  /// Dates on which the centre is shut: nobody's shift starts, unless it is pinned.
  public var closedDates: [CivilDate]

  public init(
    requirement: RosterRequirement, agents: [RosterAgent], rules: RosterRules, zone: Zone,
    horizonStart: CivilDate, days: Int, previous: [RosterSegment] = [], pins: [RosterPin] = [],
    closedDates: [CivilDate] = []
  ) {
    self.requirement = requirement
    self.agents = agents
    self.rules = rules
    self.zone = zone
    self.horizonStart = horizonStart
    self.days = days
    self.previous = previous
    self.pins = pins
    self.closedDates = closedDates
  }
}

/// One rule broken, for whom and when.
public struct RosterViolation: Hashable, Sendable {
  /// The rule's name in the rules file, or what is wrong with the segments themselves.
  public var rule: String
  /// The agent, or the site, queue or pair concerned.
  public var agent: String
  /// The day or instant it is about.
  public var at: Instant?
  public var text: String
  public var isHard: Bool
  /// Units of excess, and what they cost in thousandths of a missing agent-interval (0 when hard).
  public var units: Int
  public var cost: Int

  public init(
    rule: String, agent: String, at: Instant?, text: String, isHard: Bool, units: Int, cost: Int
  ) {
    self.rule = rule
    self.agent = agent
    self.at = at
    self.text = text
    self.isHard = isHard
    self.units = units
    self.cost = cost
  }
}

/// Everything the checker derived from a roster's segments.
public struct RosterFindings: Hashable, Sendable {
  /// Agents at work, `working[queue][interval]`, an interval counting as worked when all of it is.
  public var working: [[Double]]
  /// Agent-intervals below and above the requirement, over all queues and intervals.
  public var missing: Double
  public var surplus: Double
  public var intervalsShort: Int
  public var demand: Int
  public var shifts: Int
  public var paidSeconds: Int
  public var violations: [RosterViolation]

  public var isValid: Bool { !violations.contains(where: \.isHard) }
}
