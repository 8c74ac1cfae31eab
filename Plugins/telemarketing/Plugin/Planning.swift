internal import CivilTime
internal import ContactRules
internal import MusterPluginKit
internal import PluginSupport
internal import TelemarketingModel
internal import Workloads

extension TelemarketingPlugin: DemandHook, ModelHook {
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

  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel {
    guard let list = lists.first(where: { $0.queue == queue.id }) else { throw .pass }
    guard !rows.isEmpty else { return CampaignModel(list, limit, goal, [], nil) }
    let plan = try plan(list, zone: queue.zone, campaignIntervals(rows))
    return CampaignModel(list, limit, goal, rows, plan)
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
    if question.jurisdictions.isEmpty, let list = lists.first(where: { $0.queue == question.queue })
    {
      return desk.windows(list.campaign.segments.map(\.people), question)
    }
    return try desk.windows(question)
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
