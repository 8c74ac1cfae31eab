// Goal: a number of missing agent-intervals below which no roster can come, and a price per interval
// that proves it.
// Method: for prices 0 <= p(t) <= 1, missing = sum max(0, r - c) >= sum p r - sum p c, and the work of
// each agent earns at most the dearest weeks open to that agent: on each day the best permitted shift
// with every pause at its cheapest place, at most the permitted number of shifts, the best place for
// days off together. Rest, successions, minima and pairs are dropped, which can only lower the bound.
// Any prices prove a bound; they are improved by subgradient steps (Held, Wolfe and Crowder 1974) from
// the shortages that a smoothed relaxed roster leaves (see `sharedWork`). Prices are whole millionths
// and the bound is computed in integers, so that rounding can weaken but never falsify it.
// Conditions: counts agent-intervals, every missing one alike, whatever its weight in the search.

internal import CentreModel

/// A certified lower bound of the missing agent-intervals.
package struct PriceBound: Sendable, Hashable {
  /// Steps of the grid; divide by the steps of an interval and round up for agent-intervals.
  package var missingSteps: Int
  /// Price of each slot of the queue lines, in millionths.
  package var prices: [Int]

  /// Takes prices that prove more; `worth` in millionths of a step.
  mutating func keep(_ prices: [Int], worth: Int) {
    let steps = (worth + PriceModel.scale - 1) / PriceModel.scale
    if worth > 0, steps > missingSteps { self = PriceBound(missingSteps: steps, prices: prices) }
  }
}

struct PriceModel {
  let problem: SearchProblem
  let queueLines: Int
  /// Required agents of each slot of the queue lines.
  let required: [Int]
  /// Agents that earn alike, and how many.
  let classes: [AgentClass]

  struct AgentClass: Hashable {
    var group: Int
    var queues: [Int]
    /// Days on which a shift may start, and days on which one must not be missed or is fixed.
    var open: [Bool]
    /// By week, less what was worked before.
    var mostPerWeek: [Int]
    var most: Int
    var offTogether: Int
    var count = 0
  }

  static let scale = 1_000_000
  /// Days of each week.
  let weeksOfDays: [Range<Int>]

  init(_ compiled: CompiledRoster) {
    let problem = compiled.search
    self.problem = problem
    queueLines = compiled.queues.count
    required = (0..<queueLines * problem.steps).map {
      problem.under[$0] > 0 ? max(0, Int(-problem.slack[$0])) : 0
    }
    var counts: [AgentClass: Int] = [:]
    var order: [AgentClass] = []
    for (a, agent) in problem.agents.enumerated() {
      let set = problem.ruleSets[agent.ruleSet]
      func hardLimit(_ rule: WorkRule) -> Int? {
        let i = rule.index
        return set.limits[i] >= 0 && set.weights[i] == SearchProblem.RuleSet.hard
          ? Int(set.limits[i]) : nil
      }
      let key = AgentClass(
        group: agent.group,
        queues: agent.lines.filter { $0.kind == .queue }.map(\.line),
        open: (0..<problem.days).map { day in
          let freedom = problem.freedom[a * problem.days + day]
          // A fixed day off is closed; a fixed shift is bounded by the best one of its day.
          return
            !(freedom == .off
            || freedom == .fixed && problem.initial[a * problem.days + day].isOff
            || compiled.given[a * problem.days + day] != nil)
        },
        mostPerWeek: (0..<problem.weekCount).map { week in
          guard hardLimit(.maxShiftsPerWeek) != nil else { return 7 }
          let past =
            compiled.givenShifts(a, week: week)
            + (week == problem.weekOfDay[0] ? agent.before.shifts : 0)
          let most = Int(problem.weekLimits[a * problem.weekCount + week].maxShifts)
          return max(0, min(7, most - past))
        },
        most: max(0, (hardLimit(.maxShifts) ?? problem.days) - compiled.givenShifts(a)),
        offTogether: hardLimit(.daysOffTogether) ?? 0)
      if counts[key] == nil { order.append(key) }
      counts[key, default: 0] += 1
    }
    var weeks: [Range<Int>] = []
    for day in 0..<problem.days {
      if let last = weeks.last, problem.weekOfDay[last.lowerBound] == problem.weekOfDay[day] {
        weeks[weeks.count - 1] = last.lowerBound..<day + 1
      } else {
        weeks.append(day..<day + 1)
      }
    }
    weeksOfDays = weeks
    classes = order.map {
      var one = $0
      one.count = counts[$0] ?? 0
      return one
    }
  }

  /// Improves prices for a number of rounds; answers the best bound seen.
  ///
  /// Steps of falling length along the shortage that the relaxed roster leaves when agents share shifts and
  /// days off that earn nearly the same; what counts as nearly falls too, from two priced steps. Where
  /// everybody goes for the very dearest week, prices swing about the even ones and prove nothing.
  /// Measured on the call-centre instances: 1,200 rounds prove 96 to 100 % of what a linear program does,
  /// in about a second.
  /// Cost of a round: (groups × options × pause windows) + (classes × days × options of a day).
  func bound(rounds: Int, isStopped: () -> Bool = { false }) -> PriceBound {
    let active = required.indices.filter { required[$0] > 0 }
    var best = PriceBound(missingSteps: 0, prices: Array(repeating: 0, count: required.count))
    func attempt(_ state: [Double]) {
      let prices = state.map { Int($0 * Double(Self.scale)) }
      best.keep(prices, worth: evaluate(prices).value)
    }
    var state = Array(repeating: 0.0, count: required.count)
    for t in active { state[t] = 1 }
    attempt(state)
    for t in active { state[t] = 0.7 }
    var direction = Array(repeating: 0.0, count: required.count)
    for round in 0..<rounds {
      if isStopped() { break }
      let done = Double(round) / Double(max(1, rounds))
      let nearly = 2 * portableExp(-6 * done)
      let working = sharedWork(state, nearly: nearly)
      let length = 0.1 * portableExp(-4 * done)
      for t in active {
        let gradient = (Double(required[t]) - working[t]) / Double(required[t])
        direction[t] += 0.2 * (min(1, max(-1, gradient)) - direction[t])
        state[t] = min(1, max(0, state[t] + length * direction[t]))
      }
      if round % 20 == 19 { attempt(state) }
    }
    attempt(state)
    return best
  }

  /// The bound for some prices in millionths of a step, and the work of the relaxed roster that attains it.
  func evaluate(_ prices: [Int]) -> (value: Int, working: [Double]) {
    var working = Array(repeating: 0.0, count: prices.count)
    var total = 0
    for t in prices.indices { total += prices[t] * required[t] }
    var priced: [ShiftKey: [DayBest]] = [:]
    for one in classes {
      let key = ShiftKey(group: one.group, queues: one.queues)
      let days: [DayBest]
      if let known = priced[key] {
        days = known
      } else {
        days = bestShifts(key, prices)
        priced[key] = days
      }
      let chosen = bestDays(one, days)
      for day in chosen {
        total -= one.count * days[day].value
        for (slot, amount) in days[day].work { working[slot] += amount * Double(one.count) }
      }
    }
    return (total, working)
  }

  struct ShiftKey: Hashable {
    var group: Int
    var queues: [Int]
  }

  private struct DayBest {
    var value = 0
    var work: [(slot: Int, amount: Double)] = []
  }

  /// The dearest shift of each day for one group and its queues.
  private func bestShifts(_ key: ShiftKey, _ prices: [Int]) -> [DayBest] {
    let queueAt = dearestQueues(key, prices)
    let sums = sums(of: prices, queueAt)
    return (0..<problem.days).map { day in
      let shifts = problem.range(group: key.group, day: day)
        .map { filled(Int(problem.groupOptions[$0]), sums) }
      guard !key.queues.isEmpty, let best = shifts.max(by: { $0.value < $1.value }) else {
        return DayBest()
      }
      var works = Array(repeating: true, count: best.span)
      for pause in best.pauses {
        for k in pause.start..<pause.start + pause.length { works[k - best.start] = false }
      }
      var result = DayBest(value: max(0, best.value))
      for k in 0..<best.span where works[k] {
        let step = best.start + k
        result.work.append((queueAt[step] * problem.steps + step, 1))
      }
      return result
    }
  }

  /// The days on which an agent of a class earns most: week by week, and over all the most shifts.
  private func bestDays(_ one: AgentClass, _ days: [DayBest]) -> [Int] {
    let values = days.map(\.value)
    var chosen: [Int] = []
    for week in weeksOfDays {
      chosen += bestDays(one, week, values).max { $0.value < $1.value }?.days ?? []
    }
    if chosen.count > one.most {
      chosen.sort { (values[$0], -$0) > (values[$1], -$1) }
      chosen.removeLast(chosen.count - one.most)
    }
    return chosen
  }

  /// For each place of the days off together in a week, the days on which an agent earns most.
  func bestDays<Value: Comparable & AdditiveArithmetic>(
    _ one: AgentClass, _ week: Range<Int>, _ values: [Value]
  ) -> [(value: Value, days: [Int])] {
    let together = problem.isWholeWeek[problem.weekOfDay[week.lowerBound]] ? one.offTogether : 0
    let lastOff = together == 0 ? week.lowerBound : max(week.lowerBound, week.upperBound - together)
    return (week.lowerBound...lastOff).map { off in
      let picked = week.filter { day in
        one.open[day] && values[day] > .zero && !(off..<off + together).contains(day)
      }
      .sorted { (values[$0], -$0) > (values[$1], -$1) }
      .prefix(one.mostPerWeek[problem.weekOfDay[week.lowerBound]])
      return (picked.reduce(.zero) { $0 + values[$1] }, Array(picked))
    }
  }
}
