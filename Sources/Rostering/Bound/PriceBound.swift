// Goal: a number of missing agent-intervals below which no roster can come, and a price per interval
// that proves it.
// Method: for prices 0 <= p(t) <= 1, missing = sum max(0, r - c) >= sum p r - sum p c, and the work of
// each agent earns at most the dearest weeks open to that agent: on each day the best permitted shift
// with every pause at its cheapest place, at most the permitted number of shifts, the best place for
// days off together. Rest, successions, minima and pairs are dropped, which can only lower the bound.
// Any prices prove a bound; they are improved by subgradient steps (Held, Wolfe and Crowder 1974) from
// the shortages a relaxed roster leaves. Prices are whole millionths and the bound is computed in
// integers, so that rounding can weaken but never falsify it.
// Conditions: counts agent-intervals, every missing one alike, whatever its weight in the search.

internal import CentreModel

/// A certified lower bound of the missing agent-intervals.
package struct PriceBound: Sendable, Hashable {
  /// Steps of the grid; divide by the steps of an interval and round up for agent-intervals.
  package var missingSteps: Int
  /// Price of each slot of the queue lines, in millionths.
  package var prices: [Int]
}

struct PriceModel {
  let problem: SearchProblem
  let queueLines: Int
  /// Required agents of each slot of the queue lines.
  let required: [Int]
  /// Agents that earn alike, and how many.
  private let classes: [AgentClass]

  private struct AgentClass: Hashable {
    var group: Int
    var queues: [Int]
    /// Days on which a shift may start, and days on which one must not be missed or is fixed.
    var open: [Bool]
    var mostPerWeek: Int
    var most: Int
    var offTogether: Int
    var count = 0
  }

  static let scale = 1_000_000

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
            || freedom == .fixed && problem.initial[a * problem.days + day].isOff)
        },
        mostPerWeek: min(7, hardLimit(.maxShiftsPerWeek) ?? 7),
        most: hardLimit(.maxShifts) ?? problem.days,
        offTogether: hardLimit(.daysOffTogether) ?? 0)
      if counts[key] == nil { order.append(key) }
      counts[key, default: 0] += 1
    }
    classes = order.map {
      var one = $0
      one.count = counts[$0] ?? 0
      return one
    }
  }

  /// Improves prices for a number of rounds; answers the best bound seen.
  ///
  /// Subgradient steps of falling length along the shortage that the relaxed roster leaves, the last
  /// directions averaged; the prices that prove most are usually the means of many rounds, which are
  /// therefore tried as well.
  /// Cost of a round: (groups × options × pause windows) + (classes × days × options of a day).
  func bound(rounds: Int, isStopped: () -> Bool = { false }) -> PriceBound {
    let slots = required.count
    let active = required.indices.filter { required[$0] > 0 }
    var best = PriceBound(missingSteps: 0, prices: Array(repeating: 0, count: slots))
    func attempt(_ state: [Double]) -> [Double] {
      var prices = Array(repeating: 0, count: slots)
      for t in active { prices[t] = Int(state[t] * Double(Self.scale)) }
      let (value, working) = evaluate(prices)
      let steps = (value + Self.scale - 1) / Self.scale
      if value > 0, steps > best.missingSteps {
        best = PriceBound(missingSteps: steps, prices: prices)
      }
      return working
    }
    var even = Array(repeating: 0.0, count: slots)
    for t in active { even[t] = 1 }
    _ = attempt(even)
    var state = even
    for t in active { state[t] = 0.7 }
    var direction = Array(repeating: 0.0, count: slots)
    var mean = Array(repeating: 0.0, count: slots)
    var meanWeight = 0.0
    for round in 0..<rounds {
      if isStopped() { break }
      let working = attempt(state)
      let length = 0.02 / (1 + 60 * Double(round) / Double(max(1, rounds)))
      for t in active {
        let gradient = (Double(required[t]) - working[t]) / Double(required[t])
        direction[t] += 0.2 * (min(1, max(-1, gradient)) - direction[t])
        state[t] = min(1, max(0, state[t] + length * direction[t]))
      }
      if round >= rounds / 4 {
        meanWeight += length
        let share = length / meanWeight
        for t in active { mean[t] += share * (state[t] - mean[t]) }
        if round % 40 == 39 { _ = attempt(mean) }
      }
    }
    if meanWeight > 0 { _ = attempt(mean) }
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

  private struct ShiftKey: Hashable {
    var group: Int
    var queues: [Int]
  }

  private struct DayBest {
    var value = 0
    var work: [(slot: Int, amount: Double)] = []
  }

  /// The dearest shift of each day for one group and its queues.
  private func bestShifts(_ key: ShiftKey, _ prices: [Int]) -> [DayBest] {
    let steps = problem.steps
    // In a step the agent serves the dearest of the queues.
    var dearest = Array(repeating: 0, count: steps)
    var queueAt = Array(repeating: key.queues.first ?? 0, count: steps)
    for queue in key.queues {
      for t in 0..<steps where prices[queue * steps + t] > dearest[t] {
        dearest[t] = prices[queue * steps + t]
        queueAt[t] = queue
      }
    }
    var sums = [0]
    sums.reserveCapacity(steps + 1)
    for t in 0..<steps { sums.append(sums[t] + dearest[t]) }
    return (0..<problem.days).map { day in
      var best = -1
      var bestOption = -1
      for position in problem.range(group: key.group, day: day) {
        let option = problem.options[Int(problem.groupOptions[position])]
        let shape = problem.shapes[Int(option.shape)]
        let start = Int(option.step)
        var value = sums[start + shape.span] - sums[start]
        for pause in shape.pauses { value -= cheapest(pause, start, sums).cost }
        if value > best {
          best = value
          bestOption = position
        }
      }
      guard bestOption >= 0, !key.queues.isEmpty else { return DayBest() }
      let option = problem.options[Int(problem.groupOptions[bestOption])]
      let shape = problem.shapes[Int(option.shape)]
      let start = Int(option.step)
      var works = Array(repeating: true, count: shape.span)
      for pause in shape.pauses {
        let at = cheapest(pause, start, sums).at
        for k in at..<at + pause.length { works[k] = false }
      }
      var result = DayBest(value: max(0, best))
      for k in 0..<shape.span where works[k] {
        result.work.append((queueAt[start + k] * steps + start + k, 1))
      }
      return result
    }
  }

  private func cheapest(
    _ pause: SearchProblem.Pause, _ start: Int, _ sums: [Int]
  ) -> (cost: Int, at: Int) {
    var best = (cost: Int.max, at: pause.earliest)
    for at in pause.earliest...pause.latest {
      let cost = sums[start + at + pause.length] - sums[start + at]
      if cost < best.cost { best = (cost, at) }
    }
    return best
  }

  /// The days on which an agent of a class earns most: week by week, and over all the most shifts.
  private func bestDays(_ one: AgentClass, _ days: [DayBest]) -> [Int] {
    var chosen: [Int] = []
    var day = 0
    while day < problem.days {
      var end = day
      while end < problem.days, problem.weekOfDay[end] == problem.weekOfDay[day] { end += 1 }
      let together = problem.isWholeWeek[problem.weekOfDay[day]] ? one.offTogether : 0
      var best: [Int] = []
      var bestValue = -1
      for off in day...max(day, end - max(1, together)) {
        let open = (day..<end).filter {
          one.open[$0] && days[$0].value > 0
            && !(together > 0 && ($0 >= off && $0 < off + together))
        }
        let picked = open.sorted { (days[$0].value, -$0) > (days[$1].value, -$1) }
          .prefix(one.mostPerWeek)
        let value = picked.reduce(0) { $0 + days[$1].value }
        if value > bestValue {
          bestValue = value
          best = Array(picked)
        }
        if together == 0 { break }
      }
      chosen += best
      day = end
    }
    if chosen.count > one.most {
      chosen.sort { (days[$0].value, -$0) > (days[$1].value, -$1) }
      chosen.removeLast(chosen.count - one.most)
    }
    return chosen
  }
}
