internal import CivilTime
internal import ContactRules
internal import MusterPluginKit
internal import PluginSupport
internal import TelemarketingModel
internal import Workloads

extension TelemarketingPlugin: AuditHook, ReportHook {
  /// Calls planned outside lawful hours, and blocks in which too many calls were lost.
  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    var findings: [Finding] = []
    for list in lists {
      guard let queue = plan.queues.first(where: { $0.id == list.queue }) else { continue }
      findings += desk.findings(
        queue, list.campaign.segments.map(\.people),
        intervalSeconds: plan.centre.intervalS, otherwise: "TM-US-FED",
        maybe: "leave the demand of this queue to the telemarketing plugin")
      findings += headroom(list, on: plan.centre)
    }
    return FindingsAnswer(findings: findings)
  }

  private func headroom(_ list: CallList, on centre: CentreInfo) -> [Finding] {
    guard list.counted.live > 0 else { return [] }
    let headroom = list.counted.headroom(limit)
    let share = fixed(100 * list.counted.ofLive, 2)
    if headroom < 0 {
      return [
        Finding(
          .violation, rule: "AB-US-TSR",
          "\(list.counted.abandoned) of \(list.counted.live) live answers found no agent (\(share) %): \(-headroom) too many in this block",
          queue: list.queue, maybe: "dial progressively for the rest of the block")
      ]
    }
    return Double(headroom) < 0.1 * limit * Double(list.counted.live)
      ? [
        Finding(
          .warning, rule: "AB-US-TSR",
          "\(share) % of live answers found no agent: \(headroom) more may in this block",
          queue: list.queue, maybe: "dial progressively for the rest of the block")
      ] : []
  }

  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    var sections: [ReportSection] = []
    for list in lists {
      guard let queue = plan.queues.first(where: { $0.id == list.queue }) else { continue }
      let intervals = queue.intervals.map {
        CampaignInterval(
          start: Instant(seconds: $0.startUnix), seconds: plan.centre.intervalS,
          isOpen: !$0.closed)
      }
      let best = try self.plan(list, zone: queue.zone, intervals)
      let rate = best.totalDials > 0 ? best.totalContacts / best.totalDials : 0
      let dialling = list.campaign.dialling(rate)
      let breakEven = list.campaign.pacing.breakEven(contactRate: rate)
      let text =
        [
          "\(fixed(best.totalDials)) dials reach \(fixed(best.totalContacts)) people"
            + (list.campaign.conversion.isEmpty
              ? "; no plan reaches more than \(fixed(best.bound, 1))."
              : " and make \(fixed(best.sales)) sales; no plan makes more than \(fixed(best.bound, 1))."),
          "\(list.campaign.agents) agents dial \(dialling.mode.rawValue)ly at a utilisation of \(fixed(100 * dialling.utilisation)) %"
            + (breakEven.map { "; predictive dialling pays from \($0) agents on." } ?? "."),
        ] + spacing(list, best)
      var tables = [
        ReportTable(
          title: "Segments",
          columns: [
            ReportColumn("place"), ReportColumn("records", .number, decimals: 0),
            ReportColumn("may be called", .number, decimals: 0),
            ReportColumn("dials", .number, decimals: 0),
            ReportColumn("contacts", .number, decimals: 0),
            ReportColumn("penetration", .share, decimals: 1),
            ReportColumn("lawful", .number, unit: "h", decimals: 1),
            ReportColumn("worked", .number, unit: "h", decimals: 1),
          ],
          rows: best.segments.map {
            [
              .string($0.name), .number($0.records), .number($0.callable), .number($0.dials),
              .number($0.contacts),
              .number($0.penetration), .number($0.lawfulHours), .number($0.workedHours),
            ]
          }),
        ReportTable(
          title: "Contacts by local hour of the called party",
          columns: [
            ReportColumn("hour"), ReportColumn("contacts", .number, decimals: 0),
          ],
          rows: best.contactsByHour.enumerated().filter { $0.element > 0 }.map {
            [.string("\($0.offset):00"), .number($0.element)]
          }),
      ]
      if let start = list.start { tables.append(blocks(list, start, plan.centre)) }
      sections.append(
        ReportSection(
          id: "telemarketing-\(list.queue)", title: "List of \(list.queue)", text: text,
          tables: tables))
    }
    return ReportAnswer(sections: sections)
  }

  /// How often a record is called, where that is not once a day, and where a rule allows less.
  private func spacing(_ list: CallList, _ plan: CampaignPlan) -> [String] {
    let asked = list.campaign.spacing
    var lines =
      asked == DialSpacing(perDay: 1, gapSeconds: 0)
      ? [] : ["A record is called \(words(asked)), \(list.campaign.maximumAttempts) times in all."]
    let bound = Dictionary(grouping: plan.segments.filter { !$0.spacing.bounds.isEmpty }) {
      $0.spacing
    }
    for (spacing, segments) in bound.sorted(by: {
      ($0.value[0].name, $0.key.gapSeconds) < ($1.value[0].name, $1.key.gapSeconds)
    }) {
      let places = Set(segments.map(\.name)).sorted().joined(separator: ", ")
      lines.append(
        "In \(places) \(words(spacing)): "
          + "\(spacing.bounds.joined(separator: ", ")) allows no more.")
    }
    return lines
  }

  private func words(_ spacing: DialSpacing) -> String {
    guard spacing.perDay > 0 else { return "never" }
    return (spacing.perDay == 1 ? "once a day" : "up to \(spacing.perDay) times a day")
      + (spacing.gapSeconds > 0 ? ", \(spacing.gapSeconds / 60) minutes apart or more" : "")
  }

  private func blocks(_ list: CallList, _ start: CivilDate, _ centre: CentreInfo) -> ReportTable {
    // On the centre's calendar; the period ends before the midnight that toUnix is.
    let clock = (try? ZoneDatabase.system.zone(centre.zone)) ?? .utc
    let end = clock.date(at: Instant(seconds: centre.toUnix) - 1)
    let blocks = AbandonmentBlock.blocks(from: start, to: max(start, end))
    let now = clock.date(at: Instant(seconds: centre.asOfUnix))
    return ReportTable(
      title: "Blocks of 30 days for abandoned calls (share of live answers)",
      columns: [
        ReportColumn("from"), ReportColumn("to"), ReportColumn("live", .number, decimals: 0),
        ReportColumn("abandoned", .number, decimals: 0), ReportColumn("share", .share, decimals: 2),
        ReportColumn("headroom", .number, decimals: 0),
      ],
      rows: blocks.map { block in
        guard block.first <= now, now <= block.last, list.counted.live > 0 else {
          return [.string("\(block.first)"), .string("\(block.last)"), .null, .null, .null, .null]
        }
        return [
          .string("\(block.first)"), .string("\(block.last)"), .number(Double(list.counted.live)),
          .number(Double(list.counted.abandoned)), .number(list.counted.ofLive),
          .number(Double(list.counted.headroom(limit))),
        ]
      })
  }
}
