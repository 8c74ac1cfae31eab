internal import CivilTime

/// The hours one agent has worked so far, as overtime rules count them, in seconds.
struct HourCounters {
  private struct Period: Hashable {
    let weeks: Int
    let start: CivilDate
  }

  let weekStart: Weekday
  private var workday: CivilDate?
  /// Workdays in a row up to the current one, within its week.
  private var run = 0
  private var shift = 0
  private var day: [CivilDate: Int] = [:]
  private var weekStraight: [CivilDate: Int] = [:]
  private var weekOvertime: [CivilDate: Int] = [:]
  private var dayOvertime: [CivilDate: Int] = [:]
  private var straight: [Period: Int] = [:]

  init(weekStart: Weekday) { self.weekStart = weekStart }

  /// Turns to a workday; work follows at once.
  mutating func enter(_ date: CivilDate) {
    guard date != workday else { return }
    let follows = workday.map { $0 + 1 == date && week(of: $0) == week(of: date) } ?? false
    run = follows ? run + 1 : 1
    workday = date
  }

  mutating func leaveShift() { shift = 0 }

  /// Begins a workday anew, even when one of the same date is over.
  mutating func open(_ date: CivilDate) {
    day[date] = 0
    dayOvertime[date] = 0
  }

  /// Adds work of the current workday.
  mutating func count(
    _ seconds: Int, isOvertime: Bool, periods: [RuleSet.Entry<OvertimeRule>]
  ) {
    guard let workday else { return }
    shift += seconds
    day[workday, default: 0] += seconds
    if isOvertime {
      weekOvertime[week(of: workday), default: 0] += seconds
      dayOvertime[workday, default: 0] += seconds
    } else {
      weekStraight[week(of: workday), default: 0] += seconds
      for period in Set(periods.compactMap { period($0.body, workday) }) {
        straight[period, default: 0] += seconds
      }
    }
  }

  /// Whether the hours a rule counts have reached its threshold.
  func isPast(_ rule: OvertimeRule, _ frame: ShiftFrame) -> Bool {
    switch rule.basis {
    case .seventhDay where run < 7: false
    case .shortRest where frame.restSeconds.map({ $0 >= rule.restMinutes * 60 }) ?? true: false
    default: counted(rule) >= rule.afterMinutes * 60
    }
  }

  /// The next moment after `t`, work going on, at which some rule's threshold is reached.
  func nextThreshold(after t: Instant, _ rules: [RuleSet.Entry<OvertimeRule>]) -> Instant? {
    rules.compactMap { entry -> Instant? in
      let left = entry.body.afterMinutes * 60 - counted(entry.body)
      return left > 0 ? t + left : nil
    }.min()
  }

  private func counted(_ rule: OvertimeRule) -> Int {
    guard let workday else { return 0 }
    return switch rule.basis {
    case .day, .seventhDay: day[workday] ?? 0
    case .week: weekStraight[week(of: workday)] ?? 0
    case .period: period(rule, workday).flatMap { straight[$0] } ?? 0
    case .overtimeWeek: weekOvertime[week(of: workday)] ?? 0
    case .overtimeDay: dayOvertime[workday] ?? 0
    case .shortRest: shift
    }
  }

  private func week(of date: CivilDate) -> CivilDate {
    date - (date.weekday.rawValue - weekStart.rawValue + 7) % 7
  }

  private func period(_ rule: OvertimeRule, _ date: CivilDate) -> Period? {
    guard rule.basis == .period, let anchor = rule.anchor else { return nil }
    let length = rule.periodWeeks * 7
    let into = ((date - anchor) % length + length) % length
    return Period(weeks: rule.periodWeeks, start: date - into)
  }
}
