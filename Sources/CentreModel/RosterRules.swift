public import CivilTime

/// A stretch of the local day in minutes after midnight; `to` may exceed 1440 (the next day).
public struct MinuteRange: Hashable, Sendable {
  public var from: Int
  public var to: Int

  public init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }

  public func contains(_ minute: Int) -> Bool { minute >= from && minute <= to }
}

/// A break or a meal of a shift, and where in the shift it may begin.
public struct Pause: Hashable, Sendable {
  /// `break` or `meal`.
  public var activity: Activity
  public var lengthSeconds: Int
  /// Earliest and latest beginning, in seconds after the shift's start.
  public var earliestSeconds: Int
  public var latestSeconds: Int
  public var isPaid: Bool

  public init(
    activity: Activity, lengthSeconds: Int, earliestSeconds: Int, latestSeconds: Int, isPaid: Bool
  ) {
    self.activity = activity
    self.lengthSeconds = lengthSeconds
    self.earliestSeconds = earliestSeconds
    self.latestSeconds = latestSeconds
    self.isPaid = isPaid
  }
}

/// One kind of shift a contract allows: its length, its pauses in order and when it may begin.
public struct ShiftKind: Hashable, Sendable {
  public var id: String
  public var lengthSeconds: Int
  public var pauses: [Pause]
  /// Starts stand on this grid, counted from local midnight, in minutes; a single time among ``starts``
  /// need not.
  public var startEveryMinutes: Int
  /// Permitted starts by the local clock, both ends included; empty means any.
  public var starts: [MinuteRange]
  /// Weekdays on which it may begin; empty means any.
  public var days: [Weekday]
  /// Kinds that must not begin on the day after this one.
  public var forbiddenNext: [String]
  /// Most shifts of this kind an agent may have in the horizon.
  public var maxPerAgent: RosterLimit?

  public init(
    id: String, lengthSeconds: Int, pauses: [Pause] = [], startEveryMinutes: Int = 30,
    starts: [MinuteRange] = [], days: [Weekday] = [], forbiddenNext: [String] = [],
    maxPerAgent: RosterLimit? = nil
  ) {
    self.id = id
    self.lengthSeconds = lengthSeconds
    self.pauses = pauses
    self.startEveryMinutes = startEveryMinutes
    self.starts = starts
    self.days = days
    self.forbiddenNext = forbiddenNext
    self.maxPerAgent = maxPerAgent
  }

  /// Whether a shift may start so many seconds after midnight on a weekday.
  ///
  /// A start that is listed by itself is one; in a stretch, or where nothing is listed, starts stand on
  /// the grid.
  public func mayStart(second: Int, on weekday: Weekday) -> Bool {
    guard days.isEmpty || days.contains(weekday), second % 60 == 0 else { return false }
    let minute = second / 60
    if starts.contains(where: { $0.from == $0.to && $0.from == minute }) { return true }
    return minute % startEveryMinutes == 0
      && (starts.isEmpty || starts.contains { $0.contains(minute) })
  }

  /// Whether there is any time of day at which it may start.
  public var canStart: Bool {
    starts.isEmpty
      || starts.contains { time in
        time.from == time.to
          || (time.from + startEveryMinutes - 1) / startEveryMinutes * startEveryMinutes <= time.to
      }
  }

  /// Length less unpaid pauses.
  public var paidSeconds: Int {
    pauses.reduce(lengthSeconds) { $0 - ($1.isPaid ? 0 : $1.lengthSeconds) }
  }

  /// Length less all pauses.
  public var workSeconds: Int { pauses.reduce(lengthSeconds) { $0 - $1.lengthSeconds } }
}

/// What an agent is hired for: kinds of shift, and rules that differ from the general ones.
public struct RosterContract: Hashable, Sendable {
  public var id: String
  public var kinds: [ShiftKind]
  public var rules: WorkRules
  /// Basic pay of an hour in the site's currency; nil: the site's.
  public var hourlyRate: Double?
  /// What pay and labour rules want to know of a contract, in their words.
  public var traits: [String]

  public init(
    id: String, kinds: [ShiftKind], rules: WorkRules = WorkRules(), hourlyRate: Double? = nil,
    traits: [String] = []
  ) {
    self.id = id
    self.kinds = kinds
    self.rules = rules
    self.hourlyRate = hourlyRate
    self.traits = traits
  }
}

/// When the agents of a class can work.
public struct AvailabilityClass: Hashable, Sendable {
  public var id: String
  /// The whole shift lies within one of these stretches of its day; empty means any time.
  public var hours: [MinuteRange]
  /// Weekdays on which a shift may begin; empty means any.
  public var days: [Weekday]

  public init(id: String, hours: [MinuteRange] = [], days: [Weekday] = []) {
    self.id = id
    self.hours = hours
    self.days = days
  }
}

/// The skill that a queue asks of an agent.
public struct QueueSkill: Hashable, Sendable {
  public var queue: String
  public var skill: String
  public var minimumLevel: Int

  public init(queue: String, skill: String, minimumLevel: Int = 1) {
    self.queue = queue
    self.skill = skill
    self.minimumLevel = minimumLevel
  }
}

/// At least so many agents with a skill must be at work in every interval of these hours, whatever
/// queue they serve.
public struct PresenceRule: Hashable, Sendable {
  public var id: String
  public var skill: String
  public var minimumLevel: Int
  public var minimum: Int
  /// Also one for every so many agents required, such as a supervisor for fifteen.
  public var per: Int?
  /// Empty means whenever anything is required.
  public var hours: [MinuteRange]
  /// Nil: hard.
  public var weight: Int?

  public init(
    id: String, skill: String, minimumLevel: Int = 1, minimum: Int, per: Int? = nil,
    hours: [MinuteRange] = [], weight: Int? = nil
  ) {
    self.id = id
    self.skill = skill
    self.minimumLevel = minimumLevel
    self.minimum = minimum
    self.per = per
    self.hours = hours
    self.weight = weight
  }

  /// People of the skill that are asked for at a local minute of the day at which all queues together
  /// require `required` agents.
  public func people(required: Int, minute: Int) -> Int {
    let applies =
      hours.isEmpty
      ? required > 0
      : hours.contains { $0.from <= minute && minute < $0.to || minute + 1440 < $0.to }
    guard applies else { return 0 }
    return max(minimum, per.map { (required + $0 - 1) / $0 } ?? 0)
  }

  /// Whether an agent counts.
  public func counts(_ agent: RosterAgent) -> Bool {
    agent.skills[skill, default: 0] >= minimumLevel
  }
}

/// No more agents of a site may be in their shift at a time than it has seats; pauses hold a seat.
public struct SiteSeats: Hashable, Sendable {
  public var site: String
  public var seats: Int
  public var weight: Int?

  public init(site: String, seats: Int, weight: Int? = nil) {
    self.site = site
    self.seats = seats
    self.weight = weight
  }
}

/// Two agents who must work together or must not.
public struct AgentPair: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// Their shifts start at the same instants.
    case together
    /// Their shifts never overlap.
    case apart
  }
  public var first: String
  public var second: String
  public var kind: Kind
  /// Nil: hard; else the cost of each day on which it is broken.
  public var weight: Int?

  public init(first: String, second: String, kind: Kind, weight: Int? = nil) {
    self.first = first
    self.second = second
    self.kind = kind
    self.weight = weight
  }
}

/// What wishes and fairness weigh, in thousandths of a missing agent-interval.
public struct PreferenceWeights: Hashable, Sendable {
  /// Each hour that a shift starts further from the preferred start than the tolerance.
  public var preferredStart: Int
  public var startToleranceSeconds: Int
  /// Each preferred day off that is worked.
  public var preferredDayOff: Int
  /// Each shift of a kind that is not among the preferred ones.
  public var preferredKind: Int
  /// Fairness: half the square of an agent's nights, carried ones included.
  public var fairNights: Int
  /// The same for weekends worked.
  public var fairWeekends: Int
  /// The same for unpopular shifts.
  public var fairUnpopular: Int
  /// Half the square of an agent's paid hours, counted in shifts of eight: it costs least when all
  /// agents of a contract have about the same.
  public var fairHours: Int

  /// What uneven hours weigh where nothing is said: far less than a shift that covers anything, and
  /// without it one of two agents could have all the shifts.
  public static let usualFairHours = 5

  public init(
    preferredStart: Int = 0, startToleranceSeconds: Int = 0, preferredDayOff: Int = 0,
    preferredKind: Int = 0, fairNights: Int = 0, fairWeekends: Int = 0, fairUnpopular: Int = 0,
    fairHours: Int = Self.usualFairHours
  ) {
    self.preferredStart = preferredStart
    self.startToleranceSeconds = startToleranceSeconds
    self.preferredDayOff = preferredDayOff
    self.preferredKind = preferredKind
    self.fairNights = fairNights
    self.fairWeekends = fairWeekends
    self.fairUnpopular = fairUnpopular
    self.fairHours = fairHours
  }
}

/// Everything a rules file says about rostering.
public struct RosterRules: Hashable, Sendable {
  public var contracts: [RosterContract]
  public var availability: [AvailabilityClass]
  public var general: WorkRules
  /// The first day of a week, by which everything that is counted by the week is counted.
  public var weekStart: Weekday
  /// A shift is a night shift when at least `nightSeconds` of it lie in these hours.
  public var night: MinuteRange
  public var nightSeconds: Int
  /// A shift that begins in one of these stretches counts as unpopular.
  public var unpopular: [UnpopularTime]
  public var queueSkills: [QueueSkill]
  public var presence: [PresenceRule]
  public var seats: [SiteSeats]
  public var pairs: [AgentPair]
  public var preferences: PreferenceWeights
  /// What one missing agent-interval costs, in thousandths; all other weights compare with it.
  public var missingWeight: Int
  /// What one agent-interval above the requirement costs, in thousandths.
  public var surplusWeight: Int
  /// Whether `unavailable_dates` of `agents.csv` are days of leave; else no shift starts on them, and
  /// that is all.
  public var unavailableIsLeave: Bool

  /// What work above the requirement weighs where nothing is said: were it free, work that nobody
  /// needs would be rostered at any hour.
  public static let usualSurplusWeight = 20

  /// What an agent-interval costs in which nobody is required, in thousandths: more than one above the
  /// requirement. Up to half an hour from one in which somebody is, as before opening and after closing,
  /// little; more up to an hour; beyond it as much as a missing one, so that nobody comes hours early for
  /// a break that falls well. Beside a time that is shorter than every shift only the little one counts.
  ///
  /// `distance`: Seconds to the nearest interval in which somebody is required, its own end or start
  /// counted.
  public func idleWeight(distance: Int) -> Int {
    let share = distance <= 1800 ? 150 : distance <= 3600 ? 600 : 1000
    return surplusWeight + max(0, missingWeight - surplusWeight) * share / 1000
  }

  public init(
    contracts: [RosterContract] = [], availability: [AvailabilityClass] = [],
    general: WorkRules = WorkRules(), weekStart: Weekday = .monday,
    night: MinuteRange = MinuteRange(from: 22 * 60, to: 30 * 60), nightSeconds: Int = 3 * 3600,
    unpopular: [UnpopularTime] = [], queueSkills: [QueueSkill] = [],
    presence: [PresenceRule] = [], seats: [SiteSeats] = [], pairs: [AgentPair] = [],
    preferences: PreferenceWeights = PreferenceWeights(), missingWeight: Int = 1000,
    surplusWeight: Int = Self.usualSurplusWeight, unavailableIsLeave: Bool = true
  ) {
    self.contracts = contracts
    self.availability = availability
    self.general = general
    self.weekStart = weekStart
    self.night = night
    self.nightSeconds = nightSeconds
    self.unpopular = unpopular
    self.queueSkills = queueSkills
    self.presence = presence
    self.seats = seats
    self.pairs = pairs
    self.preferences = preferences
    self.missingWeight = missingWeight
    self.surplusWeight = surplusWeight
    self.unavailableIsLeave = unavailableIsLeave
  }
}

extension RosterRules {
  public func contract(named id: String) -> RosterContract? { contracts.first { $0.id == id } }

  /// The rules that hold for an agent: the general ones, in their place those of the contract, in
  /// their place the agent's own.
  public func effectiveRules(of agent: RosterAgent) -> WorkRules {
    guard let contract = contract(named: agent.contract) else {
      return general.overridden(by: agent.rules)
    }
    return effectiveRules(of: contract).overridden(by: agent.rules)
  }

  /// The rules that hold for everybody of a contract.
  public func effectiveRules(of contract: RosterContract) -> WorkRules {
    general.overridden(by: contract.rules)
  }
}

/// A stretch of certain weekdays in which nobody likes to begin.
public struct UnpopularTime: Hashable, Sendable {
  public var days: [Weekday]
  public var hours: MinuteRange

  public init(days: [Weekday], hours: MinuteRange) {
    self.days = days
    self.hours = hours
  }
}
