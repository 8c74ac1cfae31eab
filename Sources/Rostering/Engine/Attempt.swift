// One step of the annealing: a move has written its changes into the list; they are priced and kept
// or forgotten.

extension Search {
  @inline(__always)
  func begin() { changeCount = 0 }

  @inline(__always)
  func add(_ index: Int, _ cell: Cell) {
    changeAt[changeCount] = index
    changeTo[changeCount] = cell
    changeCount &+= 1
  }

  /// The largest rise of cost that this step may take: Metropolis, with the random number drawn
  /// before the change is priced.
  @inline(__always)
  func threshold() -> Int {
    Int(temperature * drawExponential())
  }

  /// A pause or a queue of one cell changes: no rule about working times can notice.
  @inline(__always)
  @discardableResult
  func attemptWithin(_ agent: Int, _ index: Int, _ cell: Cell) -> Bool {
    let old = cells[index]
    var delta = replacementCost(agent, old, cell)
    if hasReference {
      delta &+= referenceCost(index, cell) &- referenceCost(index, old)
    }
    guard delta <= threshold() else { return false }
    commitReplacement(agent, old, cell)
    cells[index] = cell
    if hasReference {
      let change = referenceCost(index, cell) &- referenceCost(index, old)
      rowSoft[agent] &+= change
      softCost &+= change
      delta &-= change
    }
    coverCost &+= delta
    return true
  }

  /// Prices the listed changes, which concern `first` and, if not negative, `second`; keeps them
  /// when the threshold allows.
  @discardableResult
  func attempt(_ first: Int, _ second: Int = -1) -> Bool {
    let limit = threshold()
    for i in 0..<changeCount { changeFrom[i] = cells[changeAt[i]] }
    let isApart = second < 0 && changesAreApart()
    let hasPairs = agents[first].pairCount > 0 || (second >= 0 && agents[second].pairCount > 0)
    var cover = 0
    if isApart {
      for i in 0..<changeCount { cover &+= replacementCost(first, changeFrom[i], changeTo[i]) }
      // No row can win more than all that it costs; most refusals end here.
      let most = rowSoft[first] &+ hardWeight &* Int(rowHard[first])
      if !hasPairs, cover > limit &+ most { return false }
    }
    let pairsBefore = hasPairs ? pairsScore(first, second) : RowScore()
    for i in 0..<changeCount { cells[changeAt[i]] = changeTo[i] }
    let one = rowScore(first)
    var hard = one.hard &- Int(rowHard[first])
    var soft = one.soft &- rowSoft[first]
    var two = RowScore()
    if second >= 0 {
      two = rowScore(second)
      hard &+= two.hard &- Int(rowHard[second])
      soft &+= two.soft &- rowSoft[second]
    }
    if hasPairs {
      let after = pairsScore(first, second)
      hard &+= after.hard &- pairsBefore.hard
      soft &+= after.soft &- pairsBefore.soft
    }
    let rows = soft &+ hard &* hardWeight
    if isApart {
      guard cover &+ rows <= limit else {
        undoCells()
        return false
      }
      for i in 0..<changeCount { commitReplacement(first, changeFrom[i], changeTo[i]) }
    } else {
      // No move can win more coverage than this.
      if rows > limit &+ mostGain &* changeCount {
        undoCells()
        return false
      }
      for i in 0..<changeCount where !changeFrom[i].isOff {
        cover &+= removeWork(changeAt[i], changeFrom[i])
      }
      for i in 0..<changeCount where !changeTo[i].isOff {
        cover &+= addWork(changeAt[i], changeTo[i])
      }
      guard cover &+ rows <= limit else {
        for i in 0..<changeCount where !changeTo[i].isOff { removeWork(changeAt[i], changeTo[i]) }
        for i in 0..<changeCount where !changeFrom[i].isOff {
          addWork(changeAt[i], changeFrom[i])
        }
        undoCells()
        return false
      }
    }
    coverCost &+= cover
    rowHard[first] = Int32(truncatingIfNeeded: one.hard)
    rowSoft[first] = one.soft
    if second >= 0 {
      rowHard[second] = Int32(truncatingIfNeeded: two.hard)
      rowSoft[second] = two.soft
    }
    hardUnits &+= hard
    softCost &+= soft
    return true
  }

  /// Whether no two of the changes touch a common step, so that each can be priced by itself.
  @inline(__always)
  private func changesAreApart() -> Bool {
    var before = stretch(0)
    guard before.end &- before.start <= Mask.bitWidth else { return false }
    for i in 1..<changeCount {
      let next = stretch(i)
      guard next.end &- next.start <= Mask.bitWidth else { return false }
      if changeCount == 2 {
        return before.end <= next.start || next.end <= before.start
      }
      guard before.end <= next.start else { return false }
      before = next
    }
    return true
  }

  /// The steps a change may touch.
  @inline(__always)
  private func stretch(_ i: Int) -> (start: Int, end: Int) {
    var start = Int.max
    var end = 0
    if !changeFrom[i].isOff {
      let o = option(changeFrom[i].position).pointee
      start = Int(o.step)
      end = start &+ Int(shapes[Int(o.shape)].span)
    }
    if !changeTo[i].isOff {
      let o = option(changeTo[i].position).pointee
      start = min(start, Int(o.step))
      end = max(end, Int(o.step) &+ Int(shapes[Int(o.shape)].span))
    }
    return (start, end)
  }

  @inline(__always)
  private func undoCells() {
    for i in 0..<changeCount { cells[changeAt[i]] = changeFrom[i] }
  }

  /// The pairs of one or two agents, each pair once.
  func pairsScore(_ first: Int, _ second: Int = -1) -> RowScore {
    var sum = RowScore()
    let a = agents[first]
    for i in 0..<Int(a.pairCount) {
      let score = pairScore(Int(pairList[Int(a.firstPair) + i]))
      sum.hard += score.hard
      sum.soft += score.soft
    }
    guard second >= 0 else { return sum }
    let b = agents[second]
    for i in 0..<Int(b.pairCount) {
      let number = Int(pairList[Int(b.firstPair) + i])
      let pair = problem.pairs[number]
      if pair.first == first || pair.second == first { continue }
      let score = pairScore(number)
      sum.hard += score.hard
      sum.soft += score.soft
    }
    return sum
  }
}
