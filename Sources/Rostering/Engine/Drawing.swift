// What moves draw: cells, pauses, queues, and where an option stands among an agent's.

extension Search {
  /// Exponential with mean 1.
  @inline(__always)
  func drawExponential() -> Double {
    exponential[Int(truncatingIfNeeded: random.next() &>> 52)]
  }

  /// A random working cell that may change; -1 when a few draws find none.
  @inline(__always)
  func workingCell() -> Int {
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
  func shifted(_ position: Int32, _ agent: AgentInfo, by: Int) -> Int {
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
}
