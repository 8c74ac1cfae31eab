public import CentreModel
public import CivilTime
public import Diagnostics
internal import PluginContract
internal import PluginHost
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
  /// On the phone, and after shrinkage: what the steps come to.
  public let agents: Int
  public let scheduled: Int

  /// How a plugin's own model came to the agents of `row`, in its words.
  ///
  /// `requirement`: What it asked for. `words`: Its explanation; nil where it gives none.
  init(
    _ row: ForecastRow, _ requirement: RequirementRow, queue: Queue, intervalSeconds: Int,
    model plugin: String, words: RowExplanation?
  ) {
    agents = requirement.agents
    scheduled = requirement.scheduled
    var steps = Self.demand(row, intervalSeconds)
    steps.append(Step(name: "model", value: plugin, reason: "the plugin's own"))
    if let words {
      steps += words.steps.map { Step(name: $0.name, value: $0.value, reason: $0.reason) }
    } else {
      steps.append(
        Step(
          name: "agents on the phone", value: "\(requirement.agents)",
          reason: "\(requirement.boundBy); the plugin does not explain its model"))
    }
    if !requirement.isClosed { steps.append(Self.shrinkage(requirement, queue)) }
    self.steps = steps
  }

  static func demand(_ row: ForecastRow, _ intervalSeconds: Int) -> [Step] {
    [
      Step(
        name: "offered", value: fixed(row.offered, 2),
        reason: "contacts in \(intervalSeconds / 60) minutes, forecast by \(row.method)"),
      Step(
        name: "80 % interval", value: "\(fixed(row.low80, 1)) to \(fixed(row.high80, 1))",
        reason: "of that forecast"),
      Step(
        name: "AHT", value: "\(fixed(row.handlingSeconds, 1)) s",
        reason: "talk, hold and after-call work"),
    ]
  }

  private static func shrinkage(_ requirement: RequirementRow, _ queue: Queue) -> Step {
    let exact = Double(requirement.agents) / (1 - queue.shrinkage)
    let isUsual =
      requirement.scheduled == scheduledAgents(requirement.agents, shrinkage: queue.shrinkage)
    let rounding =
      isUsual
      ? " rounded up once"
      : Double(requirement.scheduled) + 1 > exact
        ? " rounded once over the opening, since the work may be done later in it"
        : " but the model asks for people at work, whatever they do"
    return Step(
      name: "scheduled", value: "\(requirement.scheduled)",
      reason: "\(requirement.agents) / (1 - \(shortest(queue.shrinkage))) = \(fixed(exact, 3)),"
        + rounding)
  }

  /// The steps by which the host's model comes to `requirement`, that of the row at `index` of a queue's
  /// rows.
  ///
  /// - Throws: A ``Problem`` when the interval cannot be staffed.
  init(
    _ rows: [ForecastRow], at index: Int, _ requirement: RequirementRow, _ step: RequirementStep,
    after first: [Step] = []
  ) throws(Problem) {
    let row = rows[index]
    let queue = step.queue
    let intervalSeconds = step.intervalSeconds
    agents = requirement.agents
    scheduled = requirement.scheduled
    var steps = first.isEmpty ? Self.demand(row, intervalSeconds) : first
    func add(_ name: String, _ value: String, _ reason: String) {
      steps.append(Step(name: name, value: value, reason: reason))
    }
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
    let isFollowed = step.isFollowed(index, of: rows)
    do {
      let answer = try Staffing.minimumAgents(for: question, goals: step.goals)
      for (goal, agents) in answer.perGoal {
        let bound = goal.fileName == requirement.boundBy ? "; this one binds" : ""
        let steady = isFollowed ? ", in steady state" : ""
        add(
          "goal: \(goal.rawValue)", "\(Int(agents)) agents",
          queue.goal.words(goal) + steady + (isFollowed && goal == .serviceLevel ? "" : bound))
      }
    } catch { throw step.cannotBeStaffed("\(error)") }
    if isFollowed {
      add(
        "through the day", "\(requirement.agents) agents",
        "calls outlast an interval: the line is followed from interval to interval, in place of the "
          + "steady state")
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
    steps.append(Self.shrinkage(requirement, queue))
    self.steps = steps
  }
}

extension RequirementExplanation {
  /// How a row of a promise over a day or a week came about; `rows` are all of the queue.
  ///
  /// - Throws: A ``Problem`` when the promise cannot be staffed.
  init(
    _ rows: [ForecastRow], at index: Int, _ promise: PromiseRequirement
  ) throws(Problem) {
    let row = rows[index]
    let queue = promise.step.queue
    let interval = promise.step.intervalSeconds
    let requirement = try promise.rows(rows)[index]
    agents = requirement.agents
    scheduled = requirement.scheduled
    var steps = Self.demand(row, interval)
    func add(_ name: String, _ value: String, _ reason: String) {
      steps.append(Step(name: name, value: value, reason: reason))
    }
    guard let place = try promise.places(rows)[index] else {
      add("agents", "0", "the queue is closed")
      self.steps = steps
      return
    }
    func percent(_ share: Double) -> String { "\(fixed(100 * share, 1)) %" }
    func inTime(_ people: Int) -> Double {
      place.inTime[min(max(0, people), place.inTime.count - 1)]
    }
    let load = promise.step.question(row).load
    add(
      "offered load", "\(fixed(load, 3)) erlangs",
      "\(fixed(place.calls, 2)) × \(fixed(row.handlingSeconds, 1)) / \(interval)"
        + (queue.staffingProbability.map {
          "; the rate not exceeded with \(shortest(100 * $0)) %"
        } ?? ""))
    let period = queue.goal.period.rawValue
    add(
      "promise", percent(queue.goal.serviceLevel ?? 0),
      "of the \(period)'s calls within \(shortest(queue.goal.withinSeconds)) s"
        + (queue.goal.definition == .answeredOfOffered
          ? "" : ", \(queue.goal.definition.rawValue)")
        + (queue.goal.hourFloor.map { ", no hour below \(percent($0))" } ?? ""))
    add(
      "one more", "+\(fixed(inTime(place.people + 1) - inTime(place.people), 2))",
      "calls in time; the last person given in this \(period) answers \(fixed(place.worth, 2))")
    if place.people > 0 {
      add(
        "one fewer", "-\(fixed(inTime(place.people) - inTime(place.people - 1), 2))",
        "calls in time")
    }
    add(
      "agents on the phone", "\(requirement.agents)",
      "of \(place.people) at work \(percent(queue.shrinkage)) are away at a time, by chance")
    add(
      "in this interval", percent(requirement.serviceLevel),
      "in time with these people, the queue alone; the roster is searched for the promise with all "
        + "queues and skills together")
    add(
      "scheduled", "\(place.people)",
      place.people == place.least
        ? "the least number: minimum_agents, or the floor of the hours"
        : "people go where one more answers most calls of the \(period) in time")
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

extension SiteDesk {
  /// How the requirement of one interval of a part came about, by whichever model made it.
  ///
  /// - Throws: A ``Problem`` when the interval is not in the part, or cannot be staffed.
  public func explain(
    _ part: SitePart, queue: Queue, at start: Instant
  ) throws(Problem) -> RequirementExplanation {
    let rows = part.demand(of: queue.id)
    guard let index = rows.firstIndex(where: { $0.start == start }) else {
      throw Problem(
        .usage, subject: "--at", "is no interval that the site takes", value: "\(start)")
    }
    return try explain(part, queue: queue, rows, indices: [index])[0]
  }

  /// The explanations of some rows of a queue, by position.
  public func explain(
    _ part: SitePart, queue: Queue, _ rows: [ForecastRow], indices: [Int]
  ) throws(Problem) -> [RequirementExplanation] {
    if let promise = promiseRequirement(queue) {
      var all: [RequirementExplanation] = []
      for index in indices {
        all.append(try RequirementExplanation(rows, at: index, promise))
      }
      return all
    }
    if let pool = pools(part).first(where: { $0.queues.contains { $0.id == queue.id } }) {
      return try RequirementExplanation.pooled(pool, queue, rows, indices)
    }
    let interval = centre.intervalSeconds
    let site = part.site.site.id
    let own = try ownModel(queue, rows, site: site)
    let step = RequirementStep(queue: queue, intervalSeconds: interval)
    let requirement = try step.requirement(rows, own: own)
    let owner = modelOwner(queue, rows, site: site)
    let words = owner.flatMap {
      session.explain(
        info(queue, site: site), goal: queue.goal, rows, indices: indices, by: $0,
        offset: offset(queue))
    }
    var all: [RequirementExplanation] = []
    for (k, index) in indices.enumerated() {
      if let owner, own?[index] != nil {
        all.append(
          RequirementExplanation(
            rows[index], requirement[index], queue: queue, intervalSeconds: interval, model: owner,
            words: words.flatMap { k < $0.count ? $0[k] : nil }))
      } else {
        all.append(
          try RequirementExplanation(rows, at: index, requirement[index], step))
      }
    }
    return all
  }
}
