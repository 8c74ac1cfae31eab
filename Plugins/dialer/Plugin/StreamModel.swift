internal import DialerModel
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

/// The fewest agents that handle the forecast contacts in the better mode for their number.
struct StreamModel: StaffingModel {
  let needs: [Need]
  private let rows: [Interval]
  private let stream: DialerPlugin.Stream
  private let goal: GoalInfo

  init(
    _ stream: DialerPlugin.Stream, _ goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) {
    self.rows = rows
    self.stream = stream
    self.goal = goal
    var needs: [Need] = []
    for row in rows {
      guard !row.isClosed else {
        needs.append(.closed)
        continue
      }
      guard row.volume > 0, row.aht_s > 0 else {
        needs.append(Need(agents: 0, boundBy: "no calls"))
        continue
      }
      guard stream.rate(row) > 0 else {
        throw PluginFailure(
          "queue \(stream.queue) has contacts at \(row.secondOfDay / 3600):00, when nobody answers",
          setting: "streams")
      }
      let n = DialerInterval.agents(
        contacts: row.volume, contactRate: stream.rate(row), pacing: stream.pacing(row),
        seconds: Double(row.length_s), mode: stream.dialMode)
      let interval = stream.interval(row, agents: n)
      needs.append(
        Need(
          agents: n, boundBy: interval.mode.rawValue, serviceLevel: 1 - interval.abandonment,
          asaSeconds: 0, abandonment: interval.abandonment,
          occupancy: min(1, row.volume * row.aht_s / (Double(n) * Double(row.length_s)))))
    }
    self.needs = needs
  }

  func steps(_ index: Int) -> [ExplainStep] {
    let row = rows[index]
    let n = needs[index].agents
    guard n > 0 else { return [ExplainStep("agents", "0", "no calls")] }
    let rate = stream.rate(row)
    let pacing = stream.pacing(row)
    let erlangs = row.volume * pacing.handlingSeconds / Double(row.length_s)
    let there = stream.interval(row, agents: n)
    let fewer = stream.interval(row, agents: n - 1)
    func carried(_ interval: DialerInterval) -> String {
      fixed(interval.utilisation * Double(interval.agents), 2)
    }
    return [
      ExplainStep(
        "load", "\(fixed(erlangs, 3)) erlangs",
        "\(fixed(row.volume, 2)) × \(fixed(pacing.handlingSeconds, 1)) / \(row.length_s)"),
      ExplainStep(
        "contact rate", "\(fixed(100 * rate, 1)) %",
        "live answers per dial from \(row.secondOfDay / 3600):00 on; a dial rings "
          + "\(fixed(pacing.ringSeconds)) s"),
      ExplainStep(
        "mode", there.mode.rawValue,
        stream.dialMode == nil
          ? "keeps \(n) agents busier than the other" : "as the settings say"),
      ExplainStep(
        "utilisation", "\(fixed(100 * there.utilisation, 1)) %",
        there.mode == .predictive
          ? "dialled by free agents, simulated: \(fixed(100 * there.abandonment, 1)) % of live answers "
            + "lost after \(fixed(pacing.graceSeconds)) s, with confidence at most "
            + "\(fixed(100 * pacing.abandonmentLimit, 1)) %"
          : "\(fixed(pacing.handlingSeconds)) s of handling, then \(fixed(pacing.ringSeconds)) / "
            + "\(fixed(rate, 3)) s until the next answer"),
      ExplainStep(
        "agents on the phone", "\(n)",
        "the fewest that carry the load: \(n) carry \(carried(there)) erlangs, \(n - 1) "
          + "\(carried(fewer))"),
    ]
  }

  func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer {
    ListRun(rows, goal).answer(
      presence, replications: replications, seed: seed, limit: stream.abandonmentLimit ?? 0.03
    ) { i, agents in
      let interval = stream.interval(rows[i], agents: agents)
      return ListReplay.Speed(
        contactsPerSecond: interval.lines.answersPerSecond, lost: interval.abandonment)
    }
  }
}

extension DialerPlugin.Stream {
  func rate(_ row: Interval) -> Double { rate(hour: row.secondOfDay / 3600) }

  func pacing(_ row: Interval) -> Pacing { pacing(handlingSeconds: row.aht_s) }

  /// What a number of agents does in a row.
  func interval(_ row: Interval, agents: Int) -> DialerInterval {
    DialerInterval(
      agents: agents, contactRate: rate(row), pacing: pacing(row), seconds: Double(row.length_s),
      burst: burst ?? 1.5, mode: dialMode)
  }
}
