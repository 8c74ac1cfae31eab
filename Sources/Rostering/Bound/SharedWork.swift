// Goal: which intervals a relaxed roster leaves short at some prices, told so smoothly that prices can
// follow it.
// Method: of the shifts of a day, and of the weeks, each is chosen by a share of the agents that falls by
// e with every `nearly` that it earns less than the best (entropy smoothing, Nesterov 2005). A hard
// choice would put all agents alike on one shift.

extension PriceModel {
  /// A day of agents alike: what their best shifts earn, and how much of each step from the first is
  /// worked.
  private struct SharedDay {
    var value = 0.0
    var first = 0
    var work: [Double] = []
  }

  /// Agents at work in each slot.
  ///
  /// Cost: (groups × options × pause windows) + (classes × days).
  func sharedWork(_ prices: [Double], nearly: Double) -> [Double] {
    var working = Array(repeating: 0.0, count: prices.count)
    var numbers: [ShiftKey: Int] = [:]
    var days: [[SharedDay]] = []
    var agents: [[Double]] = []
    var queues: [[Int]] = []
    for one in classes {
      let key = ShiftKey(group: one.group, queues: one.queues)
      let number = numbers[key] ?? days.count
      if number == days.count {
        numbers[key] = number
        let queueAt = dearestQueues(key, prices)
        queues.append(queueAt)
        days.append(sharedDays(key, queueAt, prices, nearly))
        agents.append(Array(repeating: 0, count: problem.days))
      }
      addShares(of: one, days[number], nearly, to: &agents[number])
    }
    for number in days.indices {
      for (day, shared) in days[number].enumerated() where agents[number][day] > 0 {
        for (k, part) in shared.work.enumerated() {
          let step = shared.first + k
          working[queues[number][step] * problem.steps + step] += agents[number][day] * part
        }
      }
    }
    return working
  }

  private func sharedDays(
    _ key: ShiftKey, _ queueAt: [Int], _ prices: [Double], _ nearly: Double
  ) -> [SharedDay] {
    let sums = sums(of: prices, queueAt)
    return (0..<problem.days).map { day in
      let range = problem.range(group: key.group, day: day)
      guard !range.isEmpty, !key.queues.isEmpty else { return SharedDay() }
      let shifts = range.map { filled(Int(problem.groupOptions[$0]), sums) }
      let first = shifts.map(\.start).min() ?? 0
      let end = shifts.map { $0.start + $0.span }.max() ?? 0
      let most = shifts.map(\.value).max() ?? 0
      let weights = shifts.map { portableExp(max(-600, ($0.value - most) / nearly)) }
      let sum = weights.reduce(0, +)
      // Where work begins and ends, summed up below.
      var change = Array(repeating: 0.0, count: end - first + 1)
      for (shift, weight) in zip(shifts, weights) where weight > 1e-9 {
        let share = weight / sum
        change[shift.start - first] += share
        change[shift.start + shift.span - first] -= share
        for pause in shift.pauses {
          change[pause.start - first] -= share
          change[pause.start + pause.length - first] += share
        }
      }
      for k in 1..<change.count { change[k] += change[k - 1] }
      return SharedDay(
        value: most + nearly * portableLog(sum), first: first, work: Array(change.dropLast()))
    }
  }

  /// Adds how many agents of a class work on each day.
  private func addShares(
    of one: AgentClass, _ days: [SharedDay], _ nearly: Double, to agents: inout [Double]
  ) {
    let values = days.map(\.value)
    for week in weeksOfDays {
      let patterns = bestDays(one, week, values)
      let most = patterns.map(\.value).max() ?? 0
      let weights = patterns.map { portableExp(max(-600, ($0.value - most) / nearly)) }
      let sum = weights.reduce(0, +)
      for (pattern, weight) in zip(patterns, weights) {
        for day in pattern.days { agents[day] += Double(one.count) * weight / sum }
      }
    }
  }
}
