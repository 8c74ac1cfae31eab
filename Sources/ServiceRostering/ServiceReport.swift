internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import FloorSimulation
internal import Rostering
internal import Simulation
internal import Tables

/// What a roster by promised service is worth, in words for a person.
public func serviceSummary(_ roster: ServiceRoster, _ problem: ServiceProblem) -> String {
  let paid = Double(roster.paidSeconds) / 3600
  let gap = 100 * (paid - roster.boundHours) / max(1, roster.boundHours)
  var out =
    "\(problem.roster.agents.count) agents, \(roster.shifts) shifts, \(fixed(paid, 1)) paid hours; "
    + "no roster pays fewer than \(fixed(roster.boundHours, 1)) (model of one pool), gap "
    + "\(fixed(gap, 1)) %. Checked: every hard rule kept.\n"
  let outcome = roster.outcome
  out +=
    "Service over \(outcome.weeks) simulated weeks that the search has not seen, promised by "
    + "\(problem.promise.scope.rawValue):\n"
  var table = TextTable([
    .left("queue"), .right("promised"), .right("in time"), .right("±"), .right("worst day"),
    .left(""), .right("ASA s"), .right("abandoned"),
  ])
  for (q, queue) in problem.promise.queues.enumerated() {
    let days = outcome.days[q].indices.filter { outcome.days[q][$0] != nil }
    let worst = days.min {
      (outcome.days[q][$0]?.value ?? 1) < (outcome.days[q][$1]?.value ?? 1)
    }
    let level = worst.flatMap { outcome.days[q][$0]?.value } ?? 1
    table.row(
      queue.id, "\(fixed(100 * queue.serviceLevel, 1)) %",
      "\(fixed(100 * outcome.queues[q].value, 1)) %",
      fixed(100 * outcome.queues[q].halfWidth, 1), "\(fixed(100 * level, 1)) %",
      worst.map { dayName($0, problem) } ?? "", fixed(outcome.waitSeconds[q], 1),
      "\(fixed(100 * outcome.abandoned[q], 1)) %")
  }
  out += table.text()
  if roster.missed.isEmpty {
    out += "Promise kept.\n"
  } else {
    out += "Promise missed in \(roster.missed.count) places:\n"
    for g in roster.missed.prefix(12) {
      out += "  \(goalText(g, roster, problem))\n"
    }
  }
  let binding = bindingGoals(roster, problem)
  if !binding.isEmpty {
    out +=
      "What binds: \(binding.prefix(8).map { goalText($0, roster, problem) }.joined(separator: "; "))"
    out += binding.count > 8 ? "; and \(binding.count - 8) more.\n" : ".\n"
  }
  for (q, queue) in problem.promise.queues.enumerated() {
    let least = outcome.days[q].compactMap { $0?.value }.min() ?? 0
    if least > queue.serviceLevel + 0.03 {
      out +=
        "\(queue.id) gets \(fixed(100 * (least - queue.serviceLevel), 1)) points more than promised "
        + "on every day: who has this skill is there for rules, hours or another queue.\n"
    }
  }
  if let worth = roster.callWorthSeconds {
    out +=
      "By the bound's prices one more call in time a week costs about \(fixed(worth / 60, 0)) paid "
      + "minutes: an hour more or less is worth about \(fixed(3600 / max(1, worth), 1)) calls in time.\n"
  }
  return out
}

/// Goals kept by so little that they decide the roster, tightest first.
public func bindingGoals(_ roster: ServiceRoster, _ problem: ServiceProblem) -> [Int] {
  func spare(_ g: Int) -> Double { roster.outcome.levels[g].value - problem.goals[g].level }
  return problem.goals.indices.filter {
    !roster.missed.contains($0) && spare($0) < 2 * problem.goals[$0].tolerance
  }.sorted { (spare($0), $0) < (spare($1), $1) }
}

private func dayName(_ day: Int, _ problem: ServiceProblem) -> String {
  let date = problem.roster.horizonStart + day
  return "\(date.weekday.shortName) \(date.day)."
}

/// One goal with what it has and what it is to have.
public func goalText(_ g: Int, _ roster: ServiceRoster, _ problem: ServiceProblem) -> String {
  let goal = problem.goals[g]
  let queue = problem.promise.queues[goal.queue].id
  let origin = problem.roster.zone.startOfDay(problem.roster.horizonStart)
  let start = origin + goal.steps.lowerBound * problem.floor.stepSeconds
  let local = problem.goalZone.local(at: start)
  let day = "\(local.date.weekday.shortName) \(local.date.day)."
  let time: String
  switch goal.period {
  case .week: time = "over the week"
  case .day: time = day
  case .hour, .interval: time = "\(day) \(local.clock)"
  }
  return
    "\(queue) \(time) \(fixed(100 * roster.outcome.levels[g].value, 1)) of "
    + "\(fixed(100 * goal.level, 1)) %"
}

/// Everything about a roster by promised service as JSON.
public func serviceJSON(_ roster: ServiceRoster, _ problem: ServiceProblem) -> String {
  func number(_ estimate: Estimate) -> [JSONValue.Member] {
    [
      .init("service_level", .number(estimate.value)),
      .init("half_width", .number(estimate.halfWidth)),
    ]
  }
  let outcome = roster.outcome
  let queues = problem.promise.queues.enumerated().map { q, queue in
    JSONValue.object(
      [.init("queue", .string(queue.id)), .init("promised", .number(queue.serviceLevel))]
        + number(outcome.queues[q]) + [
          .init("asa_s", .number(outcome.waitSeconds[q])),
          .init("abandonment", .number(outcome.abandoned[q])),
          .init(
            "days",
            .array(
              outcome.days[q].enumerated().compactMap { day, estimate in
                estimate.map {
                  .object(
                    [
                      .init(
                        "date", .string("\(problem.roster.horizonStart + day)"))
                    ] + number($0))
                }
              })),
        ])
  }
  func texts(_ goals: [Int]) -> JSONValue {
    .array(goals.map { .string(goalText($0, roster, problem)) })
  }
  let paid = Double(roster.paidSeconds) / 3600
  return JSONValue.object([
    .init("agents", .integer(problem.roster.agents.count)),
    .init("shifts", .integer(roster.shifts)),
    .init("paid_hours", .number(paid)),
    .init("bound_paid_hours", .number(roster.boundHours)),
    .init("gap", .number((paid - roster.boundHours) / max(1, roster.boundHours))),
    .init("promised_by", .string(problem.promise.scope.rawValue)),
    .init("is_kept", .bool(roster.missed.isEmpty)),
    .init("missed", texts(roster.missed)),
    .init("binding", texts(bindingGoals(roster, problem))),
    .init("simulated_weeks", .integer(outcome.weeks)),
    .init("busy_hours", .number(outcome.busyHours)),
    .init("overtime_hours", .number(outcome.overtimeHours)),
    .init("moves", .integer(roster.moves)),
    .init("simulated_calls", .integer(roster.simulatedCalls)),
    .init("queues", .array(queues)),
    .init(
      "segments",
      .array(
        roster.segments.map { segment in
          .object([
            .init("agent_id", .string(segment.agent)),
            .init("activity", .string(segment.activity.rawValue)),
            .init("start_utc", .string(segment.start.description)),
            .init("end_utc", .string(segment.end.description)),
          ])
        })),
  ]).text()
}
