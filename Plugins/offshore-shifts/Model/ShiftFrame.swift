internal import CivilTime

/// What stays the same through one shift.
struct ShiftFrame {
  /// The local date on which the shift began.
  let date: CivilDate
  /// The local minute of the day at which it ends.
  let endMinute: Int
  let shiftClass: ShiftClass
  /// Elapsed seconds since the shift before; nil for the first.
  let restSeconds: Int?
  let isRestDay: Bool
  let traits: Set<String>
  /// The start of the first part of the workday.
  var opening: Instant
  /// The date whose holidays and weekday count for the whole shift, where one does.
  var heldDate: CivilDate

  init(
    _ shift: WorkShift, pieces: [Range<Instant>], clock: SiteClock, rules: RuleSet,
    restSeconds: Int?, isRestDay: Bool, traits: Set<String>
  ) {
    opening = shift.start
    heldDate = clock.local(shift.start).date
    date = clock.local(shift.start).date
    endMinute = clock.local(shift.end).secondsOfDay / 60
    self.restSeconds = restSeconds
    self.isRestDay = isRestDay
    self.traits = traits
    if let rule = rules.shiftClass {
      let night = pieces.reduce(0) { $0 + clock.seconds(of: $1, in: rule.window) }
      shiftClass = night == 0 ? .day : night < rule.nightFromMinutes * 60 ? .mixed : .night
    } else {
      shiftClass = .day
    }
  }
}

/// One moment of one shift, for the conditions of rules.
struct Moment {
  let engine: PayEngine
  let frame: ShiftFrame
  let local: LocalTime
  /// The date whose holidays and weekday count.
  let day: CivilDate

  func holds(_ fact: RuleCondition.Fact) -> Bool {
    switch fact {
    case .holiday(let kind, let times): engine.holidays.count(kind, on: day) >= times
    case .restDay: frame.isRestDay
    case .weekday(let weekday): day.weekday == weekday
    case .trait(let trait): frame.traits.contains(trait)
    case .shiftClass(let shiftClass): frame.shiftClass == shiftClass
    }
  }

  /// The overtime rules that apply; those that count overtime itself only when another one does.
  func overtimes(_ rules: RuleSet, _ counters: HourCounters) -> [RuleSet.Entry<OvertimeRule>] {
    let past = rules.overtimes.filter { entry in
      (entry.body.window?.contains(local.secondsOfDay / 60) ?? true)
        && counters.isPast(entry.body, frame)
        && entry.body.when.hold(holds)
    }
    return past.contains { !$0.body.basis.countsOvertime } ? past : []
  }
}
