public import CentreModel
public import Diagnostics
internal import Queueing
internal import Tables

/// How the number of agents of one interval came about, step by step.
public struct RequirementExplanation: Sendable {
  /// One step: what it is called, its value, and the formula or reason.
  public struct Step: Hashable, Sendable {
    public var name: String
    public var value: String
    public var reason: String
  }

  public let steps: [Step]

  /// Recomputes the requirement of `row` and notes every step.
  ///
  /// - Throws: A ``Problem`` when the interval cannot be staffed.
  public init(_ row: ForecastRow, queue: Queue, intervalSeconds: Int) throws(Problem) {
    let step = RequirementStep(queue: queue, intervalSeconds: intervalSeconds)
    guard let requirement = try step.requirement([row]).first else {
      steps = []
      return
    }
    var steps: [Step] = []
    func add(_ name: String, _ value: String, _ reason: String) {
      steps.append(Step(name: name, value: value, reason: reason))
    }
    add(
      "offered", fixed(row.offered, 2),
      "contacts in \(intervalSeconds / 60) minutes, forecast by \(row.method)")
    add("80 % interval", "\(fixed(row.low80, 1)) to \(fixed(row.high80, 1))", "of that forecast")
    add("AHT", "\(fixed(row.handlingSeconds, 1)) s", "talk, hold and after-call work")
    guard !row.isClosed else {
      add("agents", "0", "the queue is closed")
      self.steps = steps
      return
    }
    let question = step.question(row)
    if let probability = queue.staffingProbability {
      add(
        "staffed for", fixed(step.borne(row), 2),
        "contacts: the rate that is not exceeded with \(shortest(100 * probability)) %")
    }
    add(
      "offered load", "\(fixed(question.load, 3)) erlangs",
      "\(fixed(step.borne(row), 2)) × \(fixed(row.handlingSeconds, 1)) / \(intervalSeconds)")
    if let patience = question.patienceSeconds {
      add("model", "Erlang A", "Poisson arrivals, mean patience \(fixed(patience, 0)) s")
    } else {
      add("model", "Erlang C", "Poisson arrivals, nobody abandons")
    }
    do {
      let answer = try Staffing.minimumAgents(for: question, goals: step.goals)
      for (goal, agents) in answer.perGoal {
        let bound = goal == answer.boundBy ? "; this one binds" : ""
        add("goal: \(goal.rawValue)", "\(Int(agents)) agents", queue.goal.words(goal) + bound)
      }
    } catch {
      throw Problem(.infeasible, subject: "queue \(queue.id)", "cannot be staffed: \(error)")
    }
    if requirement.boundBy == "minimum" {
      add("least number", "\(queue.minimumAgents) agents", "minimum_agents of the queue binds")
    }
    add("agents on the phone", "\(requirement.agents)", "the largest of these")
    add(
      "promised",
      "\(fixed(requirement.serviceLevel * 100, 1)) % in "
        + "\(shortest(queue.goal.withinSeconds)) s",
      "\(queue.goal.definition.rawValue); ASA \(fixed(requirement.averageSpeedOfAnswerSeconds, 1)) s,"
        + " abandonment \(fixed(requirement.abandonment * 100, 1)) %,"
        + " occupancy \(fixed(requirement.occupancy * 100, 1)) %")
    let exact = Double(requirement.agents) / (1 - queue.shrinkage)
    add(
      "scheduled", "\(requirement.scheduled)",
      "\(requirement.agents) / (1 - \(shortest(queue.shrinkage))) = \(fixed(exact, 3)),"
        + " rounded up once")
    self.steps = steps
  }
}

extension ServiceGoal {
  /// The goal of this kind in words.
  func words(_ kind: StaffingGoals.Kind) -> String {
    func percent(_ value: Double?) -> String { "\(fixed((value ?? 0) * 100, 1)) %" }
    switch kind {
    case .serviceLevel:
      return "at least \(percent(serviceLevel)) within \(shortest(withinSeconds)) s,"
        + " \(definition.rawValue)"
    case .averageSpeedOfAnswer:
      return "at most \(shortest(averageSpeedOfAnswerSeconds ?? 0)) s"
    case .abandonment: return "at most \(percent(abandonment))"
    case .occupancy: return "at most \(percent(maximumOccupancy))"
    case .waitProbability: return "share that waits"
    case .stability: return "more agents than erlangs, or the queue grows for ever"
    case .none: return "no goal"
    }
  }
}
