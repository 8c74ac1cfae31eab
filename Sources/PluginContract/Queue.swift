/// The queue that rows belong to.
public struct QueueInfo: ContractCodable, Hashable, Sendable {
  public var id: String
  /// `call`, `chat`, `email`, `case`, `outbound`, …
  public var channel: String
  /// IANA name of the zone in which the queue's customers live.
  public var zone: String
  public var client: String
  public var site: String
  /// The holiday calendar of the queue's customers.
  public var calendar: String
  public var intervalS: Int
  /// 0 to 1.
  public var shrinkage: Double
  /// Mean time until a contact hangs up; nil when nobody does.
  public var patienceS: Double?
  /// Contacts one agent handles at a time, at least 1.
  public var concurrency: Double

  enum CodingKeys: String, CodingKey {
    case id, channel, zone, client, site, calendar, shrinkage, concurrency
    case intervalS = "interval_s"
    case patienceS = "patience_s"
  }

  public init(
    id: String, channel: String = "call", zone: String = "UTC", client: String = "",
    site: String = "", calendar: String = "", intervalS: Int = 900, shrinkage: Double = 0,
    patienceS: Double? = nil, concurrency: Double = 1
  ) {
    self.id = id
    self.channel = channel
    self.zone = zone
    self.client = client
    self.site = site
    self.calendar = calendar
    self.intervalS = intervalS
    self.shrinkage = shrinkage
    self.patienceS = patienceS
    self.concurrency = concurrency
  }
}

/// What a queue promises; nil = no such goal. Every goal that is set must be met.
public struct GoalInfo: ContractCodable, Hashable, Sendable {
  /// `answered-of-offered`, `answered-of-answered`, `excluding-short-abandons` or `virtual`.
  public var definition: String
  /// Share, 0 to 1, answered within ``withinS``.
  public var serviceLevel: Double?
  public var withinS: Double
  public var asaS: Double?
  public var abandonment: Double?
  public var maxOccupancy: Double?

  enum CodingKeys: String, CodingKey {
    case definition, abandonment
    case serviceLevel = "service_level"
    case withinS = "within_s"
    case asaS = "asa_s"
    case maxOccupancy = "max_occupancy"
  }

  public init(
    definition: String = "answered-of-offered", serviceLevel: Double? = nil,
    withinS: Double = 20, asaS: Double? = nil, abandonment: Double? = nil,
    maxOccupancy: Double? = nil
  ) {
    self.definition = definition
    self.serviceLevel = serviceLevel
    self.withinS = withinS
    self.asaS = asaS
    self.abandonment = abandonment
    self.maxOccupancy = maxOccupancy
  }
}
