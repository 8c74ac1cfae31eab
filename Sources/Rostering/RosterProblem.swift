public import CentreModel
public import CivilTime

/// A requirement, the people and the rules: what ``solve(_:options:monitor:)`` makes a roster of.
///
/// Instants are UTC; days, start grids and windows are those of `zone`, the site's clock, and rest is
/// elapsed time. A shift belongs to the day on which it starts.
public struct RosterProblem: Hashable, Sendable {
  public var requirement: RosterRequirement
  /// In any order; the result does not depend on it.
  public var agents: [RosterAgent]
  public var rules: RosterRules
  public var zone: Zone
  public var horizonStart: CivilDate
  /// 1 to 62.
  public var days: Int
  /// The roster up to the horizon: rest, runs of days and nights continue from it, and what it works
  /// inside the horizon counts.
  public var previous: [RosterSegment]
  /// What is fixed beforehand.
  public var pins: [RosterPin]
  /// A published roster to stay near; empty: none.
  public var published: [RosterSegment]
  /// What an agent above the requirement costs in each of its intervals, in thousandths of the surplus
  /// weight; empty: the same in all. For hours that are paid more than others.
  public var surplusFactors: [Int]
  /// Dates on which the centre is shut: nobody's shift starts, unless it is pinned. No day of leave.
  public var closedDates: [CivilDate]

  public init(
    requirement: RosterRequirement, agents: [RosterAgent], rules: RosterRules, zone: Zone,
    horizonStart: CivilDate, days: Int, previous: [RosterSegment] = [], pins: [RosterPin] = [],
    published: [RosterSegment] = [], surplusFactors: [Int] = [],
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
    self.published = published
    self.surplusFactors = surplusFactors
    self.closedDates = closedDates
  }
}
