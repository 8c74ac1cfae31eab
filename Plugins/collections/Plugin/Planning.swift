internal import CivilTime
internal import CollectionsModel
internal import ContactRules
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension CollectionsPlugin: DemandHook, ModelHook {
  /// The week's right-party and other contacts, at the hours and days at which people answer, within
  /// convenient hours.
  func demand(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    guard let book = books.first(where: { $0.queue == queue.id }) else { throw .pass }
    let all = rows.array
    guard let first = all.first, let last = all.last else { return }
    let clock = book.person.zones.first ?? .utc
    let windows = desk.book.windows(
      book.person, from: Instant(seconds: first.start_unix),
      to: Instant(seconds: last.start_unix) + Int(last.length_s))
    let shares = openShares(of: all, windows: windows)
    let weights = zip(all, shares).map { row, share in
      row.isClosed || share < 1
        ? 0 : book.portfolio.weight(at: Instant(seconds: row.start_unix), clock)
    }
    let span = Double(last.start_unix - first.start_unix) + Double(last.length_s)
    var contacts = 0.0
    var hours = 0.0
    for (_, funnel) in book.portfolio.funnels {
      contacts += funnel.rightParty + funnel.list.otherContacts
      hours += funnel.phoneHours
    }
    let handling = contacts > 0 ? hours * 3600 / contacts : 0
    let volumes = share(
      contacts * span / 604_800, over: weights,
      fallback: [Bool](repeating: false, count: all.count))
    for i in rows.indices where !all[i].isClosed {
      rows[i].scaleVolume(to: volumes[i])
      rows[i].aht_s = handling
    }
  }

  /// Nobody waits: agents are work over time, at the occupancy the portfolio allows.
  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel {
    guard let book = books.first(where: { $0.queue == queue.id }) else { throw .pass }
    let source = book.portfolio.funnels.map { name, funnel in
      ExplainStep(
        "bucket \(name)", "\(fixed(funnel.accounts)) accounts",
        "\(fixed(funnel.dials)) dials a week reach \(fixed(funnel.rightParty)) right parties, "
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
