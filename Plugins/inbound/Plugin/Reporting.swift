internal import CivilTime
internal import InboundModel
internal import MusterPluginKit
internal import PluginSupport
internal import Queueing

extension InboundPlugin: ReportHook {
  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    var sections: [ReportSection] = []
    if !demand.drops.isEmpty { sections.append(drops(plan)) }
    let levels = serviceLevels(plan)
    if !levels.isEmpty {
      sections.append(
        ReportSection(
          id: "inbound-service-levels", title: "Service level by definition",
          text: [
            "The same plan under each definition of answered within \(fixed(within)) s; a promise names the one it means."
          ],
          tables: [
            ReportTable(
              title: "Service level",
              columns: [
                ReportColumn("queue"), ReportColumn("answered / offered", .share, decimals: 1),
                ReportColumn("less short abandons", .share, decimals: 1),
                ReportColumn("abandons count too", .share, decimals: 1),
                ReportColumn("answered / answered", .share, decimals: 1),
              ], rows: levels)
          ]))
    }
    return ReportAnswer(sections: sections)
  }

  private func drops(_ plan: PlanInfo) -> ReportSection {
    let zone = (try? ZoneDatabase.system.zone(plan.centre.zone)) ?? .utc
    let from = zone.date(at: Instant(seconds: plan.centre.fromUnix))
    let to = zone.date(at: Instant(seconds: plan.centre.toUnix - 1))
    let rows = demand.drops.map { drop -> [AnyJSON] in
      guard let curve = demand.curves[drop.curve] else { return [] }
      var here = 0.0
      var peak: (day: CivilDate, calls: Double)?
      for day in 0..<max(1, curve.weights.count + drop.lag + 1) {
        let date = drop.date + day
        let calls = drop.calls(on: date, curve, weekdays: demand.weekdays)
        if from <= date, date <= to { here += calls }
        if calls > peak?.calls ?? 0 { peak = (date, calls) }
      }
      return [
        .string(drop.id), .string("\(drop.date)"), .string(drop.queue), .number(drop.quantity),
        .number(drop.total(curve)), .bool(drop.received != nil), .number(here),
        .number(curve.cumulative(day: to - drop.date - drop.lag)),
        .string(peak.map { "\($0.day)" } ?? ""), .number(peak?.calls ?? 0),
      ]
    }.filter { !$0.isEmpty }
    return ReportSection(
      id: "inbound-drops", title: "Mailings and campaigns",
      text: ["Calls expected because of each drop, on top of the forecast."],
      tables: [
        ReportTable(
          title: "Drops",
          columns: [
            ReportColumn("drop"), ReportColumn("date"), ReportColumn("queue"),
            ReportColumn("pieces", .number, decimals: 0),
            ReportColumn("calls in all", .number, decimals: 0), ReportColumn("projected"),
            ReportColumn("calls in this plan", .number, decimals: 0),
            ReportColumn("in by its end", .share, decimals: 1), ReportColumn("peak day"),
            ReportColumn("calls on it", .number, decimals: 0),
          ], rows: rows)
      ])
  }

  private func serviceLevels(_ plan: PlanInfo) -> [[AnyJSON]] {
    let perHour = 3600 / Double(max(1, plan.centre.intervalS))
    return plan.queues.filter { $0.channel == "call" }.compactMap { queue -> [AnyJSON]? in
      var sums = [Double](repeating: 0, count: 4)
      var volume = 0.0
      for interval in queue.intervals where interval.volume > 0 {
        let question = StaffingQuestion(
          callsPerHour: interval.volume * perHour, handlingSeconds: interval.ahtS,
          patienceSeconds: patience.isFinite ? patience : nil, thresholdSeconds: within)
        guard
          let level = try? Staffing.performance(of: question, agents: Double(interval.agents))
            .serviceLevel
        else { continue }
        volume += interval.volume
        for (k, share) in [
          level.ofOffered, level.excludingShortAbandons, level.offeredPlusAbandoned,
          level.ofAnswered,
        ].enumerated() { sums[k] += share * interval.volume }
      }
      return volume > 0 ? [.string(queue.id)] + sums.map { .number($0 / volume) } : nil
    }
  }
}
