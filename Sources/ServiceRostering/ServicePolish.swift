// Goal: fewer paid hours and kept promises as the floor itself counts them.
//
// Method: two lanes go down from the present roster on the surrogate, which is anchored to the simulation of
// that very roster. What they changed falls into parts that do not touch each other (days whose floors are
// apart, rows of agents that stay whole); each part is simulated on the same weeks and kept when the
// objective, now counted by simulation, falls. Then the surrogate is anchored anew.

internal import FloorSimulation
internal import Rostering
internal import Tables

/// A roster and what drawn weeks say about it.
struct ServiceState: Sendable {
  var cells: [Cell]
  var tallies: [FloorTally]
  /// Share in time by goal.
  var levels: [Double]
  var cost: Double
  var paidQuarters: Double
}

struct ServicePolish: Sendable {
  let problem: ServiceProblem
  let surrogate: Surrogate
  var presence: DayPresence
  let simulation: FloorSimulation
  /// Paid quarter hours a missing in-time call is worth.
  var price: Double
  /// The same of a call between what is wanted and the reserve.
  var spareWorth = 0.5
  /// Share that is to be reached, by goal.
  var wanted: [Double]
  /// The published roster to stay near, and paid quarter hours that a shift other than in it costs (a pause
  /// elsewhere half of them); nil: a new roster.
  var published: [Cell]?
  var changePrice = 0.0

  /// Judges a roster whose days have been simulated.
  func state(_ cells: [Cell], _ tallies: [FloorTally]) -> ServiceState {
    let levels = problem.goals.map { problem.share(tallies, simulation.streams.offers, $0) }
    let paid = Double(problem.paidSeconds(cells)) / 900
    return ServiceState(
      cells: cells, tallies: tallies, levels: levels,
      cost: paid + price * short(levels) + spareWorth * spare(levels)
        + changePrice * changes(cells) + idleQuarters(cells) + lackingQuarters(cells),
      paidQuarters: paid)
  }

  /// Quarter hours of work while everything is closed, which cost as much again.
  private func idleQuarters(_ cells: [Cell]) -> Double {
    let place = surrogate.place
    let steps = cells.lazy.filter { !$0.isOff }.reduce(0) { sum, cell in
      problem.work(of: cell).reduce(sum) { sum, piece in
        sum + piece.lazy.filter { $0 < place.count && place[$0] < 0 }.count
      }
    }
    return Double(steps * problem.floor.stepSeconds) / 900
  }

  /// What presence that days lack costs, in paid quarter hours.
  private func lackingQuarters(_ cells: [Cell]) -> Double {
    let steps = DayPresence.missingCost * presence.lacking(problem, surrogate, cells)
    return Double(steps * problem.floor.stepSeconds) / 900
  }

  /// Shifts other than published; one of which only pauses lie elsewhere counts half.
  private func changes(_ cells: [Cell]) -> Double {
    guard let published else { return 0 }
    return zip(cells, published).reduce(0) { sum, pair in
      pair.0 == pair.1 ? sum : sum + (pair.0.position == pair.1.position ? 0.5 : 1)
    }
  }

  /// A state in words, for progress.
  func text(_ what: String, _ state: ServiceState) -> String {
    "\(what): \(fixed(state.paidQuarters / 4, 1)) paid hours, "
      + "\(fixed(short(state.levels), 1)) calls short"
  }

  /// In-time calls that are missing of what is wanted.
  func short(_ levels: [Double]) -> Double {
    var short = 0.0
    for (g, goal) in problem.goals.enumerated() {
      short += max(0, wanted[g] - levels[g]) * goal.calls
    }
    return short
  }

  private func spare(_ levels: [Double]) -> Double {
    var spare = 0.0
    for (g, goal) in problem.goals.enumerated() {
      spare += max(0, min(0.999, wanted[g] + goal.reserve) - levels[g]) * goal.calls
    }
    return spare
  }

  func state(_ cells: [Cell]) async -> ServiceState {
    state(cells, await simulation.days(Array(0..<problem.floor.days), problem.plan(cells)))
  }

  /// In-time calls that the surrogate must show, by goal, when it says `sums` of a state.
  func anchor(_ search: ServiceSearch, to state: ServiceState) {
    let unit = Double(ServiceSearch.unit)
    anchor(
      search,
      fix: problem.goals.indices.map {
        state.levels[$0] * problem.goals[$0].calls * unit - Double(search.sum[$0])
      })
  }

  /// The same with given distances between the floor and the surrogate, in units.
  func anchor(_ search: ServiceSearch, fix: [Double]) {
    let unit = Double(ServiceSearch.unit)
    for (g, goal) in problem.goals.enumerated() {
      search.target[g] = Int((wanted[g] * goal.calls * unit - fix[g]).rounded(.up))
      let reserve = min(0.999, wanted[g] + goal.reserve)
      search.reserve[g] = Int((reserve * goal.calls * unit - fix[g]).rounded(.up))
    }
    search.price = Int(price * 16)
    search.spareWorth = Int(spareWorth * 16)
  }

  struct Turn: Sendable {
    var state: ServiceState
    var calls: Int
    /// Parts that were simulated, and those that were kept.
    var tried: Int
    var kept: Int
  }

  /// One turn; the answer costs no more than `state`.
  func turn(
    _ state: ServiceState, seed: UInt64, moves: Int, stay: Double, withinDays: Bool
  ) async -> Turn {
    let lanes = 2
    let found = await withTaskGroup(of: (Int, [Cell]).self) { group in
      for lane in 0..<lanes {
        group.addTask {
          let search = ServiceSearch(
            problem, surrogate, presence, cells: state.cells, seed: seed &* 64 &+ UInt64(lane),
            near: published, stay: published == nil ? stay : changePrice)
          anchor(search, to: state)
          search.descend(
            moves: moves, temperature: 0.4, withinDays: withinDays)
          return (lane, search.cells)
        }
      }
      var found = [[Cell]](repeating: [], count: lanes)
      for await (lane, cells) in group { found[lane] = cells }
      return found
    }
    let parts = found.map { self.parts(from: state.cells, to: $0, joinsRows: !withinDays) }
    let trials = await simulate(found, parts)
    var present = state
    var kept = 0
    let rules = RuleRows(problem.rows.search, seed: 1)
    var changedDays: Set<Int> = []
    var calls = 0
    for trial in trials {
      calls += trial.tallies.reduce(0) { $0 + $1.calls }
      let part = parts[trial.lane][trial.part]
      guard changedDays.isDisjoint(with: part.days) else { continue }
      var cells = present.cells
      for index in part.indices { cells[index] = found[trial.lane][index] }
      guard !breaksMore(part, present.cells, cells, rules) else { continue }
      var tallies = present.tallies
      for (place, day) in part.days.enumerated() { tallies[day] = trial.tallies[place] }
      let next = self.state(cells, tallies)
      guard next.cost < present.cost - 1e-9 else { continue }
      present = next
      changedDays.formUnion(part.days)
      kept += 1
    }
    return Turn(state: present, calls: calls, tried: trials.count, kept: kept)
  }

  /// Whether the people of a part break more hard rules afterwards: another part may have changed the same
  /// rows.
  private func breaksMore(
    _ part: Part, _ before: [Cell], _ after: [Cell], _ rules: RuleRows
  ) -> Bool {
    func broken(_ cells: [Cell]) -> Int {
      for index in cells.indices { rules[index] = cells[index] }
      return (0..<problem.rows.agents.count).reduce(0) {
        $0 + rules.score($1).hard + (rules.hasPairs ? rules.pairScore($1).hard : 0)
      }
    }
    return broken(after) > broken(before)
  }

  /// What changed between two rosters, in parts that can be judged one by one.
  private struct Part: Sendable {
    var days: [Int]
    var indices: [Int]
  }

  private struct Simulated: Sendable {
    var lane: Int
    var part: Int
    var tallies: [FloorTally]
  }

  /// `joinsRows`: changes of one person belong together.
  private func parts(from old: [Cell], to new: [Cell], joinsRows: Bool) -> [Part] {
    let days = problem.rows.search.days
    var root = Array(0..<days)
    func find(_ day: Int) -> Int {
      var at = day
      while root[at] != at { at = root[at] }
      return at
    }
    func join(_ a: Int, _ b: Int) {
      let (x, y) = (find(a), find(b))
      root[max(x, y)] = min(x, y)
    }
    var touched = Array(repeating: false, count: days)
    var changed: [Int] = []
    var ofAgent: [Int: Int] = [:]
    for index in old.indices where old[index] != new[index] {
      changed.append(index)
      let day = index % days
      touched[day] = true
      if joinsRows, let other = ofAgent.updateValue(day, forKey: index / days) { join(day, other) }
      for cell in [old[index], new[index]] where !cell.isOff {
        let work = problem.work(of: cell)
        guard let first = work.first?.lowerBound, let last = work.last?.upperBound else { continue }
        for other in simulation.days(touchedBy: first..<last + 1) {
          touched[other] = true
          join(day, other)
        }
      }
    }
    return (0..<days).filter { find($0) == $0 && touched[$0] }.map { day in
      Part(
        days: (0..<days).filter { find($0) == day && touched[$0] },
        indices: changed.filter { find($0 % days) == day })
    }
  }

  private func simulate(_ found: [[Cell]], _ parts: [[Part]]) async -> [Simulated] {
    await withTaskGroup(of: (Int, Int, FloorTally).self) { group in
      var answers: [Simulated] = []
      for (lane, cells) in found.enumerated() {
        let plan = problem.plan(cells)
        for (number, part) in parts[lane].enumerated() {
          let at = answers.count
          answers.append(Simulated(lane: lane, part: number, tallies: []))
          for (place, day) in part.days.enumerated() {
            group.addTask { (at, place, simulation.day(day, plan)) }
          }
        }
      }
      var tallies = answers.map {
        [FloorTally?](repeating: nil, count: parts[$0.lane][$0.part].days.count)
      }
      for await (at, place, tally) in group { tallies[at][place] = tally }
      for at in answers.indices { answers[at].tallies = tallies[at].compactMap { $0 } }
      return answers
    }
  }
}
