internal import CMusterPlugin
internal import PluginContract

/// The questions that every JSON hook must bear.
enum QuestionProbes {
  struct Question {
    var name: String
    var json: String
  }

  static func all(_ hook: Hook) -> [Question] {
    let from = Probes.monday
    let week = from + 7 * 86_400
    switch hook {
    case .windows:
      return questions([
        (
          "a week",
          WindowsQuestion(scope: "sales", zones: [Probes.zone], fromUnix: from, toUnix: week)
        ),
        (
          "the people of the probe queue",
          WindowsQuestion(
            scope: "", zones: [Probes.zone], fromUnix: from, toUnix: week, queue: Probes.queue.id)
        ),
        ("an empty period", WindowsQuestion(scope: "sales", fromUnix: from, toUnix: from)),
        (
          "an unknown scope and place",
          WindowsQuestion(
            scope: "no such scope", jurisdictions: ["XX"], zones: [Probes.zone], fromUnix: from,
            toUnix: week)
        ),
        (
          "the day the clocks go forward",
          WindowsQuestion(
            scope: "sales", zones: [Probes.zone], fromUnix: Probes.springForward - 86_400,
            toUnix: Probes.springForward + 2 * 86_400)
        ),
      ])
    case .caps:
      return questions([
        ("a day", CapsQuestion(scope: "sales", date: "2026-11-23")),
        ("an unknown place", CapsQuestion(scope: "?", jurisdictions: ["XX"], date: "2026-11-23")),
      ])
    case .labour:
      return questions([
        ("a week", labour("XX")), ("an unnamed place", labour("")),
      ])
    case .shifts:
      return questions([
        (
          "a working week",
          ShiftsQuestion(site: Probes.site, agent: Probes.agent("A0"), shifts: Probes.shifts)
        ),
        ("no shifts", ShiftsQuestion(site: Probes.site, agent: Probes.agent("A0"), shifts: [])),
      ])
    case .price:
      return questions([
        (
          "a working week",
          PriceQuestion(site: Probes.site, agent: Probes.agent("A0"), shifts: Probes.shifts)
        ),
        ("no shifts", PriceQuestion(site: Probes.site, agent: Probes.agent("A0"), shifts: [])),
      ])
    case .resources, .audit, .report:
      return questions([
        ("a week of 20 agents", PlanQuestion(plan: Probes.plan(agents: 20, days: 5))),
        ("an empty plan", PlanQuestion(plan: PlanInfo(centre: Probes.centre))),
        ("600 agents", PlanQuestion(plan: Probes.plan(agents: 600, days: 5))),
      ])
    case .rules: return questions([("the list", RulesQuestion(.list))])
    case .explain:
      return questions([
        ("a closed night and a day", explain(Probes.closedNights, every: 1)),
        ("a week", explain(Probes.rows(from: from, count: 672), every: 5)),
        ("contacts that come at night", explain(Probes.nightArrivals, every: 1)),
        ("no rows", explain([], every: 1)),
      ])
    case .simulate:
      return questions([
        ("a day of 12 agents", simulate(Probes.closedNights, agents: 12)),
        ("seven agents and a half", simulate(Probes.closedNights, agents: 7.5)),
        ("nobody there", simulate(Probes.closedNights, agents: nil)),
        ("contacts that come at night", simulate(Probes.nightArrivals, agents: 12)),
        ("no rows", simulate([], agents: 12)),
      ])
    case .overlay, .demand, .workload, .requirement: return []
    }
  }

  /// A usual question that is answered quickly, to be asked again and again.
  static func small(_ hook: Hook) -> Question? {
    guard let first = all(hook).first else { return nil }
    switch hook {
    case .resources, .audit, .report:
      return questions([("8 agents", PlanQuestion(plan: Probes.plan(agents: 8, days: 2)))]).first
    default: return first
    }
  }

  private static func explain(_ rows: [muster_interval], every step: Int) -> ExplainQuestion {
    ExplainQuestion(
      queue: Probes.queue, goal: Probes.goal, rows: rows.map { IntervalInfo($0) },
      indices: Array(stride(from: 0, to: rows.count, by: step)))
  }

  /// Agents on a grid of five minutes in the open intervals; nil for nobody.
  private static func simulate(_ rows: [muster_interval], agents: Double?) -> SimulateQuestion {
    let slots = rows.filter { $0.flags & MUSTER_CLOSED == 0 }.flatMap { row in
      (0..<3).compactMap { k in
        agents.map {
          AgentSlot(startUnix: row.start_unix + Int64(k) * 300, seconds: 300, agents: $0)
        }
      }
    }
    return SimulateQuestion(
      queue: Probes.queue, goal: Probes.goal, rows: rows.map { IntervalInfo($0) }, slots: slots,
      replications: 4, seed: 7)
  }

  private static func labour(_ jurisdiction: String) -> LabourQuestion {
    LabourQuestion(
      site: "site", jurisdiction: jurisdiction, zone: Probes.zone, fromDate: "2026-11-23",
      toDate: "2026-11-29")
  }

  private static func questions(_ all: [(String, some Encodable)]) -> [Question] {
    all.compactMap { name, value in
      (try? ContractCoding.text(value)).map { Question(name: name, json: $0) }
    }
  }

  /// Texts that are no question at all; the answer must be a status.
  static let nonsense = [
    "", "{", "null", "[]", "7", "{}", #"{"plan": 7}"#, #"{"ask": "no such thing"}"#,
    #"{"from_unix": "today", "to_unix": []}"#, String(repeating: "{\"a\":", count: 5000),
    #"{"scope": "s", "jurisdictions": [null], "zones": [1], "from_unix": 1e300, "to_unix": -1}"#,
    "\"\\ud800\"",
  ]
}
