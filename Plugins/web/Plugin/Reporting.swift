internal import CivilTime
internal import MusterPluginKit
internal import PluginSupport
internal import Queueing
internal import WebModel
internal import Workloads

extension WebPlugin: AuditHook, ReportHook {
  /// Deferred work that passes its deadline with the agents of the roster.
  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    var findings: [Finding] = []
    for work in settings.deferred ?? [] {
      guard let queue = plan.queues.first(where: { $0.id == work.queue }) else { continue }
      let (open, run) = rostered(work, queue, plan.centre)
      for (k, interval) in open.enumerated() where run.breached[k] > 1e-6 {
        let cases =
          run.breached[k] * Double(plan.centre.intervalS) / max(1, interval.ahtS)
        findings.append(
          Finding(
            .violation, rule: "WEB-DEFERRED",
            "\(fixed(cases, 1)) items pass their deadline of \(fixed(work.slaHours, 1)) open hours",
            queue: queue.id, startUnix: interval.startUnix,
            endUnix: interval.startUnix + Int64(plan.centre.intervalS),
            maybe: "roster more agents in the hours before"))
      }
    }
    return FindingsAnswer(findings: findings)
  }

  /// The open intervals of a queue, and the deferred work done with the agents there.
  private func rostered(_ work: Deferred, _ queue: QueuePlan, _ centre: CentreInfo) -> (
    open: [IntervalPlan], run: DeadlineRun
  ) {
    let team = work.team(
      queue.intervals.map { ($0.volume * $0.ahtS, centre.intervalS, !$0.closed) })
    let open = queue.intervals.filter { !$0.closed }
    return (
      open,
      DeadlineRun(
        jobs: team.jobs, capacity: open.map(\.onPhone))
    )
  }

  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    var sections: [ReportSection] = []
    for chat in settings.chats ?? [] {
      guard let queue = plan.queues.first(where: { $0.id == chat.queue }),
        let peak = queue.intervals.max(by: { $0.volume < $1.volume }), peak.volume > 0
      else { continue }
      sections.append(chatSection(chat, peak, plan.centre))
    }
    for work in settings.deferred ?? [] {
      guard let queue = plan.queues.first(where: { $0.id == work.queue }) else { continue }
      sections.append(deferredSection(work, queue, plan.centre))
    }
    for messages in settings.messaging ?? [] {
      guard let queue = plan.queues.first(where: { $0.id == messages.queue }) else { continue }
      if let section = messageSection(messages, queue, plan.centre) { sections.append(section) }
    }
    for slots in settings.callBackSlots ?? [] {
      guard let queue = plan.queues.first(where: { $0.id == slots.queue }) else { continue }
      sections.append(slotSection(slots, queue))
    }
    return ReportAnswer(sections: sections)
  }

  private func chatSection(
    _ chat: ChatQueue, _ peak: IntervalPlan, _ centre: CentreInfo
  ) -> ReportSection {
    let perHour = peak.volume * 3600 / Double(centre.intervalS)
    let most = chat.handlingSeconds.count
    let load = ChatLoad(chatsPerHour: perHour, handlingSeconds: chat.handlingSeconds[most - 1])
    let slots = try? load.slots(share: chat.share ?? 0.9, withinSeconds: chat.withinSeconds ?? 60)
    let rows = (1...most).map { count -> [AnyJSON] in
      let answer = try? Chat.minimumAgents(
        for: ChatQuestion(
          chatsPerHour: perHour, handlingSeconds: Array(chat.handlingSeconds.prefix(count)),
          thresholdSeconds: chat.withinSeconds ?? 60),
        goals: StaffingGoals(serviceLevel: chat.share ?? 0.9))
      return [
        .number(Double(count)), .number(chat.handlingSeconds[count - 1]),
        answer.map { .number($0.agents) } ?? .null,
        answer.map { .number($0.performance.serviceLevel.ofOffered) } ?? .null,
      ]
    }
    return ReportSection(
      id: "web-\(chat.queue)", title: "Chats of \(chat.queue)",
      text: [
        "The busiest interval has \(fixed(perHour)) chats an hour: \(fixed(load.busySlots, 1)) places busy with \(most) chats at a time"
          + (slots.map {
            "; a slot model asks for \($0.slots) places or \(ChatLoad.agents(slots: $0.slots, concurrency: Double(most))) agents."
          } ?? ".")
      ],
      tables: [
        ReportTable(
          title: "Agents in the busiest interval by chats at a time",
          columns: [
            ReportColumn("chats at a time", .number, decimals: 0),
            ReportColumn("handling time", .number, unit: "s", decimals: 0),
            ReportColumn("agents", .number, decimals: 0),
            ReportColumn("service level", .share, decimals: 1),
          ], rows: rows)
      ])
  }

  private func deferredSection(
    _ work: Deferred, _ queue: QueuePlan, _ centre: CentreInfo
  ) -> ReportSection {
    let team = work.team(
      queue.intervals.map { ($0.volume * $0.ahtS, centre.intervalS, !$0.closed) })
    let (open, run) = rostered(work, queue, centre)
    let zone = (try? ZoneDatabase.system.zone(queue.zone)) ?? .utc
    var days: [(date: CivilDate, arriving: Double, backlog: Double, late: Double)] = []
    let hour = Double(centre.intervalS) / 3600
    // What arrives while closed lands at the next opening.
    var landing = [Double](repeating: 0, count: open.count)
    for job in team.jobs where job.release < open.count { landing[job.release] += job.work }
    for (k, interval) in open.enumerated() {
      let date = zone.date(at: Instant(seconds: interval.startUnix))
      if days.last?.date != date { days.append((date, 0, 0, 0)) }
      let last = days.count - 1
      days[last].arriving += landing[k] * hour
      days[last].backlog = run.backlog[k] * hour
      days[last].late += run.breached[k] * hour
    }
    return ReportSection(
      id: "web-\(work.queue)", title: "Deferred work of \(work.queue)",
      text: [
        "Total work asks for \(fixed(team.totalBound, 1)) people, the deadline of \(fixed(work.slaHours, 1)) open hours for \(fixed(team.deadlineBound, 1)): \(wholeUp(team.level))."
      ],
      tables: [
        ReportTable(
          title: "Day by day with the agents there",
          columns: [
            ReportColumn("date"), ReportColumn("arriving", .number, unit: "h", decimals: 1),
            ReportColumn("backlog at the end", .number, unit: "h", decimals: 1),
            ReportColumn("late", .number, unit: "h", decimals: 1),
          ],
          rows: days.map {
            [.string("\($0.date)"), .number($0.arriving), .number($0.backlog), .number($0.late)]
          })
      ])
  }

  /// Messages of conversations that go on, day by day; nil where replies have no deadline.
  private func messageSection(
    _ messages: MessageQueue, _ queue: QueuePlan, _ centre: CentreInfo
  ) -> ReportSection? {
    let rows = queue.rows(lengthSeconds: centre.intervalS)
    guard let flow = messages.flow(rows), let deadline = messages.deadline else { return nil }
    return ReportSection(
      id: "web-\(messages.queue)", title: "Conversations of \(messages.queue)",
      text: [
        "Every message is to be answered within \(fixed(deadline / 60)) min of open time; a conversation has \(fixed(messages.repliesPerSession, 1)) replies on average, and customers write again after \(fixed(messages.pauseMinutes ?? 0)) min."
      ],
      tables: [
        ReportTable(
          title: "Day by day",
          columns: [
            ReportColumn("date"), ReportColumn("conversations begun", .number, decimals: 0),
            ReportColumn("messages", .number, decimals: 0),
            ReportColumn("of them while closed", .number, decimals: 0),
            ReportColumn("open at most", .number, decimals: 0),
          ],
          rows: daysOf(rows).map { day, indices in
            [
              .string("\(CivilDate(dayNumber: day))"),
              .number(indices.reduce(0) { $0 + rows[$1].volume }),
              .number(indices.reduce(0) { $0 + flow.messages[$1] }),
              .number(indices.reduce(0) { $0 + (rows[$1].isClosed ? flow.messages[$1] : 0) }),
              .number(indices.map { flow.open[$0] }.max() ?? 0),
            ]
          })
      ])
  }

  private func slotSection(_ slots: Bookable, _ queue: QueuePlan) -> ReportSection {
    let zone = (try? ZoneDatabase.system.zone(queue.zone)) ?? .utc
    let minutes = slots.slotMinutes ?? 15
    var byHour: [Int: (slots: Int, count: Int)] = [:]
    for interval in queue.intervals where !interval.closed {
      let hour = zone.local(at: Instant(seconds: interval.startUnix)).hour
      let bookable = bookableCallBacks(
        agents: interval.onPhone, slotSeconds: Double(minutes * 60),
        handlingSeconds: interval.ahtS, occupancy: slots.occupancy ?? 0.8)
      let old = byHour[hour] ?? (Int.max, 0)
      byHour[hour] = (min(old.slots, bookable), old.count + 1)
    }
    return ReportSection(
      id: "web-slots-\(slots.queue)", title: "Bookable call-backs of \(slots.queue)",
      tables: [
        ReportTable(
          title: "Call-backs that can be promised in \(minutes) minutes, on the weakest day",
          columns: [ReportColumn("hour"), ReportColumn("call-backs", .number, decimals: 0)],
          rows: byHour.keys.sorted().map {
            [.string("\($0):00"), .number(Double(byHour[$0]?.slots ?? 0))]
          })
      ])
  }
}

extension WebPlugin: RulesHook {
  static let rules: [Rule] = [
    Rule(
      id: "WEB-SLOTS", authority: "Erlang C on chat places", mark: .verified,
      sentence:
        "An agent with concurrency c is c places; the fewest places that give a share a place in time.",
      examples: [
        RuleExample(
          name: "60 chats in half an hour, 20 minutes each",
          given: [
            "per_hour": 120, "handling": 1200, "share": 0.9, "within": 60, "concurrency": 2.5,
          ], expected: "40 busy, 49 places, 20 agents")
      ]),
    Rule(
      id: "WEB-DEFERRED", authority: "Horn 1974 (earliest deadline first)", mark: .verified,
      sentence:
        "Steady staff is the larger of total work over open time and the deadline's bound over every run of intervals.",
      examples: [
        RuleExample(
          name: "four hours",
          given: ["items": [40, 80, 120, 100, 60, 60, 80, 60, 30], "minutes": 6, "sla": 4],
          expected: "total 7.0, deadline 5.6"),
        RuleExample(
          name: "one hour",
          given: ["items": [40, 80, 120, 100, 60, 60, 80, 60, 30], "minutes": 6, "sla": 1],
          expected: "total 7.0, deadline 12.0"),
      ]),
  ]

  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    func number(_ key: String) throws(PluginFailure) -> Double {
      guard let x = example.given[key]?.number else {
        throw PluginFailure("\(key) is missing", status: MUSTER_E_QUESTION)
      }
      return x
    }
    if rule.id == "WEB-DEFERRED" {
      let minutes = try number("minutes")
      let items = (example.given["items"]?.array ?? []).compactMap(\.number)
      let team = DeferredTeam(
        arrivals: items.map { $0 * minutes / 60 },
        isOpen: [Bool](repeating: true, count: items.count), slaPeriods: Int(try number("sla")))
      return "total \(fixed(team.totalBound, 1)), deadline \(fixed(team.deadlineBound, 1))"
    }
    let load = ChatLoad(
      chatsPerHour: try number("per_hour"), handlingSeconds: try number("handling"))
    guard
      let (slots, _) = try? load.slots(
        share: try number("share"), withinSeconds: try number("within"))
    else { throw PluginFailure("the case cannot be computed", status: MUSTER_E_QUESTION) }
    return
      "\(fixed(load.busySlots)) busy, \(slots) places, \(ChatLoad.agents(slots: slots, concurrency: try number("concurrency"))) agents"
  }
}
