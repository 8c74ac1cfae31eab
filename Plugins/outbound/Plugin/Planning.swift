internal import CivilTime
internal import ContactRules
internal import MusterPluginKit
internal import OutboundModel
internal import PluginSupport
internal import Workloads

extension OutboundPlugin: DemandHook, ModelHook {
  /// The week's part of the list at the hours in which people may be called, and those who asked for it
  /// called back.
  func demand(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    guard let list = lists.first(where: { $0.queue == queue.id }) else { throw .pass }
    let all = rows.array
    let week = week(list, all)
    for i in rows.indices where !all[i].isClosed {
      rows[i].scaleVolume(to: week.contacts[i])
      rows[i].aht_s = week.handlingSeconds[i]
    }
  }

  /// The part of the list that falls to these intervals.
  private func week(_ list: CallList, _ rows: [Interval]) -> ListWeek {
    let start = Instant(seconds: rows.first?.start_unix ?? 0)
    let end = rows.last.map { Instant(seconds: $0.start_unix) + Int($0.length_s) } ?? start
    let windows = desk.book.windows(list.person, from: start, to: end)
    let shares = openShares(of: rows, windows: windows)
    return list.week(
      part: min(1, Double(end - start) / 604_800 / list.weeks),
      zip(rows, shares).map { row, share in
        ListWeek.Stretch(
          start: Instant(seconds: row.start_unix),
          seconds: row.isClosed ? 0 : share * Double(row.length_s))
      })
  }

  /// Nobody waits: agents are work over time, at the occupancy the list allows.
  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel {
    guard let list = lists.first(where: { $0.queue == queue.id }) else { throw .pass }
    let work = week(list, rows).work
    var hours = "spread evenly over the hours in which people may be called"
    if !list.hourWeights.areEven {
      hours +=
        ", in which \(fixed(100 * work.attempts.contactRate, 1)) % of the dials reach somebody"
    }
    return ListModel(
      rows, occupancy: list.occupancy, boundBy: "list hours", goal: goal,
      source: [
        ExplainStep(
          "list", "\(fixed(work.records)) records",
          "\(fixed(work.dials)) dials reach \(fixed(work.contacts)) of them in \(fixed(list.weeks, 1)) "
            + "weeks; \(fixed(work.workHours, 1)) agent hours in all, \(hours)")
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
      let work = list.week(
        part: 1,
        open.map {
          ListWeek.Stretch(
            start: Instant(seconds: $0.startUnix), seconds: Double(plan.centre.intervalS))
        }
      ).work
      let team = ListTeam(
        workload: work, windowHours: hours * list.weeks, occupancy: list.occupancy)
      sections.append(
        ReportSection(
          id: "outbound-\(list.queue)", title: "List of \(list.queue)",
          text: [
            "\(fixed(work.records)) records take \(fixed(work.dials)) dials and \(fixed(work.workHours, 2)) agent hours; \(fixed(100 * work.penetration, 2)) % are reached.",
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
