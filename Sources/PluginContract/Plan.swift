/// A finished plan, as resources, audit and report are shown it.
public struct PlanInfo: ContractCodable, Hashable, Sendable {
  public var centre: CentreInfo
  public var sites: [SiteInfo]
  public var queues: [QueuePlan]
  public var agents: [AgentInfo]
  /// Ascending by agent, then start.
  public var shifts: [Shift]

  public init(
    centre: CentreInfo = CentreInfo(), sites: [SiteInfo] = [], queues: [QueuePlan] = [],
    agents: [AgentInfo] = [], shifts: [Shift] = []
  ) {
    self.centre = centre
    self.sites = sites
    self.queues = queues
    self.agents = agents
    self.shifts = shifts
  }
}

public struct SiteInfo: ContractCodable, Hashable, Sendable {
  public var id: String
  public var zone: String
  /// Such as `PH` or `US-CA`; empty where the centre does not say.
  public var jurisdiction: String
  /// ISO 4217; empty where the centre does not say.
  public var currency: String
  /// The holiday calendar of the site.
  public var calendar: String
  /// Seats, where the centre gives a number.
  public var seats: Int?

  public init(
    id: String, zone: String, jurisdiction: String = "", currency: String = "",
    calendar: String = "", seats: Int? = nil
  ) {
    self.id = id
    self.zone = zone
    self.jurisdiction = jurisdiction
    self.currency = currency
    self.calendar = calendar
    self.seats = seats
  }
}

public struct AgentInfo: ContractCodable, Hashable, Sendable {
  public var id: String
  public var site: String
  public var contract: String
  public var skills: [String]
  /// In the site's currency.
  public var hourlyRate: Double?
  /// Works from home: takes no seat.
  public var remote: Bool
  public var facts: [String: AnyJSON]?

  enum CodingKeys: String, CodingKey {
    case id, site, contract, skills, remote, facts
    case hourlyRate = "hourly_rate"
  }

  public init(
    id: String, site: String = "", contract: String = "", skills: [String] = [],
    hourlyRate: Double? = nil, remote: Bool = false, facts: [String: AnyJSON]? = nil
  ) {
    self.id = id
    self.site = site
    self.contract = contract
    self.skills = skills
    self.hourlyRate = hourlyRate
    self.remote = remote
    self.facts = facts
  }
}

/// One shift of one agent.
public struct Shift: ContractCodable, Hashable, Sendable {
  /// Unique within the question.
  public var id: String
  public var agent: String
  public var site: String
  /// The queue the agent serves, where there is one.
  public var queue: String?
  public var client: String?
  public var startUnix: Int64
  public var endUnix: Int64
  /// Without a gap from start to end.
  public var segments: [ShiftSegment]

  enum CodingKeys: String, CodingKey {
    case id, agent, site, queue, client, segments
    case startUnix = "start_unix"
    case endUnix = "end_unix"
  }

  public init(
    id: String, agent: String, site: String = "", queue: String? = nil, client: String? = nil,
    startUnix: Int64, endUnix: Int64, segments: [ShiftSegment] = []
  ) {
    self.id = id
    self.agent = agent
    self.site = site
    self.queue = queue
    self.client = client
    self.startUnix = startUnix
    self.endUnix = endUnix
    self.segments = segments
  }
}

public struct ShiftSegment: Hashable, Sendable {
  /// `work`, `break` or `meal`.
  public var activity: String
  public var startUnix: Int64
  public var endUnix: Int64
  /// Whether the roster's contract pays it: work always, a break unless it says otherwise, a meal only
  /// where it says so.
  public var paid: Bool

  /// `paid`: as the roster has it; nil takes what is usual, all but meals.
  public init(activity: String, startUnix: Int64, endUnix: Int64, paid: Bool? = nil) {
    self.activity = activity
    self.startUnix = startUnix
    self.endUnix = endUnix
    self.paid = paid ?? (activity != "meal")
  }
}

extension ShiftSegment: ContractCodable {
  enum CodingKeys: String, CodingKey {
    case activity, paid
    case startUnix = "start_unix"
    case endUnix = "end_unix"
  }

  /// A question of contract 1.0 does not say what is paid.
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      activity: try members.decode(String.self, forKey: .activity),
      startUnix: try members.decode(Int64.self, forKey: .startUnix),
      endUnix: try members.decode(Int64.self, forKey: .endUnix),
      paid: try members.decodeIfPresent(Bool.self, forKey: .paid))
  }
}

/// What is planned for one queue.
public struct QueuePlan: ContractCodable, Hashable, Sendable {
  public var id: String
  public var channel: String
  public var zone: String
  public var client: String
  public var site: String
  public var intervals: [IntervalPlan]

  public init(
    id: String, channel: String = "call", zone: String = "UTC", client: String = "",
    site: String = "", intervals: [IntervalPlan] = []
  ) {
    self.id = id
    self.channel = channel
    self.zone = zone
    self.client = client
    self.site = site
    self.intervals = intervals
  }
}

public struct IntervalPlan: ContractCodable, Hashable, Sendable {
  public var startUnix: Int64
  public var volume: Double
  public var ahtS: Double
  /// Agents on the phone that are required.
  public var agents: Int
  /// After shrinkage.
  public var scheduled: Int
  /// Agents the roster has at work; nil before there is a roster.
  public var rostered: Int?
  public var closed: Bool
  public var serviceLevel: Double?
  public var asaS: Double?
  public var abandonment: Double?
  public var occupancy: Double?

  enum CodingKeys: String, CodingKey {
    case volume, agents, scheduled, rostered, closed, abandonment, occupancy
    case startUnix = "start_unix"
    case ahtS = "aht_s"
    case serviceLevel = "service_level"
    case asaS = "asa_s"
  }

  public init(
    startUnix: Int64, volume: Double, ahtS: Double, agents: Int, scheduled: Int,
    rostered: Int? = nil, closed: Bool = false, serviceLevel: Double? = nil, asaS: Double? = nil,
    abandonment: Double? = nil, occupancy: Double? = nil
  ) {
    self.startUnix = startUnix
    self.volume = volume
    self.ahtS = ahtS
    self.agents = agents
    self.scheduled = scheduled
    self.rostered = rostered
    self.closed = closed
    self.serviceLevel = serviceLevel
    self.asaS = asaS
    self.abandonment = abandonment
    self.occupancy = occupancy
  }
}

/// The question of `resources`, `audit` and `report`.
public struct PlanQuestion: ContractCodable, Hashable, Sendable {
  public var plan: PlanInfo

  public init(plan: PlanInfo) { self.plan = plan }
}
