public import CivilTime

/// How contacts of a queue reach an agent; decides which staffing model fits.
public struct Channel: RawRepresentable, Hashable, Sendable {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public static let call = Channel(rawValue: "call")
}

/// The model that turns a load into a number of agents.
public enum StaffingModel: Hashable, Sendable {
  /// Nobody abandons.
  case erlangC
  /// Callers abandon after an exponential patience.
  case erlangA
  /// A plugin's own model, by the plugin's id.
  case plugin(String)

  public var isPlugin: Bool {
    if case .plugin = self { true } else { false }
  }
}

/// Where the expected contacts of a queue come from.
public enum DemandSource: String, CaseIterable, Hashable, Sendable {
  /// Forecast from what was counted.
  case history
  /// Computed by a plugin from lists, backlogs, drops.
  case plugin
}

/// One stream of contacts with its own hours, goal and handling time.
public struct Queue: Hashable, Sendable {
  public var id: String
  public var name: String
  /// The client whose contacts these are; queues of one client are reported together.
  public var client: String?
  public var channel: Channel
  /// IANA zone in which the queue's customers live; nil: the centre's.
  public var timezone: String?
  /// Which rows of the holiday files count for the queue; nil: the centre's choice.
  public var calendar: String?
  /// When people work at the queue, in its own zone; nil: learnt from history.
  public var hours: OpeningHours?
  /// When contacts arrive, in the queue's zone, where that is longer than people work: what comes
  /// before opening waits. Nil: as ``hours``.
  public var arrivals: OpeningHours?
  /// Kinds of holiday on which the queue is closed.
  public var closedOn: [HolidayKind]
  public var goal: ServiceGoal
  public var model: StaffingModel
  /// Used where history says nothing, in seconds.
  public var handlingSeconds: Double?
  /// Mean patience of a caller in seconds; nil: endless.
  public var patienceSeconds: Double?
  /// Share of scheduled time not spent on the phone, planned breaks apart, 0 to 1.
  public var shrinkage: Double
  /// Agents on the phone in any open interval, however few contacts are expected.
  public var minimumAgents: Int
  /// The goals are to hold with this probability, the uncertainty of the forecast included, 0.5 to
  /// 0.999; nil: for the expected contacts.
  public var staffingProbability: Double?
  /// The skill an agent needs to take the contacts; by default the queue's id.
  public var skill: String
  public var demand: DemandSource
  /// Files with this queue's history; empty: the centre's files.
  public var history: [String]
  /// The names under which the files hold this queue's contacts, added up; empty: its id.
  public var historyParts: [HistoryPart] = []
  /// What an interval without a row means in its history; nil: what its files say, or the counts tell.
  public var absent: AbsentRows?
  /// How contacts are spread over the day where its history counts longer intervals than the centre's:
  /// another queue's id, or a file.
  public var profile: String?
  /// Whether intervals that stand in several of the queue's files are added up, not refused.
  public var addsHistory: Bool

  /// What contacts that agents begin are for, such as `sales`: a kind that the rules of a
  /// plugin speak of; nil where nobody is called, or a plugin's own list says it.
  public var contactScope: String?
  /// Where the people are who are called, such as `US-FL`; the law of all of them counts.
  public var jurisdictions: [String] = []
  /// The zones in which they may be; empty: those of the places.
  public var calledZones: [String] = []

  /// Whether callers wait for an agent of their own, as the host's models and simulator have it.
  public var isQueueOfCallers: Bool {
    channel == .call && demand == .history && !model.isPlugin
  }

  public init(
    id: String, name: String? = nil, client: String? = nil, channel: Channel = .call,
    timezone: String? = nil, calendar: String? = nil, hours: OpeningHours? = nil,
    arrivals: OpeningHours? = nil, closedOn: [HolidayKind] = [], goal: ServiceGoal = ServiceGoal(),
    model: StaffingModel = .erlangC, handlingSeconds: Double? = nil,
    patienceSeconds: Double? = nil, shrinkage: Double = 0, minimumAgents: Int = 1,
    staffingProbability: Double? = nil, skill: String? = nil, demand: DemandSource = .history,
    history: [String] = [], addsHistory: Bool = false
  ) {
    self.id = id
    self.name = name ?? id
    self.client = client
    self.channel = channel
    self.timezone = timezone
    self.calendar = calendar
    self.hours = hours
    self.arrivals = arrivals
    self.closedOn = closedOn
    self.goal = goal
    self.model = model
    self.handlingSeconds = handlingSeconds
    self.patienceSeconds = patienceSeconds
    self.shrinkage = shrinkage
    self.minimumAgents = minimumAgents
    self.staffingProbability = staffingProbability
    self.skill = skill ?? id
    self.demand = demand
    self.history = history
    self.addsHistory = addsHistory
  }

  /// The IANA zone in which the queue's hours, holidays and days are meant.
  public func zoneName(in centre: Centre) -> String { timezone ?? centre.timezone }

  /// The holiday calendar that counts for the queue's customers; nil: every row of the files.
  public func calendarName(in centre: Centre) -> String? { calendar ?? centre.calendar }

  /// The names under which history files hold the queue's contacts.
  public var namesInHistory: [String] {
    historyParts.isEmpty ? [id] : historyParts.map(\.queue)
  }
}
