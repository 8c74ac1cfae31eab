// What agents and contracts say that cannot be, before anything is searched.

public import CentreModel
public import CivilTime
public import Diagnostics

extension RosterProblem {
  /// Agents whose last shift before the horizon ends so late in it, or after it, that it would have begun
  /// inside: nobody could be rostered before it ends.
  public func misplacedPreviousShifts() -> [Problem] {
    let begin = zone.startOfDay(horizonStart)
    let last = horizonStart + days - 1
    return agents.sorted { $0.id < $1.id }.compactMap { agent in
      guard let end = agent.previousShiftEnd else { return nil }
      let longest =
        rules.contract(named: agent.contract)?.kinds.map(\.lengthSeconds).max() ?? 86_400
      guard
        end > max(begin + longest, requirement.start) || end > zone.startOfDay(horizonStart + days)
      else { return nil }
      return Problem(
        at: agent.place, subject: "previous_shift_end_utc of \(agent.id)",
        "is the end of a shift before the days planned, and lies in or after them "
          + "(\(horizonStart) to \(last))",
        value: "\(end)",
        maybe: "empty it, or write when the last shift before \(horizonStart) ends")
    }
  }
}

/// Contracts, and agents with their class, window and rules, that nobody could ever work by: without a
/// start on any day, or with rules that no week can keep. Leave, pins and the past play no part in it.
///
/// - Returns: Problems of kind `infeasible` with a way out, contracts first; empty when all is well.
public func unworkableContracts(
  _ rules: RosterRules, agents: [RosterAgent], zone: Zone, from: CivilDate
) -> [Problem] {
  var found: [Problem] = []
  var unworkable: Set<String> = []
  for contract in rules.contracts {
    let nobody = RosterAgent(id: "contract \(contract.id)", contract: contract.id)
    if let problem = contractProblem(contract) ?? keepingProblem(nobody, rules, zone, from) {
      found.append(problem)
      unworkable.insert(contract.id)
    }
  }
  // Agents of one contract, class, window and rules are alike.
  struct Key: Hashable {
    var contract: String
    var availability: String?
    var window: MinuteRange?
    var rules: WorkRules
  }
  var groups: [Key: [RosterAgent]] = [:]
  for agent in agents.sorted(by: { $0.id < $1.id }) where !unworkable.contains(agent.contract) {
    let key = Key(
      contract: agent.contract, availability: agent.availability, window: agent.startWindow,
      rules: agent.rules)
    guard key.availability != nil || key.window != nil || !key.rules.isEmpty else { continue }
    groups[key, default: []].append(agent)
  }
  for alike in groups.values.sorted(by: { $0[0].id < $1[0].id }) {
    var one = RosterAgent(
      id: alike[0].id, contract: alike[0].contract, availability: alike[0].availability,
      startWindow: alike[0].startWindow, rules: alike[0].rules)
    one.place = alike[0].place
    guard
      var problem = windowProblem(one, rules, zone, from) ?? keepingProblem(one, rules, zone, from)
    else { continue }
    problem.place = problem.place ?? one.place
    if alike.count > 1 {
      let others = alike.dropFirst().prefix(5).map(\.id).joined(separator: ", ")
      let more = alike.count > 6 ? " and \(alike.count - 6) more" : ""
      problem.value = [problem.value, "so do \(others)\(more)"].compactMap(\.self)
        .joined(separator: "; ")
    }
    found.append(problem)
  }
  return found
}

private func contractProblem(_ contract: RosterContract) -> Problem? {
  let subject = "contract \(contract.id)"
  guard !contract.kinds.isEmpty else {
    return Problem(
      .infeasible, subject: subject, "allows no shift at all", maybe: "give it a length and starts")
  }
  guard !contract.kinds.contains(where: \.canStart), let kind = contract.kinds.first else {
    return nil
  }
  let starts = kind.starts.map { "\(clockText($0.from))-\(clockText($0.to))" }
  return Problem(
    .infeasible, subject: subject,
    "can never start: no start of its grid of \(kind.startEveryMinutes) min from midnight lies in its "
      + "starts",
    value: starts.joined(separator: ", "), maybe: "list the times of start one by one")
}

/// Class and window that leave no start on any day of a week.
private func windowProblem(
  _ agent: RosterAgent, _ rules: RosterRules, _ zone: Zone, _ from: CivilDate
) -> Problem? {
  guard let compiled = try? CompiledRoster(weekOf(agent, rules, zone, from)) else { return nil }
  guard compiled.search.groupOptions.isEmpty else { return nil }
  let names = [
    agent.availability.map { "availability \($0)" },
    agent.startWindow.map { "starts from \(clockText($0.from)) to \(clockText($0.to))" },
  ].compactMap(\.self)
  return Problem(
    .infeasible, subject: agent.id,
    "can never start: contract \(agent.contract) has no start within "
      + "\(names.joined(separator: " and "))",
    maybe: "give \(agent.id) another class, window or contract")
}

/// Rules that no whole week can keep.
private func keepingProblem(
  _ agent: RosterAgent, _ rules: RosterRules, _ zone: Zone, _ from: CivilDate
) -> Problem? {
  let problem = weekOf(agent, rules, zone, from)
  if let contradiction = contradiction(agent, rules) { return contradiction }
  guard let compiled = try? CompiledRoster(problem) else { return nil }
  return problem.rowConflict(compiled)?.problem
}

/// A whole week of one agent, whatever is required.
private func weekOf(
  _ agent: RosterAgent, _ rules: RosterRules, _ zone: Zone, _ from: CivilDate
) -> RosterProblem {
  var rules = rules
  rules.pairs = []
  rules.presence = []
  rules.seats = []
  // What the horizon as a whole asks for depends on its length.
  for rule in WorkRule.allCases where rule.span == .horizon {
    rules.general[rule] = nil
    for index in rules.contracts.indices { rules.contracts[index].rules[rule] = nil }
  }
  let start = rules.weekStart
  let first = from + (start.rawValue - from.weekday.rawValue + 7) % 7
  return RosterProblem(
    requirement: RosterRequirement(
      start: zone.startOfDay(first), intervalSeconds: 1800, required: [[0]]),
    agents: [agent], rules: rules, zone: zone, horizonStart: first, days: 7)
}

/// A least amount above the most amount of the same thing.
func contradiction(_ agent: RosterAgent, _ rules: RosterRules) -> Problem? {
  let all = rules.effectiveRules(of: agent)
  for low in WorkRule.allCases where low.direction == .least {
    guard let high = low.opposite, let least = all[low], let most = all[high],
      least.isHard, most.isHard, least.value > most.value
    else { continue }
    return Problem(
      .infeasible, at: agent.place, subject: agent.id,
      "\(low.rawValue) is more than \(high.rawValue)",
      value: "\(shown(low, least.value)) and \(shown(high, most.value))",
      maybe: "correct one of them for contract \(agent.contract)")
  }
  return nil
}
