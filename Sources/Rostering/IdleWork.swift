public import CentreModel
public import CivilTime
internal import Tables

/// Work of an agent at a time when none of the agent's queues requires anybody, and no presence rule asks for
/// somebody who serves none; and why it is there.
public struct IdleWork: Hashable, Sendable {
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    /// Fixed beforehand.
    case pinned
    /// As it was published.
    case published
    /// No stretch in which somebody is required is as long as the shift.
    case longerThanOpening = "longer_than_opening"
    /// The rest of the shift closes what would be missing.
    case coversNeighbour = "covers_neighbour"
    /// The contract asks for so much work.
    case contractMinimum = "contract_minimum"
    /// None of these: a longer search may do without it.
    case surplus

    /// As a clause.
    public var words: String {
      switch self {
      case .pinned: "the shift is pinned"
      case .published: "the shift was published"
      case .longerThanOpening: "the shift is longer than the hours in which anybody is required"
      case .coversNeighbour: "the rest of the shift covers what would be missing"
      case .contractMinimum: "the contract asks for so much work"
      case .surplus: "nothing asks for it"
      }
    }
  }
  public var agent: String
  /// The day on which the shift starts.
  public var date: CivilDate
  public var shiftStart: Instant
  public var shiftEnd: Instant
  public var seconds: Int
  public var reason: Reason
}

/// Work while nobody is required, a shift an entry, by agent and time; pauses do not count.
///
/// Beyond the requirement's last interval nothing is known, and nothing counted.
public func idleWork(_ segments: [RosterSegment], _ problem: RosterProblem) -> [IdleWork] {
  let finder = IdleFinder(segments, problem)
  let agents = Dictionary(
    problem.agents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  return RosterShift.shifts(of: segments).compactMap { shift in
    agents[shift.agent].flatMap { finder.idle(shift, $0) }
  }
}

/// One line a reason, and the shifts that have most; empty when there is no such work.
public func idleWorkText(_ idle: [IdleWork], zone: Zone, most: Int = 5) -> String {
  guard !idle.isEmpty else { return "" }
  func hours(_ seconds: Int) -> String { shortest(Double(seconds) / 3600) }
  let total = idle.reduce(0) { $0 + $1.seconds }
  var text = "\(hours(total)) h are worked while nobody is required:\n"
  for reason in IdleWork.Reason.allCases {
    let some = idle.filter { $0.reason == reason }
    guard !some.isEmpty else { continue }
    let shown = some.sorted {
      ($0.seconds, $1.shiftStart, $1.agent) > ($1.seconds, $0.shiftStart, $0.agent)
    }
    .prefix(most).map { one in
      "\(one.agent) \(one.date.weekday.shortName) \(zone.local(at: one.shiftStart).clock)-"
        + "\(zone.local(at: one.shiftEnd).clock) (\(hours(one.seconds)) h)"
    }
    let more = some.count > most ? " and \(some.count - most) more" : ""
    text +=
      "  \(hours(some.reduce(0) { $0 + $1.seconds })) h, \(reason.words): "
      + "\(shown.joined(separator: ", "))\(more)\n"
  }
  return text
}

private struct IdleFinder {
  let problem: RosterProblem
  let published: Set<RosterSegment>
  /// Agents at work, `working[queue][interval]`, those there for a part of the interval among them.
  let working: [[Int]]

  init(_ segments: [RosterSegment], _ problem: RosterProblem) {
    self.problem = problem
    published = Set(problem.published)
    let requirement = problem.requirement
    var working = requirement.required.map { $0.map { _ in 0 } }
    for segment in segments + problem.previous where segment.activity == .work {
      guard let q = Self.queue(segment, requirement) else { continue }
      for i in Self.intervals(segment.start, segment.end, requirement) { working[q][i] += 1 }
    }
    self.working = working
  }

  private static func queue(_ segment: RosterSegment, _ requirement: RosterRequirement) -> Int? {
    requirement.queues.firstIndex(of: segment.queue) ?? (requirement.queues.count == 1 ? 0 : nil)
  }

  private static func intervals(
    _ start: Instant, _ end: Instant, _ requirement: RosterRequirement
  ) -> Range<Int> {
    let length = requirement.intervalSeconds
    let from = max(0, (start - requirement.start) / length)
    let to = min(requirement.intervalCount, (end - requirement.start + length - 1) / length)
    return from..<max(from, to)
  }

  func idle(_ shift: RosterShift, _ agent: RosterAgent) -> IdleWork? {
    let requirement = problem.requirement
    let queues = servableQueues(agent, queues: requirement.queues, rules: problem.rules)
    let roles = queues.isEmpty ? problem.rules.presence.filter { $0.counts(agent) } : []
    func isNeeded(_ i: Int) -> Bool {
      guard !roles.isEmpty else { return queues.contains { requirement.isNeeded($0, i) } }
      let at = requirement.start + i * requirement.intervalSeconds
      let minute = problem.zone.local(at: at).secondsOfDay / 60
      let required = requirement.requiredInAll(at: i)
      return roles.contains { $0.people(required: required, minute: minute) > 0 }
    }
    var seconds = 0
    for segment in shift.segments where segment.activity == .work {
      for i in Self.intervals(segment.start, segment.end, requirement) where !isNeeded(i) {
        let start = requirement.start + i * requirement.intervalSeconds
        seconds +=
          min(segment.end, start + requirement.intervalSeconds) - max(segment.start, start)
      }
    }
    guard seconds > 0 else { return nil }
    let date = problem.zone.date(at: shift.start)
    return IdleWork(
      agent: agent.id, date: date, shiftStart: shift.start, shiftEnd: shift.end,
      seconds: seconds, reason: reason(shift, agent, date, isNeeded))
  }

  private func reason(
    _ shift: RosterShift, _ agent: RosterAgent, _ date: CivilDate, _ isNeeded: (Int) -> Bool
  ) -> IdleWork.Reason {
    let requirement = problem.requirement
    let isPinned = problem.pins.contains {
      $0.agent == agent.id && $0.date == date && $0.kind != .off
    }
    if isPinned { return .pinned }
    if shift.segments.allSatisfy(published.contains) { return .published }
    let own = Self.intervals(shift.start, shift.end, requirement)
    // The longest stretch in which somebody is required that the shift touches.
    var longest = 0
    var i = own.lowerBound
    while i > 0, isNeeded(i), isNeeded(i - 1) { i -= 1 }
    while i < own.upperBound {
      var end = i
      while end < requirement.intervalCount, isNeeded(end) { end += 1 }
      longest = max(longest, end - i)
      i = max(end, i + 1)
    }
    let isMissed = shift.segments.contains { segment in
      guard segment.activity == .work, let q = Self.queue(segment, requirement) else {
        return false
      }
      return Self.intervals(segment.start, segment.end, requirement).contains {
        working[q][$0] <= requirement.required[q][$0] && requirement.required[q][$0] > 0
      }
    }
    if isMissed {
      return longest * requirement.intervalSeconds < shift.end - shift.start
        ? .longerThanOpening : .coversNeighbour
    }
    let rules = problem.rules.effectiveRules(of: agent)
    let isAsked = WorkRule.allCases.contains { rule in
      rule.opposite != nil && rule.direction == .least && rule.span != .shifts
        && rules[rule].map { $0.value > 0 } == true
    }
    return isAsked || rules[.wishedShiftsPerWeek] != nil ? .contractMinimum : .surplus
  }
}
