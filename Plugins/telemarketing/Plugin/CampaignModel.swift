internal import MusterPluginKit
internal import PluginSupport
internal import TelemarketingModel
internal import Workloads

/// The agents that the best plan of a campaign keeps busy, interval by interval.
struct CampaignModel: StaffingModel {
  let needs: [Need]
  private let rows: [Interval]
  private let list: TelemarketingPlugin.CallList
  private let limit: Double
  private let goal: GoalInfo
  private let plan: CampaignPlan?

  /// `plan` is nil for no rows.
  init(
    _ list: TelemarketingPlugin.CallList, _ limit: Double, _ goal: GoalInfo, _ rows: [Interval],
    _ plan: CampaignPlan?
  ) {
    self.rows = rows
    self.list = list
    self.limit = limit
    self.goal = goal
    self.plan = plan
    guard let plan else {
      needs = []
      return
    }
    needs = rows.enumerated().map { i, row in
      guard !row.isClosed else { return .closed }
      guard row.volume > 0, plan.contacts[i] > 0 else {
        return Need(agents: 0, boundBy: "no calls")
      }
      let agents = Self.agents(list, plan, i, row)
      let dialling = list.campaign.dialling(Self.rate(plan, i))
      let time = Double(agents) * Double(row.length_s)
      return Need(
        agents: agents, boundBy: dialling.mode.rawValue, serviceLevel: 1, asaSeconds: 0,
        abandonment: dialling.lost,
        occupancy: time > 0 ? min(1, row.volume * row.aht_s / time) : 0)
    }
  }

  /// A forecast changed by others takes agents in proportion; one that is the plan's own, but for the
  /// decimals it was written with, takes the plan's, and never more than the list has.
  private static func agents(
    _ list: TelemarketingPlugin.CallList, _ plan: CampaignPlan, _ i: Int, _ row: Interval
  ) -> Int {
    let planned = plan.contacts[i]
    let isAsPlanned = abs(row.volume - planned) <= 0.001
    let seconds = plan.agentSeconds[i] * (isAsPlanned ? 1 : row.volume / planned)
    let agents = wholeUp(seconds / Double(row.length_s) - 1e-6)
    let most = list.campaign.agents(hour: row.secondOfDay / 3600)
    return isAsPlanned ? min(agents, most) : agents
  }

  private static func rate(_ plan: CampaignPlan, _ i: Int) -> Double {
    plan.dials[i] > 0 ? plan.contacts[i] / plan.dials[i] : 0
  }

  func steps(_ index: Int) -> [ExplainStep] {
    guard let plan, needs[index].agents > 0 else {
      return [ExplainStep("agents", "0", "nobody on the list is called then")]
    }
    let row = rows[index]
    let rate = Self.rate(plan, index)
    let dialling = list.campaign.dialling(rate)
    let planned = plan.contacts[index]
    let seconds = plan.agentSeconds[index] * row.volume / max(1e-9, planned)
    return [
      ExplainStep(
        "campaign", "\(fixed(planned, 2)) contacts",
        "of \(fixed(plan.totalContacts)) in the period: the hours that make most of the list within "
          + "the law, by a linear programme"),
      ExplainStep(
        "dials", fixed(plan.dials[index], 1),
        "at \(fixed(100 * rate, 1)) % live answers a dial in these minutes"),
      ExplainStep(
        "mode", dialling.mode.rawValue,
        (list.campaign.mode == nil
          ? "keeps a team of \(list.campaign.agents) busier than the other" : "as the settings say")
          + (dialling.lost > 0
            ? "; simulated, \(fixed(100 * dialling.lost, 1)) % of live answers find no agent" : "")),
      ExplainStep(
        "agent time", "\(fixed(seconds)) s",
        "\(fixed(row.volume, 2)) × \(fixed(list.campaign.pacing.handlingSeconds)) s / "
          + "\(fixed(100 * dialling.utilisation, 1)) % utilisation, segment by segment"),
      ExplainStep(
        "agents on the phone", "\(needs[index].agents)",
        "\(fixed(seconds)) / \(row.length_s), rounded up; the list has \(list.campaign.agents)"),
    ]
  }

  func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer {
    let pacing = list.campaign.pacing
    return ListRun(rows, goal).answer(
      presence, replications: replications, seed: seed, limit: limit
    ) { i, agents in
      guard let plan else { return ListReplay.Speed(contactsPerSecond: 0) }
      let dialling = list.campaign.dialling(Self.rate(plan, i), agents: Double(agents))
      return ListReplay.Speed(
        contactsPerSecond: Double(agents) * dialling.utilisation / pacing.handlingSeconds,
        lost: dialling.lost)
    }
  }
}
