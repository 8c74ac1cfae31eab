// Goal: a RosterProblem as whole numbers for the search, and the way back from cells to segments.
// The grid of steps is the coarsest one on which every interval, start and pause falls.

internal import CentreModel
internal import CivilTime
internal import Diagnostics

/// A compiled problem together with what its numbers mean.
struct CompiledRoster {
  var search: SearchProblem
  let calendar: HorizonCalendar
  let agents: [RosterAgent]
  let kinds: [ShiftKind]
  /// Seconds of a step.
  let step: Int
  let queues: [String]
  /// Queue numbers an agent can serve, in order.
  let queuesOfAgent: [[Int]]
  let shiftsPerWeek: [Int]
  /// Whether anybody is required in a queue at a step, `queue * steps + step`.
  let needed: [Bool]
  /// Cells that the roster before has filled.
  var given: [Int: Cell] = [:]

  /// `countsPrevious`: Whether what the roster before works inside the horizon counts as coverage; its
  /// part in the rows does always.
  init(_ problem: RosterProblem, countsPrevious: Bool = true) throws(Problem) {
    let rules = problem.rules
    agents = problem.agents.sorted { $0.id < $1.id }
    guard (1...62).contains(problem.days) else {
      throw Problem(
        .usage, subject: "horizon", "is not between 1 and 62 days", value: "\(problem.days)",
        maybe: "plan eight weeks at a time")
    }
    calendar = HorizonCalendar(
      zone: problem.zone, firstDate: problem.horizonStart, days: problem.days, rules: rules)
    queues = problem.requirement.queues
    step = try Self.stepSeconds(problem, calendar)

    // Kinds of all contracts in one list.
    var kinds: [ShiftKind] = []
    var kindsOfContract: [String: Range<Int>] = [:]
    for contract in rules.contracts {
      kindsOfContract[contract.id] = kinds.count..<kinds.count + contract.kinds.count
      kinds += contract.kinds
    }
    self.kinds = kinds
    let shapes = try Self.shapes(kinds, step: step)
    let longest = shapes.map(\.span).max() ?? 1
    let steps = (calendar.end - calendar.origin + step - 1) / step + longest + 1

    let lines = try LineTable(
      problem, calendar: calendar, step: step, steps: steps, countsPrevious: countsPrevious)
    needed = lines.needed
    search = SearchProblem(
      days: problem.days, steps: steps, lineCount: lines.count, slack: lines.slack,
      under: lines.under, over: lines.over, shapes: shapes, weekOfDay: calendar.weekOfDay,
      isWholeWeek: calendar.isWholeWeek, weekendOfDay: calendar.weekendOfDay,
      monthOfWeekend: calendar.monthOfWeekend, isWholeWeekend: calendar.isWholeWeekend)

    var day = 0
    for t in 0..<steps {
      while day + 1 < problem.days, calendar.starts[day + 1] <= calendar.origin + t * step {
        day += 1
      }
      search.dayOfStep.append(day)
    }

    let optionTable = Self.addOptions(
      to: &search, kinds: kinds, calendar: calendar, rules: rules, step: step)
    var groups: [GroupKey: Int] = [:]
    var ruleSets: [SearchProblem.RuleSet: Int] = [:]
    var queuesOfAgent: [[Int]] = []
    for agent in agents {
      guard let range = kindsOfContract[agent.contract] else {
        throw Problem(
          subject: agent.id, "has an unknown contract", value: agent.contract,
          maybe: nearestName(to: agent.contract, among: rules.contracts.map(\.id)).map {
            "you meant \($0)"
          } ?? "add a [[contract]] with this id to the rules")
      }
      let key = GroupKey(
        contract: agent.contract, availability: agent.availability, window: agent.startWindow)
      let group: Int
      if let known = groups[key] {
        group = known
      } else {
        group = search.addGroup(
          try Self.permitted(
            agent, range, optionTable, options: search.options, calendar: calendar, rules: rules))
        groups[key] = group
      }
      var set = Self.ruleSet(rules.effectiveRules(of: agent))
      if kinds[range].contains(where: { $0.maxPerAgent != nil }) {
        set.shapeLimits = kinds.indices.map {
          range.contains($0) ? Int32(kinds[$0].maxPerAgent?.value ?? -1) : -1
        }
      }
      let ruleSet = ruleSets[set] ?? ruleSets.count
      if ruleSets[set] == nil {
        ruleSets[set] = ruleSet
        search.ruleSets.append(set)
      }
      let served = lines.queues(of: agent, rules)
      queuesOfAgent.append(served)
      search.agents.append(
        SearchProblem.Agent(
          group: group, ruleSet: ruleSet, lines: lines.lines(of: agent, served, rules),
          queueCount: served.count,
          preferredClock: agent.preferredStart.map { $0 * 60 } ?? -1,
          carriedNights: agent.carriedNights, carriedWeekends: agent.carriedWeekends,
          carriedUnpopular: agent.carriedUnpopular))
    }
    self.queuesOfAgent = queuesOfAgent
    shiftsPerWeek = search.ruleSets.map(Self.aim)
    try addPeople(problem)
  }

  struct GroupKey: Hashable {
    var contract: String
    var availability: String?
    var window: MinuteRange?
  }

  // MARK: - Grid and shapes

  private static func stepSeconds(
    _ problem: RosterProblem, _ calendar: HorizonCalendar
  ) throws(Problem) -> Int {
    var step = problem.requirement.intervalSeconds
    func include(_ seconds: Int) { step = greatestCommonDivisor(step, abs(seconds)) }
    for start in calendar.starts { include(start - problem.requirement.start) }
    for contract in problem.rules.contracts {
      for kind in contract.kinds {
        include(kind.lengthSeconds)
        include(kind.startEveryMinutes * 60)
        for time in kind.starts where time.from == time.to { include(time.from * 60) }
        for pause in kind.pauses {
          include(pause.lengthSeconds)
          include(pause.earliestSeconds)
          include(pause.latestSeconds)
        }
      }
    }
    guard step >= 60 else {
      throw Problem(
        .infeasible, subject: "time grid",
        "interval, shift lengths, starts and pauses have no common step of a minute or more",
        value: "\(step) s", maybe: "use lengths and windows that are whole multiples of 5 minutes")
    }
    return step
  }

  private static func shapes(
    _ kinds: [ShiftKind], step: Int
  ) throws(Problem) -> [SearchProblem.Shape] {
    var shapes: [SearchProblem.Shape] = []
    let numbers = Dictionary(
      kinds.enumerated().map { ($1.id, UInt64(1) << UInt64(min($0, 63))) }, uniquingKeysWith: |)
    for kind in kinds {
      let span = kind.lengthSeconds / step
      guard span <= 128, kind.pauses.count <= 7 else {
        throw Problem(
          subject: kind.id, "has more than 128 steps of the time grid, or more than 7 pauses",
          value: "\(span) steps of \(step / 60) min",
          maybe: "make intervals, starts and pauses fit a coarser grid")
      }
      shapes.append(
        SearchProblem.Shape(
          span: span,
          pauses: kind.pauses.map {
            .init(
              length: $0.lengthSeconds / step, earliest: $0.earliestSeconds / step,
              latest: $0.latestSeconds / step)
          },
          paidSeconds: kind.paidSeconds,
          forbiddenNext: kind.forbiddenNext.reduce(0) { $0 | (numbers[$1] ?? 0) }))
    }
    return shapes
  }

  // MARK: - Options

  /// Options of each kind and day, as positions in the search's list.
  private static func addOptions(
    to search: inout SearchProblem, kinds: [ShiftKind], calendar: HorizonCalendar,
    rules: RosterRules, step: Int
  ) -> [[Range<Int>]] {
    var table = Array(
      repeating: Array(repeating: 0..<0, count: calendar.days), count: kinds.count)
    for day in 0..<calendar.days {
      let weekday = calendar.date(day).weekday
      var clocks: [(start: Instant, clock: Int)] = []
      var start = calendar.starts[day]
      while start < calendar.starts[day + 1] {
        clocks.append((start, calendar.zone.local(at: start).secondsOfDay))
        start = start + step
      }
      for (number, kind) in kinds.enumerated() {
        let first = search.options.count
        for (start, clock) in clocks where kind.mayStart(second: clock, on: weekday) {
          let minute = clock / 60
          let end = start + kind.lengthSeconds
          search.options.append(
            SearchProblem.Option(
              shape: number, day: day, step: (start - calendar.origin) / step,
              start: start - calendar.origin, end: end - calendar.origin, clock: clock,
              isNight: calendar.nightSeconds(start, end) >= max(1, rules.nightSeconds),
              isUnpopular: rules.unpopular.contains {
                ($0.days.isEmpty || $0.days.contains(weekday)) && $0.hours.contains(minute)
              }))
        }
        table[number][day] = first..<search.options.count
      }
    }
    return table
  }

  /// The options of a group by day: the contract's kinds within class and personal window.
  private static func permitted(
    _ agent: RosterAgent, _ kinds: Range<Int>, _ table: [[Range<Int>]],
    options: [SearchProblem.Option], calendar: HorizonCalendar, rules: RosterRules
  ) throws(Problem) -> [[Int]] {
    var availability: AvailabilityClass?
    if let id = agent.availability {
      availability = rules.availability.first { $0.id == id }
      guard availability != nil else {
        throw Problem(
          subject: agent.id, "has an unknown availability class", value: id,
          maybe: nearestName(to: id, among: rules.availability.map(\.id)).map {
            "you meant \($0)"
          } ?? "add an [[availability]] with this id to the rules")
      }
    }
    return (0..<calendar.days).map { day in
      let weekday = calendar.date(day).weekday
      if let days = availability?.days, !days.isEmpty, !days.contains(weekday) { return [] }
      return kinds.flatMap { kind in
        table[kind][day].filter { number in
          let option = options[number]
          if let window = agent.startWindow, !window.contains(Int(option.clock) / 60) {
            return false
          }
          guard let hours = availability?.hours, !hours.isEmpty else { return true }
          let from = Int(option.clock)
          let to = calendar.wallSeconds(calendar.origin + Int(option.end), day: day)
          return hours.contains { $0.from * 60 <= from && to <= $0.to * 60 }
        }
      }
    }
  }

  // MARK: - Rules

  private static func ruleSet(_ rules: WorkRules) -> SearchProblem.RuleSet {
    var set = SearchProblem.RuleSet()
    for rule in WorkRule.allCases {
      guard let limit = rules[rule] else { continue }
      set.limits[rule.index] = Int32(clamping: limit.value)
      set.weights[rule.index] =
        limit.weight.map { Int32(clamping: $0) } ?? SearchProblem.RuleSet.hard
    }
    return set
  }

  /// How many shifts a week to begin with.
  private static func aim(_ set: SearchProblem.RuleSet) -> Int {
    func limit(_ rule: WorkRule) -> Int? {
      let value = Int(set.limits[rule.index])
      return value >= 0 ? value : nil
    }
    let most = limit(.maxShiftsPerWeek) ?? 7
    let together = limit(.daysOffTogether) ?? 0
    return max(
      limit(.minShiftsPerWeek) ?? 0, min(most, 7 - together, limit(.wishedShiftsPerWeek) ?? 5))
  }
}

func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  var (x, y) = (a, b)
  while y != 0 { (x, y) = (y, x % y) }
  return x
}
