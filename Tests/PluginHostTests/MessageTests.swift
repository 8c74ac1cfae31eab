import PluginContract
import Testing

/// No property of a message stays behind when it becomes JSON: a coding key is easily forgotten where
/// the property is optional.
@Suite struct MessageTests {
  private let shift = Shift(
    id: "s", agent: "a", site: "x", queue: "q", client: "c", startUnix: 1, endUnix: 2,
    segments: [ShiftSegment(activity: "work", startUnix: 1, endUnix: 2)])
  private let site = SiteInfo(
    id: "x", zone: "UTC", jurisdiction: "XX", currency: "XXX", calendar: "c", seats: 3)
  private let agent = AgentInfo(
    id: "a", site: "x", contract: "f", skills: ["q"], hourlyRate: 2, remote: true, facts: [:])

  private var plan: PlanInfo {
    PlanInfo(
      centre: CentreInfo(
        id: "c", holidays: [HolidayInfo(calendar: "c", date: "d", kind: "k", name: "n")],
        dropFiles: ["f"]),
      sites: [site],
      queues: [
        QueuePlan(
          id: "q",
          intervals: [
            IntervalPlan(
              startUnix: 1, volume: 2, ahtS: 3, agents: 4, scheduled: 5, rostered: 6, closed: true,
              serviceLevel: 0.7, asaS: 8, abandonment: 0.9, occupancy: 1)
          ])
      ], agents: [agent], shifts: [shift])
  }

  private let goal = GoalInfo(serviceLevel: 0.5, asaS: 1, abandonment: 0.1, maxOccupancy: 0.9)

  private var messages: [any Encodable] {
    [
      PluginConfiguration(settings: [:], files: ["a": "b"], centre: plan.centre),
      QueueInfo(id: "q", patienceS: 1),
      GoalInfo(serviceLevel: 0.5, asaS: 1, abandonment: 0.1, maxOccupancy: 0.9),
      WindowsQuestion(
        scope: "s", jurisdictions: ["j"], zones: ["z"], fromUnix: 1, toUnix: 2, queue: "q",
        facts: [:]),
      WindowsAnswer(windows: [ContactWindow(startUnix: 1, endUnix: 2, rules: ["r"], note: "n")]),
      CapsQuestion(scope: "s", date: "d", queue: "q", facts: [:]),
      CapsAnswer(caps: [ContactCap(rule: "r", count: 1, windowH: 2, key: "k", note: "n")]),
      LabourQuestion(
        site: "s", jurisdiction: "j", zone: "z", fromDate: "a", toDate: "b", contract: "c",
        facts: [:]),
      LabourAnswer(limits: [
        LabourLimit(
          rule: "r", key: "k", value: .count(1), weight: 2, fromDate: "a", toDate: "b",
          note: "n")
      ]),
      ShiftsQuestion(site: site, agent: agent, history: [shift], shifts: [shift], facts: [:]),
      FindingsAnswer(findings: [
        Finding(
          .note, rule: "r", "m", agent: "a", queue: "q", site: "s", startUnix: 1, endUnix: 2,
          maybe: "y")
      ]),
      PriceQuestion(site: site, agent: agent, history: [shift], shifts: [shift], facts: [:]),
      PriceAnswer(
        currency: "X",
        lines: [
          PayLine(
            shift: "s", startUnix: 1, endUnix: 2, hours: 3, kind: "k", multiplier: 4, amount: 5,
            rules: ["r"], parts: [PayPart(rule: "r", how: "times", value: 2, kind: "night")])
        ], total: 5, paidH: 3),
      PlanQuestion(plan: plan),
      ResourcesAnswer(
        resources: [
          Resource(
            id: "i", name: "n", quantity: 1, site: "s", pool: "p", peakUnix: 2, note: "o")
        ], suggestions: [Suggestion("m", resource: "r", saves: 1)]),
      ReportAnswer(sections: [
        ReportSection(
          id: "i", title: "t", text: ["x"],
          tables: [
            ReportTable(
              title: "t", columns: [ReportColumn("c", .number, unit: "s", decimals: 1)],
              rows: [[1]])
          ])
      ]),
      ExplainQuestion(
        queue: QueueInfo(id: "q", patienceS: 1), goal: goal,
        rows: [IntervalInfo(startUnix: 1, lengthS: 2, volume: 3, ahtS: 4)], indices: [0]),
      ExplainAnswer(explanations: [
        RowExplanation(
          startUnix: 1, agents: 2, closed: true, boundBy: "b", steps: [ExplainStep("n", "v", "r")])
      ]),
      SimulateQuestion(
        queue: QueueInfo(id: "q", patienceS: 1), goal: goal, rows: [],
        slots: [AgentSlot(startUnix: 1, seconds: 2, agents: 3)],
        people: [
          PersonAtWork(
            agent: "a", skills: ["s"], slots: [AgentSlot(startUnix: 1, seconds: 2, agents: 1)])
        ], replications: 4, seed: 5),
      SimulateAnswer(
        intervals: [], days: [],
        total: ServiceInfo(
          startUnix: 1, endUnix: 2, offered: 3, served: 4, serviceLevel: 0.5, halfWidth: 0.1,
          abandonment: 0.2, asaS: 6, occupancy: 0.7, backlog: 8, late: 9),
        verdicts: [
          ServiceVerdict(goal: "g", value: 1, promised: 2, halfWidth: 0.1, missed: true)
        ], notJudged: [UnjudgedGoal(goal: "g", reason: "r")], notes: ["n"]),
      RulesQuestion(.example, rule: "r", example: "e"),
      RulesAnswer(
        rules: [
          Rule(
            id: "i", authority: "a", effectiveFrom: "f", effectiveTo: "t", mark: .verified,
            sentence: "s", examples: [RuleExample(name: "n", given: 1, expected: "e")])
        ], explanation: "x", outcome: "o"),
    ]
  }

  @Test func everyPropertyIsWritten() throws {
    for message in messages {
      let json: AnyJSON = try ContractCoding.value(of: ContractCoding.text(message))
      compare(message, json, "\(type(of: message))")
    }
  }

  private func compare(_ value: Any, _ json: AnyJSON, _ path: String) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .struct:
      let keys = Set(json.object?.keys.map { $0.replacing("_", with: "") } ?? [])
      var labels = mirror.children.compactMap(\.label)
      // A limit's value stands under the name of its measure.
      if let limit = value as? LabourLimit {
        labels = labels.map { $0 == "value" ? limit.value.measure.rawValue : $0 }
      }
      #expect(keys == Set(labels.map { $0.lowercased() }), "\(path): \(keys) \(labels)")
      for child in mirror.children {
        let label = (child.label ?? "").lowercased()
        let key = json.object?.keys.first { $0.replacing("_", with: "") == label }
        if let key, let inner = json[key] { compare(child.value, inner, "\(path).\(key)") }
      }
    case .optional: if let inner = mirror.children.first { compare(inner.value, json, path) }
    case .collection:
      for (child, inner) in zip(mirror.children, json.array ?? []) {
        compare(child.value, inner, "\(path)[]")
      }
    default: break
    }
  }
}
