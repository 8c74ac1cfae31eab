// Goal: the change of the coverage cost when a shift comes, goes or moves.
// Method: a shift is a bit mask of the steps worked; only the bits in which the old and the new mask
// differ are looked at. Taking an agent from a step with slack <= 0 makes one more missing; adding
// one to a step with slack < 0 makes one fewer. While smoothing is on, the square of the distance to an
// even slack m counts too: one more changes it by 2 (slack - m) + 1, one fewer by 1 - 2 (slack - m).
// Cost: a few nanoseconds for each bit that differs.

extension Search {
  /// Steps worked, from the option's first step.
  @inline(__always)
  func workMask(_ shape: ShapeInfo<Mask>, _ cell: Cell) -> Mask {
    var mask = shape.full
    for j in 0..<Int(shape.pauseCount) {
      mask &= ~(pauses[Int(shape.firstPause) &+ j].mask &<< Mask(truncatingIfNeeded: cell.pause(j)))
    }
    return mask
  }

  /// Steps given to the agent's queue of position `queue`.
  @inline(__always)
  func queueMask(_ shape: ShapeInfo<Mask>, _ cell: Cell, _ queue: Int) -> Mask {
    var mask = Mask(0)
    var from = 0
    for j in 0...Int(shape.pauseCount) {
      let isLast = j == Int(shape.pauseCount)
      let to = isLast ? Int(shape.span) : cell.pause(j)
      if cell.queue(j) == queue {
        mask |= Self.ones(to &- from) &<< Mask(truncatingIfNeeded: from)
      }
      if !isLast { from = to &+ Int(pauses[Int(shape.firstPause) &+ j].length) }
    }
    return mask
  }

  /// Steps in which a cell counts on one of its agent's lines.
  @inline(__always)
  func mask(
    _ agent: AgentInfo, line: Int, _ shape: ShapeInfo<Mask>, _ cell: Cell
  ) -> Mask {
    switch lineKind[Int(agent.firstLine) &+ line] {
    case .queue:
      agent.queueCount == 1 ? workMask(shape, cell) : queueMask(shape, cell, line)
    case .work: workMask(shape, cell)
    case .presence: shape.full
    }
  }

  /// Cost of taking one agent away from these steps, without doing it.
  @inline(__always)
  func loss(_ slot: UnsafeMutablePointer<Slot>, _ mask: Mask) -> Int {
    var m = mask
    var sum = 0
    while m != 0 {
      let s = slot + m.trailingZeroBitCount
      let slot = s.pointee
      sum &+= slot.slack <= 0 ? Int(slot.under) : -Int(slot.over)
      sum &+= Int(slot.square &+ slot.pull &- slot.twice &* slot.slack)
      m &= m &- 1
    }
    return sum
  }

  /// Cost (normally negative) of adding one agent to these steps, without doing it.
  @inline(__always)
  func gain(_ slot: UnsafeMutablePointer<Slot>, _ mask: Mask) -> Int {
    var m = mask
    var sum = 0
    while m != 0 {
      let s = slot + m.trailingZeroBitCount
      let slot = s.pointee
      sum &+= slot.slack < 0 ? -Int(slot.under) : Int(slot.over)
      sum &+= Int(slot.square &- slot.pull &+ slot.twice &* slot.slack)
      m &= m &- 1
    }
    return sum
  }

  @inline(__always)
  func change(_ slot: UnsafeMutablePointer<Slot>, _ mask: Mask, by amount: Int32) {
    var m = mask
    while m != 0 {
      slot[m.trailingZeroBitCount].slack &+= amount
      m &= m &- 1
    }
  }

  /// Adds a working cell's coverage; answers the change of cost.
  @discardableResult
  func addWork(_ index: Int, _ cell: Cell) -> Int {
    let agent = agents[index / days]
    let option = option(cell.position)
    let shape = shapes[Int(option.pointee.shape)]
    var delta = 0
    for line in 0..<Int(agent.lineCount) {
      let slot = slots + Int(lineBase[Int(agent.firstLine) &+ line]) + Int(option.pointee.step)
      let mask = mask(agent, line: line, shape, cell)
      delta &+= gain(slot, mask)
      change(slot, mask, by: 1)
    }
    return delta
  }

  /// Takes a working cell's coverage away; answers the change of cost.
  @discardableResult
  func removeWork(_ index: Int, _ cell: Cell) -> Int {
    let agent = agents[index / days]
    let option = option(cell.position)
    let shape = shapes[Int(option.pointee.shape)]
    var delta = 0
    for line in 0..<Int(agent.lineCount) {
      let slot = slots + Int(lineBase[Int(agent.firstLine) &+ line]) + Int(option.pointee.step)
      let mask = mask(agent, line: line, shape, cell)
      delta &+= loss(slot, mask)
      change(slot, mask, by: -1)
    }
    return delta
  }

  /// Change of cost when `old` gives way to `new`, without doing it; both must align.
  func replacementCost(_ agentIndex: Int, _ old: Cell, _ new: Cell) -> Int {
    replace(agentIndex, old, new, commit: false)
  }

  /// Does what ``replacementCost`` evaluates.
  func commitReplacement(_ agentIndex: Int, _ old: Cell, _ new: Cell) {
    _ = replace(agentIndex, old, new, commit: true)
  }

  @inline(__always)
  private func replace(_ agentIndex: Int, _ old: Cell, _ new: Cell, commit: Bool) -> Int {
    let agent = agents[agentIndex]
    var step = Int.max
    var oldShape = shapes[0]
    var newShape = shapes[0]
    var oldStep = 0
    var newStep = 0
    if !old.isOff {
      let option = option(old.position).pointee
      oldShape = shapes[Int(option.shape)]
      oldStep = Int(option.step)
      step = oldStep
    }
    if !new.isOff {
      let option = option(new.position).pointee
      newShape = shapes[Int(option.shape)]
      newStep = Int(option.step)
      step = min(step, newStep)
    }
    var delta = 0
    for line in 0..<Int(agent.lineCount) {
      let before =
        old.isOff
        ? 0
        : mask(agent, line: line, oldShape, old)
          &<< Mask(truncatingIfNeeded: oldStep &- step)
      let after =
        new.isOff
        ? 0
        : mask(agent, line: line, newShape, new)
          &<< Mask(truncatingIfNeeded: newStep &- step)
      let slot = slots + Int(lineBase[Int(agent.firstLine) &+ line]) + step
      if commit {
        change(slot, before & ~after, by: -1)
        change(slot, after & ~before, by: 1)
      } else {
        delta &+= loss(slot, before & ~after) &+ gain(slot, after & ~before)
      }
    }
    return delta
  }
}
