internal import CentreModel
internal import CivilTime

/// One thing asked of some agents that can be taken away or loosened.
struct Condition {
  /// As a person reads it: `A1: min_shifts_per_week 4`.
  var text: String
  var rule: WorkRule?
  /// One of several unavailable dates.
  var isLeave = false
  /// Takes it away.
  var without: (inout RosterProblem) -> Void
  /// Looser forms, the smallest step first.
  var looser: [(text: String, apply: (inout RosterProblem) -> Void)] = []
}

extension RosterProblem {
  /// The problem of some agents alone, each with all rules in the agent's own table, so that a rule
  /// can be taken from one of them.
  func reduced(to ids: [String]) -> RosterProblem {
    var result = self
    result.agents = ids.compactMap { id in agents.first { $0.id == id } }
    for index in result.agents.indices {
      result.agents[index].rules = rules.effectiveRules(of: result.agents[index])
    }
    result.rules.general = WorkRules()
    for index in result.rules.contracts.indices {
      result.rules.contracts[index].rules = WorkRules()
    }
    result.rules.pairs = rules.pairs.filter { ids.contains($0.first) && ids.contains($0.second) }
    result.rules.presence = []
    result.rules.seats = []
    result.pins = pins.filter { ids.contains($0.agent) }
    result.previous = previous.filter { ids.contains($0.agent) }
    result.published = []
    // Coverage has no part in what contradicts what.
    for queue in result.requirement.required.indices {
      result.requirement.required[queue] = [0]
    }
    result.requirement.worth = nil
    return result
  }

  /// Everything hard that stands in the way of the agents of a reduced problem.
  func conditions() -> [Condition] {
    let names = agents.count > 1
    var list: [Condition] = []
    for (a, agent) in agents.enumerated() {
      let prefix = names ? "\(agent.id): " : ""
      for pin in pins where pin.agent == agent.id {
        list.append(
          Condition(
            text: "\(prefix)\(words(pin))", without: { $0.pins.removeAll { $0 == pin } },
            looser: [
              (
                "take out the pin of \(agent.id) on \(pin.date)",
                { $0.pins.removeAll { $0 == pin } }
              )
            ]
          ))
      }
      for date in agent.unavailableDates
      where date >= horizonStart && date < horizonStart + days {
        list.append(
          Condition(
            text: "\(prefix)unavailable on \(date)", isLeave: true,
            without: { $0.agents[a].unavailableDates.removeAll { $0 == date } },
            looser: [
              (
                "let \(agent.id) work on \(date)",
                { $0.agents[a].unavailableDates.removeAll { $0 == date } }
              )
            ]))
      }
      for date in agent.leave where date >= horizonStart && date <= horizonStart + days {
        // Nobody is advised to cancel leave.
        list.append(
          Condition(
            text: "\(prefix)on leave on \(date)", isLeave: true,
            without: { $0.agents[a].leave.removeAll { $0 == date } }))
      }
      list += places(a, agent, prefix)
      for rule in WorkRule.allCases {
        guard let limit = agent.rules[rule], limit.isHard else { continue }
        list.append(condition(rule, limit, a, prefix))
      }
    }
    let shut = closedDates.filter { $0 >= horizonStart && $0 < horizonStart + days }
    if !shut.isEmpty {
      let dates = shut.map { "\($0)" }.joined(separator: ", ")
      list.append(
        Condition(
          text: "nobody works on \(dates), when the centre is shut",
          without: { $0.closedDates = [] }))
    }
    for pair in rules.pairs where pair.weight == nil {
      let name = pair.kind == .together ? "together" : "apart"
      list.append(
        Condition(
          text: "\(pair.first) and \(pair.second) \(name)",
          without: { $0.rules.pairs.removeAll { $0 == pair } },
          looser: [
            (
              "let \(pair.first) and \(pair.second) not be \(name)",
              { $0.rules.pairs.removeAll { $0 == pair } }
            )
          ]))
    }
    return list
  }

  /// Class, own window, last week and what the contract says about starts and kinds.
  private func places(_ a: Int, _ agent: RosterAgent, _ prefix: String) -> [Condition] {
    var list: [Condition] = []
    func add(
      _ text: String, _ way: String, _ without: @escaping (inout RosterProblem) -> Void
    ) {
      list.append(Condition(text: prefix + text, without: without, looser: [(way, without)]))
    }
    if let name = agent.availability {
      add("availability \(name)", "give \(agent.id) another availability class") {
        $0.agents[a].availability = nil
      }
    }
    if let window = agent.startWindow {
      add(
        "starts from \(clockText(window.from)) to \(clockText(window.to)) only",
        "widen the start window of \(agent.id)"
      ) { $0.agents[a].startWindow = nil }
    }
    if agent.previousShiftEnd != nil || agent.previousDaysInRow > 0
      || agent.carriedWeekendsInMonth ?? 0 > 0
      || previous.contains(where: { $0.agent == agent.id })
    {
      // What is past cannot be undone: there is no way out here.
      list.append(
        Condition(
          text: "\(prefix)what was worked before \(horizonStart)",
          without: {
            $0.agents[a].previousShiftEnd = nil
            $0.agents[a].previousDaysInRow = 0
            $0.agents[a].previousNightsInRow = 0
            $0.agents[a].carriedWeekendsInMonth = nil
            $0.previous.removeAll { $0.agent == agent.id }
          }))
    }
    guard let index = rules.contracts.firstIndex(where: { $0.id == agent.contract }) else {
      return list
    }
    let contract = rules.contracts[index]
    func addKinds(
      _ name: String, _ isSet: (ShiftKind) -> Bool, _ clear: @escaping (inout ShiftKind) -> Void
    ) {
      guard contract.kinds.contains(where: isSet) else { return }
      add("contract \(contract.id) \(name)", "loosen \(name) of contract \(contract.id)") {
        for k in $0.rules.contracts[index].kinds.indices {
          clear(&$0.rules.contracts[index].kinds[k])
        }
      }
    }
    addKinds("starts", { !$0.starts.isEmpty }, { $0.starts = [] })
    addKinds("shift_days", { !$0.days.isEmpty }, { $0.days = [] })
    addKinds("forbidden_next", { !$0.forbiddenNext.isEmpty }, { $0.forbiddenNext = [] })
    addKinds("max_per_agent", { $0.maxPerAgent != nil }, { $0.maxPerAgent = nil })
    return list
  }

  private func condition(
    _ rule: WorkRule, _ limit: RosterLimit, _ a: Int, _ prefix: String
  ) -> Condition {
    let id = agents[a].id
    let isMinimum = rule.direction == .least
    let step: Int
    switch rule.measure {
    case .count: step = 1
    case .duration: step = 1800
    case .hours: step = 3600
    case .flag: step = 1
    }
    var values: [Int] = []
    for k in 1...48 {
      let value = isMinimum ? limit.value - k * step : limit.value + k * step
      if value < 0 { break }
      values.append(value)
      if rule.measure == .flag { break }
    }
    if rule.measure == .flag { values = [0] }
    return Condition(
      text: "\(prefix)\(rule.rawValue) \(shown(rule, limit.value))", rule: rule,
      without: { $0.agents[a].rules[rule] = nil },
      looser: values.map { value in
        (
          "\(rule.rawValue) \(shown(rule, value)) for \(id)",
          { $0.agents[a].rules[rule] = RosterLimit(value) }
        )
      })
  }

  private func words(_ pin: RosterPin) -> String {
    switch pin.kind {
    case .off: "pinned off on \(pin.date)"
    case .on: "pinned to work on \(pin.date)"
    case .shift(let segments):
      if let start = segments.map(\.start).min(), let end = segments.map(\.end).max() {
        "pinned to \(zone.local(at: start).clock)-\(zone.local(at: end).clock) on \(pin.date)"
      } else {
        "pinned on \(pin.date)"
      }
    }
  }
}

func clockText(_ minutes: Int) -> String {
  let (hour, minute) = (minutes / 60, minutes % 60)
  return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
}
