/// Several kinds of calls and groups of agents who can take some of them.
public struct SkillModel: Hashable, Sendable {
  /// A kind of call.
  public struct CallClass: Hashable, Sendable {
    public var name: String
    /// Calls per hour in each interval.
    public var callsPerHour: [Double]
    public var patience: Distribution
    public var thresholdSeconds: Double

    public init(
      name: String, callsPerHour: [Double], patience: Distribution = .never,
      thresholdSeconds: Double = 20
    ) {
      self.name = name
      self.callsPerHour = callsPerHour
      self.patience = patience
      self.thresholdSeconds = thresholdSeconds
    }
  }

  /// What an agent of a group can do with a kind of call.
  public struct Skill: Hashable, Sendable {
    public var handling: Distribution
    /// Where a call goes first: to the groups of the lowest number that have a free agent.
    public var callPreference: Int
    /// What a free agent takes first: the classes of the lowest number that wait.
    public var agentPreference: Int

    public init(handling: Distribution, callPreference: Int = 0, agentPreference: Int = 0) {
      self.handling = handling
      self.callPreference = callPreference
      self.agentPreference = agentPreference
    }
  }

  /// Agents with the same skills.
  public struct Group: Hashable, Sendable {
    public var name: String
    /// By class; nil where the group has not the skill.
    public var skills: [Skill?]
    /// Agents present in each interval beside the named ones; who must go finishes the call.
    public var agents: [Int]

    public init(name: String, skills: [Skill?], agents: [Int] = []) {
      self.name = name
      self.skills = skills
      self.agents = agents
    }
  }

  /// An agent with a time table.
  public struct Agent: Hashable, Sendable {
    public var group: Int
    /// From when to when the agent takes calls, in seconds from the start, ascending.
    public var present: [Range<Double>]

    public init(group: Int, present: [Range<Double>]) {
      self.group = group
      self.present = present
    }
  }

  /// Which free agent gets a call among groups of equal preference.
  public enum Selection: String, Hashable, Sendable, CaseIterable {
    /// Who has been free for the longest time.
    case longestIdle
    /// Who was busy for the smallest share of the time present.
    case leastOccupied
  }

  public var classes: [CallClass]
  public var groups: [Group]
  /// Agents with time tables, beside the numbers of the groups.
  public var agents: [Agent] = []
  public var intervalSeconds: Double
  public var selection = Selection.longestIdle
  /// Calls that may wait at once; nil without limit.
  public var waitingPlaces: Int?
  /// Intervals at the start that are simulated but not counted.
  public var warmUpIntervals = 0
  /// Coefficient of variation of a Gamma factor on each class's rate of the day.
  public var dayVariation = 0.0

  public init(classes: [CallClass], groups: [Group], intervalSeconds: Double) {
    self.classes = classes
    self.groups = groups
    self.intervalSeconds = intervalSeconds
  }

  var intervals: Int { classes.map(\.callsPerHour.count).max() ?? 0 }
}

/// What the calls of one class met.
public struct SkillOutcome: Hashable, Sendable {
  /// Of the calls that were not turned away.
  public var calls: QueueOutcome
  /// Turned away / offered, where waiting places are limited.
  public var blocking: Estimate
}

/// The result of a simulation with skills.
public struct SkillReport: Hashable, Sendable {
  /// By class and interval.
  public var intervals: [[SkillOutcome]]
  /// By class, over all counted intervals.
  public var classes: [SkillOutcome]
  /// All classes together.
  public var all: SkillOutcome
  /// Busy share of the time present, by group.
  public var occupancy: [Estimate]
  public var replications: Int
  public var calls: Int
}
