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

  /// How the drops run by the curves of their media: what the forecast makes of them stands in its
  /// evidence, and is not said a second time by another model.
  private func drops(_ plan: PlanInfo) -> ReportSection {
    let zone = (try? ZoneDatabase.system.zone(plan.centre.zone)) ?? .utc
    let now = zone.date(at: Instant(seconds: plan.centre.asOfUnix))
    let to = zone.date(at: Instant(seconds: plan.centre.toUnix - 1))
    let rows = demand.drops.compactMap { drop -> [AnyJSON]? in
      guard let curve = demand.curves[drop.curve] else { return nil }
      return [
        .string(drop.id), .string("\(drop.date)"), .string(drop.queue), .number(drop.quantity),
        drop.received.map { .number($0.calls) } ?? .null,
        .number(curve.cumulative(day: now - drop.date - drop.lag)),
        .number(curve.cumulative(day: to - drop.date - drop.lag)),
        drop.received == nil ? .null : .number(drop.total(curve)),
      ]
    }
    return ReportSection(
      id: "inbound-drops", title: "Mailings and campaigns",
      text: [
        "How each drop runs by the curve of its medium; the calls it adds to the forecast are in the forecast's evidence."
      ],
      tables: [
        ReportTable(
          title: "Drops",
          columns: [
            ReportColumn("drop"), ReportColumn("date"), ReportColumn("queue"),
            ReportColumn("pieces", .number, decimals: 0),
            ReportColumn("received", .number, decimals: 0),
            ReportColumn("in by now", .share, decimals: 1),
            ReportColumn("in by the plan's end", .share, decimals: 1),
            ReportColumn("projected from what came", .number, decimals: 0),
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
