internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import RosterChecking
internal import Tables

/// A roster for people: agents by day, and the coverage of each day below.
public func rosterTable(_ roster: Roster, _ problem: RosterProblem, colour: Bool) -> String {
  let paint = Paint(isOn: colour)
  var table = TextTable(
    [.left("agent"), .left("contract")]
      + (0..<problem.days).map { day in
        let date = problem.horizonStart + day
        return .centre("\(date.weekday.shortName) \(date.day).")
      } + [.right("hours")])
  let byAgent = Dictionary(grouping: roster.segments, by: \.agent)
  for agent in problem.agents.sorted(by: { $0.id < $1.id }) {
    var cells = Array(repeating: paint.dim("·"), count: problem.days)
    var seconds = 0
    for shift in chainedShifts(byAgent[agent.id] ?? []) {
      guard let start = shift.first?.start, let end = shift.last?.end else { continue }
      let local = problem.zone.local(at: start)
      let day = local.date - problem.horizonStart
      guard cells.indices.contains(day) else { continue }
      cells[day] = "\(local.clock)-\(problem.zone.local(at: end).clock)"
      seconds += end - start
    }
    table.row([agent.id, agent.contract] + cells + [fixed(Double(seconds) / 3600, 1)])
  }
  return table.text(paint: paint)
}

/// One or two lines that say how good a roster is.
public func rosterSummary(_ roster: Roster, _ problem: RosterProblem) -> String {
  let findings = roster.findings
  let demand = Double(max(1, findings.demand))
  var text =
    "\(problem.agents.count) agents, \(findings.shifts) shifts; "
    + "missing \(shortest(findings.missing)) of \(findings.demand) agent-intervals "
    + "(\(fixed(100 * findings.missing / demand, 2)) %, \(findings.intervalsShort) intervals short), "
    + "surplus \(shortest(findings.surplus))"
  if let bound = roster.evidence.bound {
    let gap = findings.missing - bound
    text +=
      "; no roster misses fewer than \(shortest(bound)), gap \(fixed(100 * gap / demand, 2)) % of the demand"
  }
  text += ". Checked: every hard rule kept"
  let soft = findings.violations.filter { !$0.isHard }
  text += soft.isEmpty ? "." : ", \(soft.count) wishes or soft rules not."
  let shut = idleWork(roster.segments, problem).reduce(0) { $0 + $1.seconds }
  if shut > 0 {
    let work = roster.segments.reduce(0) { $0 + ($1.activity == .work ? $1.end - $1.start : 0) }
    text +=
      " \(shortest(Double(shut) / 3600)) h of work "
      + "(\(fixed(100 * Double(shut) / Double(max(1, work)), 1)) %) lie where nobody is required."
  }
  let idle = idleAgents(roster, problem)
  if !idle.isEmpty {
    let names = idle.prefix(5).joined(separator: ", ")
    let more = idle.count > 5 ? " and \(idle.count - 5) more" : ""
    text += " Without a shift: \(names)\(more)."
  }
  return text
}

/// Agents who could work and have no shift.
func idleAgents(_ roster: Roster, _ problem: RosterProblem) -> [String] {
  let working = Set(roster.segments.lazy.map(\.agent))
  return problem.agents.filter { agent in
    !working.contains(agent.id)
      && (0..<problem.days).contains {
        let date = problem.horizonStart + $0
        return !agent.unavailableDates.contains(date) && !agent.leave.contains(date)
          && !problem.closedDates.contains(date)
      }
  }.map(\.id).sorted()
}

/// Everything about a roster as JSON.
public func rosterJSON(
  _ roster: Roster, _ problem: RosterProblem, relaxations: [RosterRelaxation] = []
) -> String {
  let findings = roster.findings
  let segments = roster.segments.map { segment in
    JSONValue.object([
      .init("agent_id", .string(segment.agent)),
      .init("activity", .string(segment.activity.rawValue)),
      .init("start_utc", .string(segment.start.description)),
      .init("end_utc", .string(segment.end.description)),
      .init("queue", .string(segment.queue)),
    ])
  }
  let soft = findings.violations.filter { !$0.isHard }.map { violation in
    JSONValue.object([
      .init("rule", .string(violation.rule)), .init("who", .string(violation.agent)),
      .init("at", violation.at.map { .string($0.description) } ?? .null),
      .init("what", .string(violation.text)),
      .init("cost", .number(Double(violation.cost) / 1000)),
    ])
  }
  return JSONValue.object([
    .init("agents", .integer(problem.agents.count)),
    .init("shifts", .integer(findings.shifts)),
    .init("demand_agent_intervals", .integer(findings.demand)),
    .init("missing_agent_intervals", .number(findings.missing)),
    .init("surplus_agent_intervals", .number(findings.surplus)),
    .init("intervals_short", .integer(findings.intervalsShort)),
    .init("paid_hours", .number(Double(findings.paidSeconds) / 3600)),
    .init("bound_missing", roster.evidence.bound.map { .number($0) } ?? .null),
    .init("bound_method", .string(roster.evidence.boundMethod)),
    .init("seed", .string("\(roster.evidence.seed)")),
    .init("moves", .integer(roster.evidence.moves)),
    .init("was_interrupted", .bool(roster.evidence.wasInterrupted)),
    .init("soft_rules_broken", .array(soft)),
    .init("relaxations", .array(relaxations.map(json))),
    .init("segments", .array(segments)),
  ]).text()
}

/// What would close the missing agent-intervals, one line each; empty when there is nothing to say.
public func relaxationText(_ relaxations: [RosterRelaxation], of roster: Roster) -> String {
  guard !relaxations.isEmpty else { return "" }
  var table = TextTable([.right("paid h more"), .right("closes"), .left("by")])
  for one in relaxations {
    table.row(fixed(one.paidHours, 1), shortest(one.closes), one.text)
  }
  let missing = shortest(roster.findings.missing)
  return "What would close the \(missing) missing agent-intervals, cheapest first "
    + "(everybody else's shifts kept):\n" + table.text()
}

private func json(_ one: RosterRelaxation) -> JSONValue {
  .object([
    .init("kind", .string(one.kind.rawValue)), .init("who", .string(one.who)),
    .init("what", .string(one.text)), .init("paid_hours", .number(one.paidHours)),
    .init("closes_agent_intervals", .number(one.closes)),
  ])
}

/// Why there is no roster, as JSON in place of one.
public func infeasibleJSON(_ error: Problem, _ problem: RosterProblem) -> String {
  func texts(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
  var members: [JSONValue.Member] = [
    .init("infeasible", .bool(true)), .init("message", .string(error.description)),
  ]
  if let compiled = try? CompiledRoster(problem),
    let conflict = problem.rowConflict(compiled) ?? problem.setConflict(compiled)
  {
    members += [
      .init("who", texts(conflict.who)), .init("conditions", texts(conflict.conditions)),
      .init("way_out", texts(conflict.wayOut)),
      .init("also_concerned", texts(conflict.alsoConcerned)),
    ]
  }
  return JSONValue.object(members).text()
}
