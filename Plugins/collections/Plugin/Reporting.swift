internal import CivilTime
internal import CollectionsModel
internal import ContactRules
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension CollectionsPlugin: AuditHook, ReportHook {
  /// Calls outside convenient hours, and strategies that ask for more calls than can be made.
  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    var findings: [Finding] = []
    for book in books {
      guard let queue = plan.queues.first(where: { $0.id == book.queue }) else { continue }
      findings += desk.findings(
        queue, [book.person], intervalSeconds: plan.centre.intervalS, otherwise: "DC-US-HOURS",
        maybe: "leave the demand of this queue to the collections plugin")
      findings += fewerCalls(book, plan)
    }
    return FindingsAnswer(findings: findings)
  }

  private func week(_ book: Book, _ plan: PlanInfo) -> UsualWeek {
    let intervals = plan.queues.first { $0.id == book.queue }?.intervals ?? []
    return UsualWeek(
      book, desk,
      intervals.map {
        Stretch(
          start: Instant(seconds: $0.startUnix), seconds: plan.centre.intervalS, isOpen: !$0.closed)
      })
  }

  /// Strategies that ask for more calls than the law or the days allow: the plan makes fewer.
  private func fewerCalls(_ book: Book, _ plan: PlanInfo) -> [Finding] {
    week(book, plan).cuts.map { cut in
      Finding(
        .warning, rule: cut.by == "days" ? "DC-ONE-A-DAY" : cut.by,
        "bucket \(cut.bucket) asks for \(cut.asked) calls a week per account, and \(cut.allowed) are "
          + (cut.by == "days" ? "possible at one a dialling day" : "allowed")
          + ": the plan makes \(cut.allowed)", queue: book.queue,
        maybe: "set attempts = \(cut.allowed)")
    }
  }

  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    ReportAnswer(
      sections: books.filter { book in plan.queues.contains { $0.id == book.queue } }.map { book in
        let week = week(book, plan)
        return ReportSection(
          id: "collections-\(book.queue)", title: "Portfolio of \(book.queue)", text: text(week),
          tables: [funnel(week), months(week.portfolio), promises(book, plan.centre)])
      })
  }

  private func text(_ week: UsualWeek) -> [String] {
    let funnels = week.portfolio.funnels.map(\.funnel)
    let dials = funnels.reduce(0) { $0 + $1.dials }
    let hours = funnels.reduce(0) { $0 + $1.phoneHours }
    let fresh = funnels.reduce(0) { $0 + $1.firstWeek.dials }
    var text = [
      "A week takes \(fixed(dials)) dials and \(fixed(hours)) hours on the phone; next month's work follows from where the balances roll, not from last year's calls.",
      "Who was spoken to is left alone for \(week.portfolio.quietDays) days: a fresh list would take \(fixed(fresh)) dials in its first week.",
    ]
    if week.followUps > 0 {
      text.append(
        "\(fixed(week.followUps)) promises that were not kept are called about in this plan, the day after they were due."
      )
      if let least = week.pace.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
        least.value < 0.995
      {
        text.append(
          "Accounts that are not tried every day wait for them: on \(least.key) they are dialled at \(fixed(100 * least.value)) % of the even pace, on other days of that week the more."
        )
      }
    }
    return text
  }

  private func funnel(_ week: UsualWeek) -> ReportTable {
    ReportTable(
      title: "The week by bucket",
      columns: [
        ReportColumn("bucket"), ReportColumn("accounts", .number, decimals: 0),
        ReportColumn("dials", .number, decimals: 0),
        ReportColumn("right party", .number, decimals: 0),
        ReportColumn("promises", .number, decimals: 0), ReportColumn("kept", .number, decimals: 0),
        ReportColumn("phone", .number, unit: "h", decimals: 1),
      ],
      rows: week.portfolio.funnels.map { name, funnel in
        [
          .string(name), .number(funnel.accounts), .number(funnel.dials),
          .number(funnel.rightParty), .number(funnel.promises), .number(funnel.kept),
          .number(funnel.phoneHours),
        ]
      })
  }

  private func months(_ portfolio: Portfolio) -> ReportTable {
    let path = portfolio.buckets.path(months: 3)
    let names = portfolio.buckets.all.map(\.name)
    return ReportTable(
      title: "Balances and work as they roll",
      columns: [ReportColumn("months from now", .number, decimals: 0)]
        + names.map { ReportColumn($0, .number, decimals: 0) }
        + [
          ReportColumn("dials a week", .number, decimals: 0),
          ReportColumn("phone", .number, unit: "h", decimals: 0),
        ],
      rows: path.enumerated().map { month, buckets in
        let funnels = portfolio.funnels(of: buckets).map(\.funnel)
        return [.number(Double(month))] + buckets.all.map { .number($0.balance) } + [
          .number(funnels.reduce(0) { $0 + $1.dials }),
          .number(funnels.reduce(0) { $0 + $1.phoneHours }),
        ]
      })
  }

  private func promises(_ book: Book, _ centre: CentreInfo) -> ReportTable {
    let clock = book.person.zones.first ?? .utc
    let first = clock.date(at: Instant(seconds: centre.fromUnix))
    let last = clock.date(at: Instant(seconds: centre.toUnix - 1))
    let pay = book.portfolio.payDays
    let days = (0...max(0, min(92, last - first))).map { first + $0 }
    return ReportTable(
      title: "Pay days and when promises fall due",
      columns: [
        ReportColumn("date"), ReportColumn("days since pay day", .number, decimals: 0),
        ReportColumn("promises due by"),
        ReportColumn("factor", .number, decimals: 2),
      ],
      rows: days.map { day in
        [
          .string("\(day)"), pay.daysSince(day).map { .number(Double($0)) } ?? .null,
          pay.next(after: day).map { .string("\($0)") } ?? .null,
          .number(book.portfolio.payDayEffect.factor(on: day, pay)),
        ]
      })
  }
}
