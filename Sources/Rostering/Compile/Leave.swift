// Leave: who is away on it works neither on the day nor into it, and has it counted where a rule asks for
// a least amount of work.
//
// A day of leave stands for a shift where the agent could have had one: where the contract and the class
// let a shift start on that weekday, the centre is not shut, and somebody is required.

internal import CentreModel
internal import CivilTime

extension CompiledRoster {
  /// Ends of shifts before days of leave, and what weeks and horizon ask of each agent.
  mutating func addLimits(_ problem: RosterProblem, _ inside: [[PastShift]]) {
    let days = calendar.days
    if agents.contains(where: { !$0.leave.isEmpty }) {
      search.latestEnd = Array(repeating: Int32.max, count: agents.count * days)
    }
    let closed = Set(problem.closedDates)
    let needed = problem.requirement.neededDates(in: calendar.zone)
    for (a, agent) in agents.enumerated() {
      let contract = problem.rules.contract(named: agent.contract)
      let kinds = contract?.kinds ?? []
      let classDays = problem.rules.availability.first { $0.id == agent.availability }?.days ?? []
      let mostPaid = kinds.map(\.paidSeconds).max() ?? 0
      let paidADay =
        agent.leaveSeconds ?? kinds.reduce(0) { $0 + $1.paidSeconds } / max(1, kinds.count)
      let leave = Set(agent.leave)
      func counts(_ date: CivilDate) -> Bool {
        guard leave.contains(date), !closed.contains(date),
          classDays.isEmpty || classDays.contains(date.weekday),
          kinds.contains(where: { $0.days.isEmpty || $0.days.contains(date.weekday) })
        else { return false }
        return calendar.day(of: date) == nil || needed.isEmpty || needed.contains(date)
      }
      var whole = RowShare()
      var week = RowShare()
      for k in 1..<calendar.daysOfFirstWeekBefore + 1 where counts(calendar.firstDate - k) {
        week.leaveDays += 1
        week.leavePaid += paidADay
      }
      // Days off in a row so far, where nothing but the past is worked.
      var off = search.agents[a].before.daysOff
      week.longestOff = max(off, search.agents[a].before.longestOff)
      for day in 0..<days {
        let index = a * days + day
        if leave.contains(calendar.date(day) + 1), search.freedom[index] != .fixed {
          search.latestEnd[index] = Int32(clamping: calendar.starts[day + 1] - calendar.origin)
        }
        var share = RowShare()
        if counts(calendar.date(day)) {
          share.leaveDays = 1
          share.leavePaid = paidADay
        }
        if let shift = inside[a].first(where: { $0.date == calendar.date(day) }) {
          share.shifts = 1
          share.paid = shift.paid
          share.nights = shift.isNight ? 1 : 0
          share.earliest = shift.clock
          share.latest = shift.clock
        } else if isOpen(index) {
          share.openDays = 1
        }
        off = given[index] == nil ? off + 1 : 0
        week.add(share)
        week.longestOff = max(week.longestOff, off)
        whole.add(share)
        if day == days - 1 || calendar.weekOfDay[day + 1] != calendar.weekOfDay[day] {
          search.weekLimits.append(
            search.limits(
              agent: a, week: calendar.weekOfDay[day], week, mostPaid: mostPaid))
          week = RowShare()
          week.longestOff = 0
          off = 0
        }
      }
      search.horizonLimits.append(search.horizonLimits(agent: a, whole, mostPaid: mostPaid))
      search.agents[a].leavePaid = whole.leavePaid
    }
  }

  /// Whether a shift may start on an agent's day.
  private func isOpen(_ index: Int) -> Bool {
    switch search.freedom[index] {
    case .off: false
    case .fixed: !search.initial[index].isOff
    case .free, .on:
      !search.range(
        group: search.agents[index / calendar.days].group, day: index % calendar.days
      ).isEmpty
    }
  }
}

extension RowShare {
  mutating func add(_ other: RowShare) {
    leaveDays += other.leaveDays
    leavePaid += other.leavePaid
    openDays += other.openDays
    shifts += other.shifts
    paid += other.paid
    nights += other.nights
    earliest = min(earliest, other.earliest)
    latest = max(latest, other.latest)
  }
}
