internal import DialerModel
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension DialerPlugin: AuditHook, ReportHook {
  /// Whether the abandonment counted so far is proved to lie below the limit.
  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    var findings: [Finding] = []
    for stream in streams {
      guard let live = stream.liveAnswers, live > 0 else { continue }
      let count = AbandonmentCount(live: live, abandoned: stream.abandoned ?? 0)
      let limit = stream.abandonmentLimit ?? 0.03
      let confidence = stream.confidence ?? 0.95
      let bound = count.upperBound(confidence: confidence)
      let counted =
        "\(count.abandoned) of \(live) live answers found no agent: \(fixed(100 * count.ofLive, 2)) %, at most \(fixed(100 * bound, 2)) % with a confidence of \(fixed(100 * confidence)) %"
      if !count.isWithin(limit) {
        findings.append(
          Finding(
            .violation, rule: "DI-LIMIT", counted, queue: stream.queue,
            maybe: "dial progressively until the share is below \(fixed(100 * limit, 1)) %"))
      } else if bound > limit {
        let more = AbandonmentCount.answersToProve(
          share: count.ofLive, below: limit, confidence: confidence)
        findings.append(
          Finding(
            .warning, rule: "DI-PROOF", counted, queue: stream.queue,
            maybe: more.map { "at this share \($0) live answers are needed for proof" }
              ?? "pace lower: the share is too close to the limit to be proved"))
      }
    }
    return FindingsAnswer(findings: findings)
  }

  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    ReportAnswer(
      sections: streams.compactMap { stream in
        let all = intervals(stream, plan)
        guard !all.isEmpty else { return nil }
        var tables = [byHour(all)]
        if let groups = stream.groups, !groups.isEmpty {
          tables.append(pools(stream, groups, plan))
        }
        let rate = all.reduce(0) { $0 + stream.rate(hour: $1.hour) } / Double(all.count)
        let pacing = stream.pacing(handlingSeconds: handling(stream, plan))
        let predictive = all.count { $0.dialled.mode == .predictive }
        return ReportSection(
          id: "dialer-\(stream.queue)", title: "Dialer of \(stream.queue)",
          text: [
            "Predictive in \(predictive) of \(all.count) intervals; at a contact rate of \(fixed(100 * rate, 1)) % it pays "
              + (pacing.breakEven(contactRate: rate).map { "from \($0) agents on." } ?? "never.")
          ], tables: tables)
      })
  }

  private func handling(_ stream: Stream, _ plan: PlanInfo) -> Double {
    let open = plan.queues.first { $0.id == stream.queue }?.intervals.filter { $0.volume > 0 } ?? []
    let volume = open.reduce(0) { $0 + $1.volume }
    return volume > 0 ? open.reduce(0) { $0 + $1.volume * $1.ahtS } / volume : 180
  }

  private func byHour(_ all: [(start: Int64, hour: Int, dialled: DialerInterval)]) -> ReportTable {
    let rows = (0..<24).compactMap { hour -> [AnyJSON]? in
      let here = all.filter { $0.hour == hour }.map(\.dialled)
      guard !here.isEmpty else { return nil }
      func mean(_ value: (DialerInterval) -> Double) -> AnyJSON {
        .number(here.reduce(0) { $0 + value($1) } / Double(here.count))
      }
      return [
        .string("\(hour):00"), mean { Double($0.agents) },
        mean { $0.mode == .predictive ? 1 : 0 }, mean(\.utilisation), mean(\.lines.total),
        mean(\.lines.pacingRatio), mean(\.callsPerSecond), mean(\.abandonment),
      ]
    }
    return ReportTable(
      title: "By local hour",
      columns: [
        ReportColumn("hour"), ReportColumn("agents", .number, decimals: 1),
        ReportColumn("predictive", .share), ReportColumn("utilisation", .share),
        ReportColumn("lines", .number, decimals: 1),
        ReportColumn("lines per agent", .number, decimals: 2),
        ReportColumn("calls per second", .number, decimals: 2),
        ReportColumn("abandoned", .share, decimals: 1),
      ], rows: rows)
  }

  private func pools(_ stream: Stream, _ groups: [Group], _ plan: PlanInfo) -> ReportTable {
    let routing = groups.map {
      RoutingGroup(name: $0.name, agents: $0.agents, contactRate: $0.contactRate)
    }
    let pacing = stream.pacing(handlingSeconds: handling(stream, plan))
    let pooling = Pooling(routing, pacing: pacing)
    let rows: [[AnyJSON]] = routing.map {
      let best = pacing.best(agents: Double($0.agents), contactRate: $0.contactRate)
      return [
        .string($0.name), .number(Double($0.agents)), .string(best.mode.rawValue),
        .number(best.utilisation),
      ]
    }
    return ReportTable(
      title: "Routing groups: one pool would handle \(fixed(100 * pooling.gain, 1)) % more",
      columns: [
        ReportColumn("group"), ReportColumn("agents", .number, decimals: 0), ReportColumn("mode"),
        ReportColumn("utilisation", .share, decimals: 1),
      ], rows: rows)
  }
}

extension DialerPlugin: RulesHook {
  static let rules: [Rule] = [
    Rule(
      id: "DI-MODE", authority: "Simulation of dialling by free agents, limit with confidence",
      mark: .verified,
      sentence:
        "Lines are dialled ahead where that keeps a team busier within the limit: all but single agents.",
      examples: [
        RuleExample(
          name: "1 agent", given: ["agents": 1, "contact_rate": 0.15], expected: "progressive"),
        RuleExample(
          name: "20 agents", given: ["agents": 20, "contact_rate": 0.15], expected: "predictive"),
      ]),
    Rule(
      id: "DI-LINES", authority: "Little's law", mark: .verified,
      sentence: "Lines are dials a second times ring time, and agents talking.",
      examples: [
        RuleExample(
          name: "20 agents at 80 %",
          given: ["agents": 20, "contact_rate": 0.15, "utilisation": 0.8],
          expected: "27.9 lines, 1.39 per agent")
      ]),
    Rule(
      id: "DI-LIMIT", authority: "FTC, 16 CFR 310.4(b)(4), or a goal of your own", mark: .secondary,
      sentence: "The share of live answers without an agent in time stays at or below the limit.",
      examples: [
        RuleExample(
          name: "301 of 10,000", given: ["live": 10_000, "abandoned": 301], expected: "exceeded")
      ]),
    Rule(
      id: "DI-PROOF", authority: "Clopper and Pearson 1934", mark: .verified,
      sentence: "A share is proved below the limit only when its upper confidence bound is.",
      examples: [
        RuleExample(
          name: "250 of 10,000", given: ["live": 10_000, "abandoned": 250], expected: "proved"),
        RuleExample(
          name: "25 of 1,000", given: ["live": 1000, "abandoned": 25], expected: "not proved"),
      ]),
  ]

  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    let pacing = Pacing(handlingSeconds: 180, ringSeconds: 20)
    let agents = example.given["agents"]?.number ?? 0
    let rate = example.given["contact_rate"]?.number ?? 0
    let count = AbandonmentCount(
      live: Int(example.given["live"]?.number ?? 0),
      abandoned: Int(example.given["abandoned"]?.number ?? 0))
    switch rule.id {
    case "DI-MODE": return pacing.best(agents: agents, contactRate: rate).mode.rawValue
    case "DI-LINES":
      let lines = pacing.lines(
        agents: agents, utilisation: example.given["utilisation"]?.number ?? 0, contactRate: rate)
      return "\(fixed(lines.total, 1)) lines, \(fixed(lines.pacingRatio, 2)) per agent"
    case "DI-LIMIT": return count.isWithin(0.03) ? "within" : "exceeded"
    default: return count.upperBound() <= 0.03 ? "proved" : "not proved"
    }
  }
}
