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
