// Goal: paid hours below which no roster can keep the promise, in the model of one pool, and prices that
// prove it.
//
// Method: let S_t(n) be the in-time calls of step t with n people who take every queue (Erlang A averaged over
// random losses: more than people with fewer skills can give). For prices p_t >= 0 of a person's work in a
// step and m_r >= 0 of an in-time call of a stretch r (a day, or the week),
//   paid >= sum_r m_r goal_r - sum_t max_n [m_r S_t(n) - p_t n] - sum_agents best week (worth - paid),
// where an agent's best week takes the dearest permitted shift of each day, pauses at their cheapest
// places, numbers of shifts and days off together as the rules have them; all other rules are dropped, which
// can only lower the bound. Any prices prove; they are improved by subgradient steps towards the hours of
// the roster at hand (Polyak 1969; Held, Wolfe and Crowder 1974), directions averaged over steps.
// Stretches of different promises that overlap are joined, which can only lower the bound, too. Those who
// are at work from the roster before take their price off.
// Conditions: a bound of the model, not of the simulated floor: stationary Erlang A in each step, anchored to
// the modified offered load.

internal import CentreModel
internal import Rostering

/// A lower bound of paid hours, and prices.
struct ServiceBound: Sendable {
  var paidSeconds: Double
  /// Seconds of pay that an in-time call is worth, by stretch of the promise.
  var callWorth: [Double]

  var meanCallWorth: Double? {
    let mean = callWorth.reduce(0, +) / Double(max(1, callWorth.count))
    return mean > 0 ? mean : nil
  }
}

struct ServiceBoundModel {
  private let problem: ServiceProblem
  private let search: SearchProblem
  /// In-time calls of open steps by people, `place * (most + 1) + people`.
  private let inTime: [Double]
  private let most: Int
  /// For each open step the numbers of people that can be best at some price of theirs and worth of a call,
  /// ascending from 0: the corners of the least concave curve over `inTime`.
  private let corners: [[Int]]
  private let open: [Int]
  /// Stretch of each open step, and in-time calls promised in each stretch.
  private let stretch: [Int]
  private let goal: [Double]
  /// People of the roster before at work in each open step: they are paid already.
  private let standing: [Double]
  private let classes: [AgentClass]
  private let steps: Int

  private struct AgentClass: Hashable {
    var group: Int
    var open: [Bool]
    var least: Int
    var most: Int
    var offTogether: Int
    var count = 0
  }

  init(_ problem: ServiceProblem, _ surrogate: Surrogate) {
    self.problem = problem
    search = problem.rows.search
    let queues = surrogate.queues
    let all = (UInt64(1) << UInt64(queues)) - 1
    let set = surrogate.sets.firstIndex(of: all) ?? 0
    most = surrogate.most
    open = surrogate.open
    steps = search.steps
    var inTime: [Double] = []
    for place in open.indices {
      let calls = (0..<queues).reduce(0.0) { $0 + Double(surrogate.calls[place * queues + $1]) }
      let row = (place * surrogate.sets.count + set) * (most + 1)
      for n in 0...most {
        let miss = Double(surrogate.misses[row + n]).squareRoot().squareRoot()
        inTime.append(calls * (1 - min(1, miss)))
      }
    }
    self.inTime = inTime
    let stride = most + 1
    corners = open.indices.map { Self.corners(inTime[$0 * stride..<($0 + 1) * stride]) }
    let asked = problem.goals.filter { $0.period != .hour }
    let ranges = Self.apart(asked.map(\.steps))
    stretch = open.map { t in ranges.firstIndex { $0.contains(t) } ?? -1 }
    goal = ranges.map { range in
      asked.reduce(0) { range.overlaps($1.steps) ? $0 + $1.level * $1.calls : $0 }
    }
    standing = open.map { t in
      problem.standing.reduce(0) { $1.work.contains { $0.contains(t) } ? $0 + 1 : $0 }
    }
    classes = Self.classes(search)
  }

  /// Corners of the least concave curve over values at 0, 1, 2 and on.
  private static func corners(_ values: ArraySlice<Double>) -> [Int] {
    var corners: [Int] = []
    func value(_ n: Int) -> Double { values[values.startIndex + n] }
    for n in 0..<values.count {
      while corners.count >= 2 {
        let (a, b) = (corners[corners.count - 2], corners[corners.count - 1])
        // b lies on or below the line from a to n.
        guard (value(b) - value(a)) * Double(n - a) <= (value(n) - value(a)) * Double(b - a)
        else { break }
        corners.removeLast()
      }
      corners.append(n)
    }
    return corners
  }

  /// Stretches that do not overlap: those that do are one, as their goals then are.
  private static func apart(_ stretches: [Range<Int>]) -> [Range<Int>] {
    var apart: [Range<Int>] = []
    for one in Set(stretches).sorted(by: {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }) {
      if let last = apart.last, last.overlaps(one) {
        apart[apart.count - 1] = last.lowerBound..<max(last.upperBound, one.upperBound)
      } else {
        apart.append(one)
      }
    }
    return apart
  }

  private static func classes(_ search: SearchProblem) -> [AgentClass] {
    var counts: [AgentClass: Int] = [:]
    var order: [AgentClass] = []
    for (a, agent) in search.agents.enumerated() {
      let set = search.ruleSets[agent.ruleSet]
      func limit(_ rule: WorkRule) -> Int? {
        let i = rule.index
        return set.limits[i] >= 0 && set.weights[i] == SearchProblem.RuleSet.hard
          ? Int(set.limits[i]) : nil
      }
      let key = AgentClass(
        group: agent.group,
        open: (0..<search.days).map { day in
          let freedom = search.freedom[a * search.days + day]
          return
            !(freedom == .off
            || freedom == .fixed && search.initial[a * search.days + day].isOff)
        },
        least: limit(.minShiftsPerWeek) ?? 0, most: min(7, limit(.maxShiftsPerWeek) ?? 7),
        offTogether: limit(.daysOffTogether) ?? 0)
      if counts[key] == nil { order.append(key) }
      counts[key, default: 0] += 1
    }
    return order.map {
      var one = $0
      one.count = counts[$0] ?? 0
      return one
    }
  }

  /// The best bound of some rounds; `working` people by step begin the prices, `paid` is the roster's.
  func bound(rounds: Int, working: [Int], paidSeconds: Double) -> ServiceBound {
    var call = Array(repeating: 700.0, count: goal.count)
    var price = open.indices.map { k in
      let n = min(max(1, working[open[k]]), most)
      let gain = inTime[k * (most + 1) + n] - inTime[k * (most + 1) + n - 1]
      return stretch[k] < 0 ? 0 : call[stretch[k]] * max(0, gain)
    }
    var best = ServiceBound(paidSeconds: -.infinity, callWorth: call)
    var bestPrice = price
    var direction = (
      Array(repeating: 0.0, count: open.count), Array(repeating: 0.0, count: goal.count)
    )
    var pace = 1.0
    var stale = 0
    // A stretch is short of hundreds of calls where a step is short of a few people.
    let scale = 0.02
    for _ in 0..<rounds {
      let answer = evaluate(price, call)
      if answer.value > best.paidSeconds + 1 {
        best = ServiceBound(paidSeconds: answer.value, callWorth: call)
        bestPrice = price
        stale = 0
      } else {
        stale += 1
        if stale >= 10 {
          pace *= 0.8
          stale = 0
          price = bestPrice
          call = best.callWorth
        }
      }
      if pace < 1e-4 { break }
      var norm = 0.0
      for k in open.indices {
        direction.0[k] += 0.25 * (answer.people[k] - direction.0[k])
        norm += direction.0[k] * direction.0[k]
      }
      for r in goal.indices {
        direction.1[r] += 0.25 * (answer.calls[r] - direction.1[r])
        norm += scale * direction.1[r] * direction.1[r]
      }
      guard norm > 0 else { break }
      let length = pace * max(0, paidSeconds * 1.01 - answer.value) / norm
      for k in open.indices where stretch[k] >= 0 {
        price[k] = max(0, price[k] + length * direction.0[k])
      }
      for r in goal.indices { call[r] = max(0, call[r] + scale * length * direction.1[r]) }
    }
    return best
  }

  /// The bound for some prices; people wanted less people at work, and calls promised less calls in time.
  private func evaluate(
    _ price: [Double], _ call: [Double]
  ) -> (value: Double, people: [Double], calls: [Double]) {
    var value = 0.0
    var people = Array(repeating: 0.0, count: open.count)
    var calls = goal
    for r in goal.indices { value += call[r] * goal[r] }
    for k in open.indices where stretch[k] >= 0 {
      let worth = call[stretch[k]]
      let row = k * (most + 1)
      func gain(_ n: Int) -> Double { worth * inTime[row + n] - price[k] * Double(n) }
      // Gains rise along the corners and then fall.
      let own = corners[k]
      var (low, high) = (0, own.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if gain(own[middle + 1]) > gain(own[middle]) { low = middle + 1 } else { high = middle }
      }
      let number = own[low]
      value -= gain(number) + price[k] * standing[k]
      people[k] = Double(number) - standing[k]
      calls[stretch[k]] -= inTime[row + number]
    }
    value -= work(price, &people)
    return (value, people, calls)
  }

  /// What all agents earn in their best weeks beyond their pay; their work is taken from `people`.
  private func work(_ price: [Double], _ people: inout [Double]) -> Double {
    var sums = Array(repeating: 0.0, count: steps + 1)
    var place = Array(repeating: -1, count: steps)
    for (k, t) in open.enumerated() { place[t] = k }
    for t in 0..<steps { sums[t + 1] = sums[t] + (place[t] >= 0 ? price[place[t]] : 0) }
    var worth = Array(repeating: 0.0, count: search.options.count)
    for (number, option) in search.options.enumerated() {
      let shape = search.shapes[Int(option.shape)]
      let start = Int(option.step)
      var value = sums[min(steps, start + shape.span)] - sums[min(steps, start)]
      for pause in shape.pauses {
        var least = Double.infinity
        for at in pause.earliest...pause.latest {
          let from = min(steps, start + at)
          least = min(least, sums[min(steps, from + pause.length)] - sums[from])
        }
        value -= least
      }
      worth[number] = value - Double(shape.paidSeconds)
    }
    var total = 0.0
    for one in classes {
      var best = Array(repeating: -Double.infinity, count: search.days)
      var chosen = Array(repeating: -1, count: search.days)
      for day in 0..<search.days where one.open[day] {
        for position in search.range(group: one.group, day: day) {
          let number = Int(search.groupOptions[position])
          if worth[number] > best[day] {
            best[day] = worth[number]
            chosen[day] = number
          }
        }
      }
      var from = 0
      while from < search.days {
        var to = from
        while to < search.days, search.weekOfDay[to] == search.weekOfDay[from] { to += 1 }
        let week = bestWeek(one, from..<to, best)
        total += Double(one.count) * week.value
        for day in week.days where chosen[day] >= 0 {
          take(chosen[day], one.count, place, sums, from: &people)
        }
        from = to
      }
    }
    return total
  }

  private func bestWeek(
    _ one: AgentClass, _ week: Range<Int>, _ values: [Double]
  ) -> (value: Double, days: [Int]) {
    let isWhole = search.isWholeWeek[search.weekOfDay[week.lowerBound]]
    let together = isWhole ? one.offTogether : 0
    let least = isWhole ? one.least : 0
    let last = together == 0 ? week.lowerBound : max(week.lowerBound, week.upperBound - together)
    let order = week.filter { values[$0] > -.infinity }
      .sorted { (values[$0], -$0) > (values[$1], -$1) }
    func walk(_ off: Int, _ act: (Int) -> Void) {
      var count = 0
      for day in order where !(off..<off + together).contains(day) {
        if count == one.most || values[day] <= 0 && count >= least { break }
        act(day)
        count += 1
      }
    }
    var best = (value: -Double.infinity, off: week.lowerBound)
    for off in week.lowerBound...last {
      var value = 0.0
      walk(off) { value += values[$0] }
      if value > best.value { best = (value, off) }
    }
    var days: [Int] = []
    walk(best.off) { days.append($0) }
    return (best.value, days)
  }

  /// Takes the work of a shift from what is wanted.
  private func take(
    _ number: Int, _ count: Int, _ place: [Int], _ sums: [Double], from people: inout [Double]
  ) {
    let option = search.options[number]
    let shape = search.shapes[Int(option.shape)]
    let start = Int(option.step)
    for t in start..<min(steps, start + shape.span) where place[t] >= 0 {
      people[place[t]] -= Double(count)
    }
    for pause in shape.pauses {
      var least = Double.infinity
      var at = start
      for offset in pause.earliest...pause.latest {
        let from = min(steps, start + offset)
        let cost = sums[min(steps, from + pause.length)] - sums[from]
        if cost < least {
          least = cost
          at = from
        }
      }
      for t in at..<min(steps, at + pause.length) where place[t] >= 0 {
        people[place[t]] += Double(count)
      }
    }
  }
}
