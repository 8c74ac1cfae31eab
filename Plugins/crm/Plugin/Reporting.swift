internal import CivilTime
internal import ContactRules
internal import CrmModel
internal import MusterPluginKit
internal import PluginSupport
internal import Queueing

extension CrmPlugin: ReportHook {
  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    var tables: [ReportTable] = []
    var text: [String] = []
    let known = Set(plan.queues.map(\.id))
    let repeats = (settings.repeats ?? []).filter { known.contains($0.queue) }
    if !repeats.isEmpty {
      tables.append(
        ReportTable(
          title: "Repeat contacts",
          columns: [
            ReportColumn("queue"), ReportColumn("resolved now", .share, decimals: 0),
            ReportColumn("planned", .share, decimals: 0),
            ReportColumn("contacts per matter now", .number, decimals: 3),
            ReportColumn("planned", .number, decimals: 3),
            ReportColumn("volume", .share, decimals: 1),
          ],
          rows: repeats.map {
            let now = RepeatContacts(resolution: $0.resolutionNow, comeBack: $0.comeBack)
            let then = RepeatContacts(resolution: $0.resolutionPlanned, comeBack: $0.comeBack)
            return [
              .string($0.queue), .number($0.resolutionNow), .number($0.resolutionPlanned),
              .number(now.factor), .number(then.factor), .number(now.change(to: then)),
            ]
          }))
    }
    let own = campaigns.filter { known.contains($0.campaign.queue) }
    if !own.isEmpty {
      tables.append(
        ReportTable(
          title: "Campaigns",
          columns: [
            ReportColumn("campaign"), ReportColumn("queue"), ReportColumn("from"),
            ReportColumn("to"), ReportColumn("factor", .number, decimals: 2),
            ReportColumn("contacts a day", .number, decimals: 0),
          ],
          rows: own.map {
            [
              .string($0.campaign.name), .string($0.campaign.queue),
              .string("\($0.days.lowerBound)"), .string("\($0.days.upperBound)"),
              .number($0.campaign.factor ?? 1), .number($0.campaign.contactsPerDay ?? 0),
            ]
          }))
    }
    for blend in blends {
      guard let queue = plan.queues.first(where: { $0.id == blend.work.queue }) else { continue }
      text.append(filled(blend.work, blend.hours, queue, plan.centre))
    }
    guard !tables.isEmpty || !text.isEmpty else { return ReportAnswer(sections: []) }
    return ReportAnswer(
      sections: [ReportSection(id: "crm", title: "Customers", text: text, tables: tables)])
  }

  /// What fits between calls with the agents of the plan, against what was asked for.
  private func filled(
    _ work: BlendWork, _ hours: Range<Int>, _ queue: QueuePlan, _ centre: CentreInfo
  ) -> String {
    let zone = (try? ZoneDatabase.system.zone(queue.zone)) ?? .utc
    let seconds = Double(centre.intervalS)
    var fits = 0.0
    var wanted = 0.0
    for interval in queue.intervals where !interval.closed && interval.ahtS > 0 {
      let local = zone.local(at: Instant(seconds: interval.startUnix))
      guard hours.contains(local.secondsOfDay) else { continue }
      let fill = Fill(
        efficiency: 0.8, maximumOccupancy: 0.95,
        handlingSeconds: work.handlingSeconds ?? interval.ahtS)
      wanted += work.contactsPerHour * seconds / 3600
      fits += fill.contacts(
        agents: interval.onPhone,
        erlangs: interval.volume * interval.ahtS / seconds, seconds: seconds)
    }
    return
      "Between calls of \(queue.id) about \(fixed(fits)) outbound contacts fit with the agents planned; \(fixed(wanted)) are asked for. Hours that must be kept for outbound work are better ring-fenced than hoped for."
  }
}

extension CrmPlugin: RulesHook {
  static var rules: [Rule] { own + shipped.map { Rule($0, examples: examples) } }

  var rules: [Rule] { Self.own + desk.rules }

  private static let own: [Rule] = [
    Rule(
      id: "CRM-REPEAT", authority: "Geometric repeats", mark: .verified,
      sentence:
        "Contacts seen are unique matters over 1 - r, r the unresolved share times the share that comes back.",
      examples: [
        RuleExample(
          name: "75 % resolved", given: ["resolution": 0.75, "come_back": 0.6], expected: "1.176"),
        RuleExample(
          name: "80 % resolved", given: ["resolution": 0.8, "come_back": 0.6], expected: "1.136"),
      ]),
    Rule(
      id: "CRM-BLEND", authority: "Bhulai and Koole 2003; Gans and Zhou 2003", mark: .verified,
      sentence:
        "Outbound work starts only while fewer than a threshold of agents are busy and nobody waits.",
      examples: [
        RuleExample(
          name: "20 agents, threshold 18",
          given: ["per_hour": 240, "handling": 180, "agents": 20, "threshold": 18],
          expected: "139.6 an hour, service level 84.9 %")
      ]),
  ]

  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    guard rule.id.hasPrefix("CRM-") else {
      return try ContactDesk.outcome(of: example, rule: rule, shipped)
    }
    func number(_ key: String) throws(PluginFailure) -> Double {
      guard let x = example.given[key]?.number else {
        throw PluginFailure("\(key) is missing", status: MUSTER_E_QUESTION)
      }
      return x
    }
    if rule.id == "CRM-REPEAT" {
      return fixed(
        RepeatContacts(
          resolution: try number("resolution"), comeBack: try number("come_back")
        ).factor, 3)
    }
    let question = StaffingQuestion(
      callsPerHour: try number("per_hour"), handlingSeconds: try number("handling"))
    let agents = try number("agents")
    let threshold = try number("threshold")
    guard
      let blend = try? Blend.performance(of: question, agents: agents, busyThreshold: threshold)
    else { throw PluginFailure("the case cannot be computed", status: MUSTER_E_QUESTION) }
    return
      "\(fixed(blend.outboundPerHour, 1)) an hour, service level \(fixed(100 * blend.inbound.serviceLevel.ofOffered, 1)) %"
  }
}
