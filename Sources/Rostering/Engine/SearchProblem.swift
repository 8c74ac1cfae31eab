internal import CentreModel

/// A rostering problem in whole numbers, as the search sees it: no names, no clocks, no zones.
///
/// Time is a row of steps. A *line* is one array of steps with a target in each: agents at work in a
/// queue, agents with a skill present, seats taken at a site. An *option* is one shift an agent may
/// have on a day: its kind and its start. What an agent does on a day is a ``Cell``.
package struct SearchProblem: Sendable {
  /// A pause of a shift kind, in steps after the shift's start.
  package struct Pause: Sendable {
    package var length: Int
    package var earliest: Int
    package var latest: Int
    package init(length: Int, earliest: Int, latest: Int) {
      self.length = length
      self.earliest = earliest
      self.latest = latest
    }
  }

  /// A shift kind.
  package struct Shape: Sendable {
    /// Steps from start to end.
    package var span: Int
    package var pauses: [Pause]
    package var paidSeconds: Int
    /// Shapes that must not begin on the following day, as a bit set over the first 64 shapes.
    package var forbiddenNext: UInt64
    package init(span: Int, pauses: [Pause], paidSeconds: Int, forbiddenNext: UInt64 = 0) {
      self.span = span
      self.pauses = pauses
      self.paidSeconds = paidSeconds
      self.forbiddenNext = forbiddenNext
    }
  }

  /// One shift that may begin on a day.
  package struct Option: Sendable {
    package var shape: Int32
    package var day: Int32
    /// First step.
    package var step: Int32
    /// Elapsed seconds from the horizon's beginning.
    package var start: Int32
    package var end: Int32
    /// Seconds after midnight by the local clock.
    package var clock: Int32
    package var isNight: Bool
    package var isUnpopular: Bool
    /// Worked already, by the roster before: it is as it is, whatever the rules say.
    package var isGiven: Bool
    package init(
      shape: Int, day: Int, step: Int, start: Int, end: Int, clock: Int, isNight: Bool = false,
      isUnpopular: Bool = false, isGiven: Bool = false
    ) {
      self.shape = Int32(shape)
      self.day = Int32(day)
      self.step = Int32(step)
      self.start = Int32(start)
      self.end = Int32(end)
      self.clock = Int32(clock)
      self.isNight = isNight
      self.isUnpopular = isUnpopular
      self.isGiven = isGiven
    }
  }

  /// What a cell must be.
  package enum Freedom: UInt8, Sendable {
    case free
    /// No shift may start.
    case off
    /// A shift must start.
    case on
    /// The initial cell stays as it is.
    case fixed
  }

  package enum Contribution: UInt8, Sendable {
    /// Work given to the agent's queue of this position.
    case queue
    /// Any work.
    case work
    /// The whole shift, pauses included.
    case presence
  }

  package struct Line: Sendable {
    package var line: Int
    package var kind: Contribution
    package init(line: Int, kind: Contribution) {
      self.line = line
      self.kind = kind
    }
  }

  package struct Agent: Sendable {
    /// Which list of options holds for this agent.
    package var group: Int
    package var ruleSet: Int
    /// Queue lines first, in order; then the others.
    package var lines: [Line]
    package var queueCount: Int
    /// What was worked before the horizon.
    package var before: RowBefore
    /// Seconds after midnight; negative: no wish.
    package var preferredClock: Int
    package var carriedNights: Int
    package var carriedWeekends: Int
    package var carriedUnpopular: Int
    /// Paid seconds of leave in the horizon: who is away has them all the same.
    package var leavePaid = 0
    package init(
      group: Int, ruleSet: Int, lines: [Line], queueCount: Int = 1,
      before: RowBefore = RowBefore(), preferredClock: Int = -1, carriedNights: Int = 0,
      carriedWeekends: Int = 0, carriedUnpopular: Int = 0
    ) {
      self.group = group
      self.ruleSet = ruleSet
      self.lines = lines
      self.queueCount = queueCount
      self.before = before
      self.preferredClock = preferredClock
      self.carriedNights = carriedNights
      self.carriedWeekends = carriedWeekends
      self.carriedUnpopular = carriedUnpopular
    }
  }

  /// Limits by ``CentreModel/WorkRule`` index; -1 where the rule is not set.
  package struct RuleSet: Sendable, Hashable {
    package var limits: [Int32]
    /// ``hard`` or the cost of a unit.
    package var weights: [Int32]
    /// Most shifts of each shape in the horizon; -1: no limit. Empty when there is none at all.
    package var shapeLimits: [Int32] = []
    package static let hard = Int32.max
    package init() {
      limits = Array(repeating: -1, count: WorkRule.allCases.count)
      weights = Array(repeating: Self.hard, count: WorkRule.allCases.count)
    }
  }

  package struct Pair: Sendable {
    package var first: Int
    package var second: Int
    package var together: Bool
    /// ``RuleSet/hard`` or the cost of a day.
    package var weight: Int32
  }

  package struct Preferences: Sendable {
    package var start = 0
    package var toleranceSeconds = 0
    package var fairNights = 0
    package var fairWeekends = 0
    package var fairUnpopular = 0
    package var fairHours = 0
    package init() {}
  }

  package var days: Int
  /// Steps of one line, enough for a shift that begins on the last day.
  package var steps: Int
  package var lineCount: Int
  /// Agents there already, less the target; `line * steps + step`.
  package var slack: [Int32]
  /// Cost of one agent too few, and of one too many.
  package var under: [Int32]
  package var over: [Int32]
  package var shapes: [Shape]
  /// Ascending by day, shape, start.
  package var options: [Option] = []
  /// Options of each group and day, ascending; `groupStart[group * days + day]` is where they begin.
  package var groupOptions: [Int32] = []
  package var groupStart: [Int32] = [0]
  package var agents: [Agent] = []
  package var ruleSets: [RuleSet] = []
  /// Week of each day, and whether the week lies whole in the horizon.
  package var weekOfDay: [Int]
  package var isWholeWeek: [Bool]
  /// Weekend of each day, -1 on other days; its month; and whether it has two days here.
  package var weekendOfDay: [Int]
  package var monthOfWeekend: [Int]
  package var isWholeWeekend: [Bool]
  /// The day in which each step lies.
  package var dayOfStep: [Int] = []
  package var freedom: [Freedom] = []
  /// When a shift of each agent and day must have ended, in seconds from the horizon's beginning:
  /// at the start of a day of leave. Empty: never.
  package var latestEnd: [Int32] = []
  /// What each week asks of each agent, `agent * weekCount + week`, and what the horizon does.
  package var weekLimits: [WeekLimits] = []
  package var horizonLimits: [HorizonLimits] = []
  /// Cost of each shape (or of a day off, first) for an agent and day:
  /// `(agent * days + day) * (shapes + 1)`.
  package var cellCost: [Int32] = []
  package var pairs: [Pair] = []
  package var preferences = Preferences()
  /// Seconds of excess that count as one unit.
  package var unitSeconds = 3600
  /// The roster to stay near, and what a changed shift and a changed pause cost.
  package var reference: [Cell] = []
  package var changeCost = 0
  package var pauseChangeCost = 0
  /// Cells that stand at the beginning (those with freedom `fixed` stay).
  package var initial: [Cell] = []

  package init(
    days: Int, steps: Int, lineCount: Int, slack: [Int32], under: [Int32], over: [Int32],
    shapes: [Shape], weekOfDay: [Int], isWholeWeek: [Bool], weekendOfDay: [Int],
    monthOfWeekend: [Int], isWholeWeekend: [Bool]
  ) {
    self.days = days
    self.steps = steps
    self.lineCount = lineCount
    self.slack = slack
    self.under = under
    self.over = over
    self.shapes = shapes
    self.weekOfDay = weekOfDay
    self.isWholeWeek = isWholeWeek
    self.weekendOfDay = weekendOfDay
    self.monthOfWeekend = monthOfWeekend
    self.isWholeWeekend = isWholeWeekend
  }

  /// Adds a group with its permitted options per day and answers its number.
  package mutating func addGroup(_ optionsByDay: [[Int]]) -> Int {
    let group = (groupStart.count - 1) / days
    for list in optionsByDay {
      groupOptions += list.map(Int32.init)
      groupStart.append(Int32(groupOptions.count))
    }
    return group
  }

  /// Where the options of a group on a day stand in `groupOptions`.
  package func range(group: Int, day: Int) -> Range<Int> {
    Int(groupStart[group * days + day])..<Int(groupStart[group * days + day + 1])
  }

  package var weekCount: Int { (weekOfDay.last ?? -1) + 1 }

  package var longestSpan: Int { shapes.map(\.span).max() ?? 1 }
  /// Whether a shift has more steps than a mask of 64 bits.
  var isWide: Bool { longestSpan > 64 }

  /// What it would cost if nobody worked.
  var demandCost: Double {
    zip(slack, under).reduce(0) { $0 + Double(max(0, -$1.0)) * Double($1.1) }
  }
}

/// What an agent does on a day.
package struct Cell: Hashable, Sendable {
  /// Position in ``SearchProblem/groupOptions``; -1 for a day off.
  package var position: Int32
  /// The queue of each stretch of work between pauses, four bits each, as a position among the
  /// agent's queues.
  package var queues: UInt32
  /// Beginning of each pause in steps after the start, eight bits each.
  package var pauses: UInt64

  package init(position: Int, pauses: UInt64 = 0, queues: UInt32 = 0) {
    self.position = Int32(position)
    self.pauses = pauses
    self.queues = queues
  }

  package static let off = Cell(position: -1)

  package var isOff: Bool { position < 0 }

  @inline(__always)
  package func pause(_ j: Int) -> Int {
    Int(truncatingIfNeeded: (pauses &>> (8 &* UInt64(j))) & 255)
  }

  @inline(__always)
  package mutating func setPause(_ j: Int, _ offset: Int) {
    let shift = 8 &* UInt64(truncatingIfNeeded: j)
    pauses = pauses & ~(255 &<< shift) | UInt64(truncatingIfNeeded: offset) &<< shift
  }

  @inline(__always)
  package func queue(_ stretch: Int) -> Int {
    Int(truncatingIfNeeded: (queues &>> (4 &* UInt32(truncatingIfNeeded: stretch))) & 15)
  }

  @inline(__always)
  package mutating func setQueue(_ stretch: Int, _ queue: Int) {
    let shift = 4 &* UInt32(truncatingIfNeeded: stretch)
    queues = queues & ~(15 &<< shift) | UInt32(truncatingIfNeeded: queue) &<< shift
  }
}
