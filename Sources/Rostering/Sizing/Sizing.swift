/// How many agents of which contract a requirement takes, before people are named.
public struct Sizing: Hashable, Sendable {
  /// The agents of one contract in the mix.
  public struct Share: Hashable, Sendable {
    public var contract: String
    public var agents: Int
    /// Paid hours of one agent over the horizon.
    public var hoursEach: Double
    public var shifts: Int
    /// Missing agent-intervals that one more such agent would close, and that one fewer would open.
    public var worthOfOneMore: Double
  }
  /// What loosening a rule saves, by the bound.
  public struct RulePrice: Hashable, Sendable {
    public var rule: String
    /// Paid hours by which the bound falls.
    public var hours: Double
  }

  public var shares: [Share]
  public var paidHours: Double
  public var demand: Int
  public var missing: Double
  /// No mix that leaves as little missing takes fewer paid hours.
  public var bound: Double
  public var boundMethod: String
  public var rulePrices: [RulePrice]
  /// Shifts by contract and start: how many in the whole horizon.
  public var starts: [Start]
  /// Shifts of a kind that start at a time of day.
  public struct Start: Hashable, Sendable {
    public var kind: String
    /// Minutes after midnight.
    public var minute: Int
    public var count: Int
  }
  /// A roster of nameless agents that proves the mix: checked like any other.
  public var roster: Roster

  public var agents: Int { shares.reduce(0) { $0 + $1.agents } }
}

/// How a requirement is sized.
public struct SizingOptions: Hashable, Sendable {
  /// The share of the requirement that may stay missing.
  public var missingShare: Double
  public var roster: RosterOptions

  public init(missingShare: Double = 0.005, roster: RosterOptions = RosterOptions()) {
    self.missingShare = missingShare
    self.roster = roster
  }
}
