/// One interval of a queue, as `explain` and `simulate` are shown it: the members of `muster_interval`.
public struct IntervalInfo: ContractCodable, Hashable, Sendable {
  public var startUnix: Int64
  public var lengthS: Int
  /// Local time = UTC + offset, in the queue's zone.
  public var utcOffsetS: Int
  /// Expected contacts; more than 0 in a closed interval where they arrive while nobody works.
  public var volume: Double
  public var ahtS: Double
  public var low80: Double
  public var high80: Double
  public var low95: Double
  public var high95: Double
  public var closed: Bool

  enum CodingKeys: String, CodingKey {
    case volume, low80, high80, low95, high95, closed
    case startUnix = "start_unix"
    case lengthS = "length_s"
    case utcOffsetS = "utc_offset_s"
    case ahtS = "aht_s"
  }

  public init(
    startUnix: Int64, lengthS: Int, utcOffsetS: Int = 0, volume: Double, ahtS: Double,
    low80: Double = 0, high80: Double = 0, low95: Double = 0, high95: Double = 0,
    closed: Bool = false
  ) {
    self.startUnix = startUnix
    self.lengthS = lengthS
    self.utcOffsetS = utcOffsetS
    self.volume = volume
    self.ahtS = ahtS
    self.low80 = low80
    self.high80 = high80
    self.low95 = low95
    self.high95 = high95
    self.closed = closed
  }
}

/// How do the agents of some intervals come about?
///
/// All rows of the queue are shown, since a model may look at neighbours: work that waits, a list.
public struct ExplainQuestion: ContractCodable, Hashable, Sendable {
  public var queue: QueueInfo
  public var goal: GoalInfo
  /// What the requirement was asked about, ascending and equally long.
  public var rows: [IntervalInfo]
  /// The rows to be explained, by position.
  public var indices: [Int]

  public init(queue: QueueInfo, goal: GoalInfo, rows: [IntervalInfo], indices: [Int]) {
    self.queue = queue
    self.goal = goal
    self.rows = rows
    self.indices = indices
  }
}

public struct ExplainAnswer: ContractCodable, Hashable, Sendable {
  /// One for each index asked about, in that order.
  public var explanations: [RowExplanation]

  public init(explanations: [RowExplanation]) { self.explanations = explanations }
}

/// How the requirement of one interval came about.
public struct RowExplanation: ContractCodable, Hashable, Sendable {
  public var startUnix: Int64
  /// What the requirement hook answers for the row; nil where it leaves the row to the host.
  public var agents: Int?
  public var closed: Bool
  public var boundBy: String
  /// From the forecast to the agents, in the order of the reckoning.
  public var steps: [ExplainStep]

  enum CodingKeys: String, CodingKey {
    case agents, closed, steps
    case startUnix = "start_unix"
    case boundBy = "bound_by"
  }

  public init(
    startUnix: Int64, agents: Int?, closed: Bool = false, boundBy: String, steps: [ExplainStep]
  ) {
    self.startUnix = startUnix
    self.agents = agents
    self.closed = closed
    self.boundBy = boundBy
    self.steps = steps
  }
}

/// One step: what it is called, its value with its unit, the formula or reason.
public struct ExplainStep: ContractCodable, Hashable, Sendable {
  public var name: String
  public var value: String
  public var reason: String

  public init(_ name: String, _ value: String, _ reason: String) {
    self.name = name
    self.value = value
    self.reason = reason
  }
}
