public import Workloads

/// What a team dials in one interval: mode, lines and the calls that may be lost.
public struct DialerInterval: Hashable, Sendable {
  public var mode: DialMode
  public var agents: Int
  /// Share of their time agents spend on contacts.
  public var utilisation: Double
  public var lines: DialLines
  /// Highest rate of dials a carrier must take, with headroom for bursts.
  public var callsPerSecond: Double
  /// Share of live answers expected to find no agent.
  public var abandonment: Double
  /// Live answers in the interval.
  public var liveAnswers: Double

  /// The best way for `agents` agents to spend an interval.
  ///
  /// Of the arguments:
  /// - `contactRate`: Live answers per dial.
  /// - `seconds`: Length of the interval.
  /// - `burst`: Headroom of the calls per second over the mean.
  /// - `mode`: The mode to use; nil takes the better one.
  public init(
    agents: Int, contactRate: Double, pacing: Pacing, seconds: Double, burst: Double = 1.5,
    mode: DialMode? = nil
  ) {
    let n = Double(agents)
    let dialling = pacing.dialling(agents: n, contactRate: contactRate, mode: mode)
    self.mode = dialling.mode
    self.agents = agents
    utilisation = agents > 0 ? dialling.utilisation : 0
    lines = pacing.lines(agents: n, utilisation: utilisation, contactRate: contactRate)
    callsPerSecond = lines.dialsPerSecond * burst
    // A progressive call has its agent.
    abandonment = agents > 0 ? dialling.lost : 0
    liveAnswers = lines.answersPerSecond * seconds
  }

  /// The fewest agents that handle `contacts` contacts in `seconds` seconds.
  public static func agents(
    contacts: Double, contactRate: Double, pacing: Pacing, seconds: Double, mode: DialMode? = nil
  ) -> Int {
    guard contacts > 0, seconds > 0 else { return 0 }
    let erlangs = contacts * pacing.handlingSeconds / seconds
    func carried(_ n: Int) -> Double {
      DialerInterval(
        agents: n, contactRate: contactRate, pacing: pacing, seconds: seconds, mode: mode
      ).utilisation * Double(n)
    }
    var high = max(1, wholeUp(erlangs))
    while carried(high) < erlangs * (1 - 1e-9) {
      high *= 2
      if high > 1 << 20 { return high }
    }
    var low = 0
    while high - low > 1 {
      let middle = (low + high) / 2
      if carried(middle) >= erlangs * (1 - 1e-9) { high = middle } else { low = middle }
    }
    return high
  }
}

/// Agents who take the same calls: a campaign, a language, a skill.
public struct RoutingGroup: Hashable, Sendable {
  public var name: String
  public var agents: Int
  public var contactRate: Double

  public init(name: String, agents: Int, contactRate: Double) {
    self.name = name
    self.agents = agents
    self.contactRate = contactRate
  }
}

/// What small groups lose against one large one.
public struct Pooling: Hashable, Sendable {
  /// Contacts handled at once by the groups as they are, and by all of them as one.
  public var separate: Double
  public var pooled: Double

  public init(_ groups: [RoutingGroup], pacing: Pacing) {
    separate = groups.reduce(0) {
      $0 + Double($1.agents)
        * pacing.best(agents: Double($1.agents), contactRate: $1.contactRate).utilisation
    }
    let agents = groups.reduce(0) { $0 + $1.agents }
    let mean =
      agents > 0
      ? groups.reduce(0) { $0 + Double($1.agents) * $1.contactRate } / Double(agents) : 0
    pooled =
      agents > 0
      ? Double(agents) * pacing.best(agents: Double(agents), contactRate: mean).utilisation : 0
  }

  /// Share of contacts that pooling adds.
  public var gain: Double { separate > 0 ? pooled / separate - 1 : 0 }
}
