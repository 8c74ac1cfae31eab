internal import CivilTime
internal import CollectionsModel
internal import ContactRules
internal import MusterPluginKit
internal import PluginSupport

extension CollectionsPlugin: AuditHook, ReportHook {
  /// Calls outside convenient hours, and strategies that ask for more calls than the cap.
  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    var findings: [Finding] = []
    for book in books {
      guard let queue = plan.queues.first(where: { $0.id == book.queue }) else { continue }
      findings += desk.findings(
        queue, [book.person], intervalSeconds: plan.centre.intervalS, otherwise: "DC-US-HOURS",
        maybe: "leave the demand of this queue to the collections plugin")
      findings += tooManyCalls(book, plan.centre)
    }
    return FindingsAnswer(findings: findings)
  }

  private func tooManyCalls(_ book: Book, _ centre: CentreInfo) -> [Finding] {
    let date = (book.person.zones.first ?? .utc).date(at: Instant(seconds: centre.fromUnix))
    return desk.book.rules(for: book.person).filter { $0.isInForce(on: date) }.flatMap { rule in
      rule.caps.filter { $0.counts == .attempts && $0.windowHours >= 24 }.flatMap { cap in
        book.portfolio.buckets.all.filter { bucket in
          Double(bucket.attempts) > Double(cap.count) * max(1, 168 / Double(cap.windowHours))
        }.map { bucket in
          Finding(
            .violation, rule: rule.id,
            "bucket \(bucket.name) is called \(bucket.attempts) times a week; \(cap.count) calls per \(cap.key) are allowed in \(cap.windowHours / 24) days",
            queue: book.queue, maybe: "set attempts = \(cap.count)")
        }
      }
    }
  }

  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    ReportAnswer(
      sections: books.filter { book in plan.queues.contains { $0.id == book.queue } }.map { book in
        ReportSection(
          id: "collections-\(book.queue)", title: "Portfolio of \(book.queue)",
          text: text(book), tables: [funnel(book), months(book), promises(book, plan.centre)])
      })
  }

  private func text(_ book: Book) -> [String] {
    let funnels = book.portfolio.funnels.map(\.funnel)
    let dials = funnels.reduce(0) { $0 + $1.dials }
    let hours = funnels.reduce(0) { $0 + $1.phoneHours }
    return [
      "A week takes \(fixed(dials)) dials and \(fixed(hours)) hours on the phone; next month's work follows from where the balances roll, not from last year's calls."
    ]
  }

  private func funnel(_ book: Book) -> ReportTable {
    ReportTable(
      title: "The week by bucket",
      columns: [
        ReportColumn("bucket"), ReportColumn("accounts", .number, decimals: 0),
        ReportColumn("dials", .number, decimals: 0),
        ReportColumn("right party", .number, decimals: 0),
        ReportColumn("promises", .number, decimals: 0), ReportColumn("kept", .number, decimals: 0),
        ReportColumn("phone", .number, unit: "h", decimals: 1),
      ],
      rows: book.portfolio.funnels.map { name, funnel in
        [
          .string(name), .number(funnel.accounts), .number(funnel.dials),
          .number(funnel.rightParty), .number(funnel.promises), .number(funnel.kept),
          .number(funnel.phoneHours),
        ]
      })
  }

  private func months(_ book: Book) -> ReportTable {
    let path = book.portfolio.buckets.path(months: 3)
    let names = book.portfolio.buckets.all.map(\.name)
    return ReportTable(
      title: "Balances and work as they roll",
      columns: [ReportColumn("months from now", .number, decimals: 0)]
        + names.map { ReportColumn($0, .number, decimals: 0) }
        + [
          ReportColumn("dials a week", .number, decimals: 0),
          ReportColumn("phone", .number, unit: "h", decimals: 0),
        ],
      rows: path.enumerated().map { month, buckets in
        let funnels = book.portfolio.funnels(of: buckets).map(\.funnel)
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
