// Goal: decide whether one agent, or two who are paired, can keep every hard rule at all.
// Method: depth first over the days; what the rules remember of the days before is the state, and a
// state from which no way leads on is never entered twice. Of the shifts of a day only those are
// tried that some rule tells apart. Exact: coverage plays no part in it.
// Conditions: gives up, and says so, after a number of steps; a way that exists is usually found in
// about as many steps as there are days.

internal import CentreModel
internal import CivilTime

/// Whether rows can keep their rules.
enum RowAnswer: Hashable {
  case possible
  case impossible
  /// Not decided within the steps allowed.
  case unknown
}

struct RowSearch {
  let problem: SearchProblem
  let agents: [Int]
  var days: RowDays
  private let trackers: [[RowTracker]]
  private let links: [SearchProblem.Pair]
  private let mostPaid: [Int]
  private let wishesWork: [Bool]
  private var dead: Set<[Int]> = []
  private var stepsLeft: Int
  private let stepsAllowed: Int
  private var choices: [[[RowChoice?]]] = []

  /// `agents`: positions; pairs between two of them are kept too.
  init(_ compiled: CompiledRoster, agents: [Int], onlyWeek: Int? = nil, steps: Int = 200_000) {
    let problem = compiled.search
    self.problem = problem
    self.agents = agents
    days = RowDays(
      problem: problem,
      dayStarts: compiled.calendar.starts.map { $0 - compiled.calendar.origin },
      onlyWeek: onlyWeek)
    trackers = agents.map { RowTracker.all(problem, agent: $0) }
    links = problem.pairs.filter {
      $0.weight == SearchProblem.RuleSet.hard && agents.contains($0.first)
        && agents.contains($0.second)
    }
    stepsLeft = steps
    stepsAllowed = steps
    mostPaid = agents.map { agent in
      (0..<problem.days).flatMap { problem.range(group: problem.agents[agent].group, day: $0) }
        .map {
          problem.shapes[Int(problem.options[Int(problem.groupOptions[$0])].shape)].paidSeconds
        }.max() ?? 0
    }
    wishesWork = trackers.map { list in
      list.contains {
        [
          .rule(.minShiftsPerWeek), .rule(.wishedShiftsPerWeek), .rule(.minHoursPerWeek),
          .rule(.minShifts), .rule(.minHours),
        ].contains($0.kind)
      }
    }
    choices = agents.indices.map { row in
      (0..<problem.days).map { choices(row: row, day: $0) }
    }
  }

  mutating func answer() -> RowAnswer {
    let ends = agents.prefix(linkStates).map { problem.agents[$0].before.end ?? Int.min }
    let state = trackers.flatMap { $0.map(\.initial) } + ends
    if extend(day: 0, state) { return .possible }
    return stepsLeft > 0 ? .impossible : .unknown
  }

  var stepsDone: Int { stepsAllowed - stepsLeft }

  /// Two ends of shift for pairs that must stay apart.
  private var linkStates: Int { links.isEmpty ? 0 : agents.count }

  /// What an agent may do on a day, of each kind that rules tell apart one; nil is a day off.
  private func choices(row: Int, day: Int) -> [RowChoice?] {
    let agent = agents[row]
    let freedom = problem.freedom[agent * problem.days + day]
    var list: [RowChoice?] = []
    switch freedom {
    case .fixed:
      let cell = problem.initial[agent * problem.days + day]
      return [cell.isOff ? nil : choice(Int(cell.position))]
    case .off: return [nil]
    case .on, .free:
      var seen: Set<RowChoice> = []
      let latest =
        problem.latestEnd.isEmpty
        ? Int(Int32.max) : Int(problem.latestEnd[agent * problem.days + day])
      for position in problem.range(group: problem.agents[agent].group, day: day) {
        let choice = choice(position)
        if choice.end > latest { continue }
        var key = RowChoice()
        for tracker in trackers[row] { tracker.seen(choice, into: &key) }
        if !links.isEmpty { (key.start, key.end) = (choice.start, choice.end) }
        if seen.insert(key).inserted { list.append(choice) }
      }
      if freedom == .free {
        if wishesWork[row] { list.append(nil) } else { list.insert(nil, at: 0) }
      }
      return list
    }
  }

  private func choice(_ position: Int) -> RowChoice {
    let option = problem.options[Int(problem.groupOptions[position])]
    return RowChoice(
      start: Int(option.start), end: Int(option.end), clock: Int(option.clock),
      paid: problem.shapes[Int(option.shape)].paidSeconds, shape: Int(option.shape),
      isNight: option.isNight, isGiven: option.isGiven)
  }

  /// Whether the days from this one on can be filled.
  private mutating func extend(day: Int, _ state: [Int]) -> Bool {
    if day == problem.days { return true }
    let key = state + [day]
    if dead.contains(key) { return false }
    for first in choices[0][day] {
      guard stepsLeft > 0 else { return false }
      stepsLeft -= 1
      guard let after = advance(row: 0, at: 0, day, first, state) else { continue }
      if agents.count == 1 {
        if extend(day: day + 1, after) { return true }
        continue
      }
      for second in choices[1][day] {
        guard stepsLeft > 0 else { return false }
        stepsLeft -= 1
        guard isKept(day, [first, second], state),
          var both = advance(row: 1, at: trackers[0].count, day, second, after)
        else { continue }
        if linkStates > 0 {
          both[both.count - 2] = first?.end ?? state[state.count - 2]
          both[both.count - 1] = second?.end ?? state[state.count - 1]
          forgetEnds(&both, day)
        }
        if extend(day: day + 1, both) { return true }
      }
    }
    if stepsLeft > 0 { dead.insert(key) }
    return false
  }

  private func advance(
    row: Int, at offset: Int, _ day: Int, _ choice: RowChoice?, _ state: [Int]
  ) -> [Int]? {
    var result = state
    for (i, tracker) in trackers[row].enumerated() {
      guard
        let next = tracker.next(
          state[offset + i], day: day, choice, days, mostPaid: mostPaid[row])
      else { return nil }
      result[offset + i] = next
    }
    return result
  }

  /// Whether the pairs allow what two agents do on a day.
  private func isKept(_ day: Int, _ pair: [RowChoice?], _ state: [Int]) -> Bool {
    links.allSatisfy { link in
      if link.together { return pair[0]?.start == pair[1]?.start }
      if let a = pair[0], let b = pair[1], !(a.isGiven && b.isGiven), a.start < b.end,
        b.start < a.end
      {
        return false
      }
      if let a = pair[0], !a.isGiven, a.start < state[state.count - 1] { return false }
      if let b = pair[1], !b.isGiven, b.start < state[state.count - 2] { return false }
      return true
    }
  }

  private func forgetEnds(_ state: inout [Int], _ day: Int) {
    guard day + 1 < problem.days else { return }
    for i in state.count - 2..<state.count where state[i] <= days.dayStarts[day + 1] {
      state[i] = Int.min
    }
  }
}
