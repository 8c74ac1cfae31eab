// The state of one search: every agent's cells, the slack of every line, and what they cost.
//
// All of it lies in plain memory owned by one object, because the inner loop runs millions of times
// a second; an object belongs to one task and dies with it. `Mask` is the work mask of a shift, one
// bit a step: 64 bits where all shifts are that short, else 128.

internal import CentreModel
internal import Diagnostics

/// A step of a line.
struct Slot {
  var slack: Int32
  var under: Int32
  var over: Int32
  /// Twice the cost of the square of the distance between the slack and its even share, the cost of
  /// the square itself, and twice that times the even share; see ``Search/smooth(_:)``.
  var twice: Int32 = 0
  var square: Int32 = 0
  var pull: Int32 = 0

  /// But for a constant, the coverage cost of this step.
  @inline(__always)
  var cost: Int {
    let linear = slack < 0 ? Int(-slack) &* Int(under) : Int(slack) &* Int(over)
    return linear &+ Int(slack) &* (Int(slack) &* Int(square) &- Int(pull))
  }
}

/// What the inner loop needs of an agent.
struct AgentInfo {
  var group: Int32
  var ruleSet: Int32
  var firstLine: Int32
  var lineCount: Int32
  var queueCount: Int32
  /// `Int32.min`: no shift before the horizon.
  var previousEnd: Int32
  var previousDays: Int32
  var previousNights: Int32
  var previousIsNight: Bool
  var previousClock: Int32
  var previousShape: Int32
  var beforeShifts: Int32
  var beforePaid: Int32
  var beforeNights: Int32
  var beforeEarliest: Int32
  var beforeLatest: Int32
  var beforeDaysOff: Int32
  var beforeLongestOff: Int32
  var beforeSaturday: Int32
  var leavePaid: Int32
  var preferredClock: Int32
  var carriedNights: Int32
  var carriedWeekends: Int32
  var carriedUnpopular: Int32
  var carriedMonthWeekends: Int32
  var firstPair: Int32
  var pairCount: Int32
}

struct ShapeInfo<Mask: FixedWidthInteger & UnsignedInteger> {
  var full: Mask
  var span: Int32
  var paid: Int32
  var pauseCount: Int32
  var firstPause: Int32
  var forbiddenNext: UInt64
}

struct PauseInfo<Mask: FixedWidthInteger & UnsignedInteger> {
  var mask: Mask
  var length: Int32
  var earliest: Int32
  var latest: Int32
}

final class Search<Mask: FixedWidthInteger & UnsignedInteger> {
  let problem: SearchProblem
  let days: Int
  let agentCount: Int
  let shapeCount: Int

  let slots: UnsafeMutablePointer<Slot>
  let cells: UnsafeMutablePointer<Cell>
  let agents: UnsafeMutablePointer<AgentInfo>
  let shapes: UnsafeMutablePointer<ShapeInfo<Mask>>
  let pauses: UnsafeMutablePointer<PauseInfo<Mask>>
  let options: UnsafeMutablePointer<SearchProblem.Option>
  let groupOptions: UnsafeMutablePointer<Int32>
  let groupStart: UnsafeMutablePointer<Int32>
  let lineBase: UnsafeMutablePointer<Int32>
  let lineKind: UnsafeMutablePointer<SearchProblem.Contribution>
  let limits: UnsafeMutablePointer<RowLimits>
  /// What the weeks and the horizon ask of each agent.
  let weekLimits: UnsafeMutablePointer<WeekLimits>
  let weekCount: Int
  let horizonLimits: UnsafeMutablePointer<HorizonLimits>
  let latestEnd: UnsafeMutablePointer<Int32>
  let hasLatestEnds: Bool
  let freedom: UnsafeMutablePointer<SearchProblem.Freedom>
  let cellCost: UnsafeMutablePointer<Int32>
  let weekOfDay: UnsafeMutablePointer<Int32>
  let weekendOfDay: UnsafeMutablePointer<Int32>
  let rowHard: UnsafeMutablePointer<Int32>
  let rowSoft: UnsafeMutablePointer<Int>
  let pairList: UnsafeMutablePointer<Int32>
  let shapeCounts: UnsafeMutablePointer<Int32>
  let hasReference: Bool
  /// Pairs that start together.
  let togetherPairs: [Int]
  let slotCount: Int
  let cellCount: Int
  private var owned: [UnsafeMutableRawPointer] = []

  var random: RandomSource
  /// Cost of what is missing and superfluous, of soft rules, and units of broken hard rules.
  var coverCost = 0
  var softCost = 0
  var hardUnits = 0
  var hardWeight = 20_000
  /// An upper bound of what one changed cell can win in coverage.
  let mostGain: Int
  /// -ln u at 4096 places, times which the temperature gives the largest step taken.
  let exponential: UnsafeMutablePointer<Double>
  var temperature = 0.0

  /// Changes of the move being tried.
  /// Slots with too few agents, as of the last block.
  let shortages: UnsafeMutablePointer<Int32>
  var shortCount = 0
  var shortCapacity: Int { slotCount }
  /// The day in which a step lies.
  let dayOfStep: UnsafeMutablePointer<Int32>
  let changeAt: UnsafeMutablePointer<Int>
  let changeTo: UnsafeMutablePointer<Cell>
  let changeFrom: UnsafeMutablePointer<Cell>
  var changeCount = 0

  init(_ given: SearchProblem, seed: UInt64) {
    var problem = given
    if problem.weekLimits.isEmpty { problem.fillLimits() }
    self.problem = problem
    days = problem.days
    agentCount = problem.agents.count
    shapeCount = problem.shapes.count
    random = RandomSource(seed: seed)
    hasReference = !problem.reference.isEmpty
    togetherPairs = problem.pairs.indices.filter { problem.pairs[$0].together }
    let mostLines = problem.agents.map(\.lines.count).max() ?? 1
    let dearest = zip(problem.under, problem.over).map { Int(max($0, $1)) }.max() ?? 0
    mostGain = dearest * problem.longestSpan * 2 * mostLines
    slotCount = problem.slack.count
    cellCount = agentCount * days

    var blocks: [UnsafeMutableRawPointer] = []
    func place<T>(_ values: [T]) -> UnsafeMutablePointer<T> {
      let pointer = UnsafeMutablePointer<T>.allocate(capacity: max(1, values.count))
      pointer.initialize(from: values, count: values.count)
      blocks.append(UnsafeMutableRawPointer(pointer))
      return pointer
    }
    slots = place(
      problem.slack.indices.map {
        Slot(
          slack: problem.slack[$0], under: problem.under[$0], over: problem.over[$0])
      })
    cells = place(
      problem.initial.isEmpty ? Array(repeating: Cell.off, count: cellCount) : problem.initial)
    var lines: [SearchProblem.Line] = []
    var pairsOf: [[Int32]] = Array(repeating: [], count: agentCount)
    for (index, pair) in problem.pairs.enumerated() {
      pairsOf[pair.first].append(Int32(index))
      pairsOf[pair.second].append(Int32(index))
    }
    var flatPairs: [Int32] = []
    var infos: [AgentInfo] = []
    for (index, agent) in problem.agents.enumerated() {
      infos.append(
        AgentInfo(
          group: Int32(agent.group), ruleSet: Int32(agent.ruleSet),
          firstLine: Int32(lines.count), lineCount: Int32(agent.lines.count),
          queueCount: Int32(agent.queueCount),
          previousEnd: agent.before.end.map { Int32(clamping: $0) } ?? Int32.min,
          previousDays: Int32(clamping: agent.before.daysInRow),
          previousNights: Int32(clamping: agent.before.nightsInRow),
          previousIsNight: agent.before.isNight,
          previousClock: Int32(clamping: agent.before.clock),
          previousShape: Int32(clamping: agent.before.shape),
          beforeShifts: Int32(clamping: agent.before.shifts),
          beforePaid: Int32(clamping: agent.before.paid),
          beforeNights: Int32(clamping: agent.before.nights),
          beforeEarliest: Int32(clamping: agent.before.earliest),
          beforeLatest: Int32(clamping: agent.before.latest),
          beforeDaysOff: Int32(clamping: agent.before.daysOff),
          beforeLongestOff: Int32(clamping: agent.before.longestOff),
          beforeSaturday: Int32(clamping: agent.before.saturday),
          leavePaid: Int32(clamping: agent.leavePaid),
          preferredClock: Int32(agent.preferredClock),
          carriedNights: Int32(agent.carriedNights),
          carriedWeekends: Int32(agent.carriedWeekends),
          carriedUnpopular: Int32(agent.carriedUnpopular),
          carriedMonthWeekends: Int32(clamping: agent.before.monthWeekends),
          firstPair: Int32(flatPairs.count), pairCount: Int32(pairsOf[index].count)))
      lines += agent.lines
      flatPairs += pairsOf[index]
    }
    agents = place(infos)
    pairList = place(flatPairs)
    lineBase = place(lines.map { Int32($0.line * problem.steps) })
    lineKind = place(lines.map(\.kind))
    var flatPauses: [PauseInfo<Mask>] = []
    var flatShapes: [ShapeInfo<Mask>] = []
    for shape in problem.shapes {
      flatShapes.append(
        ShapeInfo(
          full: Self.ones(shape.span), span: Int32(shape.span), paid: Int32(shape.paidSeconds),
          pauseCount: Int32(shape.pauses.count), firstPause: Int32(flatPauses.count),
          forbiddenNext: shape.forbiddenNext))
      flatPauses += shape.pauses.map {
        PauseInfo(
          mask: Self.ones($0.length), length: Int32($0.length), earliest: Int32($0.earliest),
          latest: Int32($0.latest))
      }
    }
    shapes = place(flatShapes)
    pauses = place(flatPauses)
    options = place(problem.options)
    groupOptions = place(problem.groupOptions)
    groupStart = place(problem.groupStart)
    limits = place(problem.ruleSets.map(RowLimits.init))
    weekLimits = place(problem.weekLimits)
    weekCount = problem.weekCount
    horizonLimits = place(problem.horizonLimits)
    latestEnd = place(problem.latestEnd)
    hasLatestEnds = !problem.latestEnd.isEmpty
    freedom = place(problem.freedom)
    cellCost = place(problem.cellCost)
    weekOfDay = place(problem.weekOfDay.map(Int32.init))
    weekendOfDay = place(problem.weekendOfDay.map(Int32.init))
    rowHard = place(Array(repeating: 0, count: agentCount))
    rowSoft = place(Array(repeating: 0, count: agentCount))
    shapeCounts = place(Array(repeating: 0, count: problem.shapes.count))
    exponential = place((0..<4096).map { -portableLog((Double($0) + 0.5) / 4096) })
    shortages = place(Array(repeating: 0, count: slotCount))
    dayOfStep = place(problem.dayOfStep.map(Int32.init))
    changeAt = place(Array(repeating: 0, count: 3 * problem.days + 3))
    changeTo = place(Array(repeating: .off, count: 3 * problem.days + 3))
    changeFrom = place(Array(repeating: .off, count: 3 * problem.days + 3))
    owned = blocks
    for index in 0..<cellCount where !cells[index].isOff { addWork(index, cells[index]) }
    coverCost = recomputedCover()
    rescoreRows()
  }

  deinit {
    for block in owned { block.deallocate() }
  }

  static func ones(_ count: Int) -> Mask {
    count >= Mask.bitWidth ? Mask.max : (Mask(1) &<< Mask(count)) &- 1
  }

  /// What the present state costs; smaller is better.
  var cost: Int { coverCost &+ softCost &+ hardWeight &* hardUnits }

  /// Coverage cost of all slots from scratch, the squares included.
  func recomputedCover() -> Int {
    var total = 0
    for index in 0..<slotCount { total &+= slots[index].cost }
    return total
  }

  /// Coverage cost as the user counts it: without the squares, shortages at their own price.
  func plainCover() -> Int {
    var total = 0
    for index in 0..<slotCount {
      let slot = slots[index]
      total &+=
        slot.slack < 0
        ? Int(-slot.slack) &* Int(problem.under[index]) : Int(slot.slack) &* Int(slot.over)
    }
    return total
  }

  /// What is missing, by its price.
  func missingCost() -> Int {
    var total = 0
    for index in 0..<slotCount where slots[index].slack < 0 {
      total &+= Int(-slots[index].slack) &* Int(problem.under[index])
    }
    return total
  }

  /// Lets every slot cost `weight` times the square of the distance to its even share of the line's
  /// whole surplus or shortage, shares being proportional to the requirement.
  ///
  /// Only where surplus is spread evenly can a whole shift be taken away and put where it is missing;
  /// without this the days of a week freeze with a surplus here and a shortage there.
  func smooth(_ weight: Int) {
    for line in 0..<problem.lineCount {
      let base = line * problem.steps
      var surplus = 0
      var need = 0
      for index in base..<base + problem.steps where problem.under[index] > 0 {
        surplus += Int(slots[index].slack)
        need += max(0, -Int(problem.slack[index])) * 8 + 1
      }
      let share = Double(surplus) / Double(max(1, need))
      for index in base..<base + problem.steps {
        let counts = weight > 0 && problem.under[index] > 0
        let even = share * Double(max(0, -Int(problem.slack[index])) * 8 + 1)
        slots[index].square = counts ? Int32(clamping: weight) : 0
        slots[index].twice = counts ? Int32(clamping: 2 * weight) : 0
        slots[index].pull = counts ? Int32(clamping: Int(nearest: 2 * Double(weight) * even)) : 0
      }
    }
    coverCost = recomputedCover()
  }

  /// Lets every step of a queue cost the square of the distance of its slack to the queue's mean: where
  /// nobody is to spare, one agent who falls ill is missed. Whoever works while nobody is required counts
  /// from nought.
  ///
  /// Half a step more than the mean is aimed at, so that one agent more or fewer where the slack is as in
  /// the mean costs nothing: nobody works more or less for this.
  func spread() {
    let inside = problem.steps - problem.longestSpan - 1
    let queues = Set(
      problem.agents.flatMap { $0.lines.filter { $0.kind == .queue }.map(\.line) })
    for line in queues.sorted() {
      let base = line * problem.steps
      let wanted = (base..<base + inside).filter { problem.slack[$0] < 0 && problem.under[$0] > 0 }
      let weight = spreadWeight(wanted)
      guard weight > 0 else { continue }
      let sum = wanted.reduce(0) { $0 + Int(slots[$1].slack) }
      let mean = max(0, Double(sum) / Double(wanted.count))
      for index in base..<base + inside {
        let aim = problem.slack[index] < 0 ? mean + 0.5 : 0
        slots[index].square = Int32(clamping: weight)
        slots[index].twice = Int32(clamping: 2 * weight)
        slots[index].pull = Int32(clamping: Int(nearest: 2 * Double(weight) * aim))
      }
    }
    coverCost = recomputedCover()
  }

  /// A fiftieth of the cheapest missing step, and less than surplus costs where it does.
  private func spreadWeight(_ steps: [Int]) -> Int {
    let missing = Int(steps.map { problem.under[$0] }.min() ?? 0)
    let surplus = Int(steps.map { problem.over[$0] }.min() ?? 0)
    return surplus > 0 ? min(missing / 50, surplus / 2) : missing / 50
  }

  func rescoreRows() {
    softCost = 0
    hardUnits = 0
    for agent in 0..<agentCount {
      let score = rowScore(agent)
      rowHard[agent] = Int32(score.hard)
      rowSoft[agent] = score.soft
      softCost += score.soft
      hardUnits += score.hard
    }
    for pair in problem.pairs.indices {
      let score = pairScore(pair)
      softCost += score.soft
      hardUnits += score.hard
    }
  }

  @inline(__always)
  func option(_ position: Int32) -> UnsafeMutablePointer<SearchProblem.Option> {
    options + Int(groupOptions[Int(position)])
  }

  func snapshot() -> [Cell] { Array(UnsafeBufferPointer(start: cells, count: cellCount)) }

  /// Puts `saved` in place of the present state.
  func restore(_ saved: [Cell]) {
    for index in 0..<cellCount where cells[index] != saved[index] {
      if !cells[index].isOff { removeWork(index, cells[index]) }
      cells[index] = saved[index]
      if !cells[index].isOff { addWork(index, cells[index]) }
    }
    coverCost = recomputedCover()
    rescoreRows()
  }
}
