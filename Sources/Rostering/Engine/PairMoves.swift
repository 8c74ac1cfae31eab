// Agents who start together can only move together: a change of one alone breaks the pair, and no
// temperature at which anything else is kept would let it pass.

extension Search {
  /// Both agents of a pair get shifts with one start on a day, keep them and lose a day on which they
  /// both work, or lose one.
  func moveTogether() {
    let pair = problem.pairs[togetherPairs[random.below(togetherPairs.count)]]
    let day = random.below(days)
    let (i, j) = (pair.first &* days &+ day, pair.second &* days &+ day)
    begin()
    if !cells[i].isOff, !cells[j].isOff, random.below(8) == 0 {
      guard mayLose(i), mayLose(j) else { return }
      add(i, .off)
      add(j, .off)
    } else {
      guard mayWork(i), mayWork(j), let one = drawCell(agents[pair.first], day),
        let two = cell(startingWith: one, pair.second, day)
      else { return }
      add(i, one)
      add(j, two)
      if cells[i].isOff || cells[j].isOff, random.below(4) > 0 {
        let other = random.below(days)
        let (k, l) = (pair.first &* days &+ other, pair.second &* days &+ other)
        guard other != day, mayLose(k), mayLose(l), !cells[k].isOff || !cells[l].isOff else {
          return
        }
        if !cells[k].isOff { add(k, .off) }
        if !cells[l].isOff { add(l, .off) }
      }
    }
    attempt(pair.first, pair.second)
  }

  /// Gives the second agent of each pair the starts of the first, where it may have them.
  func alignPairs() {
    for number in togetherPairs {
      let pair = problem.pairs[number]
      for day in 0..<days {
        let (i, j) = (pair.first * days + day, pair.second * days + day)
        let wanted = cells[i].isOff ? nil : cell(startingWith: cells[i], pair.second, day)
        if let wanted, mayWork(j) {
          place(j, wanted)
        } else {
          if mayLose(j) { place(j, .off) }
          if mayLose(i), cells[j].isOff { place(i, .off) }
        }
      }
    }
    coverCost = recomputedCover()
    rescoreRows()
  }

  private func place(_ index: Int, _ cell: Cell) {
    if !cells[index].isOff { removeWork(index, cells[index]) }
    cells[index] = cell
    if !cell.isOff { addWork(index, cell) }
  }

  @inline(__always)
  private func mayWork(_ index: Int) -> Bool {
    freedom[index] == .free || freedom[index] == .on
  }

  @inline(__always)
  private func mayLose(_ index: Int) -> Bool {
    freedom[index] == .free || freedom[index] == .off
  }

  /// A shift of an agent that starts when another one does, with pauses drawn.
  private func cell(startingWith other: Cell, _ agent: Int, _ day: Int) -> Cell? {
    let start = option(other.position).pointee.start
    let info = agents[agent]
    let at = Int(info.group) &* days &+ day
    let range = Int(groupStart[at])..<Int(groupStart[at &+ 1])
    guard !range.isEmpty else { return nil }
    // Any of several kinds with this start, beginning at a random one.
    let offset = random.below(range.count)
    for k in 0..<range.count {
      let position = range.lowerBound &+ (offset &+ k) % range.count
      let found = option(Int32(position)).pointee
      guard found.start == start else { continue }
      var cell = Cell(position: position)
      let shape = shapes[Int(found.shape)]
      guard drawPauses(&cell, shape) else { continue }
      if info.queueCount > 1 { drawQueues(&cell, info, shape) }
      return cell
    }
    return nil
  }
}
