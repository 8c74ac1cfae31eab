internal import CentreModel
internal import Diagnostics

/// Contradictions that no search needs to discover.
func refuseImpossible(_ problem: RosterProblem) throws(Problem) {
  if let misplaced = problem.misplacedPreviousShifts().first { throw misplaced }
  guard problem.requirement.total == 0 || !problem.agents.isEmpty else {
    throw Problem(
      .infeasible, subject: "agents", "there are none, and the requirement asks for some",
      value: "\(problem.requirement.total) agent-intervals", maybe: "add agents to the agents file")
  }
  for (q, queue) in problem.requirement.queues.enumerated()
  where problem.requirement.required[q].contains(where: { $0 > 0 }) {
    let isServed = problem.agents.contains {
      servableQueues($0, queues: problem.requirement.queues, rules: problem.rules).contains(q)
    }
    if !isServed {
      let skill = problem.rules.queueSkills.first { $0.queue == queue }
      throw Problem(
        .infeasible, subject: queue.isEmpty ? "requirement" : "queue \(queue)",
        "requires agents and nobody has the skill",
        value: skill.map { "\($0.skill) at level \($0.minimumLevel)" } ?? queue,
        maybe: skill.flatMap { wanted in
          nearestName(to: wanted.skill, among: Set(problem.agents.flatMap(\.skills.keys)).sorted())
        }.map { "\($0) is meant" } ?? "give at least one agent this skill")
    }
  }
  for contract in problem.rules.contracts where contract.kinds.isEmpty {
    throw Problem(
      .infeasible, subject: "contract \(contract.id)", "allows no shift at all",
      maybe: "give it a length and starts")
  }
  for agent in problem.agents {
    if let found = contradiction(agent, problem.rules) { throw found }
  }
}

/// A limit as a person writes it.
func shown(_ rule: WorkRule, _ value: Int) -> String {
  switch rule.measure {
  case .count: "\(value)"
  case .flag: value > 0 ? "true" : "false"
  case .duration, .hours:
    value % 3600 == 0 ? "\(value / 3600) h" : "\(value / 3600) h \(value % 3600 / 60) min"
  }
}
