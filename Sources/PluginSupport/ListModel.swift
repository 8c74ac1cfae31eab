public import MusterPluginKit
internal import Simulation
internal import Workloads

/// A list that people work through: nobody waits, agents are work over time at an occupancy.
///
/// What is not reached in one interval is called in a later one, so that agents are rounded up once over an
/// opening and not in every interval; a reserve keeps what chance leaves over small.
public struct ListModel: StaffingModel {
  public let needs: [Need]
  private let rows: [Interval]
  private let occupancy: Double
  private let goal: GoalInfo
  /// How the contacts of the list came about.
  private let source: [ExplainStep]
  /// Share of the work that is added so that chance leaves little of the list over.
  private let reserve: Double

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
    let busy = rows.map { $0.isClosed ? 0 : $0.busyAgents }
    reserve = Self.reserve(contacts: rows.reduce(0) { $0 + ($1.isClosed ? 0 : $1.volume) })
    let agents = Self.rounded(busy.map { $0 / occupancy }, rows, reserve: reserve)
    needs = zip(rows, zip(busy, agents)).map { row, team in
      guard !row.isClosed else { return .closed }
      var need = Need(
        agents: team.1, boundBy: team.0 > 0 ? boundBy : "no calls", serviceLevel: 1,
        asaSeconds: 0, abandonment: 0,
        occupancy: team.1 > 0 ? min(1, team.0 / Double(team.1)) : 0)
      need.isMovable = true
      return need
    }
  }

  /// With as many contacts in all, the share by which work must be exceeded so that on average no more
  /// than 0.8 % is left over: a day's contacts are Poisson, what is left waits for the next day, and a
  /// random walk with drift d and variance v per day stands at v / 2d.
  static func reserve(contacts: Double) -> Double {
    contacts > 0 ? 1 / (2 * 0.008 * contacts) : 0
  }

  /// Agents by row: `exact` with the reserve, rounded down, and once over an opening up, in its last rows;
  /// never more in all than rounding up in every row gives.
  static func rounded(_ exact: [Double], _ rows: [Interval], reserve: Double) -> [Int] {
    var agents = exact.map { Int(($0 + 1e-9).rounded(.down)) }
    for (_, indices) in daysOf(rows) {
      let working = indices.filter { exact[$0] > 1e-9 }
      let asked = working.reduce(0) { $0 + exact[$1] } * (1 + reserve)
      let most = working.reduce(0) { $0 + wholeUp(exact[$1]) }
      let have = working.reduce(0) { $0 + agents[$1] }
      var more = min(most, wholeUp(asked)) - have
      for i in working.reversed() where more > 0 && wholeUp(exact[i]) > agents[i] {
        agents[i] += 1
        more -= 1
      }
    }
    return agents
  }

  public func steps(_ index: Int) -> [ExplainStep] {
    let row = rows[index]
    let busy = row.busyAgents
    return source + [
      ExplainStep(
        "load", "\(fixed(busy, 3)) agents busy",
        "\(fixed(row.volume, 2)) × \(fixed(row.aht_s, 1)) / \(row.length_s); failed attempts ride "
          + "on the AHT of a contact"),
      ExplainStep(
        "agents on the phone", "\(needs[index].agents)",
        "\(fixed(busy, 3)) / \(fixed(occupancy, 2)) occupancy is \(fixed(busy / occupancy, 2)): nobody "
          + "waits, so the day's agents are rounded up once, with a reserve of "
          + "\(fixed(100 * reserve, 1)) % for chance, in its last intervals"),
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

extension Interval {
  /// Agents that the row's contacts keep busy.
  var busyAgents: Double { volume * aht_s / Double(max(1, length_s)) }
}
