internal import CivilTime
internal import CollectionsModel
internal import ContactRules
internal import MusterPluginKit
internal import PluginSupport

extension CollectionsPlugin: DemandHook, ModelHook {
  /// A usual week's contacts, at the hours and days at which people answer, within convenient hours.
  func demand(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    guard let book = books.first(where: { $0.queue == queue.id }) else { throw .pass }
    let all = rows.array
    let week = UsualWeek(book, desk, all.map(\.stretch))
    for i in rows.indices where !all[i].isClosed {
      rows[i].scaleVolume(to: week.contacts[i])
      rows[i].aht_s = week.handlingSeconds[i]
    }
  }

  /// Nobody waits: agents are work over time, at the occupancy the portfolio allows.
  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel {
    guard let book = books.first(where: { $0.queue == queue.id }) else { throw .pass }
    let portfolio = UsualWeek(book, desk, rows.map(\.stretch)).portfolio
    let source = portfolio.funnels.map { name, funnel in
      ExplainStep(
        "bucket \(name)", "\(fixed(funnel.accounts)) accounts",
        "\(fixed(funnel.dials)) dials a week reach \(fixed(funnel.rightParty)) right parties, who are "
          + "then left alone for \(funnel.quietDays) days; "
          + "\(fixed(funnel.phoneHours, 1)) hours on the phone")
    }
    return ListModel(
      rows, occupancy: book.occupancy, boundBy: "accounts", goal: goal, source: source)
  }
}

extension CollectionsPlugin: WindowsHook, CapsHook, RulesHook {
  func windows(_ question: WindowsQuestion) throws(PluginFailure) -> WindowsAnswer {
    if question.jurisdictions.isEmpty, let book = books.first(where: { $0.queue == question.queue })
    {
      return desk.windows([book.person], question)
    }
    return try desk.windows(question)
  }

  func caps(_ question: CapsQuestion) throws(PluginFailure) -> CapsAnswer {
    try desk.caps(question)
  }

  static var rules: [Rule] { shipped.map { Rule($0, examples: examples) } }

  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    try ContactDesk.outcome(of: example, rule: rule, shipped)
  }

  var rules: [Rule] { desk.rules }
}
