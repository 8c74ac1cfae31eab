// The moves of the annealing. Each draws what it needs, writes its changes and has them priced; a
// draw that makes no sense counts as a move done, so that a budget of moves always ends.

/// Relative frequencies of the moves.
package struct MoveMix: Sendable, Hashable {
  package var pause = 0
  package var start = 0
  package var kind = 0
  package var daySwap = 0
  package var wholeRow = 0
  package var addOrDrop = 0
  package var exchange = 0
  package var block = 0
  package var queue = 0
  package var aimed = 0
  package init() {}

  /// Cumulative, in the order of `Search.step()`.
  var cumulative: [Int] {
    var sum = 0
    return [pause, start, kind, daySwap, wholeRow, addOrDrop, exchange, block, queue, aimed].map {
      sum += $0
      return sum
    }
  }
}

extension Search {
  /// One move, drawn by the mix.
  @inline(__always)
  func step(_ mix: UnsafePointer<Int>) {
    if !togetherPairs.isEmpty, random.below(8) == 0 { return moveTogether() }
    let u = random.below(mix[9])
    if u < mix[0] {
      movePause()
    } else if u < mix[1] {
      moveStart()
    } else if u < mix[2] {
      moveKind()
    } else if u < mix[3] {
      moveDay()
    } else if u < mix[4] {
      moveWholeRow()
    } else if u < mix[5] {
      addOrDrop()
    } else if u < mix[6] {
      exchange()
    } else if u < mix[7] {
      overwriteBlock()
    } else if u < mix[8] {
      moveQueue()
    } else {
      aim()
    }
  }

  // MARK: - Drawing

  /// A random working cell that may change; -1 when a few draws find none.
  @inline(__always)
  private func workingCell() -> Int {
    for _ in 0..<4 {
      let index = random.below(cellCount)
      if !cells[index].isOff, freedom[index] != .fixed { return index }
    }
    return -1
  }

  /// Pauses anywhere in their windows; false when they would collide.
  @inline(__always)
  func drawPauses(_ cell: inout Cell, _ shape: ShapeInfo<Mask>) -> Bool {
    cell.pauses = 0
    for j in 0..<Int(shape.pauseCount) {
      let pause = pauses[Int(shape.firstPause) &+ j]
      cell.setPause(j, random.within(Int(pause.earliest), Int(pause.latest)))
    }
    return pausesFit(cell, shape)
  }

  /// Whether the pauses keep their order with work between them.
  @inline(__always)
  func pausesFit(_ cell: Cell, _ shape: ShapeInfo<Mask>) -> Bool {
    var free = 1
    for j in 0..<Int(shape.pauseCount) {
      let at = cell.pause(j)
      if at < free { return false }
      free = at &+ Int(pauses[Int(shape.firstPause) &+ j].length) &+ 1
    }
    return shape.pauseCount == 0 || free <= Int(shape.span)
  }

  /// A random cell with a shift among those the agent may have on the day; nil when there are none.
  @inline(__always)
  func drawCell(_ agent: AgentInfo, _ day: Int) -> Cell? {
    let at = Int(agent.group) &* days &+ day
    let first = Int(groupStart[at])
    let count = Int(groupStart[at &+ 1]) &- first
    guard count > 0 else { return nil }
    var cell = Cell(position: first &+ random.below(count))
    let shape = shapes[Int(option(cell.position).pointee.shape)]
    for _ in 0..<4 where drawPauses(&cell, shape) {
      if agent.queueCount > 1 { drawQueues(&cell, agent, shape) }
      return cell
    }
    return nil
  }

  @inline(__always)
  func drawQueues(_ cell: inout Cell, _ agent: AgentInfo, _ shape: ShapeInfo<Mask>) {
    let queue = random.below(Int(agent.queueCount))
    for stretch in 0...Int(shape.pauseCount) { cell.setQueue(stretch, queue) }
  }

  /// The position of the same shift `by` starts later among the agent's options; -1 when there is
  /// none.
  @inline(__always)
  private func shifted(_ position: Int32, _ agent: AgentInfo, by: Int) -> Int {
    let old = option(position).pointee
    let at = Int(agent.group) &* days &+ Int(old.day)
    let target = Int(position) &+ by
    guard target >= Int(groupStart[at]), target < Int(groupStart[at &+ 1]) else { return -1 }
    return option(Int32(truncatingIfNeeded: target)).pointee.shape == old.shape ? target : -1
  }

  /// Where an option stands in a group's list of its day; -1 when not permitted. Binary search.
  func position(of optionNumber: Int32, group: Int32, day: Int) -> Int {
    let at = Int(group) &* days &+ day
    var low = Int(groupStart[at])
    var high = Int(groupStart[at &+ 1])
    while low < high {
      let middle = (low &+ high) / 2
      if groupOptions[middle] < optionNumber { low = middle &+ 1 } else { high = middle }
    }
    return low < Int(groupStart[at &+ 1]) && groupOptions[low] == optionNumber ? low : -1
  }

  // MARK: - Within one shift

  /// One pause elsewhere in its window.
  private func movePause() {
    let index = workingCell()
    guard index >= 0 else { return }
    var cell = cells[index]
    let shape = shapes[Int(option(cell.position).pointee.shape)]
    guard shape.pauseCount > 0 else { return }
    let j = random.below(Int(shape.pauseCount))
    let pause = pauses[Int(shape.firstPause) &+ j]
    let at = random.within(Int(pause.earliest), Int(pause.latest))
    guard at != cell.pause(j) else { return }
    cell.setPause(j, at)
    guard pausesFit(cell, shape) else { return }
    attemptWithin(index / days, index, cell)
  }

  /// Another queue for one stretch of work, or for the whole shift.
  private func moveQueue() {
    let index = workingCell()
    guard index >= 0 else { return }
    let agent = agents[index / days]
    guard agent.queueCount > 1 else { return }
    var cell = cells[index]
    let shape = shapes[Int(option(cell.position).pointee.shape)]
    if random.below(3) == 0 {
      drawQueues(&cell, agent, shape)
    } else {
      cell.setQueue(random.below(Int(shape.pauseCount) &+ 1), random.below(Int(agent.queueCount)))
    }
    guard cell != cells[index] else { return }
    attemptWithin(index / days, index, cell)
  }

  /// The same shift earlier or later on its day, sometimes with its pauses drawn anew.
  private func moveStart() {
    let index = workingCell()
    guard index >= 0 else { return }
    let a = index / days
    let agent = agents[a]
    var cell = cells[index]
    let by = random.below(2) == 0 ? random.within(1, 6) : -random.within(1, 6)
    let target = shifted(cell.position, agent, by: by)
    guard target >= 0 else { return }
    cell.position = Int32(truncatingIfNeeded: target)
    if random.below(100) < 35 {
      let shape = shapes[Int(option(cell.position).pointee.shape)]
      guard drawPauses(&cell, shape) else { return }
    }
    begin()
    add(index, cell)
    attempt(a)
  }

  /// Any other shift the agent may have on the day.
  private func moveKind() {
    let index = workingCell()
    guard index >= 0 else { return }
    let a = index / days
    guard let cell = drawCell(agents[a], index &- a &* days), cell != cells[index] else { return }
    begin()
    add(index, cell)
    attempt(a)
  }

  // MARK: - Between days

  /// A shift moves to a day off of the same agent.
  private func moveDay() {
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
  private func moveWholeRow() {
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
  private func addOrDrop() {
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

  // MARK: - Between agents

  /// What one agent does on some days in a row is exchanged with another agent.
  private func exchange() {
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

  /// Some days in a row of one agent get the same kind of day: off, or one shape.
  private func overwriteBlock() {
    let a = random.below(agentCount)
    let agent = agents[a]
    let from = random.below(days)
    let length = random.below(20) < 11 ? 1 : random.within(1, 5)
    let to = min(days, from &+ length)
    let shape = random.below(shapeCount &+ 1) &- 1
    begin()
    for day in from..<to {
      let index = a &* days &+ day
      if freedom[index] == .fixed { return }
      if shape < 0 {
        if !cells[index].isOff { add(index, .off) }
        continue
      }
      if freedom[index] == .off { return }
      if !cells[index].isOff, Int(option(cells[index].position).pointee.shape) == shape { continue }
      guard let cell = drawCell(agent, day, shape: shape) else { return }
      add(index, cell)
    }
    guard changeCount > 0 else { return }
    attempt(a)
  }

  /// A random cell of one shape; nil when the agent may not have it on the day.
  private func drawCell(_ agent: AgentInfo, _ day: Int, shape: Int) -> Cell? {
    let at = Int(agent.group) &* days &+ day
    let first = Int(groupStart[at])
    let end = Int(groupStart[at &+ 1])
    var low = first
    while low < end, Int(option(Int32(low)).pointee.shape) < shape { low += 1 }
    var high = low
    while high < end, Int(option(Int32(high)).pointee.shape) == shape { high += 1 }
    guard high > low else { return nil }
    var cell = Cell(position: low &+ random.below(high &- low))
    let info = shapes[shape]
    for _ in 0..<4 where drawPauses(&cell, info) {
      if agent.queueCount > 1 { drawQueues(&cell, agent, info) }
      return cell
    }
    return nil
  }

  // MARK: - Aimed at a shortage

  /// Makes what stays short dearer, step by step, and lets the rest come back to its cost: what one
  /// end of the week lacks then pulls at the other end's surplus.
  func raiseShortages(by share: Double) {
    for index in 0..<slotCount {
      let base = problem.under[index]
      guard base > 0 else { continue }
      if slots[index].slack < 0 {
        let raise = max(1, Int32(Double(base) * share))
        slots[index].under = min(base &* 8, slots[index].under &+ raise)
      } else if slots[index].under > base {
        slots[index].under = max(
          base, slots[index].under &- max(1, (slots[index].under &- base) / 64))
      }
    }
    coverCost = recomputedCover()
  }

  func lowerShortages() {
    for index in 0..<slotCount { slots[index].under = problem.under[index] }
    coverCost = recomputedCover()
  }

  /// Lists the short steps; called once a block.
  func listShortages() {
    shortCount = 0
    for index in 0..<slotCount where slots[index].slack < 0 && slots[index].under > 0 {
      guard shortCount < shortCapacity else { return }
      shortages[shortCount] = Int32(truncatingIfNeeded: index)
      shortCount += 1
    }
  }

  /// Brings somebody to a short step: by moving a pause away from it, by moving a shift over it, or
  /// by moving a shift there from another day.
  private func aim() {
    guard shortCount > 0 else { return }
    let slot = Int(shortages[random.below(shortCount)])
    guard slots[slot].slack < 0 else { return }
    let step = slot % problem.steps
    let lineStart = Int32(truncatingIfNeeded: slot - step)
    for _ in 0..<4 {
      let a = random.below(agentCount)
      let agent = agents[a]
      var queue = -1
      for line in 0..<Int(agent.lineCount)
      where lineBase[Int(agent.firstLine) &+ line] == lineStart
        && lineKind[Int(agent.firstLine) &+ line] != .presence
      {
        queue = line
      }
      guard queue >= 0 else { continue }
      let day = Int(dayOfStep[step])
      let index = a &* days &+ day
      if freedom[index] == .fixed { continue }
      let cell = cells[index]
      if cell.isOff {
        if freedom[index] == .off { continue }
        if aimFromOtherDay(a, agent, index, step) { return }
        continue
      }
      let o = option(cell.position).pointee
      let shape = shapes[Int(o.shape)]
      let offset = step &- Int(o.step)
      if offset >= 0, offset < Int(shape.span) {
        if aimWithin(a, agent, index, cell, shape, offset, queue) { return }
        continue
      }
      // Over the step: any start of the same kind that reaches it.
      guard let moved = reaching(agent, day, step, shape: Int(o.shape)) else { continue }
      var new = cell
      new.position = Int32(truncatingIfNeeded: moved)
      if random.below(2) == 0, !drawPauses(&new, shape) { continue }
      begin()
      add(index, new)
      attempt(a)
      return
    }
  }

  /// The agent is in the shift but pauses or serves another queue; false when at work already.
  private func aimWithin(
    _ a: Int, _ agent: AgentInfo, _ index: Int, _ cell: Cell, _ shape: ShapeInfo<Mask>,
    _ offset: Int, _ queue: Int
  ) -> Bool {
    var new = cell
    var stretch = 0
    for j in 0..<Int(shape.pauseCount) {
      let pause = pauses[Int(shape.firstPause) &+ j]
      let at = cell.pause(j)
      if offset >= at &+ Int(pause.length) { stretch = j &+ 1 }
      if offset >= at, offset < at &+ Int(pause.length) {
        new.setPause(j, random.within(Int(pause.earliest), Int(pause.latest)))
        guard new != cell, pausesFit(new, shape) else { return false }
        attemptWithin(a, index, new)
        return true
      }
    }
    guard agent.queueCount > 1, queue < Int(agent.queueCount), cell.queue(stretch) != queue else {
      return false
    }
    new.setQueue(stretch, queue)
    attemptWithin(a, index, new)
    return true
  }

  /// A shift of another day of the agent's moves to this day, over the step.
  private func aimFromOtherDay(_ a: Int, _ agent: AgentInfo, _ index: Int, _ step: Int) -> Bool {
    let day = index &- a &* days
    var from = -1
    for _ in 0..<6 {
      let d = random.below(days)
      if !cells[a &* days &+ d].isOff, freedom[a &* days &+ d] == .free { from = d }
    }
    guard from >= 0 else { return false }
    let old = cells[a &* days &+ from]
    let shape = Int(option(old.position).pointee.shape)
    guard let moved = reaching(agent, day, step, shape: shape) else { return false }
    var new = old
    new.position = Int32(truncatingIfNeeded: moved)
    if random.below(2) == 0, !drawPauses(&new, shapes[shape]) { return false }
    begin()
    add(a &* days &+ from, .off)
    add(index, new)
    attempt(a)
    return true
  }

  /// A random permitted start of a shape on a day whose shift reaches over a step; nil when a few
  /// draws find none.
  private func reaching(_ agent: AgentInfo, _ day: Int, _ step: Int, shape: Int) -> Int? {
    let at = Int(agent.group) &* days &+ day
    let first = Int(groupStart[at])
    let count = Int(groupStart[at &+ 1]) &- first
    guard count > 0 else { return nil }
    for _ in 0..<6 {
      let position = first &+ random.below(count)
      let o = option(Int32(truncatingIfNeeded: position)).pointee
      if Int(o.shape) == shape, Int(o.step) <= step,
        step < Int(o.step) &+ Int(shapes[shape].span)
      {
        return position
      }
    }
    return nil
  }
}
