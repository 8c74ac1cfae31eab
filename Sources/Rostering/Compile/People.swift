internal import CentreModel
internal import CivilTime
internal import Diagnostics

/// What stands beside the rules: leave, wishes, pins, pairs, last week, the published roster.
extension CompiledRoster {
  mutating func addPeople(_ problem: RosterProblem) throws(Problem) {
    let rules = problem.rules
    let days = calendar.days
    let past = pastShifts(problem)
    addGiven(past.map(\.inside))
    let width = search.shapes.count + 1
    let position = Dictionary(
      agents.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    if position.count != agents.count {
      let twice = Dictionary(grouping: agents, by: \.id).filter { $1.count > 1 }.keys.sorted()
      throw Problem(
        subject: "agents", "have the same id", value: twice.first,
        maybe: "give every agent an id of its own")
    }
    search.freedom = Array(repeating: .free, count: agents.count * days)
    search.cellCost = Array(repeating: 0, count: agents.count * days * width)
    search.initial = Array(repeating: .off, count: agents.count * days)
    let weights = rules.preferences
    search.preferences.start = weights.preferredStart
    search.preferences.toleranceSeconds = weights.startToleranceSeconds
    search.preferences.fairNights = weights.fairNights
    search.preferences.fairWeekends = weights.fairWeekends
    search.preferences.fairUnpopular = weights.fairUnpopular
    search.preferences.fairHours = weights.fairHours

    for (a, agent) in agents.enumerated() {
      for date in agent.unavailableDates + agent.leave + problem.closedDates {
        if let day = calendar.day(of: date) { search.freedom[a * days + day] = .off }
      }
      if weights.preferredDayOff > 0 {
        for date in agent.preferredDaysOff {
          guard let day = calendar.day(of: date) else { continue }
          for kind in kinds.indices {
            search.cellCost[(a * days + day) * width + kind + 1] += Int32(weights.preferredDayOff)
          }
        }
      }
      if weights.preferredKind > 0, !agent.preferredKinds.isEmpty {
        for day in 0..<days {
          for (k, kind) in kinds.enumerated() where !agent.preferredKinds.contains(kind.id) {
            search.cellCost[(a * days + day) * width + k + 1] += Int32(weights.preferredKind)
          }
        }
      }
    }
    try addPins(problem.pins, position)
    for (index, cell) in given {
      search.freedom[index] = .fixed
      search.initial[index] = cell
    }
    addBefore(problem, past.map(\.before))
    addLimits(problem, past.map(\.inside))
    for pair in rules.pairs {
      guard let first = position[pair.first], let second = position[pair.second], first != second
      else {
        let name = position[pair.first] == nil ? pair.first : pair.second
        throw Problem(
          subject: "pair", "names an agent who is not there", value: name,
          maybe: nearestName(to: name, among: agents.map(\.id)).map { "you meant \($0)" }
            ?? "take the pair out")
      }
      search.pairs.append(
        SearchProblem.Pair(
          first: first, second: second, together: pair.kind == .together,
          weight: pair.weight.map { Int32(clamping: $0) } ?? SearchProblem.RuleSet.hard))
    }
    if !problem.published.isEmpty {
      let shifts = Dictionary(grouping: problem.published, by: \.agent)
      search.reference = Array(repeating: .off, count: agents.count * days)
      for (a, agent) in agents.enumerated() {
        for shift in chainedShifts(shifts[agent.id] ?? []) {
          guard let (day, cell) = cell(of: shift, agent: a) else { continue }
          search.reference[a * days + day] = cell
        }
      }
      for (index, cell) in given { search.reference[index] = cell }
    }
  }

  private mutating func addPins(
    _ pins: [RosterPin], _ position: [String: Int]
  ) throws(Problem) {
    var seen: [Int: RosterPin] = [:]
    for pin in pins {
      guard let a = position[pin.agent] else {
        throw Problem(
          subject: "pin", "names an agent who is not there", value: pin.agent,
          maybe: nearestName(to: pin.agent, among: agents.map(\.id)).map { "you meant \($0)" }
            ?? "take the pin out")
      }
      guard let day = calendar.day(of: pin.date) else { continue }
      let index = a * calendar.days + day
      // What the roster before works on the day is past.
      if given[index] != nil { continue }
      if let other = seen[index], other.kind != pin.kind {
        throw Problem(
          .infeasible, subject: "pins of \(pin.agent) on \(pin.date)", "contradict each other",
          maybe: "keep one of them")
      }
      seen[index] = pin
      let agent = agents[a]
      // A closed centre opens for a pin; an absent agent does not come.
      let isLeave = agent.leave.contains(pin.date)
      let isAway = isLeave || agent.unavailableDates.contains(pin.date)
      switch pin.kind {
      case .off:
        search.freedom[index] = .fixed
      case .on:
        if isAway { throw Self.pinnedAndAway(pin, "to work", isLeave: isLeave) }
        search.freedom[index] = .on
      case .shift(let segments):
        guard let (at, cell) = cell(of: segments.sorted(), agent: a), at == day else {
          throw Problem(
            .infeasible, subject: "\(pin.agent) on \(pin.date)",
            "is pinned to a shift that the contract, the availability or the grid does not allow",
            value: segments.first.map { "\($0.start.text(in: calendar.zone))" },
            maybe: "correct the pinned shift or the rules")
        }
        if isAway { throw Self.pinnedAndAway(pin, "to a shift", isLeave: isLeave) }
        search.freedom[index] = .fixed
        search.initial[index] = cell
      }
    }
  }
}

extension CompiledRoster {
  private static func pinnedAndAway(_ pin: RosterPin, _ what: String, isLeave: Bool) -> Problem {
    Problem(
      .infeasible, subject: "\(pin.agent) on \(pin.date)",
      "is pinned \(what) and \(isLeave ? "on leave" : "unavailable") on the same day",
      maybe: isLeave ? "take out the pin" : "take out the pin or the unavailable date")
  }
}

/// The segments of one agent as shifts: chains without a gap.
func chainedShifts(_ segments: [RosterSegment]) -> [[RosterSegment]] {
  var shifts: [[RosterSegment]] = []
  for segment in segments.sorted() {
    if let last = shifts.last?.last, last.end == segment.start {
      shifts[shifts.count - 1].append(segment)
    } else {
      shifts.append([segment])
    }
  }
  return shifts
}
