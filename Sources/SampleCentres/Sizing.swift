// How much demand suits a number of agents.
//
// Supply: shifts a week · time on the phone per shift, less absences. Need of an interval with load a
// (erlangs): a + 0.85 √a + 0.6 agents, the square-root rule fitted to 80 % within 20 s at handling
// times of some minutes with half an agent for rounding up, divided by 1 - shrinkage, and half an
// agent for rounding up again. Demand is scaled until the need of an ordinary week is `fill` times the
// supply; what is left is what shifts of fixed length cannot use.

internal import CivilTime

/// Contacts of an average day that keep the agents of a profile as busy as it says.
func suitableScale(
  _ profile: CentreProfile, agents: Int, weekFrom monday: CivilDate, models: [DemandModel]
) -> Double {
  let counts = quotas(profile.contracts.map(\.share), total: agents)
  let present = (1 - profile.people.weekAway) * (1 - profile.people.dayAway)
  let supply = zip(profile.contracts, counts).reduce(0.0) { sum, pair in
    sum + Double(pair.1 * pair.0.phoneSeconds) * pair.0.shiftsPerWeek * present
  }
  func need(_ scale: Double) -> Double {
    models.reduce(0.0) { total, model in
      total + weeklyNeed(model, scale: scale, weekFrom: monday)
    }
  }
  // The need grows with the scale: bisection, to one part in 2^40.
  var low = 0.0
  var high = 1.0
  while need(high) < profile.fill * supply, high < 1e9 { high *= 2 }
  for _ in 0..<40 {
    let middle = (low + high) / 2
    if need(middle) < profile.fill * supply { low = middle } else { high = middle }
  }
  return low
}

/// Whether every queue has on average an erlang of work while it is open.
func isBusy(_ models: [DemandModel], scale: Double, weekFrom monday: CivilDate) -> Bool {
  models.allSatisfy { model in
    var scaled = model
    scaled.scale = scale
    let week = (0..<7).map { monday + $0 }
    let contacts = week.reduce(0.0) { $0 + scaled.dayTotal($1) }
    let open = week.reduce(0) { sum, date in
      model.queue.hours.spans(on: date.weekday).reduce(sum) { $0 + $1.end - $1.start }
    }
    return contacts * model.queue.handlingSeconds >= Double(max(1, open))
  }
}

/// Agent-seconds a queue needs in an ordinary week.
private func weeklyNeed(_ model: DemandModel, scale: Double, weekFrom monday: CivilDate) -> Double {
  var scaled = model
  scaled.scale = scale
  let queue = model.queue
  var sum = 0.0
  for day in 0..<7 {
    let date = monday + day
    for span in queue.hours.spans(on: date.weekday) {
      for start in stride(from: span.start, to: span.end, by: model.intervalSeconds) {
        let seconds = start % 86_400
        let rate = scaled.contacts(date, seconds) / Double(model.intervalSeconds)
        let load = rate * model.handlingSeconds(date, seconds)
        let agents = (load + 0.85 * load.squareRoot() + 0.6) / (1 - queue.shrinkage) + 0.5
        sum += agents * Double(model.intervalSeconds)
      }
    }
  }
  return sum
}

/// Whole numbers in proportion to the shares that add up to `total`, by largest remainder.
func quotas(_ shares: [Double], total: Int) -> [Int] {
  let sum = shares.reduce(0, +)
  guard sum > 0 else { return shares.indices.map { $0 == 0 ? total : 0 } }
  let exact = shares.map { $0 / sum * Double(total) }
  var counts = exact.map { Int($0) }
  let order = exact.indices.sorted {
    (exact[$0] - exact[$0].rounded(.down), $1) > (exact[$1] - exact[$1].rounded(.down), $0)
  }
  var left = total - counts.reduce(0, +)
  for k in order where left > 0 {
    counts[k] += 1
    left -= 1
  }
  return counts
}
