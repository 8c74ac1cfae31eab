// Moves within one shift: a pause, a queue, the start, the kind.

extension Search {
  /// One pause elsewhere in its window.
  func movePause() {
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
  func moveQueue() {
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
  func moveStart() {
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
  func moveKind() {
    let index = workingCell()
    guard index >= 0 else { return }
    let a = index / days
    guard let cell = drawCell(agents[a], index &- a &* days), cell != cells[index] else { return }
    begin()
    add(index, cell)
    attempt(a)
  }
}
