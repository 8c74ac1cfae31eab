// Moves aimed at a shortage, and the prices that make lasting shortages dearer.

internal import Diagnostics

extension Search {
  /// Makes what stays short dearer, step by step, and lets the rest come back to its cost: what one
  /// end of the week lacks then pulls at the other end's surplus.
  func raiseShortages(by share: Double) {
    for index in 0..<slotCount {
      let base = problem.under[index]
      guard base > 0 else { continue }
      if slots[index].slack < 0 {
        let raise = max(1, Int32(clamping: Int(nearest: (Double(base) * share).rounded(.down))))
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
  func aim() {
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
