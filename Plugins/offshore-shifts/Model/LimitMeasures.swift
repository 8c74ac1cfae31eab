internal import CivilTime

extension PayEngine {
  /// Everything a limit speaks of, measured on one agent's work.
  func measures(
    _ rule: LimitRule, _ work: AgentWork, _ pay: AgentPay, published: Instant?
  ) -> [LimitMeasure] {
    switch rule.limit {
    case .dayHours:
      workdays(pay) { _ in true }.map { measure($0, $1, "of work in a day") }
    case .weekHours:
      sums(pay, by: { week(of: $0.workday) }) { _ in true }
        .map { measure($0, $1, "of work in a week") }
    case .overtimeDayHours:
      workdays(pay, where: \.isOvertime).map { measure($0, $1, "of overtime in a day") }
    case .overtimeWeekHours:
      sums(pay, by: { week(of: $0.workday) }, where: \.isOvertime)
        .map { measure($0, $1, "of overtime in a week") }
    case .averageWeekHours: averages(pay, weeks: rule.window)
    case .nightAverageHours: nightAverages(pay, rule)
    case .spreadHours: spreads(work)
    case .stretchHours: stretches(work)
    case .restHours: rests(work)
    case .weeklyRestHours: weeklyRests(work, rule)
    case .consecutiveDays: runs(work)
    case .noticeDays, .postingDays: notices(work, published: published)
    }
  }

  private func measure(_ at: Instant, _ seconds: Int, _ what: String) -> LimitMeasure {
    LimitMeasure(at: at, value: Double(seconds) / 3600, what: "\(hoursText(seconds)) \(what)")
  }

  private func week(of date: CivilDate) -> CivilDate {
    date - (date.weekday.rawValue - jurisdiction.weekStart.rawValue + 7) % 7
  }

  /// Paid seconds by date, with the first moment of each, ascending.
  private func sums(
    _ pay: AgentPay, by key: (PayLine) -> CivilDate, where counts: (PayLine) -> Bool
  ) -> [(at: Instant, seconds: Int)] {
    var all: [CivilDate: (at: Instant, seconds: Int)] = [:]
    for line in pay.lines where counts(line) {
      let before = all[key(line)]
      all[key(line)] = (before?.at ?? line.start, (before?.seconds ?? 0) + line.seconds)
    }
    return all.values.sorted { $0.at < $1.at }
  }

  /// Paid seconds by workday, ascending.
  private func workdays(
    _ pay: AgentPay, where counts: (PayLine) -> Bool
  ) -> [(at: Instant, seconds: Int)] {
    var all: [Instant: Int] = [:]
    for line in pay.lines where counts(line) { all[line.workdayStart, default: 0] += line.seconds }
    return all.map { (at: $0.key, seconds: $0.value) }.sorted { $0.at < $1.at }
  }

  /// The average of every run of `weeks` weeks that the work fills, and no shorter one: fewer weeks
  /// than the rule's window cannot break an average.
  private func averages(_ pay: AgentPay, weeks: Int) -> [LimitMeasure] {
    let byWeek = sums(pay, by: { week(of: $0.workday) }) { _ in true }
    guard let first = byWeek.first.map({ week(of: clock.local($0.at).date) }) else { return [] }
    var seconds: [Int] = []
    var starts: [Instant] = []
    for sum in byWeek {
      let index = (week(of: clock.local(sum.at).date) - first) / 7
      while seconds.count <= index {
        starts.append(sum.at)
        seconds.append(0)
      }
      seconds[index] += sum.seconds
    }
    guard seconds.count >= weeks else { return [] }
    return (0...(seconds.count - weeks)).map { from in
      let total = seconds[from..<(from + weeks)].reduce(0, +)
      return measure(starts[from], total / weeks, "a week on average over \(weeks) weeks")
    }
  }

  /// For agents with three hours or more in the night on most of their shifts: the average of a
  /// working day, six of which make a week.
  private func nightAverages(_ pay: AgentPay, _ rule: LimitRule) -> [LimitMeasure] {
    guard let night = rule.night, let first = pay.lines.first else { return [] }
    let days = sums(pay, by: \.workday) { _ in true }
    let nights = days.filter { day in
      let date = clock.local(day.at).date
      let inNight = pay.lines.filter { $0.workday == date }
        .reduce(0) { $0 + clock.seconds(of: $1.start..<$1.end, in: night) }
      return inNight >= 3 * 3600
    }
    let weeks = Set(days.map { week(of: clock.local($0.at).date) }).count
    guard nights.count * 2 > days.count, weeks >= rule.window else { return [] }
    let average = days.reduce(0) { $0 + $1.seconds } / (weeks * 6)
    return [measure(first.start, average, "in 24 h on average, a night worker")]
  }

  private func spreads(_ work: AgentWork) -> [LimitMeasure] {
    var spreads: [(at: Instant, end: Instant)] = []
    for shift in work.shifts {
      if let last = spreads.last, shift.start - last.end < Self.splitShiftSeconds,
        clock.local(last.at).date == clock.local(shift.start).date
      {
        spreads[spreads.count - 1].end = max(last.end, shift.end)
      } else {
        spreads.append((shift.start, shift.end))
      }
    }
    return
      spreads
      .map { measure($0.at, $0.end - $0.at, "from first to last minute of a day") }
  }

  /// Every stretch of work that no pause interrupts.
  private func stretches(_ work: AgentWork) -> [LimitMeasure] {
    work.shifts.map { shift in
      var longest = 0
      var from = shift.start
      for pause in shift.pauses {
        longest = max(longest, pause.start - from)
        from = max(from, pause.end)
      }
      longest = max(longest, shift.end - from)
      return measure(shift.start, longest, "of work without a pause")
    }
  }

  private func rests(_ work: AgentWork) -> [LimitMeasure] {
    zip(work.shifts, work.shifts.dropFirst()).map { earlier, later in
      measure(later.start, later.start - earlier.end, "of rest before the shift")
    }
  }

  /// The longest rest in every window of `rule.window` days that the work spans from end to end; of
  /// several that are asked for, how long they can all be.
  private func weeklyRests(_ work: AgentWork, _ rule: LimitRule) -> [LimitMeasure] {
    guard let first = work.shifts.first, let last = work.shifts.last else { return [] }
    let firstDate = clock.local(first.start).date
    let lastDate = clock.local(last.start).date
    guard lastDate - firstDate + 1 >= rule.window else { return [] }
    return (0...(lastDate - firstDate + 1 - rule.window)).compactMap { offset in
      let from = clock.zone.startOfDay(firstDate + offset)
      let to = clock.zone.startOfDay(firstDate + offset + rule.window)
      var rests: [Int] = []
      var free = from
      for shift in work.shifts where shift.end > from && shift.start < to {
        rests.append(max(0, shift.start - free))
        free = max(free, shift.end)
      }
      rests.append(max(0, to - free))
      let longest = Self.longest(of: rests, times: rule.times)
      return LimitMeasure(
        at: max(from, first.start), value: Double(longest) / 3600,
        what: (rule.times > 1 ? "\(rule.times) times " : "")
          + "\(hoursText(longest)) of rest at most in \(rule.window) days")
    }
  }

  /// The longest length that fits into `rests` so many times, several times into one where it can.
  private static func longest(of rests: [Int], times: Int) -> Int {
    let candidates = rests.flatMap { rest in (1...times).map { rest / $0 } }
    return candidates.filter { length in
      length > 0 && rests.reduce(0) { $0 + $1 / length } >= times
    }.max() ?? 0
  }

  /// Every run of dates on which a shift begins, without a free one between.
  private func runs(_ work: AgentWork) -> [LimitMeasure] {
    var runs: [LimitMeasure] = []
    var previous: CivilDate?
    for shift in work.shifts {
      let date = clock.local(shift.start).date
      if let previous, date == previous { continue }
      if let previous, date == previous + 1, let run = runs.last {
        runs[runs.count - 1].value = run.value + 1
      } else {
        runs.append(LimitMeasure(at: shift.start, value: 1, what: ""))
      }
      previous = date
    }
    return runs.map {
      LimitMeasure(at: $0.at, value: $0.value, what: "\(Int($0.value)) workdays in a row")
    }
  }

  private func notices(_ work: AgentWork, published: Instant?) -> [LimitMeasure] {
    guard let published, let first = work.shifts.first(where: { $0.start >= published })
    else { return [] }
    let days = clock.local(first.start).date - clock.local(published).date
    return [
      LimitMeasure(at: first.start, value: Double(days), what: "made known \(days) days ahead")
    ]
  }
}
