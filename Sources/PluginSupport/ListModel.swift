public import MusterPluginKit
internal import Simulation
internal import Workloads

/// A list that people work through: nobody waits, agents are work over time at an occupancy.
public struct ListModel: StaffingModel {
  public let needs: [Need]
  private let rows: [Interval]
  private let occupancy: Double
  private let reason: String
  private let goal: GoalInfo
  /// How the contacts of the list came about.
  private let source: [ExplainStep]

  /// Of the arguments:
  /// - `occupancy`: Share of their time on the phone that agents are busy.
  /// - `boundBy`: What the agents are for.
  /// - `source`: How the contacts came about, for explanations.
  public init(
    _ rows: [Interval], occupancy: Double, boundBy: String, goal: GoalInfo, source: [ExplainStep]
  ) {
    self.rows = rows
    self.occupancy = occupancy
    self.goal = goal
    self.source = source
    reason = boundBy
    needs = rows.map { row in
      guard !row.isClosed else { return .closed }
      let busy = row.volume * row.aht_s / Double(max(1, row.length_s))
      let agents = wholeUp(busy / occupancy)
      return Need(
        agents: agents, boundBy: agents > 0 ? boundBy : "no calls", serviceLevel: 1,
        asaSeconds: 0, abandonment: 0, occupancy: agents > 0 ? busy / Double(agents) : 0)
    }
  }

  public func steps(_ index: Int) -> [ExplainStep] {
    let row = rows[index]
    let busy = row.volume * row.aht_s / Double(max(1, row.length_s))
    return source + [
      ExplainStep(
        "load", "\(fixed(busy, 3)) agents busy",
        "\(fixed(row.volume, 2)) × \(fixed(row.aht_s, 1)) / \(row.length_s); failed attempts ride "
          + "on the AHT of a contact"),
      ExplainStep(
        "agents on the phone", "\(needs[index].agents)",
        "\(fixed(busy, 3)) / \(fixed(occupancy, 2)) occupancy, rounded up: nobody waits"),
    ]
  }

  public func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer {
    ListRun(rows, goal).answer(presence, replications: replications, seed: seed) { i, agents in
      .init(contactsPerSecond: Double(agents) * occupancy / max(1e-3, rows[i].aht_s))
    }
  }
}
