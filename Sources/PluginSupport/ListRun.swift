public import MusterPluginKit
internal import Simulation
public import Workloads

/// A list worked by the people who are there, over replications.
public struct ListRun {
  private let rows: [Interval]
  private let goal: GoalInfo
  private let replay: ListReplay

  public init(_ rows: [Interval], _ goal: GoalInfo) {
    self.rows = rows
    self.goal = goal
    replay = ListReplay(
      planned: rows.map { $0.isClosed ? 0 : $0.volume }, handlingSeconds: rows.map(\.aht_s),
      isCalled: rows.map { !$0.isClosed && $0.volume > 0 })
  }

  /// The answer of the simulate hook.
  ///
  /// - `speed`: What a number of agents does in a row.
  /// - `limit`: Highest share of people who answer that may find no agent; nil where each call has its
  ///   agent.
  public func answer(
    _ presence: Presence, replications: Int, seed: UInt64, limit: Double? = nil,
    speed: (_ row: Int, _ agents: Int) -> ListReplay.Speed
  ) -> SimulateAnswer {
    var known: [Key: ListReplay.Speed] = [:]
    var run = ServiceRun(rows, .list)
    for k in 0..<replications {
      var stream = RandomStream(seed: seed, stream: UInt64(k))
      let staff = presence.stretches(rows, u: (Double(k) + 0.5) / Double(replications))
      run.add(
        replay.run(&stream, staff: staff) { row, agents in
          let key = Key(row: row, agents: agents)
          if let found = known[key] { return found }
          let found = speed(row, agents)
          known[key] = found
          return found
        })
    }
    var verdicts: [ServiceVerdict?] = [
      .least(
        "at least 99 % of the contacts that the list plans are made", run.total.completion, 0.99)
    ]
    var other = goal
    if let limit {
      verdicts.append(
        .most(
          "at most \(fixed(100 * limit, 1)) % of live answers find no agent",
          run.total.abandonment, limit))
      other.abandonment = nil
    }
    return run.answer(
      verdicts: verdicts.compactMap { $0 },
      notJudged: other.unjudged(because: "nobody waits: calls go out when there is an agent"),
      notes: closedContacts(rows, "contacts"))
  }

  private struct Key: Hashable {
    var row: Int
    var agents: Int
  }
}
