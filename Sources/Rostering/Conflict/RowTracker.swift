internal import CentreModel

/// What a row of days does on one of them, as far as rules look at it.
struct RowChoice: Hashable {
  var start = 0
  var end = 0
  var clock = 0
  var paid = 0
  var shape = 0
  var isNight = false
  /// Worked already: no rule can forbid it.
  var isGiven = false
}

/// The calendar a row is held against.
struct RowDays {
  let problem: SearchProblem
  /// Seconds from the horizon's beginning to the start of each day.
  let dayStarts: [Int]
  /// Weekly rules hold in this week alone; nil: in all.
  var onlyWeek: Int?

  var count: Int { problem.days }

  /// Whether a week begins here; the first one begins with what was worked before.
  func isFirstOfWeek(_ day: Int) -> Bool {
    day > 0 && problem.weekOfDay[day] != problem.weekOfDay[day - 1]
  }

  func isLastOfWeek(_ day: Int) -> Bool {
    day == count - 1 || problem.weekOfDay[day] != problem.weekOfDay[day + 1]
  }

  func holds(_ day: Int) -> Bool { onlyWeek == nil || problem.weekOfDay[day] == onlyWeek }

  /// Days of the week after this one.
  func daysLeftInWeek(_ day: Int) -> Int {
    var left = 0
    var next = day + 1
    while next < count, problem.weekOfDay[next] == problem.weekOfDay[day] {
      left += 1
      next += 1
    }
    return left
  }
}

/// One hard rule on its way through a row: a whole number that each day moves on, or nil once the
/// rule is broken.
///
/// A rule that is left out is a tracker that is left out; two rows in the same states have the same
/// futures, which is what makes the search of ``RowSearch`` short.
struct RowTracker {
  enum Kind: Hashable {
    case rule(WorkRule)
    case forbiddenNext
    case mostOfShape(Int)
  }

  var kind: Kind
  var limit: Int
  var initial: Int
  /// Of a weekly rule: what each week asks.
  var weekly: [Int] = []

  private static let none = Int.min

  /// The trackers of an agent's hard rules.
  static func all(_ problem: SearchProblem, agent index: Int) -> [RowTracker] {
    let agent = problem.agents[index]
    let before = agent.before
    let set = problem.ruleSets[agent.ruleSet]
    var trackers: [RowTracker] = []
    for rule in WorkRule.allCases {
      var limit = Int(set.limits[rule.index])
      guard limit >= 0, set.weights[rule.index] == SearchProblem.RuleSet.hard else { continue }
      let initial: Int
      // A weekend that the horizon sees the Sunday alone of counts among those before.
      let isCounted = before.saturday > 0 ? 1 : 0
      switch rule {
      case .rest: initial = before.end ?? none
      case .restAfterNights: initial = before.isNight ? before.end ?? none : none
      case .maxDaysInRow: initial = before.daysInRow
      case .maxNightsInRow: initial = before.nightsInRow
      case .minDaysInRow, .minDaysOffInRow: initial = -1
      case .maxWeekends: initial = isCounted
      case .maxWeekendsPerMonth: initial = 2 * before.monthWeekends + isCounted
      case .wholeWeekends:
        initial = before.saturday == 0 || before.saturday == 1 ? before.saturday : none
      case .maxStartSpread:
        initial = before.shifts > 0 ? before.earliest * 100_000 + before.latest : none
      case .maxEarlierStart: initial = before.clock >= 0 ? before.clock : none
      case .minShiftsPerWeek, .maxShiftsPerWeek, .wishedShiftsPerWeek: initial = before.shifts
      case .minHoursPerWeek, .maxHoursPerWeek: initial = before.paid
      case .maxNightsPerWeek: initial = before.nights
      case .daysOffTogether:
        // They may have been together before the horizon.
        let asked = Int(problem.weekLimits[index * problem.weekCount].daysOffTogether)
        initial = before.longestOff >= asked ? before.longestOff : before.daysOff
      default: initial = 0
      }
      if rule.span == .horizon, rule != .maxWeekends {
        limit = problem.horizonLimits[index].limit(rule)
        guard limit >= 0 else { continue }
      }
      var tracker = RowTracker(kind: .rule(rule), limit: limit, initial: initial)
      if rule.span == .week, rule != .wholeWeekends {
        tracker.weekly = (0..<problem.weekCount).map {
          problem.weekLimits[index * problem.weekCount + $0].limit(rule)
        }
      }
      trackers.append(tracker)
    }
    if problem.shapes.contains(where: { $0.forbiddenNext != 0 }) {
      trackers.append(
        RowTracker(kind: .forbiddenNext, limit: 0, initial: before.shape >= 0 ? before.shape : none)
      )
    }
    for (shape, most) in set.shapeLimits.enumerated() where most >= 0 {
      trackers.append(RowTracker(kind: .mostOfShape(shape), limit: Int(most), initial: 0))
    }
    return trackers
  }

  /// Whether the rule sees a difference between two choices of a day, by what it looks at.
  func seen(_ choice: RowChoice, into key: inout RowChoice) {
    switch kind {
    case .rule(.rest), .rule(.restAfterNights):
      key.start = choice.start
      key.end = choice.end
      if kind == .rule(.restAfterNights) { key.isNight = choice.isNight }
    case .rule(.minHoursPerWeek), .rule(.maxHoursPerWeek), .rule(.minHours), .rule(.maxHours):
      key.paid = choice.paid
    case .rule(.maxStartSpread), .rule(.maxEarlierStart): key.clock = choice.clock
    case .rule(.maxNightsPerWeek), .rule(.maxNightsInRow), .rule(.maxNights):
      key.isNight = choice.isNight
    case .forbiddenNext, .mostOfShape: key.shape = choice.shape
    default: break
    }
  }

  /// The state after a day; nil when the rule is broken or cannot be met any more.
  ///
  /// `choice`: nil: no shift starts. `mostPaid`: the most a day can pay.
  func next(
    _ state: Int, day: Int, _ choice: RowChoice?, _ days: RowDays, mostPaid: Int
  ) -> Int? {
    switch kind {
    case .forbiddenNext:
      guard let choice else { return Self.none }
      if !choice.isGiven, state >= 0, state < 64, choice.shape < 64,
        days.problem.shapes[state].forbiddenNext & (1 << UInt64(choice.shape)) != 0
      {
        return nil
      }
      return choice.shape
    case .mostOfShape(let shape):
      let count = choice?.shape == shape ? state + 1 : state
      return count > limit ? nil : count
    case .rule(let rule):
      return next(rule, state, day, choice, days, mostPaid)
    }
  }

  private func next(
    _ rule: WorkRule, _ state: Int, _ day: Int, _ choice: RowChoice?, _ days: RowDays,
    _ mostPaid: Int
  ) -> Int? {
    let works = choice != nil
    switch rule {
    case .rest:
      if let choice, !choice.isGiven, state != Self.none, choice.start - state < limit {
        return nil
      }
      return settled(choice?.end ?? state, day, days)
    case .restAfterNights:
      if let choice, !choice.isNight, !choice.isGiven, state != Self.none,
        choice.start - state < limit
      {
        return nil
      }
      guard let choice else { return settled(state, day, days) }
      return choice.isNight ? settled(choice.end, day, days) : Self.none
    case .minShiftsPerWeek, .maxShiftsPerWeek, .wishedShiftsPerWeek, .maxNightsPerWeek:
      let counts = rule == .maxNightsPerWeek ? choice?.isNight == true : works
      return week(rule, state, day, counts ? 1 : 0, most: 1, days)
    case .minHoursPerWeek, .maxHoursPerWeek:
      return week(rule, state, day, choice?.paid ?? 0, most: mostPaid, days)
    case .minShifts:
      return least(state + (works ? 1 : 0), left: days.count - day - 1)
    case .minHours:
      return least(state + (choice?.paid ?? 0), left: (days.count - day - 1) * mostPaid)
    case .maxShifts: return most(state + (works ? 1 : 0))
    case .maxHours: return most(state + (choice?.paid ?? 0))
    case .maxNights: return most(state + (choice?.isNight == true ? 1 : 0))
    case .daysOffTogether:
      let limit = weekly[days.problem.weekOfDay[day]]
      guard days.holds(day), limit > 0 else { return 0 }
      let before = days.isFirstOfWeek(day) ? 0 : state
      let now = before >= limit ? before : works ? 0 : before + 1
      if now < limit, now + days.daysLeftInWeek(day) < limit { return nil }
      return days.isLastOfWeek(day) ? 0 : now
    case .maxDaysInRow:
      guard let choice else { return 0 }
      return choice.isGiven ? state + 1 : most(state + 1)
    case .maxNightsInRow:
      guard let choice, choice.isNight else { return 0 }
      return choice.isGiven ? state + 1 : most(state + 1)
    case .minDaysInRow: return run(state, goesOn: works)
    case .minDaysOffInRow: return run(state, goesOn: !works)
    case .maxWeekends, .maxWeekendsPerMonth:
      let next = weekends(rule, state, day, works, days)
      // Only work that can still be left out exceeds a limit.
      let isNew = works && choice?.isGiven != true && days.problem.weekendOfDay[day] >= 0
      return isNew && next / 2 > limit ? nil : next
    case .wholeWeekends:
      let weekend = days.problem.weekendOfDay
      let isSecond =
        day == 0 ? state != Self.none : weekend[day] >= 0 && weekend[day - 1] == weekend[day]
      if limit > 0, isSecond, (state == 1) != works, choice?.isGiven != true { return nil }
      return works ? 1 : 0
    case .maxStartSpread:
      let before = days.isFirstOfWeek(day) || !days.holds(day) ? Self.none : state
      let limit = weekly[days.problem.weekOfDay[day]]
      guard let choice, days.holds(day) else { return before }
      guard before != Self.none else { return choice.clock * 100_000 + choice.clock }
      let low = min(before / 100_000, choice.clock)
      let high = max(before % 100_000, choice.clock)
      return high - low > limit ? nil : low * 100_000 + high
    case .maxEarlierStart:
      guard let choice else { return Self.none }
      if !choice.isGiven, state != Self.none, state - choice.clock > limit { return nil }
      return choice.clock
    }
  }

  // MARK: - Counting

  private func most(_ count: Int) -> Int? { count > limit ? nil : count }

  private func least(_ count: Int, left: Int) -> Int? {
    count + left < limit ? nil : min(count, limit)
  }

  private func week(
    _ rule: WorkRule, _ state: Int, _ day: Int, _ more: Int, most: Int, _ days: RowDays
  ) -> Int? {
    let limit = weekly[days.problem.weekOfDay[day]]
    guard days.holds(day), limit >= 0 else { return 0 }
    let isMinimum = rule.direction == .least
    let count = (days.isFirstOfWeek(day) ? 0 : state) + more
    if isMinimum {
      if count + days.daysLeftInWeek(day) * most < limit { return nil }
    } else if count > limit {
      return nil
    }
    if days.isLastOfWeek(day) { return 0 }
    return isMinimum ? min(count, limit) : count
  }

  /// A run that must be long enough when it ends; -1 while it touches the horizon's beginning.
  private func run(_ state: Int, goesOn: Bool) -> Int? {
    if goesOn { return state < 0 ? -1 : min(state + 1, limit) }
    return state > 0 && state < limit ? nil : 0
  }

  /// Twice the weekends worked, and one when the present one is among them.
  private func weekends(
    _ rule: WorkRule, _ state: Int, _ day: Int, _ works: Bool, _ days: RowDays
  ) -> Int {
    let weekend = days.problem.weekendOfDay
    guard weekend[day] >= 0 else { return state & ~1 }
    var count = state / 2
    var isCounted = state & 1 == 1
    if day > 0, weekend[day - 1] != weekend[day] {
      isCounted = false
      if rule == .maxWeekendsPerMonth, weekend[day] > 0 {
        let months = days.problem.monthOfWeekend
        if months[weekend[day]] != months[weekend[day] - 1] { count = 0 }
      }
    }
    if works, !isCounted {
      count += 1
      isCounted = true
    }
    return 2 * count + (isCounted ? 1 : 0)
  }

  /// An end of shift that no later day's start can come too near to is forgotten.
  private func settled(_ end: Int, _ day: Int, _ days: RowDays) -> Int {
    guard end != Self.none, day + 1 < days.count, end + limit > days.dayStarts[day + 1] else {
      return Self.none
    }
    return end
  }
}
