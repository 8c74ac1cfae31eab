/// What service do the agents who are there give?
public struct SimulateQuestion: ContractCodable, Hashable, Sendable {
  public var queue: QueueInfo
  public var goal: GoalInfo
  /// The queue's intervals, ascending and equally long.
  public var rows: [IntervalInfo]
  /// Who is there, on a grid at least as fine as the rows; nobody where no slot lies.
  public var slots: [AgentSlot]
  /// The same people one by one, for a model in which not everybody may do everything; nil: not said.
  public var people: [PersonAtWork]?
  /// Independent runs, at least 2.
  public var replications: Int
  /// The same seed gives the same answer; 0 to 2^53 - 1, so that any JSON reader has it whole.
  public var seed: Int64

  public init(
    queue: QueueInfo, goal: GoalInfo, rows: [IntervalInfo], slots: [AgentSlot],
    people: [PersonAtWork]? = nil, replications: Int, seed: Int64
  ) {
    self.queue = queue
    self.goal = goal
    self.rows = rows
    self.slots = slots
    self.people = people
    self.replications = replications
    self.seed = seed
  }
}

/// One of the people of a question, at work on its queue.
public struct PersonAtWork: ContractCodable, Hashable, Sendable {
  public var agent: String
  public var skills: [String]
  /// When, ascending; `agents` is the share of the time that is not lost to the queue's shrinkage.
  public var slots: [AgentSlot]

  public init(agent: String, skills: [String], slots: [AgentSlot]) {
    self.agent = agent
    self.skills = skills
    self.slots = slots
  }
}

/// Agents on the phone over a stretch of time.
public struct AgentSlot: ContractCodable, Hashable, Sendable {
  public var startUnix: Int64
  public var seconds: Int
  /// At work in the roster and not away by the queue's shrinkage; a part of one counts as that.
  public var agents: Double

  enum CodingKeys: String, CodingKey {
    case seconds, agents
    case startUnix = "start_unix"
  }

  public init(startUnix: Int64, seconds: Int, agents: Double) {
    self.startUnix = startUnix
    self.seconds = seconds
    self.agents = agents
  }
}

public struct SimulateAnswer: ContractCodable, Hashable, Sendable {
  /// One for each row of the question, in that order.
  public var intervals: [ServiceInfo]
  /// One for each local day with a row, ascending.
  public var days: [ServiceInfo]
  /// The whole period.
  public var total: ServiceInfo
  /// Every goal that could be judged: those of the question and the plugin's own.
  public var verdicts: [ServiceVerdict]
  /// Every goal that could not, and why.
  public var notJudged: [UnjudgedGoal]
  /// For people: contacts that come while the queue is closed, assumptions.
  public var notes: [String]

  enum CodingKeys: String, CodingKey {
    case intervals, days, total, verdicts, notes
    case notJudged = "not_judged"
  }

  public init(
    intervals: [ServiceInfo], days: [ServiceInfo], total: ServiceInfo, verdicts: [ServiceVerdict],
    notJudged: [UnjudgedGoal] = [], notes: [String] = []
  ) {
    self.intervals = intervals
    self.days = days
    self.total = total
    self.verdicts = verdicts
    self.notJudged = notJudged
    self.notes = notes
  }
}

/// The service of a stretch of time as a simulation found it; nil for what the model does not have.
public struct ServiceInfo: ContractCodable, Hashable, Sendable {
  public var startUnix: Int64
  public var endUnix: Int64
  /// Contacts that arrive, or that a list plans.
  public var offered: Double
  /// Contacts answered, done or reached in that time.
  public var served: Double?
  /// Share of contacts in time, by the goal's definition or, for work that waits, by its deadline; with
  /// the half-width of its 95 % interval.
  public var serviceLevel: Double?
  public var halfWidth: Double?
  public var abandonment: Double?
  /// Mean time until an answer, over contacts answered.
  public var asaS: Double?
  /// Share of the agents' time that is spent on contacts.
  public var occupancy: Double?
  /// Contacts left at the end, and of them those past their deadline.
  public var backlog: Double?
  public var late: Double?

  enum CodingKeys: String, CodingKey {
    case offered, served, abandonment, occupancy, backlog, late
    case startUnix = "start_unix"
    case endUnix = "end_unix"
    case serviceLevel = "service_level"
    case halfWidth = "half_width"
    case asaS = "asa_s"
  }

  public init(
    startUnix: Int64, endUnix: Int64, offered: Double, served: Double? = nil,
    serviceLevel: Double? = nil, halfWidth: Double? = nil, abandonment: Double? = nil,
    asaS: Double? = nil, occupancy: Double? = nil, backlog: Double? = nil, late: Double? = nil
  ) {
    self.startUnix = startUnix
    self.endUnix = endUnix
    self.offered = offered
    self.served = served
    self.serviceLevel = serviceLevel
    self.halfWidth = halfWidth
    self.abandonment = abandonment
    self.asaS = asaS
    self.occupancy = occupancy
    self.backlog = backlog
    self.late = late
  }
}

/// Whether the period keeps a goal.
public struct ServiceVerdict: ContractCodable, Hashable, Sendable {
  /// In words: `answered within 60 s`, `done within 4 open hours`.
  public var goal: String
  /// What was found and what is promised, in the same unit.
  public var value: Double
  public var promised: Double
  /// Half-width of the value's 95 % interval, where it is known.
  public var halfWidth: Double?
  /// `share` or `s`.
  public var unit: String
  /// Missed beyond doubt: even at the favourable end of the interval.
  public var missed: Bool

  enum CodingKeys: String, CodingKey {
    case goal, value, promised, unit, missed
    case halfWidth = "half_width"
  }

  public init(
    goal: String, value: Double, promised: Double, halfWidth: Double? = nil, unit: String = "share",
    missed: Bool
  ) {
    self.goal = goal
    self.value = value
    self.promised = promised
    self.halfWidth = halfWidth
    self.unit = unit
    self.missed = missed
  }
}

/// A goal that a plugin's model cannot judge.
public struct UnjudgedGoal: ContractCodable, Hashable, Sendable {
  public var goal: String
  public var reason: String

  public init(goal: String, reason: String) {
    self.goal = goal
    self.reason = reason
  }
}
