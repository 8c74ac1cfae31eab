// What one agent's row begins with and what its weeks ask for: the rules' limits once leave, and what was
// worked before the horizon, have been counted.
//
// What is past cannot be undone. It uses up a limit and no more: a most amount that the past has already
// exceeded is as high as the past made it, a least amount is no more than the days left can hold.

internal import CentreModel

/// What the rules need to know of an agent's days before the horizon.
package struct RowBefore: Sendable, Hashable {
  /// End of the last shift, in seconds from the horizon's beginning; nil: none.
  package var end: Int?
  /// Whether that shift was a night.
  package var isNight = false
  package var daysInRow = 0
  package var nightsInRow = 0
  /// The shift of the day before the horizon: its start by the clock and its shape; negative: none.
  package var clock = -1
  package var shape = -1
  /// In the week that the horizon's beginning cuts.
  package var shifts = 0
  package var paid = 0
  package var nights = 0
  package var earliest = Int(Int32.max)
  package var latest = Int(Int32.min)
  /// Days off up to the horizon, and the longest run of them, within that week.
  package var daysOff = 0
  package var longestOff = 0
  /// Whether every day of that week is known.
  package var isWeekKnown = false
  /// Weekends worked in the month of the horizon's first weekend.
  package var monthWeekends = 0
  /// Where the horizon begins on a Sunday: 0, the Saturday was off; 1, it was worked; 2, it was worked and
  /// the Sunday cannot be; -1: not known, or of no matter.
  package var saturday = -1

  package init() {}
}

/// What a week asks of an agent; -1: nothing.
package struct WeekLimits: Sendable, Hashable {
  package var minShifts: Int32 = -1
  package var wishedShifts: Int32 = -1
  package var minPaid: Int32 = -1
  package var daysOffTogether: Int32 = -1
  package var maxShifts: Int32 = -1
  package var maxPaid: Int32 = -1
  package var maxNights: Int32 = -1
  package var maxSpread: Int32 = -1
  package init() {}

  /// The limit of a weekly rule; -1: none.
  func limit(_ rule: WorkRule) -> Int {
    switch rule {
    case .minShiftsPerWeek: Int(minShifts)
    case .wishedShiftsPerWeek: Int(wishedShifts)
    case .minHoursPerWeek: Int(minPaid)
    case .daysOffTogether: Int(daysOffTogether)
    case .maxShiftsPerWeek: Int(maxShifts)
    case .maxHoursPerWeek: Int(maxPaid)
    case .maxNightsPerWeek: Int(maxNights)
    case .maxStartSpread: Int(maxSpread)
    default: -1
    }
  }
}

/// What the horizon asks of an agent; -1: nothing.
package struct HorizonLimits: Sendable, Hashable {
  package var minShifts: Int32 = -1
  package var minPaid: Int32 = -1
  package var maxShifts: Int32 = -1
  package var maxPaid: Int32 = -1
  package var maxNights: Int32 = -1
  package init() {}

  func limit(_ rule: WorkRule) -> Int {
    switch rule {
    case .minShifts: Int(minShifts)
    case .minHours: Int(minPaid)
    case .maxShifts: Int(maxShifts)
    case .maxHours: Int(maxPaid)
    case .maxNights: Int(maxNights)
    default: -1
    }
  }
}

/// Leave, and shifts worked already, in some days of an agent's row.
struct RowShare {
  /// Days of leave that stand for a shift, and what they are paid.
  var leaveDays = 0
  var leavePaid = 0
  /// Days on which the agent may work.
  var openDays = 0
  /// Shifts of the roster before that start inside the horizon.
  var shifts = 0
  var paid = 0
  var nights = 0
  var earliest = Int(Int32.max)
  var latest = Int(Int32.min)
  /// The longest run of days off there can be beside what is past.
  var longestOff = Int(Int32.max)
}

extension SearchProblem {
  /// Limits of a rule set as they stand, for problems without leave and without a past.
  mutating func fillLimits() {
    weekLimits = agents.indices.flatMap { a in
      (0..<weekCount).map { week in limits(agent: a, week: week, RowShare(), mostPaid: 0) }
    }
    horizonLimits = agents.indices.map { horizonLimits(agent: $0, RowShare(), mostPaid: 0) }
  }

  /// What a week asks of an agent. `mostPaid`: the most that a day can pay.
  func limits(agent a: Int, week: Int, _ share: RowShare, mostPaid: Int) -> WeekLimits {
    let set = ruleSets[agents[a].ruleSet]
    func value(_ rule: WorkRule) -> Int { Int(set.limits[rule.index]) }
    let isCut = week == weekOfDay[0]
    let before = isCut ? agents[a].before : RowBefore()
    var limits = WeekLimits()
    func most(_ rule: WorkRule, _ past: Int, less: Int = 0) -> Int32 {
      value(rule) < 0 ? -1 : Int32(clamping: max(value(rule) - less, past, 0))
    }
    // Who is promised hours is paid some of them on leave.
    let isPromised = value(.minHoursPerWeek) > 0
    limits.maxShifts = most(.maxShiftsPerWeek, before.shifts + share.shifts)
    limits.maxPaid = most(
      .maxHoursPerWeek, before.paid + share.paid, less: isPromised ? share.leavePaid : 0)
    limits.maxNights = most(.maxNightsPerWeek, before.nights + share.nights)
    limits.maxSpread = most(
      .maxStartSpread,
      max(before.latest, share.latest) - min(before.earliest, share.earliest))
    let isKnown = isCut && !isWholeWeek[week] && before.isWeekKnown
    guard isWholeWeek[week] || isKnown else { return limits }
    // The most that can still be had, where leave or the past takes days away.
    let isLimited = isKnown || share.leaveDays > 0
    let shifts = before.shifts + share.shifts + share.openDays
    let paid = before.paid + share.paid + share.openDays * mostPaid
    func least(_ rule: WorkRule, less: Int, _ possible: Int) -> Int32 {
      guard value(rule) > 0 else { return -1 }
      let asked = max(0, value(rule) - less)
      return Int32(clamping: isLimited ? min(asked, possible) : asked)
    }
    limits.minShifts = least(.minShiftsPerWeek, less: share.leaveDays, shifts)
    limits.wishedShifts = least(.wishedShiftsPerWeek, less: share.leaveDays, shifts)
    limits.minPaid = least(.minHoursPerWeek, less: share.leavePaid, paid)
    limits.daysOffTogether = Int32(clamping: min(value(.daysOffTogether), share.longestOff))
    return limits
  }

  /// What the horizon asks of an agent.
  func horizonLimits(agent a: Int, _ share: RowShare, mostPaid: Int) -> HorizonLimits {
    let set = ruleSets[agents[a].ruleSet]
    func value(_ rule: WorkRule) -> Int { Int(set.limits[rule.index]) }
    func most(_ rule: WorkRule, _ past: Int, less: Int = 0) -> Int32 {
      value(rule) < 0 ? -1 : Int32(clamping: max(value(rule) - less, past, 0))
    }
    func least(_ rule: WorkRule, less: Int, _ possible: Int) -> Int32 {
      guard value(rule) > 0 else { return -1 }
      let asked = max(0, value(rule) - less)
      return Int32(clamping: share.leaveDays > 0 ? min(asked, possible) : asked)
    }
    var limits = HorizonLimits()
    limits.maxShifts = most(.maxShifts, share.shifts)
    limits.maxPaid = most(
      .maxHours, share.paid, less: value(.minHours) > 0 ? share.leavePaid : 0)
    limits.maxNights = most(.maxNights, share.nights)
    limits.minShifts = least(.minShifts, less: share.leaveDays, share.shifts + share.openDays)
    limits.minPaid = least(
      .minHours, less: share.leavePaid, share.paid + share.openDays * mostPaid)
    return limits
  }
}
