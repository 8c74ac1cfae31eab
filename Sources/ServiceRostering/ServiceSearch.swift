// Goal: the roster of fewest paid hours that keeps every goal in the surrogate, anchored by simulation.
//
// State: every agent's cells, the people at work with a skill in each set of queues, in-time calls by queue
// and step, and their sums by goal. Costs are whole numbers, 1024 a paid quarter hour, so that a sum kept
// up to date never drifts. A change costs O(changed steps × sets).
// Objective: paid time + price × missing in-time calls + what is missing of a minimum presence + three times
// the pay of presence that a day lacks + as much again as is paid while everything is closed: nobody works
// while the centre is shut unless the shift cannot lie elsewhere. Hard rules are held before a change is priced; a change that breaks more of them is never made.

internal import FloorSimulation
internal import Rostering

/// One change of a move.
struct CellChange {
  var index: Int
  var cell: Cell
}

final class ServiceSearch {
  /// Units of a paid quarter hour, and of an in-time call.
  static let unit = 1024

  let problem: ServiceProblem
  let surrogate: Surrogate
  let rows: RuleRows
  let days: Int
  let agents: Int
  let queues: Int
  let goals: Int

  /// What one missing in-time call costs, in sixteenths of a paid quarter hour.
  var price = 80
  /// What an in-time call between the target and the reserve is worth, in sixteenths of a paid quarter hour:
  /// service to spare is what lets a shift go later.
  var spareWorth = 8
  /// In-time calls that the surrogate must reach, by goal, in units, and those beyond which more is worth
  /// nothing.
  let target: UnsafeMutablePointer<Int>
  let reserve: UnsafeMutablePointer<Int>
  let sum: UnsafeMutablePointer<Int>

  private(set) var paid = 0
  private(set) var soft = 0
  private(set) var hard = 0
  private(set) var absentPeople = 0
  /// Steps of work while everything is closed.
  private(set) var idle = 0
  private let idleCost: Int

  private let sets: Int
  private let stride: Int
  /// Queues in fours, and the places of a step with them filled up.
  private let fours: Int
  private let lanes: Int
  private let people: UnsafeMutablePointer<Int16>
  /// Which sets an agent counts in: `agent * sets + set` is 1 or 0.
  private let counts: UnsafeMutablePointer<Int16>
  private let inTime: UnsafeMutablePointer<Int32>
  private let table: UnsafeMutablePointer<Float>
  private let calls: UnsafeMutablePointer<Float>
  private let place: UnsafeMutablePointer<Int32>
  private let steps: Int
  /// Goals of a queue and open step, three places, -1 where there are fewer.
  private let goalOf: UnsafeMutablePointer<Int32>
  private let minimum: UnsafeMutablePointer<Int32>
  /// Sets that ask for presence, steps of work asked for and there, `k * days + day`, and the day of each
  /// open step; see ``DayPresence``.
  private let presenceSets: UnsafeMutablePointer<Int32>
  private let presenceCount: Int
  private let asked: UnsafeMutablePointer<Int>
  private let there: UnsafeMutablePointer<Int>
  private let dayOfPlace: UnsafeMutablePointer<Int32>
  /// Steps of work lacking of what is asked for.
  private var lacking = 0
  private let lackingCost: Int
  /// 1 for the queues of a set, `set * fours + four`.
  private let marks: UnsafeMutablePointer<SIMD4<Float>>
  private let rowHard: UnsafeMutablePointer<Int32>
  private let rowSoft: UnsafeMutablePointer<Int>
  private let paidUnits: UnsafeMutablePointer<Int>
  /// One bit a step, by shape: the span, and each pause as if it lay at the beginning, `shape * pauses + j`.
  private let spanMasks: UnsafeMutablePointer<UInt128>
  private let pauseMasks: UnsafeMutablePointer<UInt128>
  private let pauses: Int
  /// By position of a shift, whether it lies in closed hours without need.
  private let liesShut: UnsafeMutablePointer<Bool>

  // The move being tried.
  private let touched: UnsafeMutablePointer<Int32>
  private var touchedCount = 0
  private let stamp: UnsafeMutablePointer<Int32>
  private let goalStamp: UnsafeMutablePointer<Int32>
  private var move = Int32(0)
  private let oldPeople: UnsafeMutablePointer<Int16>
  private let oldInTime: UnsafeMutablePointer<Int32>
  private let touchedGoals: UnsafeMutablePointer<Int32>
  private var touchedGoalCount = 0
  private let oldSum: UnsafeMutablePointer<Int>
  private let levels: UnsafeMutablePointer<Int32>
  private var owned: [UnsafeMutableRawPointer] = []

  /// `stay`: paid quarter hours that a shift other than in `near` costs; `near` nil is `cells`.
  init(
    _ problem: ServiceProblem, _ surrogate: Surrogate, _ presence: DayPresence, cells: [Cell],
    seed: UInt64, near: [Cell]? = nil, stay: Double = 0
  ) {
    self.problem = problem
    self.surrogate = surrogate
    rows = RuleRows(
      problem.rows.search, seed: seed, near: stay > 0 ? near ?? cells : [],
      changeCost: Int(stay * 1000))
    days = problem.rows.search.days
    agents = problem.rows.agents.count
    queues = surrogate.queues
    goals = problem.goals.count
    sets = surrogate.sets.count
    stride = surrogate.most + 1
    fours = (surrogate.queues + 3) / 4
    lanes = 4 * fours
    let (queues, lanes, fours) = (surrogate.queues, self.lanes, self.fours)
    steps = problem.floor.steps
    idleCost = Self.unit * problem.floor.stepSeconds / 900
    let open = surrogate.open.count
    var blocks: [UnsafeMutableRawPointer] = []
    func place<T>(_ values: [T]) -> UnsafeMutablePointer<T> {
      let pointer = UnsafeMutablePointer<T>.allocate(capacity: max(1, values.count))
      pointer.initialize(from: values, count: values.count)
      blocks.append(UnsafeMutableRawPointer(pointer))
      return pointer
    }
    target = place(
      problem.goals.map { Int(($0.calls * $0.level * Double(Self.unit)).rounded(.up)) })
    reserve = place(Array(repeating: 0, count: goals))
    sum = place(Array(repeating: 0, count: goals))
    people = place(Array(repeating: 0, count: open * sets))
    counts = place(
      problem.floor.agents.flatMap { agent in
        surrogate.sets.map { Int16($0 & agent.skills != 0 ? 1 : 0) }
      })
    inTime = place(Array(repeating: 0, count: open * lanes))
    table = place(surrogate.misses)
    calls = place(
      (0..<open * lanes).map { at in
        at % lanes < queues ? surrogate.calls[at / lanes * queues + at % lanes] : 0
      })
    self.place = place(surrogate.place)
    var goalOf = Array(repeating: Int32(-1), count: open * queues * 3)
    for (g, goal) in problem.goals.enumerated() {
      for t in goal.steps where surrogate.place[t] >= 0 {
        let at = (Int(surrogate.place[t]) * queues + goal.queue) * 3
        for k in at..<at + 3 where goalOf[k] < 0 {
          goalOf[k] = Int32(g)
          break
        }
      }
    }
    self.goalOf = place(goalOf)
    minimum = place(
      surrogate.open.flatMap { t in
        problem.promise.queues.enumerated().map { q, queue in
          let perInterval = Double(problem.floor.stepsPerLoss)
          return Int32(
            queue.leastPeople(calls: problem.floor.queues[q].offered[t] * perInterval))
        }
      })
    presenceSets = place(presence.sets.map(Int32.init))
    presenceCount = presence.sets.count
    asked = place(presence.asked)
    there = place(presence.asked.map { _ in 0 })
    dayOfPlace = place(presence.dayOfPlace.map(Int32.init))
    lackingCost = DayPresence.missingCost * idleCost
    marks = place(
      surrogate.sets.flatMap { set in
        (0..<fours).map { four in
          SIMD4<Float>((0..<4).map { set >> UInt64(4 * four + $0) & 1 == 1 ? 1 : 0 })
        }
      })
    rowHard = place(Array(repeating: 0, count: problem.rows.agents.count))
    rowSoft = place(Array(repeating: 0, count: problem.rows.agents.count))
    let shapes = problem.rows.search.shapes
    func mask(_ steps: Int) -> UInt128 {
      steps >= 128 ? UInt128.max : (UInt128(1) << UInt128(steps)) - 1
    }
    paidUnits = place(shapes.map { $0.paidSeconds * Self.unit / 900 })
    spanMasks = place(shapes.map { mask($0.span) })
    let pauses = shapes.map(\.pauses.count).max() ?? 0
    self.pauses = pauses
    pauseMasks = place(
      shapes.flatMap { shape in
        (0..<pauses).map { $0 < shape.pauses.count ? mask(shape.pauses[$0].length) : 0 }
      })
    liesShut = place(problem.liesShut)
    applied = place(Array(repeating: Applied(index: 0, from: .off, to: .off), count: Self.most))
    rowsBefore = place(Array(repeating: RowBefore(agent: 0, hard: 0, soft: 0), count: Self.most))
    touched = place(Array(repeating: 0, count: open + 1))
    stamp = place(Array(repeating: 0, count: open + 1))
    goalStamp = place(Array(repeating: 0, count: goals))
    oldPeople = place(Array(repeating: 0, count: (open + 1) * sets))
    oldInTime = place(Array(repeating: 0, count: (open + 1) * lanes))
    touchedGoals = place(Array(repeating: 0, count: goals))
    oldSum = place(Array(repeating: 0, count: goals))
    levels = place(Array(repeating: 0, count: lanes))
    owned = blocks
    put(cells)
  }

  deinit {
    for block in owned { block.deallocate() }
  }

  /// Puts a whole roster in place of the present one.
  func put(_ cells: [Cell]) {
    paid = 0
    soft = 0
    hard = 0
    idle = 0
    let open = surrogate.open.count
    absentPeople = (0..<open * queues).reduce(0) { $0 + Int(minimum[$1]) }
    people.update(repeating: 0, count: open * sets)
    there.update(repeating: 0, count: presenceCount * days)
    lacking = (0..<presenceCount * days).reduce(0) { $0 + asked[$1] }
    sum.update(repeating: 0, count: goals)
    for (index, cell) in cells.enumerated() {
      rows[index] = cell
      if !cell.isOff {
        paid += paidUnits[Int(rows.option(cell).shape)]
        add(index / days, cell, 1)
      }
    }
    for one in problem.standing { add(one) }
    for a in 0..<agents {
      let score = score(a)
      rowHard[a] = Int32(score.hard)
      rowSoft[a] = score.soft
      hard += score.hard
      soft += score.soft
    }
    for k in 0..<open {
      price(k)
      for q in 0..<queues {
        let value = levels[q]
        inTime[k * lanes + q] = value
        for g in 0..<3 {
          let goal = goalOf[(k * queues + q) * 3 + g]
          if goal >= 0 { sum[Int(goal)] += Int(value) }
        }
      }
    }
    touchedCount = 0
  }

  @inline(__always)
  private func score(_ a: Int) -> (hard: Int, soft: Int) {
    var score = rows.score(a)
    if rows.hasPairs {
      let pairs = rows.pairScore(a)
      score.hard += pairs.hard
      score.soft += pairs.soft
    }
    return score
  }

  /// What the present state costs.
  var cost: Int {
    var short = 0
    var spare = 0
    for g in 0..<goals {
      short += max(0, target[g] - sum[g])
      spare += max(0, reserve[g] - sum[g])
    }
    return paid + (short * price + spare * spareWorth) / 16 + soft + Self.absence * absentPeople
      + idleCost * idle + lackingCost * lacking
  }

  /// A person missing of a minimum, in units: sixty quarter hours.
  static let absence = 60 * unit

  // MARK: - One step

  /// In-time calls of all queues in an open step, four queues at a time: misses to the fourth power are
  /// added up over the sets.
  @inline(__always)
  private func price(_ k: Int) {
    let row = people + k &* sets
    let values = table + k &* sets &* stride
    for four in 0..<fours {
      var power = SIMD4<Float>.zero
      for s in 0..<sets {
        power += marks[s &* fours &+ four] * values[s &* stride &+ Int(row[s])]
      }
      // Roots are taken one after the other, so none of a place without a queue.
      for lane in 0..<min(4, queues &- 4 &* four) {
        let miss = min(power[lane], 1).squareRoot().squareRoot()
        let at = 4 &* four &+ lane
        levels[at] = Int32(calls[k &* lanes &+ at] * (1 - miss) * Float(Self.unit))
      }
    }
  }

  // MARK: - Changes

  /// Work of a cell as one bit a step from the first.
  @inline(__always)
  private func work(_ cell: Cell) -> (start: Int, mask: UInt128) {
    let option = rows.option(cell)
    let shape = Int(option.shape)
    var mask = spanMasks[shape]
    let own = pauseMasks + shape &* pauses
    for j in 0..<pauses where own[j] != 0 {
      mask &= ~(own[j] &<< UInt128(cell.pause(j)))
    }
    return (Int(option.step), mask)
  }

  /// One person more or fewer on the steps of a mask.
  @inline(__always)
  private func add(_ agent: Int, _ start: Int, _ given: UInt128, _ sign: Int16) {
    var mask = given
    let own = counts + agent &* sets
    while mask != 0 {
      let t = start &+ mask.trailingZeroBitCount
      mask &= mask &- 1
      if t >= steps { return }
      let k = place[t]
      if k < 0 {
        idle &+= Int(sign)
        continue
      }
      let row = people + Int(k) &* sets
      if stamp[Int(k)] != move {
        stamp[Int(k)] = move
        touched[touchedCount] = k
        let old = oldPeople + touchedCount &* sets
        for s in 0..<sets { old[s] = row[s] }
        touchedCount &+= 1
      }
      let least = minimum + Int(k) &* queues
      for q in 0..<queues where own[q] != 0 {
        if sign > 0, Int32(row[q]) < least[q] { absentPeople &-= 1 }
        if sign < 0, Int32(row[q]) <= least[q] { absentPeople &+= 1 }
      }
      for s in 0..<sets { row[s] &+= own[s] &* sign }
      for j in 0..<presenceCount where own[Int(presenceSets[j])] != 0 {
        let at = j &* days &+ Int(dayOfPlace[Int(k)])
        if sign > 0, there[at] < asked[at] { lacking &-= 1 }
        if sign < 0, there[at] <= asked[at] { lacking &+= 1 }
        there[at] &+= Int(sign)
      }
    }
  }

  private func add(_ agent: Int, _ cell: Cell, _ sign: Int16) {
    let (start, mask) = work(cell)
    move &+= 1
    touchedCount = 0
    add(agent, start, mask, sign)
  }

  /// The work of a shift of the roster before.
  private func add(_ standing: ServiceProblem.StandingWork) {
    for piece in standing.work {
      for start in Swift.stride(from: piece.lowerBound, to: piece.upperBound, by: 64) {
        let count = min(64, piece.upperBound - start)
        move &+= 1
        touchedCount = 0
        add(standing.agent, start, (UInt128(1) &<< UInt128(count)) &- 1, 1)
      }
    }
  }

  /// From one cell of an agent to another; only the steps in which they differ.
  @inline(__always)
  private func replace(_ agent: Int, _ from: Cell, _ to: Cell) {
    if from.isOff {
      guard !to.isOff else { return }
      let (start, mask) = work(to)
      return add(agent, start, mask, 1)
    }
    let (oldStart, oldMask) = work(from)
    guard !to.isOff else { return add(agent, oldStart, oldMask, -1) }
    let (newStart, newMask) = work(to)
    let base = min(oldStart, newStart)
    let by = max(oldStart, newStart) &- base
    if by > 0, (oldStart > newStart ? oldMask : newMask).leadingZeroBitCount < by {
      add(agent, oldStart, oldMask, -1)
      return add(agent, newStart, newMask, 1)
    }
    let a = oldMask &<< UInt128(oldStart &- base)
    let b = newMask &<< UInt128(newStart &- base)
    add(agent, base, a & ~b, -1)
    add(agent, base, b & ~a, 1)
  }

  /// Tries a move; keeps it when it costs at most `most` more, and when hard rules are not broken more than
  /// before. Answers the change of cost, nil when a rule forbids the move.
  @discardableResult
  func attempt(_ changes: [CellChange], most: Int) -> Int? {
    guard let delta = apply(changes) else { return nil }
    if delta > most { undo() }
    return delta
  }

  /// Changes of one move, at most.
  private static let most = 4

  private struct Applied {
    var index: Int
    var from: Cell
    var to: Cell
  }

  private struct RowBefore {
    var agent: Int
    var hard: Int32
    var soft: Int
  }

  // The last move, to take it back.
  private let applied: UnsafeMutablePointer<Applied>
  private var appliedCount = 0
  private let rowsBefore: UnsafeMutablePointer<RowBefore>
  private var rowsBeforeCount = 0
  private var before = (paid: 0, soft: 0, hard: 0, absent: 0, idle: 0, lacking: 0)

  /// Makes a move of at most four changes whatever it costs and answers the change of cost; nil, and nothing
  /// is changed, when more hard rules would be broken or a shift would lie in closed hours without need.
  func apply(_ changes: [CellChange]) -> Int? {
    precondition(changes.count <= Self.most, "a move has at most \(Self.most) changes")
    for change in changes where !change.cell.isOff {
      let position = change.cell.position
      if liesShut[Int(position)], position != rows[change.index].position { return nil }
    }
    before = (paid, soft, hard, absentPeople, idle, lacking)
    appliedCount = 0
    rowsBeforeCount = 0
    for change in changes {
      applied[appliedCount] = Applied(
        index: change.index, from: rows[change.index], to: change.cell)
      appliedCount &+= 1
      rows[change.index] = change.cell
    }
    let (newHard, newSoft) = rescored()
    if newHard > hard {
      for i in (0..<appliedCount).reversed() { rows[applied[i].index] = applied[i].from }
      restoreRows()
      return nil
    }
    move &+= 1
    touchedCount = 0
    touchedGoalCount = 0
    var newPaid = paid
    for i in 0..<appliedCount {
      let one = applied[i]
      if !one.from.isOff { newPaid &-= paidUnits[Int(rows.option(one.from).shape)] }
      if !one.to.isOff { newPaid &+= paidUnits[Int(rows.option(one.to).shape)] }
      replace(one.index / days, one.from, one.to)
    }
    for i in 0..<touchedCount {
      let k = Int(touched[i])
      price(k)
      for q in 0..<queues {
        let at = k &* lanes &+ q
        let old = inTime[at]
        let new = levels[q]
        oldInTime[i &* lanes &+ q] = old
        let by = Int(new &- old)
        if by == 0 { continue }
        inTime[at] = new
        for g in 0..<3 {
          let goal = Int(goalOf[(k &* queues &+ q) &* 3 &+ g])
          if goal < 0 { break }
          if goalStamp[goal] != move {
            goalStamp[goal] = move
            touchedGoals[touchedGoalCount] = Int32(goal)
            oldSum[touchedGoalCount] = sum[goal]
            touchedGoalCount &+= 1
          }
          sum[goal] &+= by
        }
      }
    }
    var short = 0
    var spare = 0
    for i in 0..<touchedGoalCount {
      let goal = Int(touchedGoals[i])
      short &+= max(0, target[goal] &- sum[goal]) &- max(0, target[goal] &- oldSum[i])
      spare &+= max(0, reserve[goal] &- sum[goal]) &- max(0, reserve[goal] &- oldSum[i])
    }
    let delta =
      newPaid &- paid &+ newSoft &- soft &+ (short &* price &+ spare &* spareWorth) / 16
      &+ Self.absence &* (absentPeople &- before.absent) &+ idleCost &* (idle &- before.idle)
      &+ lackingCost &* (lacking &- before.lacking)
    paid = newPaid
    soft = newSoft
    hard = newHard
    return delta
  }

  /// Scores the rows of the move's people anew; answers units of broken hard rules and the cost of soft ones
  /// of everybody.
  @inline(__always)
  private func rescored() -> (hard: Int, soft: Int) {
    var sum = (hard: hard, soft: soft)
    func set(_ a: Int, hard: Int, soft: Int) {
      sum.hard &+= hard &- Int(rowHard[a])
      sum.soft &+= soft &- rowSoft[a]
      rowsBefore[rowsBeforeCount] = RowBefore(agent: a, hard: rowHard[a], soft: rowSoft[a])
      rowsBeforeCount &+= 1
      rowHard[a] = Int32(hard)
      rowSoft[a] = soft
    }
    // Pauses alone change nothing that a rule reads but how near a roster stays to another.
    if appliedCount == 1, applied[0].from.position == applied[0].to.position {
      let (one, a) = (applied[0], applied[0].index / days)
      let by = rows.distance(one.index, one.to) &- rows.distance(one.index, one.from)
      set(a, hard: Int(rowHard[a]), soft: rowSoft[a] &+ by)
      return sum
    }
    for i in 0..<appliedCount {
      let a = applied[i].index / days
      if (0..<rowsBeforeCount).contains(where: { rowsBefore[$0].agent == a }) { continue }
      let score = score(a)
      set(a, hard: score.hard, soft: score.soft)
    }
    return sum
  }

  /// Takes the last move back.
  func undo() {
    for i in (0..<appliedCount).reversed() { rows[applied[i].index] = applied[i].from }
    restoreRows()
    for i in 0..<touchedCount {
      let k = Int(touched[i])
      for j in 0..<presenceCount {
        let s = Int(presenceSets[j])
        there[j &* days &+ Int(dayOfPlace[k])] &-= Int(
          people[k &* sets &+ s] &- oldPeople[i &* sets &+ s])
      }
      for s in 0..<sets { people[k &* sets &+ s] = oldPeople[i &* sets &+ s] }
      for q in 0..<queues { inTime[k &* lanes &+ q] = oldInTime[i &* lanes &+ q] }
    }
    for i in 0..<touchedGoalCount { sum[Int(touchedGoals[i])] = oldSum[i] }
    paid = before.paid
    soft = before.soft
    hard = before.hard
    absentPeople = before.absent
    idle = before.idle
    lacking = before.lacking
  }

  private func restoreRows() {
    for i in 0..<rowsBeforeCount {
      rowHard[rowsBefore[i].agent] = rowsBefore[i].hard
      rowSoft[rowsBefore[i].agent] = rowsBefore[i].soft
    }
  }

  var cells: [Cell] { rows.cells }
}
