// Moves of a row: a shift to another day, a week earlier or later, a shift more or fewer, and some days
// in exchange with another agent.

extension Search {
  /// A shift moves to a day off of the same agent.
  func moveDay() {
    if random.below(4) == 0 { return moveDaysOff() }
    let a = random.below(agentCount)
    let agent = agents[a]
    let base = a &* days
    var from = -1
    var to = -1
    for _ in 0..<6 {
      let day = random.below(days)
      if freedom[base &+ day] == .fixed { continue }
      if cells[base &+ day].isOff {
        if freedom[base &+ day] == .free { to = day }
      } else {
        from = day
      }
      if from >= 0, to >= 0 { break }
    }
    guard from >= 0, to >= 0 else { return }
    let old = cells[base &+ from]
    guard let cell = moved(old, agent, from: from, to: to) else { return }
    begin()
    add(base &+ from, .off)
    add(base &+ to, cell)
    attempt(a)
  }

  /// Two days off in a row move: the shifts of two other days take their place. Where days off must be
  /// together no single shift can move.
  func moveDaysOff() {
    guard days >= 4 else { return }
    let a = random.below(agentCount)
    let agent = agents[a]
    let base = a &* days
    var off = -1
    for _ in 0..<6 {
      let day = random.below(days &- 1)
      if cells[base &+ day].isOff, cells[base &+ day &+ 1].isOff {
        off = day
        break
      }
    }
    let work = random.below(days &- 1)
    guard off >= 0, abs(work &- off) >= 2 else { return }
    begin()
    for k in 0...1 {
      let from = work &+ k
      let to = off &+ k
      let old = cells[base &+ from]
      if old.isOff { continue }
      guard freedom[base &+ from] == .free, freedom[base &+ to] == .free,
        let cell = moved(old, agent, from: from, to: to)
      else { return }
      add(base &+ from, .off)
      add(base &+ to, cell)
    }
    guard changeCount > 0 else { return }
    attempt(a)
  }

  /// The shift of day `from` on day `to`, as it is or with a new start or new pauses.
  private func moved(_ old: Cell, _ agent: AgentInfo, from: Int, to: Int) -> Cell? {
    let fromStart = Int(groupStart[Int(agent.group) &* days &+ from])
    let fromCount = Int(groupStart[Int(agent.group) &* days &+ from &+ 1]) &- fromStart
    let toStart = Int(groupStart[Int(agent.group) &* days &+ to])
    let toCount = Int(groupStart[Int(agent.group) &* days &+ to &+ 1]) &- toStart
    // Days with the same list of options (all but those of a clock change) match one to one.
    guard fromCount == toCount else { return drawCell(agent, to) }
    var cell = old
    var target = Int(old.position) &- fromStart &+ toStart
    if random.below(2) == 0 { target += random.within(-6, 6) }
    guard target >= toStart, target < toStart &+ toCount else { return nil }
    cell.position = Int32(truncatingIfNeeded: target)
    let shape = option(cell.position).pointee.shape
    if shape != option(old.position).pointee.shape || random.below(2) == 0 {
      guard drawPauses(&cell, shapes[Int(shape)]) else { return nil }
    }
    return cell
  }

  /// All shifts of one agent's week by the same number of starts.
  func moveWholeRow() {
    let a = random.below(agentCount)
    let agent = agents[a]
    let base = a &* days
    let by = random.below(2) == 0 ? random.within(1, 12) : -random.within(1, 12)
    let week = weekOfDay[random.below(days)]
    begin()
    for day in 0..<days where weekOfDay[day] == week && !cells[base &+ day].isOff {
      if freedom[base &+ day] == .fixed { continue }
      var cell = cells[base &+ day]
      let target = shifted(cell.position, agent, by: by)
      guard target >= 0 else { return }
      cell.position = Int32(truncatingIfNeeded: target)
      add(base &+ day, cell)
    }
    guard changeCount > 0 else { return }
    attempt(a)
  }

  /// A shift more on a day off, or one fewer.
  func addOrDrop() {
    let index = random.below(cellCount)
    let a = index / days
    begin()
    if cells[index].isOff {
      guard freedom[index] == .free || freedom[index] == .on,
        let cell = drawCell(agents[a], index &- a &* days)
      else { return }
      add(index, cell)
    } else {
      guard freedom[index] == .free || freedom[index] == .off else { return }
      add(index, .off)
    }
    attempt(a)
  }

  /// What one agent does on some days in a row is exchanged with another agent.
  func exchange() {
    guard agentCount > 1 else { return }
    let a = random.below(agentCount)
    var b = random.below(agentCount &- 1)
    if b >= a { b += 1 }
    let longest = random.below(10) < 7 ? 5 : 14
    let from = random.below(days)
    let to = min(days, from &+ 1 &+ random.below(longest))
    let one = agents[a]
    let two = agents[b]
    begin()
    for day in from..<to {
      let i = a &* days &+ day
      let j = b &* days &+ day
      let x = cells[i]
      let y = cells[j]
      if x.isOff && y.isOff { continue }
      if freedom[i] != .free || freedom[j] != .free { return }
      guard let forA = transferred(y, to: one, from: two, day),
        let forB = transferred(x, to: two, from: one, day)
      else { return }
      if forA == x, forB == y { continue }
      add(i, forA)
      add(j, forB)
    }
    guard changeCount > 0 else { return }
    attempt(a, b)
  }

  /// Another agent's cell as this agent would have it; nil when not permitted.
  @inline(__always)
  private func transferred(_ cell: Cell, to agent: AgentInfo, from other: AgentInfo, _ day: Int)
    -> Cell?
  {
    if cell.isOff { return cell }
    var result = cell
    if agent.group != other.group {
      let at = position(of: groupOptions[Int(cell.position)], group: agent.group, day: day)
      guard at >= 0 else { return nil }
      result.position = Int32(truncatingIfNeeded: at)
    }
    if agent.queueCount > 1 {
      drawQueues(&result, agent, shapes[Int(option(result.position).pointee.shape)])
    } else {
      result.queues = 0
    }
    return result
  }
}
