// Goal: a first roster that breaks few rules and already follows the requirement.
// Method: agent by agent in a random order; a few random patterns of working days, the one that
// breaks fewest rules; on each day the start that covers the largest deficit, pauses where the slack
// is largest.

extension Search {
  /// Fills every free row. `shiftsPerWeek[ruleSet]` is what to aim at.
  func construct(shiftsPerWeek: [Int]) {
    var order = Array(0..<agentCount)
    for i in stride(from: agentCount - 1, to: 0, by: -1) {
      order.swapAt(i, random.below(i + 1))
    }
    for agent in order { constructRow(agent, shiftsPerWeek[Int(agents[agent].ruleSet)]) }
    coverCost = recomputedCover()
    rescoreRows()
    if !togetherPairs.isEmpty { alignPairs() }
  }

  private func constructRow(_ a: Int, _ perWeek: Int) {
    let agent = agents[a]
    let base = a * days
    for day in 0..<days where freedom[base + day] != .fixed && !cells[base + day].isOff {
      removeWork(base + day, cells[base + day])
      cells[base + day] = .off
    }
    let fixed = (0..<days).map { cells[base + $0] }
    var best = fixed
    var bestScore = Int.max
    for attempt in 0..<16 {
      for day in 0..<days { cells[base + day] = fixed[day] }
      drawPattern(a, perWeek, near: agent.preferredClock >= 0 && attempt < 8)
      let score = rowScore(a)
      let value = score.hard * 1_000_000 + score.soft
      if value < bestScore {
        bestScore = value
        best = (0..<days).map { cells[base + $0] }
      }
      if score.hard == 0, attempt >= 3 { break }
    }
    for day in 0..<days { cells[base + day] = best[day] }
    let hard = rowScore(a).hard
    for day in 0..<days where freedom[base + day] != .fixed && !best[day].isOff {
      improveStart(a, base + day, mostHard: hard)
    }
    for day in 0..<days where freedom[base + day] != .fixed && !cells[base + day].isOff {
      addWork(base + day, cells[base + day])
    }
  }

  /// Random working days, week by week, all at about the same time of day.
  private func drawPattern(_ a: Int, _ perWeek: Int, near: Bool) {
    let agent = agents[a]
    let base = a * days
    let target = near ? Int(agent.preferredClock) : random.below(86_400)
    var day = 0
    while day < days {
      var end = day
      while end < days, weekOfDay[end] == weekOfDay[day] { end += 1 }
      var open = (day..<end).filter {
        freedom[base + $0] == .free && !range(agent, $0).isEmpty
      }
      let musts = (day..<end).filter { freedom[base + $0] == .on && !range(agent, $0).isEmpty }
      let fixedShifts = (day..<end).count {
        freedom[base + $0] == .fixed && !cells[base + $0].isOff
      }
      // Leave out days that stand together, so that days off come in pairs.
      let off = random.below(max(1, end - day))
      if open.count > 2, end - day == 7 { open.removeAll { ($0 - day - off + 7) % 7 < 2 } }
      for i in stride(from: open.count - 1, to: 0, by: -1) {
        open.swapAt(i, random.below(i + 1))
      }
      let ask = weekLimits[a * weekCount + Int(weekOfDay[day])]
      let past = day == 0 ? Int(agent.beforeShifts) : 0
      var aim = perWeek * (end - day) / 7
      if ask.wishedShifts >= 0 { aim = min(aim, Int(ask.wishedShifts) - past) }
      if ask.maxShifts >= 0 { aim = min(aim, Int(ask.maxShifts) - past) }
      let wanted = max(0, aim - musts.count - fixedShifts)
      for chosen in musts + open.prefix(wanted) {
        if let cell = drawCell(agent, chosen, near: target) { cells[base + chosen] = cell }
      }
      day = end
    }
  }

  @inline(__always)
  private func range(_ agent: AgentInfo, _ day: Int) -> Range<Int> {
    let at = Int(agent.group) * days + day
    return Int(groupStart[at])..<Int(groupStart[at + 1])
  }

  /// The option nearest to a time of day, with random pauses.
  private func drawCell(_ agent: AgentInfo, _ day: Int, near clock: Int) -> Cell? {
    let range = range(agent, day)
    guard !range.isEmpty else { return nil }
    var best = range.lowerBound
    var bestDistance = Int.max
    let shape = option(Int32(range.lowerBound + random.below(range.count))).pointee.shape
    for position in range where option(Int32(position)).pointee.shape == shape {
      let distance = abs(Int(option(Int32(position)).pointee.clock) - clock)
      if distance < bestDistance {
        best = position
        bestDistance = distance
      }
    }
    var cell = Cell(position: best)
    let info = shapes[Int(option(cell.position).pointee.shape)]
    for _ in 0..<16 where drawPauses(&cell, info) {
      if agent.queueCount > 1 { drawQueues(&cell, agent, info) }
      return cell
    }
    return nil
  }

  /// Walks through the weeks of every agent whose rules are still broken until they are kept, whatever
  /// that costs in coverage; answers whether all are.
  func repairRows() -> Bool {
    for a in 0..<agentCount where rowScore(a).hard > 0 {
      let agent = agents[a]
      let base = a * days
      for day in 0..<days where !cells[base + day].isOff {
        removeWork(base + day, cells[base + day])
      }
      var hard = rowScore(a).hard
      for _ in 0..<20_000 where hard > 0 {
        let day = random.below(days)
        let other = random.below(days)
        if freedom[base + day] == .fixed || freedom[base + other] == .fixed { continue }
        let saved = (cells[base + day], cells[base + other])
        let mayWork = freedom[base + day] != .off
        cells[base + day] = mayWork && random.below(2) == 0 ? drawCell(agent, day) ?? .off : .off
        if random.below(2) == 0, other != day { cells[base + other] = .off }
        let trial = rowScore(a).hard
        if trial <= hard {
          hard = trial
        } else {
          cells[base + other] = saved.1
          cells[base + day] = saved.0
        }
      }
      for day in 0..<days where !cells[base + day].isOff { addWork(base + day, cells[base + day]) }
    }
    coverCost = recomputedCover()
    rescoreRows()
    return hardUnits == 0
  }

  /// Tries every start of the day for the largest gain in coverage, then every place of each pause.
  private func improveStart(_ a: Int, _ index: Int, mostHard: Int) {
    let agent = agents[a]
    let range = range(agent, index - a * days)
    let original = cells[index]
    var best = original
    var bestCost = replacementCost(a, .off, original)
    let stride = max(1, range.count / 48)
    var position = range.lowerBound + random.below(stride)
    while position < range.upperBound {
      var cell = original
      cell.position = Int32(position)
      let shape = option(cell.position).pointee.shape
      if shape == option(original.position).pointee.shape
        || drawPauses(&cell, shapes[Int(shape)])
      {
        let cost = replacementCost(a, .off, cell)
        if cost < bestCost {
          cells[index] = cell
          if rowScore(a).hard <= mostHard {
            best = cell
            bestCost = cost
          }
        }
      }
      position += stride
    }
    let shape = shapes[Int(option(best.position).pointee.shape)]
    for j in 0..<Int(shape.pauseCount) {
      let pause = pauses[Int(shape.firstPause) + j]
      for at in Int(pause.earliest)...Int(pause.latest) {
        var cell = best
        cell.setPause(j, at)
        guard pausesFit(cell, shape) else { continue }
        let cost = replacementCost(a, .off, cell)
        if cost < bestCost {
          best = cell
          bestCost = cost
        }
      }
    }
    cells[index] = best
  }
}
