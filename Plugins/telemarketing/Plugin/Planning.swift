internal import CivilTime
internal import ContactRules
internal import MusterPluginKit
internal import PluginSupport
internal import TelemarketingModel
internal import Workloads

extension TelemarketingPlugin: DemandHook, RequirementHook {
  /// Contacts at the hours that reach most people, nowhere outside lawful hours.
  func demand(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    guard let list = lists.first(where: { $0.queue == queue.id }) else { throw .pass }
    guard !rows.isEmpty else { return }
    let plan = try plan(list, zone: queue.zone, campaignIntervals(rows.array))
    for i in rows.indices where !rows[i].isClosed {
      rows[i].scaleVolume(to: plan.contacts[i])
      rows[i].aht_s = list.campaign.pacing.handlingSeconds
    }
  }

  func requirement(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: Span<Interval>,
    into out: inout MutableSpan<Requirement>
  ) throws(PluginFailure) {
    guard let list = lists.first(where: { $0.queue == queue.id }) else { throw .pass }
    guard !rows.isEmpty else { return }
    let all = rows.array
    let plan = try plan(list, zone: queue.zone, campaignIntervals(all))
    for i in rows.indices {
      guard !all[i].isClosed else {
        out[i].setClosed()
        continue
      }
      let planned = plan.contacts[i]
      guard all[i].volume > 0, planned > 0 else {
        out[i].set(agents: 0, boundBy: "no calls")
        continue
      }
      // A forecast changed by others takes agents in proportion.
      let seconds = plan.agentSeconds[i] * all[i].volume / planned
      let agents = wholeUp(seconds / Double(all[i].length_s) - 1e-6)
      let rate = plan.dials[i] > 0 ? planned / plan.dials[i] : 0
      let mode = list.campaign.dialling(rate).mode
      let occupancy =
        Double(agents) * Double(all[i].length_s) > 0
        ? all[i].volume * all[i].aht_s / (Double(agents) * Double(all[i].length_s)) : 0
      out[i].set(
        agents: agents, boundBy: mode.rawValue, serviceLevel: 1, asaSeconds: 0,
        abandonment: mode == .predictive ? limit : 0, occupancy: min(1, occupancy))
    }
  }

  func campaignIntervals(_ rows: [Interval]) -> [CampaignInterval] {
    rows.map {
      CampaignInterval(
        start: Instant(seconds: $0.start_unix), seconds: Int($0.length_s), isOpen: !$0.isClosed)
    }
  }
}

extension TelemarketingPlugin: WindowsHook, CapsHook, RulesHook {
  func windows(_ question: WindowsQuestion) throws(PluginFailure) -> WindowsAnswer {
    try desk.windows(question)
  }

  func caps(_ question: CapsQuestion) throws(PluginFailure) -> CapsAnswer {
    try desk.caps(question)
  }

  static var rules: [Rule] { shipped.map { Rule($0, examples: examples) } + AbandonmentRules.rules }

  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    if let outcome = AbandonmentRules.outcome(of: example, rule: rule.id) { return outcome }
    return try ContactDesk.outcome(of: example, rule: rule, shipped)
  }

  var rules: [Rule] { desk.rules + AbandonmentRules.rules }
}
