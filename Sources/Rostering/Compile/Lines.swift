package import CentreModel
internal import CivilTime
internal import Diagnostics

/// The lines of a problem: queues first, then presence rules, then seats.
struct LineTable {
  /// What breaking a hard presence or seat rule costs per step, in missing agent-intervals.
  static let hardFactor = 50

  private(set) var slack: [Int32] = []
  private(set) var under: [Int32] = []
  private(set) var over: [Int32] = []
  /// Whether anybody is required in a queue, `queue * steps + step`; elsewhere work is idle.
  private(set) var needed: [Bool] = []
  private(set) var count = 0
  private let queues: [String]

  init(
    _ problem: RosterProblem, calendar: HorizonCalendar, step: Int, steps: Int,
    countsPrevious: Bool = true
  ) throws(Problem) {
    let requirement = problem.requirement
    let rules = problem.rules
    queues = requirement.queues
    let inside = (calendar.end - calendar.origin) / step
    let interval = requirement.intervalSeconds

    func index(_ t: Int) -> Int? {
      let seconds = calendar.origin + t * step - requirement.start
      guard seconds >= 0 else { return nil }
      let i = seconds / interval
      return i < requirement.intervalCount ? i : nil
    }
    let intervals = (0..<steps).map(index)
    for queue in queues.indices {
      addLine(steps)
      let base = queue * steps
      for t in 0..<steps { needed[base + t] = isNeeded(queue, t, requirement, calendar, step) }
      let distances = idleDistances(
        needed[base..<base + steps], shortestShift: problem.shortestShiftSeconds / step)
      for t in 0..<steps {
        let idle = needed[base + t] ? nil : rules.idleWeight(distance: distances[t] * step)
        guard t < inside, let i = intervals[t] else {
          if let idle { over[base + t] = Int32(clamping: idle * step / interval) }
          continue
        }
        let worth = requirement.worth?[queue][i] ?? 1000
        slack[base + t] = -Int32(clamping: requirement.required[queue][i])
        under[base + t] = Int32(clamping: rules.missingWeight * worth / 1000 * step / interval)
        let dear = i < problem.surplusFactors.count ? problem.surplusFactors[i] : 1000
        let weight =
          rules.surplusWeight * dear / 1000 + (idle.map { $0 - rules.surplusWeight } ?? 0)
        over[base + t] = Int32(clamping: weight * step / interval)
      }
    }
    for rule in rules.presence {
      let base = count * steps
      addLine(steps)
      for t in 0..<inside {
        let minute = calendar.zone.local(at: calendar.origin + t * step).secondsOfDay / 60
        let people = rule.people(
          required: intervals[t].map(requirement.requiredInAll(at:)) ?? 0, minute: minute)
        guard people > 0 else { continue }
        needed[base + t] = true
        slack[base + t] = -Int32(clamping: people)
        under[base + t] = Int32(
          clamping: (rule.weight ?? rules.missingWeight * Self.hardFactor) * step / interval)
      }
      // Those who serve no queue are there for the rule alone, and idle where it asks for nobody.
      let able = problem.agents.filter(rule.counts)
      guard !able.isEmpty, able.allSatisfy({ self.queues(of: $0, rules).isEmpty }) else { continue }
      let distances = idleDistances(
        needed[base..<base + steps], shortestShift: problem.shortestShiftSeconds / step)
      for t in 0..<inside {
        let weight =
          needed[base + t] ? rules.surplusWeight : rules.idleWeight(distance: distances[t] * step)
        over[base + t] = Int32(clamping: weight * step / interval)
      }
    }
    for rule in rules.seats {
      let base = count * steps
      addLine(steps)
      for t in 0..<steps {
        slack[base + t] = -Int32(clamping: rule.seats)
        over[base + t] = Int32(
          clamping: (rule.weight ?? rules.missingWeight * Self.hardFactor) * step / interval)
      }
    }
    if countsPrevious { addPrevious(problem, calendar: calendar, step: step, steps: steps) }
  }

  /// Whether anybody is required at a step; beyond the requirement, whether somebody is a week before or
  /// after, else a day.
  private func isNeeded(
    _ queue: Int, _ t: Int, _ requirement: RosterRequirement, _ calendar: HorizonCalendar,
    _ step: Int
  ) -> Bool {
    let seconds = calendar.origin + t * step - requirement.start
    for shift in [0, -7, 7, -1, 1] {
      let other = seconds + shift * 86_400
      let i = other / requirement.intervalSeconds
      guard other >= 0, i < requirement.intervalCount else { continue }
      return requirement.isNeeded(queue, i)
    }
    return false
  }

  private mutating func addLine(_ steps: Int) {
    slack += Array(repeating: 0, count: steps)
    under += Array(repeating: 0, count: steps)
    over += Array(repeating: 0, count: steps)
    needed += Array(repeating: false, count: steps)
    count += 1
  }

  /// What the roster before works inside the horizon: in queues, among those present, on seats.
  private mutating func addPrevious(
    _ problem: RosterProblem, calendar: HorizonCalendar, step: Int, steps: Int
  ) {
    let agents = Dictionary(
      problem.agents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for segment in problem.previous where segment.end > calendar.origin {
      let from = max(0, (segment.start - calendar.origin) / step)
      let to = min(steps, (segment.end - calendar.origin) / step)
      guard from < to else { continue }
      let agent = agents[segment.agent]
      let queue = queues.firstIndex(of: segment.queue) ?? (queues.count == 1 ? 0 : nil)
      for line in agent.map({ lines(of: $0, queue.map { [$0] } ?? [], problem.rules) })
        ?? queue.map({ [.init(line: $0, kind: .queue)] }) ?? []
      where line.kind == .presence || segment.activity == .work {
        for t in from..<to { slack[line.line * steps + t] += 1 }
      }
    }
  }

  /// The queues an agent has the skill for.
  func queues(of agent: RosterAgent, _ rules: RosterRules) -> [Int] {
    servableQueues(agent, queues: queues, rules: rules)
  }

  func lines(
    of agent: RosterAgent, _ served: [Int], _ rules: RosterRules
  ) -> [SearchProblem.Line] {
    var lines = served.map { SearchProblem.Line(line: $0, kind: .queue) }
    for (i, rule) in rules.presence.enumerated()
    where rule.counts(agent) {
      lines.append(.init(line: queues.count + i, kind: .work))
    }
    for (i, rule) in rules.seats.enumerated() where rule.site == agent.site && !agent.isRemote {
      lines.append(.init(line: queues.count + rules.presence.count + i, kind: .presence))
    }
    return lines
  }
}

/// The queues (by number) an agent may serve: all when there is only one queue and nothing is said
/// about skills; else those whose skill the agent has at the level asked for. An agent for whom no
/// skills are listed serves queues without a `[[queue_skill]]`.
package func servableQueues(_ agent: RosterAgent, queues: [String], rules: RosterRules) -> [Int] {
  queues.indices.filter { q in
    if let asked = rules.queueSkills.first(where: { $0.queue == queues[q] }) {
      return agent.skills[asked.skill, default: 0] >= asked.minimumLevel
    }
    return agent.skills.isEmpty || queues.count == 1 || agent.skills[queues[q], default: 0] > 0
  }
}
