// Goal: the pay of every second of work, in hours of basic pay, with the rules behind it.
//
// Method: a shift is cut wherever a rule's answer can change (the edges of clock windows, midnight,
// a change of the clocks, the crossing of an overtime threshold), each piece is asked which rules
// hold, and the counters of hours move on. Between two cuts nothing changes, so the result equals
// that of a minute-by-minute evaluation, which the tests carry out independently.
//
// Meaning of the counters, per agent, in the order of time:
//   workday  the shift (a second one on the same date, after less than eight hours, belongs to it),
//            counted for the date on which it began, or the date on the clock, as the file says;
//   week     the week of the workday, from the file's `week_start` on;
//   day      paid time of the workday so far;
//   week/period hours count only what was not overtime, so that nothing is counted twice.
// Of the rules of one kind the highest that applies counts; the kinds are then multiplied, added or
// compared, as the file says. Holidays and weekdays are those of the clock or of the start of the
// shift, as the file says; weekly rest is always that of the date on which the shift began.

public import CivilTime

/// Prices the work of agents under the rules of one place.
public struct PayEngine: Sendable {
  /// The hours every report calls night, whatever a jurisdiction pays for: 22:00 to 06:00 on the
  /// site's clock.
  public static let reportedNight = ClockWindow(start: 22 * 60, end: 6 * 60)

  /// Parts of a split shift are less than this apart.
  static let splitShiftSeconds = 8 * 3600

  public let jurisdiction: Jurisdiction
  public let state: String?
  public let clock: SiteClock
  public let holidays: WorkHolidays
  public let attribution: Jurisdiction.Attribution
  let book: RuleBook

  /// `attribution`, when given, overrules the file's `holiday_attribution`.
  public init(
    _ jurisdiction: Jurisdiction, state: String? = nil, clock: SiteClock, holidays: WorkHolidays,
    attribution: Jurisdiction.Attribution? = nil
  ) {
    self.jurisdiction = jurisdiction
    self.state = state
    self.clock = clock
    self.holidays = holidays
    self.attribution = attribution ?? jurisdiction.attribution
    book = RuleBook(jurisdiction, state: state)
  }

  /// The pay of all shifts that begin at or after `from`; earlier ones only count.
  ///
  /// - Complexity: O(shifts × (cuts per shift) × rules).
  public func price(_ work: AgentWork, from: Instant? = nil) -> AgentPay {
    var pay = AgentPay(agent: work.agent)
    var counters = HourCounters(weekStart: jurisdiction.weekStart)
    var previousEnd: Instant?
    var opening: Instant?
    var openingDate: CivilDate?
    for given in work.shifts {
      let shift = rounded(given)
      let pieces = paidPieces(shift)
      var frame = ShiftFrame(
        shift, pieces: pieces, clock: clock, rules: book.set(on: clock.local(shift.start).date),
        restSeconds: previousEnd.map { shift.start - $0 },
        isRestDay: work.restDays.contains(clock.local(shift.start).date), traits: work.traits)
      let isSplit =
        openingDate == frame.date && (frame.restSeconds ?? .max) < Self.splitShiftSeconds
      if !isSplit {
        opening = shift.start
        openingDate = frame.date
        if jurisdiction.workday == .shift { counters.open(frame.date) }
      }
      frame.opening = opening ?? shift.start
      if attribution == .greaterPart { frame.heldDate = greaterDate(shift, frame) }
      let reported = from.map { given.start >= $0 } ?? true
      var lines: [PayLine] = []
      for piece in pieces { price(piece, in: frame, &counters, &lines) }
      if reported {
        pay.lines += lines
        pay.extras += penalties(shift, worked: pieces.seconds, traits: work.traits)
      }
      previousEnd = shift.end
      counters.leaveShift()
    }
    pay.keepOnePenaltyADay()
    return pay
  }

  private func price(
    _ piece: Range<Instant>, in frame: ShiftFrame, _ counters: inout HourCounters,
    _ lines: inout [PayLine]
  ) {
    var t = piece.lowerBound
    while t < piece.upperBound {
      let local = clock.local(t)
      let rules = book.set(on: local.date)
      let workday = jurisdiction.workday == .shift ? frame.date : local.date
      counters.enter(workday)
      let moment = Moment(
        engine: self, frame: frame, local: local,
        day: attribution == .clock ? local.date : frame.heldDate)
      let next = min(
        piece.upperBound, counters.nextThreshold(after: t, rules.overtimes) ?? piece.upperBound,
        clock.nextChange(after: t, local: local, edges: rules.edges))
      let answer = rates(rules, moment, counters)
      counters.count(next - t, isOvertime: answer.overtime != nil, periods: rules.overtimes)
      let line = PayLine(
        start: t, end: next, workday: workday,
        workdayStart: jurisdiction.workday == .shift
          ? frame.opening : clock.zone.startOfDay(local.date), factor: answer.factor,
        allowanceFactor: answer.overtime == nil ? answer.allowance : 0, parts: answer.parts,
        isOvertime: answer.overtime != nil,
        isNight: Self.reportedNight.contains(local.secondsOfDay / 60),
        isHoliday: jurisdiction.holidayKinds.contains { holidays.count($0, on: moment.day) > 0 },
        isRestDay: frame.isRestDay)
      if let last = lines.last, last.end == t, last.sameRules(as: line) {
        lines[lines.count - 1].end = next
      } else {
        lines.append(line)
      }
      t = next
    }
  }

  /// The date on which the greater part of a shift falls; of two equal parts the dearer one.
  private func greaterDate(_ shift: WorkShift, _ frame: ShiftFrame) -> CivilDate {
    let last = clock.local(shift.end + -1).date
    guard last != frame.date else { return last }
    let midnight = clock.zone.startOfDay(last)
    let (before, after) = (midnight - shift.start, shift.end - midnight)
    guard before == after else { return before > after ? frame.date : last }
    func factor(_ day: CivilDate) -> Double {
      let moment = Moment(engine: self, frame: frame, local: clock.local(shift.start), day: day)
      return book.set(on: day).days.filter { $0.body.when.hold(moment.holds) }
        .map(\.body.factor).max() ?? 0
    }
    return factor(last) > factor(frame.date) ? last : frame.date
  }

  // MARK: - One moment

  private struct Answer {
    var factor: Double
    var allowance: Double
    var overtime: PayLine.Part?
    var parts: [PayLine.Part]
  }

  private func rates(_ rules: RuleSet, _ moment: Moment, _ counters: HourCounters) -> Answer {
    let minute = moment.local.secondsOfDay / 60
    let holds = moment.holds
    var dayAllowance = 1.0
    var day: PayLine.Part?
    for entry in rules.days where entry.body.when.hold(holds) {
      if entry.body.factor > day?.factor ?? 0 {
        day = .init(rule: entry.id, factor: entry.body.factor, reason: reason(moment))
        dayAllowance = entry.body.allowanceFactor
      }
    }
    let overtime = highest(
      moment.overtimes(rules, counters).map {
        .init(rule: $0.id, factor: $0.body.factor, reason: "overtime")
      })
    let night = highest(
      rules.nights.compactMap { entry in
        let body = entry.body
        guard body.window.contains(minute), body.when.hold(holds),
          !(body.exceptOvertime && overtime != nil)
        else { return nil }
        return .init(rule: entry.id, factor: body.factor, reason: "night")
      })
    let shift = highest(
      rules.shifts.compactMap { entry in
        guard entry.body.endsIn.ends(moment.frame.endMinute), entry.body.when.hold(holds)
        else { return nil }
        return .init(rule: entry.id, factor: entry.body.factor)
      })
    let loadings = rules.loadings.compactMap { entry -> PayLine.Part? in
      guard entry.body.when.hold(holds), !(entry.body.exceptOvertime && overtime != nil)
      else { return nil }
      return .init(rule: entry.id, factor: entry.body.add, isAdded: true)
    }
    var (factor, parts) = compose([overtime, day, night, shift].compactMap(\.self))
    factor += loadings.reduce(0) { $0 + $1.factor }
    parts += loadings
    return Answer(factor: factor, allowance: dayAllowance, overtime: overtime, parts: parts)
  }

  /// What pay for the day is for.
  private func reason(_ moment: Moment) -> String {
    if jurisdiction.holidayKinds.contains(where: { holidays.count($0, on: moment.day) > 0 }) {
      return "holiday"
    }
    return moment.frame.isRestDay ? "rest-day" : "unsocial hours"
  }

  private func highest(_ parts: [PayLine.Part]) -> PayLine.Part? {
    var best: PayLine.Part?
    for part in parts where part.factor > best?.factor ?? 0 { best = part }
    return best
  }

  private func compose(_ parts: [PayLine.Part]) -> (Double, [PayLine.Part]) {
    switch jurisdiction.compose {
    case .multiply: (parts.reduce(1) { $0 * $1.factor }, parts)
    case .add: (parts.reduce(1) { $0 + ($1.factor - 1) }, parts)
    case .highest: highest(parts).map { (max(1, $0.factor), [$0]) } ?? (1, [])
    }
  }
}

extension ClockWindow {
  /// Whether a shift that ends at `minute` ends in this stretch, its end included; midnight is 1440.
  func ends(_ minute: Int) -> Bool {
    let minute = minute == 0 && start > 0 && end == 1440 ? 1440 : minute
    return start <= end ? start <= minute && minute <= end : minute >= start || minute <= end
  }
}
