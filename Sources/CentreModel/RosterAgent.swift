public import CivilTime
public import Diagnostics

/// A named agent, as `agents.csv` has it, and what last week left behind.
public struct RosterAgent: Hashable, Sendable {
  public var id: String
  public var name: String
  public var contract: String
  /// Nil: always available.
  public var availability: String?
  /// Skill to level; a skill without a level counts as level 1.
  public var skills: [String: Int]
  public var site: String?
  /// Whom the agent works with, for pages and lists; asked by no rule.
  public var team: String?
  /// Whether the agent works away from the site and takes no seat there.
  public var isRemote: Bool
  /// No shift starts on these dates; nothing more, see ``leave``.
  public var unavailableDates: [CivilDate]
  /// Days of leave: nobody works on them or into them, and they count as worked where a rule asks for
  /// a least amount of work.
  public var leave: [CivilDate]
  /// What a day of leave is paid, in seconds; nil: a mean shift of the contract.
  public var leaveSeconds: Int?
  public var previousShiftEnd: Instant?
  /// Days worked in a row up to the horizon, and whether the last of them were nights.
  public var previousDaysInRow: Int
  public var previousNightsInRow: Int
  /// Starts permitted to this agent alone by the local clock; nil means by contract and class.
  public var startWindow: MinuteRange?
  /// Minutes after local midnight.
  public var preferredStart: Int?
  public var preferredDaysOff: [CivilDate]
  public var preferredKinds: [String]
  /// Rules of this agent alone.
  public var rules: WorkRules
  /// What the fairness ledger carries over from earlier weeks.
  public var carriedNights: Int
  public var carriedWeekends: Int
  public var carriedUnpopular: Int
  /// Weekends worked before the horizon in the month of its first weekend; nil: counted from the
  /// roster before, where that is known.
  public var carriedWeekendsInMonth: Int?
  /// The line of `agents.csv` and its name, for what is wrong with the agent; nil: from no file.
  public var place: Place?

  public init(
    id: String, name: String = "", contract: String, availability: String? = nil,
    skills: [String: Int] = [:], site: String? = nil, team: String? = nil, isRemote: Bool = false,
    unavailableDates: [CivilDate] = [], leave: [CivilDate] = [], leaveSeconds: Int? = nil,
    previousShiftEnd: Instant? = nil, previousDaysInRow: Int = 0, previousNightsInRow: Int = 0,
    startWindow: MinuteRange? = nil, preferredStart: Int? = nil,
    preferredDaysOff: [CivilDate] = [], preferredKinds: [String] = [],
    rules: WorkRules = WorkRules(), carriedNights: Int = 0, carriedWeekends: Int = 0,
    carriedUnpopular: Int = 0, carriedWeekendsInMonth: Int? = nil, place: Place? = nil
  ) {
    self.id = id
    self.name = name
    self.contract = contract
    self.availability = availability
    self.skills = skills
    self.site = site
    self.team = team
    self.isRemote = isRemote
    self.unavailableDates = unavailableDates
    self.leave = leave
    self.leaveSeconds = leaveSeconds
    self.previousShiftEnd = previousShiftEnd
    self.previousDaysInRow = previousDaysInRow
    self.previousNightsInRow = previousNightsInRow
    self.startWindow = startWindow
    self.preferredStart = preferredStart
    self.preferredDaysOff = preferredDaysOff
    self.preferredKinds = preferredKinds
    self.rules = rules
    self.carriedNights = carriedNights
    self.carriedWeekends = carriedWeekends
    self.carriedUnpopular = carriedUnpopular
    self.carriedWeekendsInMonth = carriedWeekendsInMonth
    self.place = place
  }
}

/// What is fixed for an agent on a day before a roster is sought.
public struct RosterPin: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// No shift starts on this day.
    case off
    /// A shift starts on this day.
    case on
    /// Exactly this shift, pauses included.
    case shift([RosterSegment])
  }
  public var agent: String
  public var date: CivilDate
  public var kind: Kind

  public init(agent: String, date: CivilDate, kind: Kind) {
    self.agent = agent
    self.date = date
    self.kind = kind
  }
}
