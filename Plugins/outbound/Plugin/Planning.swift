internal import CivilTime
internal import ContactRules
internal import MusterPluginKit
internal import OutboundModel
internal import PluginSupport
internal import Workloads

extension OutboundPlugin: DemandHook, ModelHook {
  /// The week's part of the list, spread evenly over the hours in which people may be called;
  /// call-backs a day later at the same time.
  func demand(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    guard let list = lists.first(where: { $0.queue == queue.id }) else { throw .pass }
    let all = rows.array
    guard let first = all.first, let last = all.last else { return }
    let windows = desk.book.windows(
      list.person, from: Instant(seconds: first.start_unix),
      to: Instant(seconds: last.start_unix) + Int(last.length_s))
    let shares = openShares(of: all, windows: windows)
    let weights = zip(all, shares).map { $0.isClosed ? 0 : $1 * Double($0.length_s) }
    let span = Double(last.start_unix - first.start_unix) + Double(last.length_s)
    let part = min(1, span / 604_800 / list.weeks)
    let contacts = (list.work.contacts + list.work.otherContacts) * part
    // Failed attempts cost time too: it rides on the contacts.
    let handling = contacts > 0 ? list.work.workHours * 3600 * part / contacts : 0
    var volumes = share(
      contacts, over: weights, fallback: [Bool](repeating: false, count: all.count))
    let perDay = 86_400 / Int(max(1, first.length_s))
    if list.callBackShare > 0 {
      let dials = ListTeam.callBackDials(
        promised: list.callBackShare, reached: list.callBackReached)
      for i in volumes.indices.reversed() where i >= perDay && weights[i] > 0 {
        volumes[i] += volumes[i - perDay] * dials
      }
    }
    for i in rows.indices where !all[i].isClosed {
      rows[i].scaleVolume(to: volumes[i])
      rows[i].aht_s = handling
    }
  }

  /// Nobody waits: agents are work over time, at the occupancy the list allows.
  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel {
    guard let list = lists.first(where: { $0.queue == queue.id }) else { throw .pass }
    let work = list.work
    return ListModel(
      rows, occupancy: list.occupancy, boundBy: "list hours", goal: goal,
      source: [
        ExplainStep(
          "list", "\(fixed(work.records)) records",
          "\(fixed(work.dials)) dials reach \(fixed(work.contacts)) of them in \(fixed(list.weeks, 1)) "
            + "weeks; \(fixed(work.workHours, 1)) agent hours in all, spread evenly over the hours "
            + "in which people may be called")
      ])
  }
}

extension OutboundPlugin: WindowsHook, CapsHook, RulesHook {
  func windows(_ question: WindowsQuestion) throws(PluginFailure) -> WindowsAnswer {
    if question.jurisdictions.isEmpty, let list = lists.first(where: { $0.queue == question.queue })
    {
      return desk.windows([list.person], question)
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

extension OutboundPlugin: AuditHook, ReportHook {
  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    FindingsAnswer(
      findings: lists.flatMap { list in
        plan.queues.filter { $0.id == list.queue }.flatMap { queue in
          // Call-backs within hours count as such; whole intervals are judged.
          desk.findings(
            queue, [list.person], intervalSeconds: plan.centre.intervalS, otherwise: "OB-SERVICE",
            maybe: "let the queue's hours follow the calling hours")
        }
      })
  }

  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    var sections: [ReportSection] = []
    for list in lists {
      guard let queue = plan.queues.first(where: { $0.id == list.queue }) else { continue }
      let open = queue.intervals.filter { $0.volume > 0 }
      let hours = Double(open.count * plan.centre.intervalS) / 3600
      let team = ListTeam(
        workload: list.work, windowHours: hours * list.weeks, occupancy: list.occupancy)
      sections.append(
        ReportSection(
          id: "outbound-\(list.queue)", title: "List of \(list.queue)",
          text: [
            "\(fixed(list.work.records)) records take \(fixed(list.work.dials)) dials and \(fixed(list.work.workHours, 2)) agent hours; \(fixed(100 * list.work.penetration, 2)) % are reached.",
            "In \(fixed(hours * list.weeks, 1)) calling hours that is \(fixed(team.agents, 2)) agents at an occupancy of \(fixed(100 * list.occupancy)) %.",
          ]))
    }
    if !quality.isEmpty || !surveys.isEmpty { sections.append(samples()) }
    return ReportAnswer(sections: sections)
  }

  private func samples() -> ReportSection {
    var tables: [ReportTable] = []
    if !quality.isEmpty {
      tables.append(
        ReportTable(
          title: "Quality samples, a month",
          columns: [
            ReportColumn("sample"), ReportColumn("calls", .number, decimals: 0),
            ReportColumn("listening", .number, unit: "h", decimals: 1),
            ReportColumn("margin per agent", .share, decimals: 1),
          ],
          rows: quality.map {
            let sample = QualitySample(
              agents: $0.agents, callsPerAgent: $0.callsPerAgent,
              secondsPerCall: $0.secondsPerCall)
            return [
              .string($0.name), .number(sample.calls), .number(sample.hoursPerMonth),
              .number(sample.marginPerAgent),
            ]
          }))
    }
    if !surveys.isEmpty {
      tables.append(
        ReportTable(
          title: "Surveys",
          columns: [
            ReportColumn("survey"), ReportColumn("interviews", .number, decimals: 0),
            ReportColumn("records to load", .number, decimals: 0),
          ],
          rows: surveys.map {
            let sample = SurveySample(
              margin: $0.margin, confidence: $0.confidence ?? 0.95, population: $0.population)
            return [
              .string($0.name), .number(Double(sample.completes)),
              sample.records(reached: $0.reached, completing: $0.completing)
                .map { .number(Double($0)) } ?? .null,
            ]
          }))
    }
    return ReportSection(id: "outbound-samples", title: "Samples", tables: tables)
  }
}
