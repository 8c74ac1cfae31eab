// Goal: the change of one agent's shifts, by one shift, that wins most.
// Method: every shift of the agent in turn is taken out; on its own day and on the days off of the same
// week every permitted shift is priced. What one more agent costs at a step is summed up once along the
// days, so that a shift costs two differences of sums, and so does each place of a pause. Pauses are
// placed one after the other, each where it costs least.
// Conditions: exact for one queue; with several, pauses are placed as if the dearest could be served at
// every step, and each stretch of work then gets the one queue in which it wins most.
// Cost: about 50 ns a permitted shift.

/// A change of one agent's row and what it costs altogether; negative wins.
struct RowChange {
  var agent: Int
  var cells: [(index: Int, cell: Cell)]
  var cost: Int
}

/// What one more agent at work, or present, costs up to each step.
struct WorkSums {
  var work: [Int]
  var presence: [Int]

  init(steps: Int) {
    work = Array(repeating: 0, count: steps + 1)
    presence = work
  }
}

extension Search {
  /// The cheapest change of one agent's row by one shift; nil when none wins anything.
  func bestChange(_ a: Int, _ sums: inout WorkSums) -> RowChange? {
    var best: RowChange?
    let row = a * days
    let standing = standing(a)
    for day in 0..<days where freedom[row + day] != .fixed {
      let old = cells[row + day]
      guard !old.isOff else {
        sum(a, day...day, &sums)
        consider(a, from: -1, to: day, before: standing, sums, &best)
        continue
      }
      let removed = removeWork(row + day, old)
      cells[row + day] = .off
      let near = max(0, day - 6)...min(days - 1, day + 6)
      sum(a, near, &sums)
      for to in near where weekOfDay[to] == weekOfDay[day] && cells[row + to].isOff {
        guard to == day || freedom[row + day] == .free else { continue }
        consider(a, from: day, to: to, before: standing - removed, sums, &best)
      }
      let cost = self.standing(a) + removed - standing
      if freedom[row + day] == .free, cost < best?.cost ?? 0 {
        best = RowChange(agent: a, cells: [(row + day, .off)], cost: cost)
      }
      cells[row + day] = old
      addWork(row + day, old)
    }
    return best
  }

  /// Does a change.
  func apply(_ change: RowChange) {
    for (index, cell) in change.cells {
      if !cells[index].isOff { removeWork(index, cells[index]) }
      cells[index] = cell
      if !cell.isOff { addWork(index, cell) }
    }
    coverCost = recomputedCover()
    rescoreRows()
  }

  /// What the rules have to say about an agent's row, in cost.
  private func standing(_ a: Int) -> Int {
    let row = rowScore(a)
    guard agents[a].pairCount > 0 else { return row.soft + row.hard * hardWeight }
    let pairs = pairsScore(a)
    return row.soft + pairs.soft + (row.hard + pairs.hard) * hardWeight
  }

  /// Sums along the steps that shifts of some days may touch.
  private func sum(_ a: Int, _ range: ClosedRange<Int>, _ sums: inout WorkSums) {
    let agent = agents[a]
    let row = Int(agent.group) * days
    var first = Int.max
    var last = 0
    for day in range {
      for position in groupStart[row + day]..<groupStart[row + day + 1] {
        let o = option(position).pointee
        first = min(first, Int(o.step))
        last = max(last, Int(o.step) + Int(shapes[Int(o.shape)].span))
      }
    }
    guard first < last else { return }
    var work = 0
    var presence = 0
    sums.work[first] = 0
    sums.presence[first] = 0
    for step in first..<last {
      var queue = Int.max
      for line in Int(agent.firstLine)..<Int(agent.firstLine + agent.lineCount) {
        let cost = costOfOneMore(Int(lineBase[line]) + step)
        switch lineKind[line] {
        case .queue: queue = min(queue, cost)
        case .work: work += cost
        case .presence: presence += cost
        }
      }
      if queue != Int.max { work += queue }
      sums.work[step + 1] = work
      sums.presence[step + 1] = presence
    }
  }

  @inline(__always)
  private func costOfOneMore(_ index: Int) -> Int {
    let slot = slots[index]
    return slot.slack < 0 ? -Int(slot.under) : Int(slot.over)
  }

  /// Prices every shift of a day off; `before`: what stands against it.
  private func consider(
    _ a: Int, from: Int, to: Int, before: Int, _ sums: WorkSums, _ best: inout RowChange?
  ) {
    let agent = agents[a]
    let at = Int(agent.group) * days + to
    let index = a * days + to
    guard freedom[index] == .free || freedom[index] == .on else { return }
    for position in groupStart[at]..<groupStart[at + 1] {
      let o = option(position).pointee
      let shape = shapes[Int(o.shape)]
      let start = Int(o.step)
      let end = start + Int(shape.span)
      var cell = Cell(position: Int(position))
      var cost = sums.work[end] - sums.work[start] + sums.presence[end] - sums.presence[start]
      cost -= placePauses(&cell, shape, start, sums)
      guard cost - before < best?.cost ?? 0, pausesFit(cell, shape) else { continue }
      if agent.queueCount > 1 { cost += chooseQueues(&cell, agent, start, shape) }
      cells[index] = cell
      cost += standing(a) - before
      cells[index] = .off
      guard cost < best?.cost ?? 0 else { continue }
      var changes: [(index: Int, cell: Cell)] = []
      if from >= 0, from != to { changes.append((a * days + from, .off)) }
      changes.append((index, cell))
      best = RowChange(agent: a, cells: changes, cost: cost)
    }
  }

  /// Puts each pause where the agent costs most; answers what that saves.
  @inline(__always)
  private func placePauses(
    _ cell: inout Cell, _ shape: ShapeInfo<Mask>, _ start: Int, _ sums: WorkSums
  ) -> Int {
    var saved = 0
    var free = 1
    for j in 0..<Int(shape.pauseCount) {
      let pause = pauses[Int(shape.firstPause) + j]
      let length = Int(pause.length)
      let first = max(free, Int(pause.earliest))
      var most = Int.min
      var chosen = first
      for k in first...max(first, Int(pause.latest)) {
        let value = sums.work[start + k + length] - sums.work[start + k]
        guard value > most else { continue }
        most = value
        chosen = k
      }
      saved += most
      cell.setPause(j, chosen)
      free = chosen + length + 1
    }
    return saved
  }

  /// Gives each stretch of work the queue where it costs least; answers how much more that is than the
  /// cheapest queue of each step.
  private func chooseQueues(
    _ cell: inout Cell, _ agent: AgentInfo, _ start: Int, _ shape: ShapeInfo<Mask>
  ) -> Int {
    var more = 0
    var from = 0
    for j in 0...Int(shape.pauseCount) {
      let to = j == Int(shape.pauseCount) ? Int(shape.span) : cell.pause(j)
      var least = Int.max
      for queue in 0..<Int(agent.queueCount) {
        let base = Int(lineBase[Int(agent.firstLine) + queue]) + start
        let cost = (from..<to).reduce(0) { $0 + costOfOneMore(base + $1) }
        guard cost < least else { continue }
        least = cost
        cell.setQueue(j, queue)
      }
      more += least
      for k in from..<to {
        more -= (0..<Int(agent.queueCount)).reduce(Int.max) {
          min($0, costOfOneMore(Int(lineBase[Int(agent.firstLine) + $1]) + start + k))
        }
      }
      if j < Int(shape.pauseCount) { from = to + Int(pauses[Int(shape.firstPause) + j].length) }
    }
    return more
  }
}
